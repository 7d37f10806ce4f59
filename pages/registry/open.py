"""Open: drop a spreadsheet, open the demo, or answer what the data cannot decide."""

from __future__ import annotations

from lib.ui import opening, session

visitor = session.visitor()
if visitor.asked is not None:
    opening.questions(visitor.asked)
else:
    opening.welcome()
