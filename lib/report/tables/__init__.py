"""The tables of the results pages as text: the same results as the charts, in the same words."""

from lib.report.tables.between import SENSITIVITY, between_methods
from lib.report.tables.patients import baseline, observed
from lib.report.tables.scores import scores_by_visit
from lib.report.tables.within import within_methods

__all__ = ["SENSITIVITY", "baseline", "between_methods", "observed", "scores_by_visit", "within_methods"]
