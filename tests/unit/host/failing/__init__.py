"""Plugins as careless strangers write them: each wrong in its own way, in all else alike."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = """
import datetime as dt
import msgspec
from dashboard.api.hookspecs import hookimpl
from dashboard.api.types import *

class Cup(msgspec.Struct, frozen=True):
    words: str
    opens: str = ""

class Settings(msgspec.Struct, forbid_unknown_fields=True):
    cups: int = 2

@hookimpl
def plugin_info():
    return PluginInfo("bad", "Bad", "Goes wrong")
"""
"""What each begins with, so that only what is told to be wrong is wrong."""


@dataclass(frozen=True)
class Way:
    """One way to fail. *tells* is what the record says; *phase* is where it is told."""

    name: str
    code: str
    phase: str
    tells: str
    whole: bool = True

    @property
    def source(self) -> str:
        return (WHOLE if self.whole else "") + self.code

    @property
    def failed(self) -> bool:
        return self.phase == "load"


def _hook(name: str, arguments: str, body: str) -> str:
    return f"\n@hookimpl\ndef {name}({arguments}):\n    {body}\n"


_ARGUMENTS = {
    "settings_type": "", "entry_kinds": "", "today_lines": "view", "panels": "", "screens": "",
    "actions": "", "cli_commands": "", "calendar_items": "view", "wall_items": "view",
    "talk_items": "view", "moments": "view", "export_markdown": "view", "doctor_checks": "view",
}  # fmt: skip
SEVERAL = [name for name in _ARGUMENTS if name not in ("settings_type", "export_markdown")]

ON_IMPORT = [
    Way("raises", "raise RuntimeError('no tea')", "load", "RuntimeError: no tea", whole=False),
    Way("exits", "raise SystemExit(3)", "load", "SystemExit: 3", whole=False),
    Way("syntax", "def plugin_info(:", "load", "SyntaxError", whole=False),
    Way("misses", "import there_is_no_such_module", "load", "there_is_no_such_module", whole=False),
    Way("recurses", "def f(): f()\nf()", "load", "RecursionError", whole=False),
    Way("nobody", "x = 1", "load", "plugin_info", whole=False),
]
_INFO = "from dashboard.api.hookspecs import hookimpl\nfrom dashboard.api.types import PluginInfo\n"


def _info(returns: str) -> str:
    return _INFO + _hook("plugin_info", "", returns)


WHO = [
    Way("info-raises", _info("raise KeyError('who')"), "load", "KeyError: 'who'", whole=False),
    Way("info-exits", _info("raise SystemExit"), "load", "SystemExit", whole=False),
    Way("info-none", _info("return None"), "load", "PluginInfo", whole=False),
    Way("info-text", _info("return 'tea'"), "load", "PluginInfo", whole=False),
    Way("api", _info("return PluginInfo('bad', 'B', 'b', api=2)"), "load", "version 2", False),
    Way("bad-id", _info("return PluginInfo('Bad-Id', 'B', 'b')"), "load", "an id like", False),
    Way("no-id", _info("return PluginInfo('', 'B', 'b')"), "load", "an id like", False),
    Way("path-id", _info("return PluginInfo('../x', 'B', 'b')"), "load", "an id like", False),
    Way("core-id", _info("return PluginInfo('core', 'B', 'b')"), "load", "the frame's own", False),
    Way("today-id", _info("return PluginInfo('today', 'B', 'b')"), "load", "frame's own", False),
    Way("title", _info("return PluginInfo('bad', 5, 'b')"), "load", "title is int", False),
    Way("rank", _info("return PluginInfo('bad', 'B', 'b', rank='x')"), "load", "rank is", False),
    Way("arguments", _hook("today_lines", "view, wiew", "return []"), "load", "wiew"),
]
SETTINGS = [
    Way("no-defaults", """
class NoDefaults(msgspec.Struct):
    cups: int
""" + _hook("settings_type", "", "return NoDefaults"), "settings", "cups"),
    Way("raises-inside", """
class Raises(msgspec.Struct):
    cups: int = 2
    def __post_init__(self):
        raise RuntimeError("never right")
""" + _hook("settings_type", "", "return Raises"), "settings", "never right"),
    Way("no-type", _hook("settings_type", "", "return 5"), "settings", ""),
]  # fmt: skip
KINDS = [
    Way("foreign-kind", _hook("entry_kinds", "", "return [EntryKind('gratitude.note', Cup)]"),
        "load", "must begin with 'bad.'"),
    Way("core-kind", _hook("entry_kinds", "", "return [EntryKind('core.lifted', Cup)]"),
        "load", "must begin with 'bad.'"),
    Way("odd-kind", _hook("entry_kinds", "", "return [EntryKind('bad.Ä tea', Cup)]"),
        "load", "must begin with 'bad.'"),
    Way("body-no-type", _hook("entry_kinds", "", "return [EntryKind('bad.cup', 5)]"),
        "call", "body is int"),
    Way("body-no-struct", _hook("entry_kinds", "", "return [EntryKind('bad.cup', dict)]"),
        "load", "msgspec.Struct"),
    Way("body-unreadable", """
