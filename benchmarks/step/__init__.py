"""A training step against its bare matrix products and against other libraries: `python -m benchmarks step`."""

from benchmarks.step.command import main

__all__ = ["main"]
