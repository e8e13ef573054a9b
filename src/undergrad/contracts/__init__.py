"""What each class has to do, as data, and the wrong formulas that a student could have written instead."""
