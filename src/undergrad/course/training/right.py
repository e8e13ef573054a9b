"""The textbook's layers, in a file that a separate process imports like a student's file."""

from undergrad.layers import *  # noqa: F403
