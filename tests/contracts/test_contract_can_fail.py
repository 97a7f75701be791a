"""The contract finds what it says it finds: one plugin that passes, and each way it may not."""

# ruff: noqa: E501 - a row a way

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = """
import datetime as dt
from dashboard.api.hookspecs import hookimpl
from dashboard.api.types import *

CALLS = []

def body():
    import msgspec
    if "Cup" not in globals():
        globals()["Cup"] = msgspec.defstruct("Cup", [("words", str), ("opens", str, "")], frozen=True)
    return Cup

@hookimpl
def plugin_info():
    return PluginInfo("tea", "Tea", "Who made the tea")

@hookimpl
def settings_type():
    import msgspec
    return msgspec.defstruct("Settings", [("cups", int, 2)], forbid_unknown_fields=True)

@hookimpl
def entry_kinds():
    return [EntryKind("tea.made", body(), lift=AtTime("opens"))]

@hookimpl
def fold(entries, people):
    return [entry for entry in entries if entry.body is not None]

@hookimpl
def today_lines(view):
    yield TodayLine(Place.AHEAD, "Tea on the balcony", when="Friday 16:00", screen="tea")

def page(view):
    rows = tuple(Item(one.id, one.body.words, actions=("tea.back",)) for one in view.state)
    return Page((Section("Cups", rows, empty="A first one?"),))

@hookimpl
def screens():
    return [Screen("tea", "Tea", page)]

def ask(view, item):
    return Form("Tea", (Field("words", "Which"),), send="Pour", remark=lambda values: "")

def do(context, values, item):
    context.say(body()(values["words"]))
    return "It is poured."

@hookimpl
def actions():
    return [Action("tea.make", "Make tea", "tea", do, "m", screen="tea", form=ask),
            Action("tea.more", "More", "more", lambda context, values, item: "More.", "o", screen="tea"),
            Action("tea.back", "Back", "back", lambda context, values, item: "Back.", "t",
                   Where.ITEM, "tea")]

@hookimpl
def calendar_items(view):
    start = view.now.replace(hour=16)
    yield CalendarItem("tea-1", "Us time", start, start + dt.timedelta(hours=1))

@hookimpl
def wall_items(view):
    return []

@hookimpl
def moments(view):
    yield Moment(view.today, "Tea")

@hookimpl
def demo_story(people, now):
    for n, person in enumerate(people):
        yield Told(now.date() - dt.timedelta(days=n + 1), person.id, body()("Assam, for you"))
"""
WAYS = [
    ("a heavy import", "import datetime as dt", "import datetime as dt, msgspec", "loads_nothing_heavy"),
    ("no summary", '"Who made the tea"', '""', "says_who_it_is"),
    ("stays on", '"Who made the tea"', '"Tea", can_be_switched_off=False', "can_be_switched_off"),
    ("misspelt", "def moments(view)", "def moment(view)", "loads_alone"),
    ("lax settings", "forbid_unknown_fields=True", "frozen=True", "settings_have_defaults"),
    ("no default", '("cups", int, 2)', '("cups", int)', "settings_have_defaults"),
    ("foreign kind", '"tea.made"', '"gratitude.note"', "kinds_are_its_own"),
    ("no such field", 'AtTime("opens")', 'AtTime("when")', "kinds_are_its_own"),
    ("foreign id", 'Screen("tea"', 'Screen("notes"', "ids_are_its_own"),
    ("twice", '"tea.more"', '"tea.make"', "ids_are_its_own"),
    ("no screen", '"o", screen="tea"', '"o", screen="coffee"', "ids_are_its_own"),
    ("a frame's key", '"o", screen', '"z", screen', "keys_clash"),
    ("one key twice", '"o", screen', '"m", screen', "keys_clash"),
    ("a key of its own", '"o", screen', '"m", Where.ANYWHERE, screen', "keys_clash"),
    ("wrong field", "Place.AHEAD, ", "Place.AHEAD, 5 or ", "every_hook_gives"),
    ("raises alone", "    yield Moment", "    view.partner.name\n    yield Moment", "every_hook_gives"),
    ("page", "return Page((Section", "return ((Section", "every_hook_gives"),
    ("remark", 'remark=lambda values: ""', 'remark=lambda values: values["x"]', "every_hook_gives"),
    ("ends early", "+ dt.timedelta(hours=1)", "- dt.timedelta(hours=1)", "every_hook_gives"),
    ("nowhere", 'screen="tea")\n\ndef', 'screen="x")\n\ndef', "refers_only"),
    ("bare", 'empty="A first one?"', 'empty=""', "refers_only"),
    ("ok", 'send="Pour"', 'send="OK"', "forms_can_be_answered"),
    ("no choices", '"Which")', '"Which", FieldKind.CHOICE)', "forms_can_be_answered"),
    ("streak", "Tea on the balcony", "A streak of tea", "scores_nothing"),
    ("percent", "Tea on the balcony", "80 % tea", "scores_nothing"),
    ("counts", "Tea on the balcony", "3 of 4 cups", "scores_nothing"),
    ("title", '"Us time"', '"Trust talk"', "titles_are_neutral"),
    ("title in German", '"Us time"', '"Über Gefühle reden"', "titles_are_neutral"),
    ("ahead", "Moment(view.today", "Moment(view.today + dt.timedelta(days=1)", "moments_are_past"),
    ("by chance", 'yield Moment(view.today, "Tea")',
     "CALLS.append(1); yield Moment(view.today, str(len(CALLS)))", "same_in_same_out"),
    ("changes", "    rows = tuple", "    view.state.append(1); view.state.pop(); view.state.insert(0, 1)\n    rows = tuple",
     "same_in_same_out"),
    ("an hour", 'values["words"])', 'values["words"] + f"{context.view.now:%H:%M}")', "leaves_no_hour"),
    ("on the wall", "    return []", '    return [WallItem(one.body.words) for one in view.state]',
     "leaves_no_hour"),
    ("silent", 'return "It is poured."', "return None", "any_words_do"),
    ("picky", 'values["words"]))', 'values["words"].encode("ascii").decode()))', "any_words_do"),
    ("trusting fold", "if entry.body is not None", "if entry.body.words", "survives_junk"),
    ("mutating fold", "    return [entry for", "    entries.clear()\n    return [entry for", "survives_junk"),
    ("odd days", "    rows = tuple", "    [dt.date.fromisoformat(x.body.words) for x in view.state]\n    rows = tuple",
     "survives_junk"),
    ("one alone", "enumerate(people)", "enumerate([people[0], people[0]])", "two_exchanged"),
    ("roles", "enumerate(people)", "enumerate(sorted(people, key=lambda one: one.id))", "two_exchanged"),
    ("a name", "Assam, for you", "Assam, Alice", "never_says_what"),
    ("a gender", "Assam, for you", "Her Assam", "never_says_what"),
    ("the deed", "Assam, for you", "After the affair", "never_says_what"),
]  # fmt: skip


