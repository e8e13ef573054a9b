"""The code of the student's process, and only that: no file of this folder imports one outside of it.

`start.py` is run by its path, so that the process has no textbook to import. The checker imports the same files, since
both sides must agree on scripts, their execution and the stand-ins for missing layers.
"""
