"""Runs submissions, one at a time in a process, and stores the results of each."""
