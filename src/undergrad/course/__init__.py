"""The course around a homework: what students get, and what becomes of what they hand in."""
