"""The tables of the main page as text: the same results as its charts, in the same words."""

from lib.report.tables.between import between_methods
from lib.report.tables.scores import scores_by_visit
from lib.report.tables.within import within_methods

__all__ = ["between_methods", "scores_by_visit", "within_methods"]
