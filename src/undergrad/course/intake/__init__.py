"""What arrives becomes submissions: zips, folders, files and notebooks, read with distrust and laid out one by one."""

from undergrad.course.intake.submissions import read_submissions

__all__ = ["read_submissions"]
