"""The plugin in the README, exactly as written: built, installed, run and tested."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dashboard
from dashboard.host.plugins import HOOKS

ROOT = Path(__file__).parents[2]
README = (ROOT / "plugins/README.md").read_text()
_FILE = re.compile(r"`([\w./]+)`[^`]*?:\n\n```(?:python|toml)\n(.*?)```", re.DOTALL)


class Stranger:
    """Somebody with the dashboard installed, and a package made from the README."""

    def __init__(self, folder: Path) -> None:
        self.package, self.site, self.home = (folder / name for name in ("tea", "site", "home"))
        self.home.mkdir()
        for name, code in _FILE.findall(README):
            file = self.package / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(code)
        path = os.pathsep.join([str(self.site), str(Path(dashboard.__file__).parents[1])])
        self.env = {"HOME": str(self.home), "PATH": os.environ["PATH"], "PYTHONPATH": path}

    def run(self, *words: str, given: str = "", cwd: Path | None = None) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            env=self.env, cwd=cwd or self.home, input=given, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def dashboard(self, *words: str, given: str = "") -> str:
        return self.run("-m", "dashboard", *words, given=given)


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    made = Stranger(tmp_path_factory.mktemp("stranger"))
    # With the build backend at hand nothing is fetched.
    alone = ["--no-build-isolation", "--no-index"] if importlib.util.find_spec("hatchling") else []
    made.run(
        "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", *alone,
        "--target", str(made.site), str(made.package),
    )  # fmt: skip
    made.dashboard("init", "try", "--person", "Alice", "--person", "Bob")
    return made


def test_the_readme_has_every_file_of_it(stranger: Stranger) -> None:
    files = {str(f.relative_to(stranger.package)) for f in stranger.package.rglob("*.*")}
    assert {"pyproject.toml", "test_tea.py", "dashboard_tea/__init__.py"} <= files
    assert {f"dashboard_tea/{name}.py" for name in ("model", "screen", "commands")} <= files


def test_it_is_found_as_the_plugins_of_the_house_are(stranger: Stranger) -> None:
    rows = json.loads(
        stranger.dashboard("--household", "try", "--as", "alice", "plugins", "--json")
    )
    (tea,) = (row for row in rows if row["id"] == "tea")
    assert tea["status"] == "enabled" and tea["source"] == "dashboard-tea"
    assert (tea["reason"], tea["warnings"]) == ("", [])


def test_its_command_works_for_both(stranger: Stranger) -> None:
    for me, other, name in (("alice", "bob", "Alice"), ("bob", "alice", "Bob")):
        here, there = ("--household", "try", "--as", me), ("--household", "try", "--as", other)
        stranger.dashboard(*here, "tea", "make", given=f"Earl Grey of {name}\n")
        assert f"{name} made tea: Earl Grey of {name}" in stranger.dashboard(*there, "today")
        rows = json.loads(stranger.dashboard(*there, "tea", "--json"))
        assert {"by": me, "words": f"Earl Grey of {name}"}.items() <= rows[-1].items()


def test_its_tests_and_the_contract_pass(stranger: Stranger) -> None:
    said = stranger.run(
        "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "test_tea.py",
        cwd=stranger.package,
    )  # fmt: skip
    assert " passed" in said and "failed" not in said


def test_every_hook_is_in_the_table() -> None:
    assert re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE) == list(HOOKS)


def test_its_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / "plugins" / link).exists(), link