def report(folder: Path, ways: list[tuple[str, str, str, str]]) -> tuple[str, list[str]]:
    """Run the contract against each way in one go; give what was said, and what failed."""
    lines = ["from dashboard.testing import PluginContract"]
    nodes = []
    for n, (_name, old, new, test) in enumerate(ways):
        assert old in GOOD, old
        (folder / f"tea{n}").mkdir(mode=0o700)
        file = folder / f"tea{n}" / "tea.py"
        file.write_text(GOOD.replace(old, new, 1))
        file.chmod(0o600)
        lines.append(f"class Test{n}(PluginContract):\n    plugin = {str(file)!r}")
        names = [name for name in TESTS if test in name] if test else []
        assert len(names) == 1 or not test, (test, names)
        nodes += [f"test_tea.py::Test{n}::{name}" for name in names] or [f"test_tea.py::Test{n}"]
    (folder / "test_tea.py").write_text("\n".join(lines))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rf", "--tb=no", "-p", "no:cacheprovider", *nodes],
        cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout, re.findall(
        r"^FAILED test_tea\.py::(Test\d+::\w+)", done.stdout, re.MULTILINE
    )


def _tests() -> list[str]:
    from dashboard.testing import PluginContract

    return [name for name in vars(PluginContract) if name.startswith("test_")]


TESTS = _tests()


def test_a_good_plugin_passes(tmp_path: Path) -> None:
    said, failed = report(tmp_path, [("good", "Tea", "Tea", "")])
    assert failed == [] and re.search(r"\d\d+ passed", said), said


@pytest.mark.slow
def test_each_way_to_fail_is_found(tmp_path: Path) -> None:
    said, failed = report(tmp_path, WAYS)
    found = {int(one.partition("::")[0].removeprefix("Test")) for one in failed}
    missed = [way[0] for n, way in enumerate(WAYS) if n not in found]
    assert not missed, (*missed, said)


def test_a_module_of_a_hooks_name_is_found(tmp_path: Path) -> None:
    package = tmp_path / "tea"
    package.mkdir(mode=0o700)
    for name, code in (("__init__.py", GOOD), ("fold.py", "")):
        (package / name).write_text(code)
        (package / name).chmod(0o600)
    (tmp_path / "test_tea.py").write_text(
        "from dashboard.testing import PluginContract\n"
        f"class TestTea(PluginContract):\n    plugin = {str(package)!r}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rf", "--tb=no", "-k", "hides_a_hook", "."],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert "hides_a_hook" in done.stdout and "1 failed" in done.stdout


@pytest.mark.parametrize("name", TESTS)
def test_every_test_of_the_contract_can_fail(name: str) -> None:
    told = {
        "test_no_module_of_it_hides_a_hook",
        "test_its_commands_can_be_loaded",
        "test_its_widgets_can_be_found",
        "test_the_fold_may_be_handed_its_entries_bit_by_bit",
    }
    assert name in told or any(test and test in name for *_rest, test in WAYS)
