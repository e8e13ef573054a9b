"""Runs submissions, one at a time in a process, and keeps what was seen of each."""
