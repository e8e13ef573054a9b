"""What notebooks and reports show of plain numbers: HTML tables and matplotlib figures."""
