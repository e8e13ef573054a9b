"""Ways to start a process so that a stranger's file reaches nothing but its own data."""
