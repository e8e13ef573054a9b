"""The class has no method update."""
