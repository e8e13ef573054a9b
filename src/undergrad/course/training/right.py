"""The textbook's layers, as a file that a process of its own imports as it imports a student's."""

from undergrad.layers import *  # noqa: F403
