"""Trains the homework's network with the student's layers: `train_beside`, compared with a `Textbook`."""

from undergrad.course.training.beside import ROUNDING, train_beside
from undergrad.course.training.textbook import Textbook

__all__ = ["ROUNDING", "Textbook", "train_beside"]
