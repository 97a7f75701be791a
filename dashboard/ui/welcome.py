"""The first minutes: who is here, who can read what, and nothing that anybody must confess."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from dashboard.core import household as households
from dashboard.core.errors import DashboardError
from dashboard.core.household import Household, check_name
from dashboard.core.words import _
from dashboard.host.first_words import pages
from dashboard.ui.base import Deed, HouseholdScreen, enter, nothing
from dashboard.widgets.bars import Heading, KeyBar
from dashboard.widgets.lines import BLANK, Line, LinesView

if TYPE_CHECKING:
    from dashboard.ui.app import DashboardApp

NEW = "+"


class FirstScreen(Screen[None]):
    """ "Who is here?": one name, and the household is made."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.leave", "Close")]
    CSS = """
    FirstScreen, NameScreen { align: center middle; }
    FirstScreen Static, NameScreen Static { margin: 0 0 1 0; }
    FirstScreen .title, NameScreen .title { color: $primary; text-style: bold; }
    FirstScreen .quiet, NameScreen .quiet { color: $muted; margin: 1 0 0 0; }
    FirstScreen .key, NameScreen .key { color: $primary; margin: 1 0 0 0; }
    FirstScreen .wrong, NameScreen .wrong { color: $warning; margin: 1 0 0 0; }
    FirstScreen Input, NameScreen Input { border: none; border-left: tall $primary; height: 1; }
    """

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """One question."""
        with VerticalScroll(classes="paper", can_focus=False):
            yield Static(_("Who is here?"), classes="title")
            yield Static(_("The name that you like to be called by. Nothing else is asked."))
            name = Input(compact=True, max_length=households.LONGEST_NAME)
            name.cursor_blink = False
            yield name
            yield Static(
                _("Your partner joins by opening this here too, and is asked the same. "
                  "Until then it is yours alone."),
                classes="quiet", markup=False,
            )  # fmt: skip
            yield Static(self._keys(), classes="key", markup=False)
            yield Static("", classes="wrong", markup=False)

    def _keys(self) -> str:
        return _("Enter  go on     Esc  close     F9  hide")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Make the household."""
        wrong = check_name(event.value)
        if not wrong:
            try:
                self._make(event.value)
                return
            except DashboardError as error:
                wrong = error.sentence
        self.query_one(".wrong", Static).update(wrong)

    def _make(self, name: str) -> None:
        household = households.create(self._place, [name])
        app = cast("DashboardApp", self.app)
        app.run_worker(app.begin(household, household.people[0]))


class NameScreen(FirstScreen):
    """The partner's name, and the household is for two."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "Back")]

    def __init__(self, household: Household) -> None:
        super().__init__(household.root)
        self._household = household

    def _keys(self) -> str:
        return _("Enter  go on     Esc  back     F9  hide")

    def action_back(self) -> None:
        """Somebody else is here after all."""
        cast("DashboardApp", self.app).close(self)

    def _make(self, name: str) -> None:
        household, person = households.join(self._household, name)
        app = cast("DashboardApp", self.app)
        app.run_worker(app.begin(household, person))


class WhoScreen(HouseholdScreen):
    """In a household under one account: which of the two is here."""

    def __init__(self, household: Household) -> None:
        super().__init__()
        self._household = household

    def compose(self) -> ComposeResult:
        """The names, and a place for the one who is new."""
        self.title_text = _("Who is here?")
        yield Heading(self.title_text)
        yield LinesView(self._layout)
        yield KeyBar()

    def _layout(self, width: int) -> list[Line]:
        lines = [BLANK]
        for person in self._household.people:
            lines += [Line(("     ", ""), (person.name, "strong"), row=person.id), BLANK]
        if len(self._household.people) < 2:
            lines += [Line(("     ", ""), (_("I am new here"), ""), row=NEW), BLANK]
        lines += [
            BLANK,
            Line(("   " + _("Trying out: everything is under one account, so the program alone"),
                  "muted")),
            Line(("   " + _("keeps the two of you apart."), "muted")),
        ]  # fmt: skip
        return lines

    def deeds(self) -> Iterator[Deed]:
        """Enter opens the dashboard of whoever is chosen."""
        yield enter(_("that is me"), nothing)

    def on_lines_view_opened(self, message: LinesView.Opened) -> None:
        """Somebody is here."""
        if message.row == NEW:
            self.dashboard.show(NameScreen(self._household))
            return
        self.dashboard.run_worker(
            self.dashboard.begin(self._household, self._household.person(message.row))
        )


class ReadFirstScreen(ModalScreen[None]):
    """What each reads at first opening: for whom this is, and who can read what."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "on", "Go on"),
        Binding("h", "help", "Read this first"),
    ]
    CSS = """
    ReadFirstScreen { background: $background; }
    ReadFirstScreen Static { margin: 0 0 1 0; }
    ReadFirstScreen .title { color: $primary; text-style: bold; }
    ReadFirstScreen .key { color: $primary; margin: 0; }
    """

    def __init__(self, household: Household, step: int = 0) -> None:
        super().__init__()
        self._household = household
        self._step = step

    def compose(self) -> ComposeResult:
        """A few sentences and two keys."""
        title, paragraphs, keys = pages(self._household)[self._step]
        with VerticalScroll(classes="paper"):
            yield Static(title, classes="title", markup=False)
            for paragraph in paragraphs:
                yield Static(paragraph, markup=False)
            for key, what in keys:
                yield Static(f"{key:<6} {what}", classes="key", markup=False)

    def action_on(self) -> None:
        """The next page, or on to Today; a key that is held down does it once."""
        app = cast("DashboardApp", self.app)
        if not self.is_current:
            return
        if self._step + 1 < len(pages(self._household)):
            app.switch_screen(ReadFirstScreen(self._household, self._step + 1))
            return
        app.change_own(welcomed=True)
        app.close(self)

    def action_help(self) -> None:
        """The help page, which is there for everybody at any time."""
        cast("DashboardApp", self.app).go("support")
