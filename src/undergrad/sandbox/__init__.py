"""Runs a stranger's file in a process of its own, and says what happened there as plain data."""
