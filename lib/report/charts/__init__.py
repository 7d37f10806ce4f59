"""The charts of the main page, each one layered chart drawn from a result.

Altair checks every part against its schema while it is built, which costs more than all statistics of a click. The
tests make that check on the whole charts; here it is off.
"""

from altair.utils import schemapi

schemapi.DEBUG_MODE = False
