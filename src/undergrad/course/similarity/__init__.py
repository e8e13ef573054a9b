"""Finds submissions of a class that share more code than most: a list to read, not a judgement."""

from undergrad.course.similarity.ranking import compare

__all__ = ["compare"]
