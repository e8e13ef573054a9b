"""Measurements that the documentation quotes. Each is a command: `python -m benchmarks NAME`."""
