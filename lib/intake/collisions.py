"""Whether the same number in two tables is the same patient: what both tables say about it must agree."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from lib.intake.cleaning import clean_score
from lib.intake.headers import column_term, is_change, score_header
from lib.intake.methods import canonical_method
from lib.intake.sexes import sexes_of
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import key, plain, term_of
from lib.intake.workbook import Cell, Codes

_MOST_COMPARED = 2000
_FEWEST_RESTARTED = 3
_SHARE_OF_OTHERS = 0.2
"""Share of the numbers compared from which on contradictions are no typing errors."""

Meaning = tuple[str, ...]
Facts = dict[Meaning, set[str | float]]


@dataclass(frozen=True, kw_only=True)
class Collision:
    """How the patients' numbers of two tables meet.

    `shared` numbers stand in both, `smaller` is how many numbers the smaller table has. Of the shared ones `compared`
    have something to compare (a method, a score at the same visit), `contradicted` are those that differ, and `same`
    those of which both tables say exactly the same.
    """

    shared: int
    smaller: int
    compared: int
    contradicted: frozenset[str]
    same: int

    @property
    def are_others(self) -> bool:
        """Whether the numbers plainly belong to different patients: a fifth of them contradict, three at least."""
        n = len(self.contradicted)
        return n >= _FEWEST_RESTARTED and n >= _SHARE_OF_OTHERS * self.compared

    @property
    def restarts(self) -> bool:
        """Whether the smaller table seems to count from the same numbers on; a copy of the same rows does not."""
        return self._meets and not self._says_the_same

    @property
    def is_copy(self) -> bool:
        """Whether the tables hold nearly all the same rows, as a sheet and its corrected copy do."""
        return self._meets and self._says_the_same

    @property
    def _meets(self) -> bool:
        return self.shared >= _FEWEST_RESTARTED and self.shared >= 0.8 * self.smaller

    @property
    def _says_the_same(self) -> bool:
        return self.same >= 0.8 * min(self.shared, _MOST_COMPARED)


def collision(
    one: Table,
    other: Table,
    most: int = _MOST_COMPARED,
    ids: tuple[TableColumn, TableColumn] | None = None,
    known: tuple[dict[str, Facts], dict[str, Facts]] | None = None,
) -> Collision:
    """Compare what two tables say about the numbers that both have, `most` of them; `ids` are the columns of these.

    `known` are the facts of all patients under their numbers in `id_column`, where somebody has them already.
    """
    ids = ids or id_pair(one, other)
    if ids is None:
        return Collision(shared=0, smaller=0, compared=0, contradicted=frozenset(), same=0)
    mine, theirs = ids
    my_ids, their_ids = _ids(mine), _ids(theirs)
    shared = [text for text in my_ids if text in their_ids]
    wanted = set(shared[:most])
    if known is not None and mine is id_column(one) and theirs is id_column(other):
        my_facts, their_facts = ({text: facts[text] for text in wanted if text in facts} for facts in known)
    else:
        my_facts, their_facts = facts_of(one, mine, wanted), facts_of(other, theirs, wanted)
    comparable = _comparable(my_facts, their_facts)
    compared, same, contradicted = 0, 0, set()
    for text in wanted:
        a, b = my_facts.get(text, {}), their_facts.get(text, {})
        both = [meaning for meaning in comparable if meaning in a and meaning in b]
        compared += bool(both)
        same += bool(both) and a == b
        if any(not a[meaning] & b[meaning] for meaning in both):
            contradicted.add(text)
    return Collision(
        shared=len(shared),
        smaller=min(len(my_ids), len(their_ids)),
        compared=compared,
        contradicted=frozenset(contradicted),
        same=same,
    )


def id_column(table: Table) -> TableColumn | None:
    """The column whose header names the patient's number, else the one of the hospital's number."""
    named = [column for column in table.columns if column_term(column.header) == "patient"]
    hospital = [column for column in table.columns if term_of("identifiers", column.header) == "hospital_number"]
    return next(iter((*named, *hospital)), None)


def id_pair(one: Table, other: Table) -> tuple[TableColumn, TableColumn] | None:
    """The columns by which the patients of two tables are the same; None where nothing tells.

    Running numbers under which hospital numbers or names contradict each other number rows, not patients: then it is
    these, of which both tables hold the same. So it is too where the numbers have nothing in common, or there are none.
    """
    mine, theirs = id_column(one), id_column(other)
    known = next((pair for kind in _IDENTITIES if (pair := _identities(one, other, kind)) is not None), None)
    if mine is None or theirs is None:
        return known
    if known is None or known == (mine, theirs):
        return mine, theirs
    others = _ids(theirs)
    shared = [text for text in _ids(mine) if text in others][:_MOST_COMPARED]
    return known if not shared or _contradict((mine, theirs), known, shared) else (mine, theirs)


_IDENTITIES = ("hospital_number", "identity_number", "name")
_LEAST_ALIKE = 0.5


def _identities(one: Table, other: Table, kind: str) -> tuple[TableColumn, TableColumn] | None:
    """The columns of one kind that say who somebody is, where half of the smaller table's stand in both.

    Names only where each stands once: two persons may have one.
    """
    first, second = (
        next((column for column in table.columns if term_of("identifiers", column.header) == kind), None)
        for table in (one, other)
    )
    if first is None or second is None:
        return None
    shared, smaller = len(_ids(first).keys() & _ids(second).keys()), min(len(_ids(first)), len(_ids(second)))
    is_once = kind != "name" or all(n == 1 for column in (first, second) for _, n in column.used_levels())
    return (first, second) if shared >= max(_FEWEST_RESTARTED, _LEAST_ALIKE * smaller) and is_once else None


def _contradict(
    ids: tuple[TableColumn, TableColumn], known: tuple[TableColumn, TableColumn], shared: Collection[str]
) -> bool:
    """Whether a fifth of the numbers that two tables share, three at least, stand beside different persons."""
    beside = [_beside(column, identity, set(shared)) for column, identity in zip(ids, known, strict=True)]
    both = [text for text in shared if beside[0].get(text) and beside[1].get(text)]
    n = sum(not beside[0][text] & beside[1][text] for text in both)
    return n >= _FEWEST_RESTARTED and n >= _SHARE_OF_OTHERS * len(both)


def _beside(column: TableColumn, identity: TableColumn, wanted: set[str]) -> dict[str, set[str]]:
    """What stands in the column of identities beside each number wanted."""
    found: dict[str, set[str]] = {}
    is_wanted = np.array([*(text in wanted for text in column.plain_texts), False])
    for row in np.flatnonzero(is_wanted[column.codes] & (identity.codes >= 0)).tolist():
        number, person = int(column.codes[row]), int(identity.codes[row])
        found.setdefault(column.plain_texts[number], set()).add(identity.plain_texts[person])
    return found


def meaning_of(header: str) -> Meaning | None:
    """What a column says, alike in whatever words: the patient, the method, a score at a visit; None for others."""
    term = column_term(header)
    if term in ("patient", "visit"):
        return (term,)
    if term in ("method", "group"):
        return ("method",)
    score = None if is_change(header) else score_header(header)
    if score is None or not score.is_exact:
        return None
    return ("score", score.outcome, score.visit.name if score.visit is not None else score.label)


def _ids(column: TableColumn) -> dict[str, int]:
    counts = column.counts().tolist()
    return dict.fromkeys((text for text, n in zip(column.plain_texts, counts, strict=True) if n and text), 0)


def facts_of(table: Table, ids: TableColumn, wanted: set[str]) -> dict[str, Facts]:
    """What the rows of each wanted number say; a score of a long table under the visit of its row."""
    of_level = ids.plain_texts
    is_wanted = np.array([text in wanted for text in of_level] + [False])
    rows = np.flatnonzero(is_wanted[ids.codes])
    meanings = [(column, _fact_of(column.header)) for column in table.columns]
    visit = next((column for column, meaning in meanings if meaning == ("visit",)), None)
    found: dict[str, Facts] = {}
    for column, meaning in meanings:
        if meaning is None or meaning[0] in ("patient", "visit"):
            continue
        values = [_value(cell, meaning, is_text_file=table.is_text_file) for cell in column.levels]
        for row in rows:
            value = values[column.codes[row]] if column.codes[row] >= 0 else None
            if value is not None:
                told = meaning if meaning[0] in ("method", "sex") or visit is None else (*meaning, _text(visit, row))
                found.setdefault(of_level[ids.codes[row]], {}).setdefault(told, set()).add(value)
    return found


def _text(column: TableColumn, row: np.int_) -> str:
    code = int(column.codes[row])
    return plain(column.levels[code].text).casefold() if code >= 0 else ""


def _fact_of(header: str) -> Meaning | None:
    """What a column says of a patient that another table may say too."""
    return ("sex",) if column_term(header) == "sex" else meaning_of(header)


def _value(cell: Cell, meaning: Meaning, *, is_text_file: bool) -> str | float | None:
    if meaning[0] == "method":
        return canonical_method(cell.text) or key(cell.text) or None
    if meaning[0] == "sex":
        return sexes_of([cell.text])[0]
    return clean_score(cell, is_text_file=is_text_file).number


def _comparable(mine: dict[str, Facts], theirs: dict[str, Facts]) -> list[Meaning]:
    """What both tables say in the same words: methods that have no name in common may be codes, or another grouping."""
    first, second = _values(mine), _values(theirs)
    return [
        meaning
        for meaning in first
        if meaning in second and (meaning[0] != "method" or first[meaning] & second[meaning])
    ]


def _values(facts: dict[str, Facts]) -> Facts:
    found: Facts = {}
    for told in facts.values():
        for meaning, values in told.items():
            found.setdefault(meaning, set()).update(values)
    return found


def rows_of(ids: TableColumn, texts: frozenset[str]) -> Codes:
    """The rows whose patient's number is one of these."""
    if not texts:
        return np.empty(0, dtype=np.int32)
    is_one = np.array([*(text in texts for text in ids.plain_texts), False])
    return np.flatnonzero(is_one[ids.codes]).astype(np.int32)
