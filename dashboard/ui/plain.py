"""The dashboard line by line, for a screen reader or a terminal that can do nothing else.

The same pages, forms and actions as the screen, as text that only ever goes on below: no
colours, no moving cursor, every state in words. Needs no Textual.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dashboard.api.types import Action, Choice, Field, FieldKind, Item, Screen, Where
from dashboard.core import household as households
from dashboard.core.errors import DashboardError, Refused
from dashboard.core.household import Household, Person
from dashboard.core.text import clean
from dashboard.core.when import read_day, read_when
from dashboard.core.words import _, full_day
from dashboard.host.first_words import pages
from dashboard.host.opening import who
from dashboard.host.records import PluginRecord
from dashboard.host.session import Session
from dashboard.ui.own import near, plugin_toggles, toggles


class Close(Exception):
    """The person wants to close the dashboard, or the input has ended."""


SETTINGS = "settings"
Ask = Callable[[str], str]
Tell = Callable[[str], None]


def run_plain(place: str | None, me: str | None, ask: Ask = input, tell: Tell = print) -> int:
    """Open the dashboard line by line; return the exit code."""
    try:
        household, made_by = _household(place, ask, tell)
        person = made_by or _person(household, me, ask, tell)
        household = households.load(household.root) if household.one_account else household
        Plain(Session(household, person), ask, tell).run()
    except (Close, EOFError, KeyboardInterrupt):
        tell("")
    except DashboardError as error:
        print(clean(error.sentence), file=sys.stderr)
        return error.exit_code
    return 0


def _household(place: str | None, ask: Ask, tell: Tell) -> tuple[Household, Person | None]:
    """The household, and who has just made it, if it was not there."""
    found = households.find(place).absolute()
    if found.exists() and not (found.is_dir() and not any(found.iterdir())):
        return households.load(found), None
    tell(_("Who is here? The name that you like to be called by. Nothing else is asked."))
    made = households.create(found, [_name(ask, tell, ())])
    return made, made.people[0]


def _name(ask: Ask, tell: Tell, others: tuple[Person, ...]) -> str:
    while True:
        name = ask(_("Name: "))
        wrong = households.check_name(name, others)
        if not wrong:
            return name
        tell(wrong)


def _person(household: Household, me: str | None, ask: Ask, tell: Tell) -> Person:
    if not household.one_account or me:
        return who(household, me)
    names = [Choice(person.id, person.name) for person in household.people]
    if len(names) < 2:
        names.append(Choice("", _("I am new here")))
    chosen = choose(_("Who is here?"), names, ask, tell)
    if chosen:
        return household.person(chosen)
    return households.join(household, _name(ask, tell, household.people))[1]


def choose(
    question: str, choices: Sequence[Choice], ask: Ask, tell: Tell, chosen: str | None = None
) -> str:
    """Ask for one of a few values by its number; Enter takes *chosen* if there is one."""
    tell(question)
    for number, choice in enumerate(choices, 1):
        mark = _("  (chosen)") if choice.value == chosen else ""
        tell(f"  {number}  {choice.words}{mark}")
    while True:
        answer = ask(_("Number: ")).strip()
        if not answer and chosen is not None:
            return chosen
        if number := _number(answer, len(choices)):
            return choices[number - 1].value
        tell(_("A number from 1 to {most}, please.", most=len(choices)))


def _number(answer: str, most: int) -> int:
    """Return the number that was typed, from 1 to *most*, or 0: of a long one, or "²", too."""
    number = int(answer) if answer.isdecimal() and len(answer) < 10 else 0
    return number if number <= most else 0


class Plain:
    """One person's dashboard as a conversation of lines."""

    def __init__(self, session: Session, ask: Ask, tell: Tell) -> None:
        self._session = session
        self._ask = ask
        self._tell_raw = tell

    def _tell(self, text: str) -> None:
        self._tell_raw(clean(text))

    def run(self) -> None:
        """Talk until the person closes. Raises :class:`Close`."""
        if not self._session.own_settings.welcomed:
            self._welcome()
        self._tell(_("You are {name}.", name=self._session.me.name))
        if self._session.household.one_account:
            self._tell(_("Trying out: the program alone keeps the two of you apart."))
        self._today()
        while True:
            self._tell("")
            self._tell(_("t Today, s screens, a what can be done, ? help, h hide, q close"))
            answer = self._ask("> ").strip()
            known: dict[str, Callable[[], None]] = {
                "t": self._today, "s": self._screens, "a": self._anything, "?": self._help,
                "h": self._hide, "!": self._support, "q": self._close, "": self._today,
            }  # fmt: skip
            try:
                if answer in known:
                    known[answer]()
                elif answer.isdecimal():
                    self._open_row(answer)
                else:
                    self._tell(_("Type one of the letters, or the number of a line."))
            except DashboardError as error:
                self._tell(error.sentence)

    def _close(self) -> None:
        raise Close

    def _welcome(self) -> None:
        for title, paragraphs, keys in pages(self._session.household):
            for text in (title, *paragraphs):
                self._tell(text)
            self._tell(", ".join(f"{key}: {what}" for key, what in keys))
            if self._ask("> ").strip() == "h":
                self._support()
        self._session.change_own(welcomed=True)

    def _today(self) -> None:
        self._session.reload_settings()
        self._session.refresh()
        today = self._session.today()
        self._tell(today.heading)
        place = ""
        for number, row in enumerate(today.rows, 1):
            if row["title"] and row["place"] != place:
                self._tell(row["title"])
            place = row["place"]
            parts = [row["when"], row["text"], row["note"]]
            verb = f" [{row['verb']}]" if row["verb"] else ""
            self._tell(f"  {number}  " + ", ".join(part for part in parts if part) + verb)
        if not today.rows:
            self._tell(_("A quiet day. Nothing waits for you."))

    def _open_row(self, answer: str) -> None:
        rows = self._session.today().rows
        number = _number(answer, len(rows))
        if not number:
            self._tell(_("There is no line with that number; t shows Today again."))
            return
        row = rows[number - 1]
        if row["letter"]:
            self._letter(row)
        elif row["screen"]:
            self._screen(row["screen"])
        elif row["action"] == "core.settings-back":
            self._tell(self._session.settings_take_back())
        elif row["action"] == "core.fine":
            self._session.fine()
            self._tell(_("Put away."))
        elif row["action"]:
            self._do_by_id(row["action"], row["item"])

    def _letter(self, row: dict[str, Any]) -> None:
        letter = row["letter"]
        self._tell(letter["title"])
        for paragraph in letter["paragraphs"]:
            self._tell(paragraph)
        day = full_day(dt.date.fromisoformat(letter["day"])) if letter["day"] else ""
        self._tell(", ".join(part for part in (letter["signed"], day) if part))
        if row["action"]:
            self._do_by_id(row["action"], row["item"])
        self._offer(letter["actions"], letter["item"] or row["item"])

    def _screens(self) -> None:
        found = self._session.plugins.screens()
        choices = [Choice(screen.id, screen.title) for _record, screen in found]
        choices.append(Choice(SETTINGS, _("Settings")))
        chosen = choose(_("Screens"), choices, self._ask, self._tell)
        if chosen == SETTINGS:
            self._settings()
        else:
            self._screen(chosen)

    def _settings(self) -> None:
        session = self._session
        own = [*toggles(session, session.change_own), *plugin_toggles(session, session.change_own)]
        self._tell(_("Yours alone"))
        for number, toggle in enumerate(own, 1):
            self._tell(f"  {number}  {toggle.title}, {toggle.state}")
        self._tell(_("For both of you; either may change these files, with any editor"))
        changed = {change.name: change.says for change in session.settings_changes()}
        for name in session.settings.names:
            self._tell(f"  {near(session.settings.file(name))}")
            for what in changed.get(name, ()):
                self._tell(f"    {_('changed:')} {what}")
            if problem := session.settings.problems.get(name):
                self._tell(f"    {problem}")
        answer = self._ask(_("Number of what to change, or Enter: ")).strip()
        if number := _number(answer, len(own)):
            own[number - 1].do()
            now = [*toggles(session, session.change_own),
                   *plugin_toggles(session, session.change_own)]  # fmt: skip
            self._tell(f"{now[number - 1].title}, {now[number - 1].state}")

    def _screen(self, screen_id: str) -> None:
        for record, screen in self._session.plugins.screens():
            if screen.id == screen_id:
                self._page(record, screen)
                return

    def _page(self, record: PluginRecord, screen: Screen) -> None:
        page = self._session.page(record, screen)
        self._tell(screen.title)
        if page.intro:
            self._tell(page.intro)
        items: list[Item] = []
        for section in page.sections:
            if section.title:
                self._tell(section.title)
            if not section.items and section.empty:
                self._tell(f"  {section.empty}")
            for item in section.items:
                items.append(item)
                meta = f", {item.meta}" if item.meta else ""
                self._tell(f"  {len(items)}  {item.title}{meta}")
        if not items:
            return
        answer = self._ask(_("Number of a line to read, or Enter: ")).strip()
        if number := _number(answer, len(items)):
            item = items[number - 1]
            for paragraph in item.body:
                self._tell(paragraph)
            self._offer(item.actions, item.id)

    def _offer(self, ids: Iterable[str], item: str) -> None:
        """Offer actions for one thing; Enter does none of them."""
        known = {action.id: (record, action) for record, action in self._session.plugins.actions()}
        offered = [known[id_] for id_ in ids if id_ in known]
        if not offered:
            return
        choices = [Choice(action.id, action.title) for _record, action in offered]
        choices.append(Choice("", _("nothing, go back")))
        chosen = choose(_("What can be done"), choices, self._ask, self._tell, "")
        if chosen:
            self._do(*known[chosen], item)

    def _anything(self) -> None:
        everywhere = [
            action.id
            for _record, action in self._session.plugins.actions()
            if action.where is not Where.ITEM
        ]
        self._offer(everywhere, "")

    def _do_by_id(self, action_id: str, item: str) -> None:
        for record, action in self._session.plugins.actions():
            if action.id == action_id:
                self._do(record, action, item)

    def _do(self, record: PluginRecord, action: Action, item: str) -> None:
        values: dict[str, str] = {}
        draft = f"{action.id}\n{item}"
        if action.form is not None:
            form = self._session.form(record, action, item)
            self._tell(form.title)
            for text in form.reads:
                self._tell(text)
            kept = self._session.own.draft(draft)
            for field in form.fields:

                def keep(text: str, name: str = field.name) -> None:
                    self._session.own.keep_draft(draft, {**kept, **values, name: text})

                values[field.name] = self._field(field, kept.get(field.name, field.initial), keep)
                keep(values[field.name])
            for text in (form.remark(values) if form.remark else "", form.says):
                if text:
                    self._tell(text)
            sends = self._ask(_("Type s for: {send}. Enter alone leaves it. ", send=form.send))
            if sends.strip() != "s":
                self._tell(_("Left for later."))
                return
        sentence = self._session.act(record, action, values, item)
        self._session.own.drop_draft(draft)
        if sentence:
            self._tell(sentence)

    def _field(self, field: Field, value: str, keep: Callable[[str], None]) -> str:
        """Ask for one field; *keep* is called with what is written so far."""
        label = f"{field.label} ({_('if you like')})" if field.optional else field.label
        if field.kind is FieldKind.CHOICE:
            return choose(label, field.choices, self._ask, self._tell, value)
        if field.hint:
            self._tell(field.hint)
        if value:
            self._tell(_("So far: {value}. Enter keeps it.", value=value))
        while True:
            long = field.kind is FieldKind.TEXT
            answer = self._lines(label, keep) if long else self._line(label)
            answer = answer or value
            if not answer and not field.optional:
                self._tell(_("A word or two, please."))
                continue
            if answer and field.kind in (FieldKind.DAY, FieldKind.WHEN):
                try:
                    self._tell(self._understood(field, answer))
                except Refused as error:
                    self._tell(error.sentence)
                    continue
            return answer

    def _understood(self, field: Field, answer: str) -> str:
        now = self._session.clock.now()
        if field.kind is FieldKind.DAY:
            return full_day(read_day(answer, now.date()))
        when = read_when(answer, now)
        return f"{full_day(when.date())}, {when:%H:%M}"

    def _line(self, label: str) -> str:
        return clean(self._ask(f"{label}: ")).strip()

    def _lines(self, label: str, keep: Callable[[str], None]) -> str:
        self._tell(_("{label}: an empty line ends it.", label=label))
        lines: list[str] = []
        while line := self._ask("> "):
            lines.append(line)
            keep(clean("\n".join(lines)))
        return clean("\n".join(lines)).strip()

    def _support(self) -> None:
        self._screen("support")

    def _help(self) -> None:
        self._tell(_("! opens help and support, for a home that is not safe."))
        self._tell(_("A number opens that line of Today. Everything else is asked step by step."))

    def _hide(self) -> None:
        """Clear what stands in the terminal, and what can be scrolled back to."""
        self._tell_raw("\x1b[H\x1b[2J\x1b[3J")
        self._ask("")
        self._today()
