"""The questions that a contract makes of a method: numbers, the script that asks, and the right answers."""
