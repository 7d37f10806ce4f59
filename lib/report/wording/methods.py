"""How a number comes about, in words: what it asks, its direction, what it assumes, its formula and its source."""

from __future__ import annotations

from dataclasses import dataclass

from lib.report.language import has_sentence, sentence

PARTS = ("what", "direction", "assumes", "formula", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodCard:
    """The name of a procedure and one line for each of `PARTS`, in this order."""

    name: str
    lines: tuple[str, ...]


def procedure_title(procedure: str, language: str) -> str:
    """What a procedure is called, also those that no table names."""
    own = f"explained.{procedure}.name"
    return sentence(language, own if has_sentence(language, own) else f"procedures.{procedure}")


def method_card(procedure: str, language: str) -> MethodCard:
    """What is to be known of one procedure, by the code of its analysis ("ancova_hc3") or table ("rate", "smd")."""
    return MethodCard(
        name=procedure_title(procedure, language),
        lines=tuple(
            sentence(
                language,
                "explained.line",
                label=sentence(language, f"explained.label_{part}"),
                words=sentence(language, f"explained.{procedure}.{part}"),
            )
            for part in PARTS
        ),
    )
