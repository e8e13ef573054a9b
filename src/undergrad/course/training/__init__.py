"""The student's layers train the homework's network beside the textbook's: `train_beside`, held to a `Textbook`."""

from undergrad.course.training.beside import ROUNDING, train_beside
from undergrad.course.training.textbook import Textbook

__all__ = ["ROUNDING", "Textbook", "train_beside"]
