"""The course around a homework: handouts for students, and grades for their submissions."""
