"""The widgets of a view: what they hold for it, and the view they hold."""

from __future__ import annotations

from lib.ui import widgets
from lib.ui.address import View
from tests.ui.test_address import VIEW, cohort


class TestValues:
    def test_widgets_give_back_the_view_that_set_them(self) -> None:
        """Setting every widget for a view and reading them again gives the same view."""
        held = widgets.values(VIEW, cohort())

        assert widgets.view(held.get, cohort()) == VIEW

    def test_without_a_view_every_filter_keeps_everybody(self) -> None:
        """The default holds whole ranges and no levels, and reads as no filter."""
        held = widgets.values(View(), cohort())

        assert held["filter_1"] == []
        assert held["filter_2"] == (55, 80)
        assert widgets.view(held.get, cohort()) == View()

    def test_no_key_holds_registry_text(self) -> None:
        """Keys become class names in the page; they are ours alone."""
        assert all(key.isascii() for key in widgets.values(VIEW, cohort()))
