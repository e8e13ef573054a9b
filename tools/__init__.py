"""Programs that make files of this repository. Each is a command: `python -m tools.NAME`."""
