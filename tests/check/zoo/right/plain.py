"""The plain solution, as it is in base.py."""
