"""The contract as a test class: whoever writes a plugin subclasses it and names the module."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from dashboard.api.context import Entry, View
from dashboard.api.types import (
    API_VERSION,
    Action,
    AllAnswered,
    AtTime,
    CliCommand,
    EntryKind,
    FieldKind,
    Form,
    Panel,
    PluginInfo,
    Screen,
    Told,
    Where,
)
from dashboard.core import settings
from dashboard.core.errors import BadSettings, DashboardError
from dashboard.host.checking import wrong
from dashboard.host.demo import make_demo
from dashboard.host.discovery import load_name
from dashboard.host.plugins import HOOKS, PluginHost
from dashboard.host.records import Found, PluginRecord, Status
from dashboard.host.session import Session
from dashboard.testing import junk, words
from dashboard.testing.building import ALICE, BOB, NOW, view
from dashboard.testing.looks import OF_A_VIEW, Looks
from dashboard.testing.opened import OpenedHousehold, open_household

FRAME_KEYS = frozenset("0123456789?q!lzf") | {"tab", "escape", "ctrl+p", "ctrl+l", "f9"}
"""Keys that are the frame's on every screen; "n" is a plugin's."""

_HEAVY = ("textual", "click", "msgspec")
_NO_VERBS = {"ok", "yes", "no", "ja", "nein"}
_SITUATIONS = (
    "alone",
    "empty, as Alice",
    "empty, as Bob",
    "lived in, as Alice",
    "lived in, as Bob",
)


class PluginContract:
    """Subclass it as ``class TestMine(PluginContract): plugin = "my_module"``.

    Each test is a sentence of the contract; what fails says what to do. *plugin* is an
    importable module, or the path of a plugin for one's own folder. *examples* is how many
    journals of junk are tried. *stays_on* is for a plugin that can't be switched off.
    """

    plugin: ClassVar[str] = ""
    examples: ClassVar[int] = 40
    stays_on: ClassVar[bool] = False

    # -- what the tests are given -------------------------------------------------------------

    @pytest.fixture
    def found(self) -> Found:
        """The plugin as the host would find it."""
        assert self.plugin, "say which one: plugin = 'my_module'"
        path = Path(self.plugin)
        if path.suffix == ".py" or path.is_absolute():
            file = path / "__init__.py" if path.is_dir() else path
            return Found(path.stem, "", "the contract", str(file.absolute()))
        return Found(self.plugin.rpartition(".")[2], self.plugin, "the contract")

    @pytest.fixture
    def host(self, found: Found) -> PluginHost:
        """A host with this plugin alone."""
        return PluginHost([found])

    @pytest.fixture
    def record(self, host: PluginHost) -> PluginRecord:
        """What became of the plugin."""
        return host.records[0]

    @pytest.fixture
    def hooks(self, record: PluginRecord) -> Looks:
        """The plugin's hooks, called as they are: what they raise fails the test."""
        assert record.status is Status.ENABLED, record.says
        return Looks(record.module)

    @pytest.fixture
    def home(self, tmp_path: Path, found: Found) -> OpenedHousehold:
        """A real household of Alice and Bob, with this plugin alone."""
        return open_household(tmp_path, found=[found])

    @pytest.fixture(params=_SITUATIONS)
    def session(self, request: pytest.FixtureRequest, tmp_path: Path, found: Found) -> Session:
        """A real household: of one, of two, and one in which the plugin's story was lived."""
        names = ["Alice"] if request.param == "alone" else ["Alice", "Bob"]
        if request.param.startswith("lived in"):
            household = make_demo(tmp_path / "household", names, NOW, [found])
            home = OpenedHousehold(household, open_household(tmp_path / "x").clock, [found])
        else:
            home = open_household(tmp_path, names, found=[found])
        return home.session("bob" if request.param.endswith("Bob") else "alice")

    @pytest.fixture
    def seen(self, session: Session, record: PluginRecord) -> View:
        """The view of the plugin in each of these households."""
        return session.view(record.id)

    @pytest.fixture
    def shown(self, session: Session, record: PluginRecord) -> Looks:
        """The hooks of the plugin as that household has it loaded."""
        return _looks(session, record)

    # -- loading ------------------------------------------------------------------------------

    def test_it_loads_alone(self, record: PluginRecord) -> None:
        assert record.status is Status.ENABLED, record.says
        assert not record.warnings

    def test_it_says_who_it_is(self, record: PluginRecord) -> None:
        info = record.info
        assert isinstance(info, PluginInfo), record.says
        assert info.api == API_VERSION
        for text, most in ((info.title, 40), (info.summary, 120)):
            assert text.strip() == text != "", "title and summary are never empty"
            assert len(text) <= most, f"at most {most} letters: {text}"
            assert text.isprintable(), "one plain line"

    def test_it_can_be_switched_off(self, record: PluginRecord) -> None:
        assert record.info is not None
        assert record.info.can_be_switched_off is not self.stays_on, (
            "what one sees is one's own choice; only help stays on"
        )

    def test_importing_it_loads_nothing_heavy(self, found: Found) -> None:
        """``dashboard today`` imports every plugin; a second on a small computer is long."""
        code = (
            "import sys\n"
            "from dashboard.host.discovery import import_module\n"
            "from dashboard.host.records import Found\n"
            f"import_module(Found({found.name!r}, {found.value!r}, '', {found.path!r}))\n"
            f"print(*[name for name in {_HEAVY!r} if name in sys.modules])"
        )
        paths = [path for path in sys.path if path]
        ran = subprocess.run(  # noqa: S603 - this Python, with a code of our own
            [sys.executable, "-c", f"import sys; sys.path[:] = {paths!r}\n{code}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.split() == [], f"import these inside the hooks: {ran.stdout}"

    def test_no_module_of_it_hides_a_hook(self, record: PluginRecord) -> None:
        """Importing ``tea.fold`` would put the module in the place of the function ``fold``."""
        inside = {
            module.name for module in pkgutil.iter_modules(getattr(record.module, "__path__", []))
        }
        assert not inside & set(HOOKS), "give the module another name than its hook"

    # -- what is declared ---------------------------------------------------------------------

    def test_its_settings_have_defaults_and_know_their_fields(self, hooks: Looks) -> None:
        if not hooks.has("settings_type"):
            return  # it has no settings
        type_ = hooks("settings_type")
        assert settings.parse("", type_, "empty.toml") == settings.default(type_)
        with pytest.raises(BadSettings, match="nobody_knows_this"):
            settings.parse("nobody_knows_this = 1", type_, "wrong.toml")

    def test_its_kinds_are_its_own(
        self, hooks: Looks, host: PluginHost, record: PluginRecord
    ) -> None:
        kinds = hooks.several("entry_kinds", EntryKind)
        assert set(host.kinds()) == {kind.kind for kind in kinds}, record.says
        assert len({kind.kind for kind in kinds}) == len(kinds), "two kinds have the same name"
        assert len({kind.body for kind in kinds}) == len(kinds), (
            "the host knows a kind by the type of its body: give each kind its own"
        )
        for kind in kinds:
            fields = set(kind.body.__struct_encode_fields__)
            if isinstance(kind.lift, AtTime):
                assert kind.lift.opens in fields
            elif isinstance(kind.lift, AllAnswered):
                assert {kind.lift.opens, kind.lift.round} <= fields

    def test_its_ids_are_its_own(self, hooks: Looks, record: PluginRecord) -> None:
        screens = hooks.several("screens", Screen)
        panels = hooks.several("panels", Panel)
        actions = hooks.several("actions", Action)
        for ids in ([s.id for s in screens], [p.id for p in panels], [a.id for a in actions]):
            assert len(set(ids)) == len(ids), f"an id is there twice: {ids}"
            for id_ in ids:
                assert re.fullmatch(rf"{record.id}([._-][a-z0-9._-]+)?", id_), (
                    f"'{id_}' must be '{record.id}' or begin with '{record.id}.'"
                )
        for thing in (*screens, *panels, *actions):
            assert thing.title.strip()
        for action in actions:
            assert action.label.strip()
            assert action.screen in {"", *(screen.id for screen in screens)}
            assert action.screen or action.where is Where.ANYWHERE, f"{action.id}: on which screen?"

    def test_its_keys_clash_with_none(self, hooks: Looks) -> None:
        actions = [action for action in hooks.several("actions", Action) if action.key]
        for action in actions:
            assert action.key not in FRAME_KEYS, f"{action.key} is the frame's ({action.id})"
            assert len(action.key) == 1 and action.key.isprintable(), f"one letter: {action.id}"
        screens = {action.screen for action in actions} | {""}
        for screen in screens:
            here = [a.key for a in actions if a.where is Where.ANYWHERE or a.screen == screen]
            assert len(set(here)) == len(here), f"two actions share a key on '{screen}': {here}"

    def test_its_commands_can_be_loaded(self, hooks: Looks) -> None:
        import click

        for command in hooks.several("cli_commands", CliCommand):
            assert re.fullmatch(r"[a-z][a-z0-9-]*", command.name), command.name
            assert command.help.strip() and "\n" not in command.help
            assert isinstance(load_name(command.load), click.Command), command.load

    def test_its_widgets_can_be_found(self, hooks: Looks) -> None:
        widgets = [s.widget for s in hooks.several("screens", Screen)]
        widgets += [p.widget for p in hooks.several("panels", Panel)]
        for widget in filter(None, widgets):
            assert callable(load_name(widget)), widget

    # -- what is given ------------------------------------------------------------------------

    def test_every_hook_gives_what_it_says(
        self, shown: Looks, seen: View, record: PluginRecord
    ) -> None:
        for hook, type_ in OF_A_VIEW.items():
            shown.several(hook, type_, seen)
        shown.everything(seen)
        shown.forms(seen)
        exported = shown("export_markdown", seen) if shown.has("export_markdown") else ""
        assert isinstance(exported, str)
        shown.wall(seen)
        assert record.phase is None, record.says

    def test_it_refers_only_to_what_there_is(self, shown: Looks, seen: View) -> None:
        screens = {screen.id for screen in shown.several("screens", Screen)} | {""}
        actions = {action.id for action in shown.several("actions", Action)} | {""}
        for page in shown.pages(seen):
            items = [item for section in page.sections for item in section.items]
            assert len({item.id for item in items}) == len(items), "two rows have the same id"
            assert {name for item in items for name in item.actions} <= actions
            for section in page.sections:
                assert section.items or section.empty or page.intro, (
                    f"'{section.title}' is empty: teach by a first, kind example"
                )
        for line in shown.today(seen):
            assert line.screen in screens and line.action in actions
            assert line.letter is None or set(line.letter.actions) <= actions

    def test_forms_can_be_answered(self, shown: Looks, seen: View) -> None:
        for action, form in shown.forms(seen):
            names = [field.name for field in form.fields]
            assert len(set(names)) == len(names), f"{action.id}: two fields of one name"
            assert form.send.strip().casefold() not in _NO_VERBS, (
                f"{action.id}: the key says what it does, never OK or yes"
            )
            for field in form.fields:
                assert field.label.strip(), f"{action.id}: {field.name} has no label"
                values = {choice.value for choice in field.choices}
                assert bool(values) == (field.kind is FieldKind.CHOICE), field.name
                assert not values or field.initial in {"", *values}, field.name

    def test_today_scores_nothing(self, shown: Looks, seen: View) -> None:
        for line in shown.today(seen):
            text = " ".join((line.when, line.text, line.note, line.verb))
            assert not words.COUNTED.search(text), f"nothing is counted or scored: {text}"

    def test_calendar_titles_are_neutral(self, shown: Looks, seen: View) -> None:
        items = shown.calendar(seen)
        assert len({item.uid for item in items}) == len(items), "each has a uid of its own"
        for item in items:
            assert item.title.strip() and len(item.title) <= 60 and item.title.isprintable()
            assert not words.NOT_NEUTRAL.search(item.title), f"it leaves the house: {item.title}"

    def test_moments_are_past(self, shown: Looks, seen: View) -> None:
        for moment in shown.moments(seen):
            assert moment.day <= seen.today

    def test_same_in_same_out(self, shown: Looks, seen: View) -> None:
        before = repr(seen.state)
        first, again = shown.everything(seen), shown.everything(seen)
        assert first == again, "a hook gave something else for the same view"
        assert repr(seen.state) == before, "a hook changed the state"

    # -- what is done -------------------------------------------------------------------------

    def test_what_one_does_leaves_no_hour_and_nothing_on_the_wall(
        self, home: OpenedHousehold, record: PluginRecord
    ) -> None:
        """Days are kept, hours are not; the wall shows only what was meant for it."""
        alice = home.session("alice")
        wall = _looks(alice, record).wall(alice.view(record.id))
        home.clock.forward(minutes=47, seconds=13)
        for mine, action in alice.plugins.actions():
            for item in _looks(alice, record).items(alice.view(record.id), action):
                _do(alice, mine, action, item)
        bob = home.session("bob")
        for session in (alice, bob):
            seen, looks = session.view(record.id), _looks(session, record)
            told = repr((session.journals.entries.of(record.id), seen.own, looks.everything(seen)))
            assert not re.search(r"\b18[:.]47(?!\d)", told), "the hour of writing is kept somewhere"
            assert looks.wall(seen) == wall, "nobody meant this for the wall"

    @pytest.mark.parametrize("text", [*junk.WORDS, *junk.HOSTILE])
    def test_any_words_do(self, home: OpenedHousehold, record: PluginRecord, text: str) -> None:
        """Long ones, control characters, emoji, German: they are kept, or refused in words."""
        alice = home.session("alice")
        for mine, action in alice.plugins.actions():
            for item in _looks(alice, record).items(alice.view(record.id), action)[:2]:
                _do(alice, mine, action, item, text)
        for name in ("alice", "bob"):
            session = home.session(name)
            told = repr(_looks(session, record).everything(session.view(record.id)))
            assert not re.search(r"\\x(?:1b|07|9b|00)|\\u202e", told)

    # -- the fold -----------------------------------------------------------------------------

    def test_the_fold_survives_junk(self, hooks: Looks) -> None:
        """Any entries of its kinds: it raises nothing, changes none, and shows what it can."""
        import msgspec
        from hypothesis import HealthCheck, given
        from hypothesis import settings as hypothesis_settings

        kinds = hooks.several("entry_kinds", EntryKind)
        if not kinds or not hooks.has("fold"):
            return  # it folds nothing
        people = (ALICE.id, BOB.id)
        default = settings.default(hooks("settings_type")) if hooks.has("settings_type") else None

        @hypothesis_settings(
            max_examples=self.examples, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
        )  # fmt: skip
        @given(junk.entries(kinds, people))
        def survives(entries: list[Entry]) -> None:
            before = msgspec.json.encode(entries)
            state, again = hooks.fold(entries, people), hooks.fold(entries, people)
            assert msgspec.json.encode(entries) == before, "fold changed the entries it was given"
            assert _same(state, again), "fold made something else of the same entries"
            for me, partner in ((ALICE, BOB), (BOB, ALICE), (ALICE, None)):
                seen = view(me, partner, state=state, settings=default)
                hooks.everything(seen)
                hooks.wall(seen)
                hooks.forms(seen)

        survives()

    def test_the_fold_may_be_handed_its_entries_bit_by_bit(self, hooks: Looks) -> None:
        if not hooks.has("fold"):
            return  # it folds nothing
        hooks.fold([], [])
        hooks.fold((), (ALICE.id,))

    # -- the story ----------------------------------------------------------------------------

    def test_its_story_reads_as_well_with_the_two_exchanged(self, hooks: Looks) -> None:
        if not hooks.has("demo_story"):
            return  # it tells no story
        kinds = {kind.body: kind for kind in hooks.several("entry_kinds", EntryKind)}
        there, back = _story(hooks, ALICE, BOB), _story(hooks, BOB, ALICE)
        swapped = {ALICE.id: BOB.id, BOB.id: ALICE.id}
        assert [(told.day, swapped[told.author], told.name, told.sealed) for told in there] == [
            (told.day, told.author, told.name, told.sealed) for told in back
        ]
        for told in there:
            assert told.day <= NOW.date(), "a story is past"
            writes = not (callable(told.body) or told.takes_back or told.remembers)
            assert not writes or type(told.body) in kinds, "a body of one of its own kinds"
            if told.sealed and not callable(told.body):
                assert kinds[type(told.body)].lift is not None
        if len(there) > 1:
            assert {told.author for told in there} == set(swapped), "one of the two says nothing"

    def test_its_story_never_says_what_happened(
        self, tmp_path: Path, found: Found, record: PluginRecord, hooks: Looks
    ) -> None:
        if not hooks.has("demo_story"):
            return  # it tells no story
        household = make_demo(tmp_path / "household", ["Kim", "Toni"], NOW, [found])
        clock = open_household(tmp_path / "x").clock
        for name in ("kim", "toni"):
            session = OpenedHousehold(household, clock, [found]).session(name)
            told = repr([entry.body for entry in session.journals.entries.of(record.id)])
            assert told != "[]"
            assert not words.WHAT_HAPPENED.search(told), words.WHAT_HAPPENED.search(told)
            assert not words.ONE_OF_THEM.search(told), words.ONE_OF_THEM.search(told)
            assert not re.search(r"\b(?:Alice|Bob)\b", told)


def _looks(session: Session, record: PluginRecord) -> Looks:
    loaded = session.plugins.record(record.id)
    assert loaded is not None and loaded.phase is None, record.says
    return Looks(loaded.module)


def _story(hooks: Looks, *people: Any) -> Sequence[Told]:
    told = list(hooks("demo_story", people, NOW))
    for one in told:
        problem = wrong(one, Told)
        assert not problem, problem
    return told


def _do(
    session: Session, record: PluginRecord, action: Action, item: str, text: str = "For the soup."
) -> None:
    form = Form(action.title)
    try:
        if action.form is not None:
            form = action.form(session.view(record.id), item)
        values = {field.name: _answer(field, text) for field in form.fields}
        if form.remark is not None:
            assert isinstance(form.remark(values), str)
        said = action.do(session.context(record.id), values, item)
        assert isinstance(said, str) and said.strip(), f"{action.id} must say what happened"
    except DashboardError as error:
        assert error.sentence.strip(), f"{action.id} refuses without a word"


def _answer(field: Any, text: str) -> str:
    if field.kind is FieldKind.CHOICE:
        return str(field.initial or field.choices[0].value)
    if field.optional and field.kind is not FieldKind.TEXT:
        return str(field.initial)
    return {FieldKind.DAY: "tomorrow", FieldKind.WHEN: "tomorrow 19:00"}.get(field.kind, text)


def _same(one: Any, other: Any) -> bool:
    """Whether two states say the same, for those that compare by identity, too."""
    return bool(one == other) or re.sub(r" at 0x\w+", "", repr(one)) == re.sub(
        r" at 0x\w+", "", repr(other)
    )
