"""The study file: reading and writing it, and what it makes of a registry."""

from lib.study.carried import Carried, carried_over
from lib.study.file import Asked, Design, FilterValues, Fixed, Mcid, Shown, Study, StudyInvalid, dump, load
from lib.study.unused import unused_findings
from lib.study.view import View, is_fixed_for, view_of

__all__ = [
    "Asked",
    "Carried",
    "Design",
    "FilterValues",
    "Fixed",
    "Mcid",
    "Shown",
    "Study",
    "StudyInvalid",
    "View",
    "carried_over",
    "dump",
    "is_fixed_for",
    "load",
    "unused_findings",
    "view_of",
]
