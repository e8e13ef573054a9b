"""Runs a stranger's file in a separate process, and reports the results as plain data."""
