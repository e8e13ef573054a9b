"""Submissions of a class that share more than most: a list to read, and no judgement."""

from undergrad.course.similarity.ranking import compare

__all__ = ["compare"]
