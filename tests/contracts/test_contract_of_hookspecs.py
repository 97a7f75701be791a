"""Each hook's example runs as it stands, and gives what the hook promises."""

from __future__ import annotations

import inspect
import textwrap
from types import ModuleType
from typing import Any

import pytest

from dashboard.api import hookspecs, types
from dashboard.host.checking import wrong
from dashboard.host.plugins import HOOKS, PluginHost
from dashboard.host.records import Found
from dashboard.testing import ALICE, BOB, NOW, entry, view, wall_view
from dashboard.testing.looks import OF_A_VIEW

SEVERAL = OF_A_VIEW | {
    "entry_kinds": types.EntryKind,
    "panels": types.Panel,
    "screens": types.Screen,
    "actions": types.Action,
    "cli_commands": types.CliCommand,
    "wall_items": types.WallItem,
    "demo_story": types.Told,
}
ARGUMENTS: dict[str, Any] = {
    "view": view(), "people": ("alice", "bob"), "entries": [entry("tea.made", None)], "now": NOW,
}  # fmt: skip


def example(hook: str) -> str:
    doc = inspect.getdoc(getattr(hookspecs, hook)) or ""
    _says, found, code = doc.partition("Example::\n")
    return textwrap.dedent(code).strip() if found else ""


def run(hook: str, monkeypatch: pytest.MonkeyPatch) -> PluginHost:
    """The example in a module of its own, as the host loads it."""
    module = ModuleType(f"example_of_{hook}")
    code = example(hook)
    if hook != "plugin_info":
        code += "\n\n" + example("plugin_info")
    exec(compile(code, hook, "exec"), module.__dict__)
    monkeypatch.setitem(__import__("sys").modules, module.__name__, module)
    return PluginHost([Found(hook, module.__name__, "its docstring")])


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_says_when_it_is_called_and_has_an_example(hook: str) -> None:
    says = (inspect.getdoc(getattr(hookspecs, hook)) or "").partition("Example::")[0]
    assert len(says.split()) > 8
    assert f"def {hook}(" in example(hook) and "@hookimpl" in example(hook)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_runs_as_it_stands(hook: str, monkeypatch: pytest.MonkeyPatch) -> None:
    host = run(hook, monkeypatch)
    (record,) = host.records
    assert record.status == "enabled" and not record.warnings, record.says
    assert host.implements(record, hook)
    wanted = inspect.signature(getattr(hookspecs, hook)).parameters
    arguments = {name: ARGUMENTS[name] for name in wanted}
    if hook == "wall_items":
        arguments["view"] = wall_view()
    if hook == "demo_story":
        arguments["people"] = (ALICE, BOB)
    if hook in SEVERAL:
        given = list(host.collect(hook, SEVERAL[hook], [record], **arguments))
        assert given
    else:
        given = host.call(record, hook, **arguments)
        assert isinstance(given, {"export_markdown": str, "settings_type": type}.get(hook, object))
    assert record.phase is None, record.says


def test_the_examples_pages_and_deeds_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    (record,) = run("screens", monkeypatch).records
    assert not wrong(record.module.page(view()), types.Page)
    (record,) = run("actions", monkeypatch).records
    assert not wrong(record.module.ask(view(), ""), types.Form)


def test_the_host_knows_every_hook() -> None:
    marked = {name for name, value in vars(hookspecs).items() if hasattr(value, "dashboard_spec")}
    assert set(HOOKS) == marked
    assert set(SEVERAL) | {"plugin_info", "settings_type", "fold", "export_markdown"} == marked
