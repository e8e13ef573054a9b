"""How numbers and calls with arguments are written, declared and checked. Without NumPy, since `--help` reads it."""
