"""The program as a user has it: what is installed, what a start loads, what the README says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import dashboard
from dashboard.core.shipped import shipped

ROOT = Path(__file__).parents[2]
HEAVY = {"textual", "click", "msgspec", "pluggy", "watchdog", "tomlkit", "asyncio", "dataclasses"}


def loaded_by(code: str, home: Path) -> set[str]:
    """The top names of all modules that *code* loads, in an interpreter of its own."""
    script = (
        "import sys, contextlib, io, json\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    {code}\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a household of two, of whom Bob has looked at Today once."""
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    for words in (
        ["init", str(tmp_path / "hh"), "--person", "Alice", "--person", "Bob"],
        ["--household", str(tmp_path / "hh"), "--as", "bob", "today"],
    ):
        subprocess.run(
            [sys.executable, "-m", "dashboard", *words], env=env, check=True, capture_output=True
        )
    return tmp_path


def test_today_unchanged_loads_next_to_nothing(home: Path) -> None:
    call = f"['--household', '{home}/hh', '--as', 'bob', 'today']"
    loaded = loaded_by(f"from dashboard.start import main; main({call})", home)
    assert loaded & HEAVY == set()
    assert not loaded & {"plugins"}


@pytest.mark.parametrize(
    "words",
    [
        ["--as", "alice", "today"],
        ["--as", "bob", "thank", "alice", "Thank you for the walk."],
        ["--as", "alice", "boundary", "list", "--json"],
        ["--as", "bob", "plugins"],
        ["--as", "alice", "doctor"],
        ["--help"],
    ],
)
def test_the_command_line_loads_no_textual(home: Path, words: list[str]) -> None:
    call = ["--household", f"{home}/hh", *words]
    loaded = loaded_by(f"from dashboard.start import main; main({call!r})", home)
    assert "click" in loaded
    assert "textual" not in loaded
    assert "watchdog" not in loaded


def test_the_plain_twin_loads_no_textual(home: Path) -> None:
    code = f"from dashboard.ui.run import run; run('{home}/hh', 'bob', True)"
    script = f"import sys; {code}; print('textual' in sys.modules)"
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, input="\n\nq\n", capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.rstrip().endswith("False")


def test_the_plugins_that_ship_register_as_a_strangers_do() -> None:
    found = {point.name: point.value for point in entry_points(group="dashboard.plugins")}
    for name in ("gratitude", "boundaries", "support"):
        assert found[name] == f"plugins.{name}"


def test_settings_ship_with_the_program() -> None:
    names = {file.name for file in shipped("config").glob("*.toml")}
    assert {"gratitude.toml", "boundaries.toml", "support.toml"} <= names
    if Path(dashboard.__file__).is_relative_to(ROOT):
        return  # an editable install reads the source tree's own folder
    for name in names:
        assert (shipped("config") / name).read_bytes() == (ROOT / "config" / name).read_bytes()


def test_the_readme_and_ci_name_the_same_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    opens = re.findall(r"<!-- (\w+) -->\n```sh\n(.+)\n```", readme)
    commands = dict(opens)
    assert commands["open"].endswith(".venv/bin/dashboard")
    assert ".venv/bin/pytest" in commands["test"]
    assert "<!-- test -->" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_nothing_else_stands_at_the_top() -> None:
    done = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=True
    )
    tops = {name.partition("/")[0] for name in done.stdout.splitlines()}
    fixed = {"pyproject.toml", "dashboard", "plugins", "config", "tests", "systemd", "README.md"}
    assert {top for top in tops if not top.startswith(".")} <= fixed
