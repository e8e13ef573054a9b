"""Compares a training step with its bare matrix products and with other libraries: `python -m benchmarks step`."""

from benchmarks.step.command import main

__all__ = ["main"]
