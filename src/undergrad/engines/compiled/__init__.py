"""The code that Numba compiles: `run` and its parts. It is imported only for compiling."""
