"""Cells that say a patient's sex -> F and M, in several languages."""

from __future__ import annotations

from collections.abc import Sequence

from lib.intake.vocabulary import key, names


def sexes_of(texts: Sequence[str]) -> list[str | None]:
    """F or M for each of the different texts of one column, None for any other text.

    Beside H alone (hombre) an M is a woman (mujer), as Spanish registries write; beside F it is a man.
    """
    keys = [key(text) for text in texts]
    known = names("sexes")
    is_spanish = "h" in keys and "m" in keys and not any(known.get(one) == "F" for one in keys)
    return ["F" if is_spanish and one == "m" else known.get(one) for one in keys]
