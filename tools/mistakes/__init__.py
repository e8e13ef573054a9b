"""Wrong code for each named mistake, and what the check says of it: `python -m tools.mistakes`."""
