"""The page: stored or running trainings as one HTML file that works offline."""

from undergrad.report.page.content import Content, ShownRun, gather, of_comparison, of_tuning
from undergrad.report.page.data import explained, page_data
from undergrad.report.page.html import page_html

__all__ = ["Content", "ShownRun", "explained", "gather", "of_comparison", "of_tuning", "page_data", "page_html"]
