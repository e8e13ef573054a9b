"""How numbers and things with arguments are written, declared and checked. Free of NumPy: `--help` reads it."""
