"""The figures of the book, each drawn by code: `python -m tools.figures`."""
