"""Files made of a class's grades: one file of this folder knows one kind of them."""