class Odd(msgspec.Struct):
    what: 'Nowhere'
""" + _hook("entry_kinds", "", "return [EntryKind('bad.cup', Odd)]"), "load", "Nowhere"),
]  # fmt: skip
RAISING = [
    Way(f"{name}-{how}", _hook(name, arguments, body), "call", tells)
    for name, arguments in _ARGUMENTS.items()
    for how, body, tells in (
        ("raises", "raise RuntimeError('no cup')", "no cup"),
        ("exits", "raise SystemExit('bye')", "bye"),
    )
]
GIVING = [
    Way(f"{name}-{how}", _hook(name, _ARGUMENTS[name], body), "call", tells)
    for name in SEVERAL
    for how, body, tells in (
        ("number", "return 5", "int"),
        ("texts", "return ['x']", "str where"),
        ("midway", "yield from ()\n    raise RuntimeError('midway')", "midway"),
        ("lazy", "return (1 / 0 for _ in 'x')", "ZeroDivisionError"),
    )
]
FIELDS = [
    Way("line-text", _hook("today_lines", "view", "yield TodayLine(Place.KIND, None)"),
        "call", "TodayLine.text is NoneType"),
    Way("line-place", _hook("today_lines", "view", "yield TodayLine('nowhere', 'x')"),
        "call", "TodayLine.place is str"),
    Way("line-rank", _hook("today_lines", "view", "yield TodayLine(Place.KIND, 'x', rank='a')"),
        "call", "TodayLine.rank is str"),
    Way("letter", _hook("today_lines", "view",
        "yield TodayLine(Place.KIND, 'x', letter=Letter('x', 'y'))"),
        "call", "Letter.paragraphs is str"),
    Way("letter-hour", _hook("today_lines", "view",
        "yield TodayLine(Place.KIND, 'x', letter=Letter('x', ('y',), day=dt.datetime.now()))"),
        "call", "Letter.day is datetime"),
    Way("action-do", _hook("actions", "", "return [Action('bad.a', 'A', 'a', None)]"),
        "call", "Action.do is NoneType"),
    Way("export-number", _hook("export_markdown", "view", "return 5"), "call", "export_markdown"),
]  # fmt: skip
SCREENS = [
    Way("page-raises", "\ndef page(view): raise RuntimeError('no page')\n"
        + _hook("screens", "", "return [Screen('bad', 'Bad', page)]"), "screen", "no page"),
    Way("page-exits", "\ndef page(view): raise SystemExit\n"
        + _hook("screens", "", "return [Screen('bad', 'Bad', page)]"), "screen", "SystemExit"),
    Way("page-none", "\ndef page(view): pass\n"
        + _hook("screens", "", "return [Screen('bad', 'Bad', page)]"), "screen", "NoneType"),
    Way("page-rows", "\ndef page(view): return Page((Section('x', ('y',)),))\n"
        + _hook("screens", "", "return [Screen('bad', 'Bad', page)]"), "screen", "Section.items"),
    Way("panel-raises", _hook("panels", "", "return [Panel('bad.p', 'P', lambda view: 1 / 0)]"),
        "screen", "ZeroDivisionError"),
    Way("panel-none", _hook("panels", "", "return [Panel('bad.p', 'P', lambda view: None)]"),
        "screen", "NoneType"),
    Way("form-raises", "\ndef form(view, item): raise RuntimeError('no form')\n"
        + _hook("actions", "", "return [Action('bad.a', 'A', 'a', print, form=form)]"),
        "call", "no form"),
    Way("form-none", "\ndef form(view, item): pass\n"
        + _hook("actions", "", "return [Action('bad.a', 'A', 'a', print, form=form)]"),
        "call", "NoneType"),
]  # fmt: skip
FOLDS = [
    Way("fold-raises", _hook("fold", "entries, people", "raise RuntimeError('no fold')"),
        "call", "no fold"),
    Way("fold-exits", _hook("fold", "entries, people", "raise SystemExit"), "call", "SystemExit"),
]  # fmt: skip

ALL = [*ON_IMPORT, *WHO, *SETTINGS, *KINDS, *RAISING, *GIVING, *FIELDS, *SCREENS, *FOLDS]
