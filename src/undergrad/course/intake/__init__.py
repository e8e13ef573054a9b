"""Turns zips, folders, files and notebooks into submissions. All input is untrusted."""

from undergrad.course.intake.submissions import read_submissions

__all__ = ["read_submissions"]
