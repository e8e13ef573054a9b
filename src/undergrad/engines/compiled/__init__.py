"""What Numba compiles: `run` and its parts. Nothing here is imported but to compile it."""
