"""What the Columns page makes of one changed column."""

from __future__ import annotations

import pytest

from lib.intake.opening import Opened, ReadingSettings, SourceFile, open_registry
from lib.ui.columns import patch

TEXT = "id,guidance,VAS before,VAS 1 month,leak seen,leakage\n" + "".join(
    f"P{n},{'CT' if n % 2 else 'DSA'},{7 + n % 3},{2 + n % 4},{'yes' if n < 3 else 'no'},no\n" for n in range(12)
)


def opened(settings: ReadingSettings | None = None) -> Opened:
    """A registry with a leakage column that is recognised and one that is not."""
    return open_registry([SourceFile(name="a.csv", content=TEXT.encode())], settings)


def changed(header: str, meaning: str) -> Opened:
    """The registry after one column was given another meaning."""
    before = opened()
    return opened(before.settings.merged(patch(before.mapping, header, meaning, None)))


class TestPatch:
    def test_another_column_becomes_the_event(self) -> None:
        """The chosen column says who leaked; the one recognised before no longer does."""
        after = changed("leak seen", "leakage")

        assert after.cohort is not None
        assert list(after.cohort.events) == ["leakage"]
        assert sum(after.cohort.event_counts("leakage").of(method)[0] for method in after.cohort.methods) == 3

    @pytest.mark.parametrize("meaning", ["other", "sex"])
    def test_a_column_is_no_event_any_more(self, meaning: str) -> None:
        """Taken for something else, it is not counted as leakage."""
        after = changed("leakage", meaning)

        assert after.cohort is not None
        assert dict(after.cohort.events) == {}

    def test_other_changes_leave_the_events(self) -> None:
        """Naming the method says nothing of leakage."""
        after = changed("guidance", "method")

        assert after.cohort is not None
        assert list(after.cohort.events) == ["leakage"]
