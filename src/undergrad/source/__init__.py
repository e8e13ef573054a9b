"""What the text of a Python program says: what its names mean, what it uses, what is not written. Nothing is run."""
