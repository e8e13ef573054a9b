"""What runs in the student's process, and nothing else: no file of this folder imports one outside of it.

`start.py` is run by its path, so that the process has no textbook to import. The checker imports the same files for
what both sides must agree on: what a script is, how it is executed, what stands in for a missing layer.
"""
