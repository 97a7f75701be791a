"""A full disk, a plugin that fails again and again, a fault of our own: what must still hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from dashboard.cli.main import run
from dashboard.core.errors import CannotSave
from dashboard.host import own
from dashboard.testing import OpenedHousehold
from dashboard.ui.app import DashboardApp
from dashboard.ui.form import FormScreen
from dashboard.ui.page import PageScreen
from dashboard.ui.today import TodayScreen
from dashboard.ui.welcome import ReadFirstScreen
from dashboard.widgets.card import PluginCard

SECRET = "words that nobody else may read"
FAILS = """
from dashboard.api.hookspecs import hookimpl
from dashboard.api.types import Page, PluginInfo, Screen, Section

@hookimpl
def plugin_info():
    return PluginInfo("bad", "Bad", "fails at every look")

@hookimpl
def today_lines(view):
    raise SystemExit(3)

@hookimpl
def screens():
    return [Screen("bad", "Bad", lambda view: Page(()), widget="textual.widget:Widget")]
"""


def opened(household: OpenedHousehold, who: str) -> DashboardApp:
    household.session(who).change_own(welcomed=True)
    return DashboardApp(str(household.household.root), who)


async def until(pilot: object, holds: object, tries: int = 200) -> None:
    for _ in range(tries):
        if holds():  # type: ignore[operator]
            return
        await pilot.pause(0.02)  # type: ignore[attr-defined]
    raise AssertionError("it never came to hold")


@pytest.mark.parametrize("who", ["alice", "bob"])
async def test_no_word_is_lost_when_the_disk_takes_no_draft(
    household: OpenedHousehold, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(household, who)

    def full(*_arguments: object) -> None:
        raise CannotSave("The disk is full.")

    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.today is not None and app.actions())
        monkeypatch.setattr(own, "write_whole", full)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*SECRET.replace(" ", "_"), "escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert app.screen.query_one(TextArea).text == SECRET.replace(" ", "_")


async def test_a_fault_of_our_own_prints_nobodys_words(
    household: OpenedHousehold, capsys: pytest.CaptureFixture[str]
) -> None:
    app = opened(household, "alice")

    def fault() -> None:
        held = f"not to be printed: {SECRET}"
        raise RuntimeError(len(held))

    with pytest.raises(RuntimeError):
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: app.today is not None)
            app.call_later(fault)
            await pilot.pause(0.2)
    printed = capsys.readouterr().err
    assert "RuntimeError" in printed
    assert SECRET not in printed


async def test_a_plugin_that_fails_at_every_look_holds_up_no_other(
    household: OpenedHousehold,
) -> None:
    folder = household.household.own(household.people[1]) / "plugins"
    folder.mkdir(mode=0o700, parents=True)
    (folder / "bad.py").write_text(FAILS, "utf-8")
    (folder / "bad.py").chmod(0o600)
    app = opened(household, "bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.today is not None and len(app.screen_list()) == 6)
        for number, id_, _title in app.screen_list()[1:-1]:
            await pilot.press(str(number))
            await until(pilot, lambda id_=id_: getattr(app.screen, "screen_data", None) is not None
                        and app.screen.screen_data.id == id_)  # fmt: skip
            screen = app.screen
            assert isinstance(screen, PageScreen)
            if id_ == "bad":
                card = screen.query_one(PluginCard)
                await until(pilot, lambda card=card: card.size.height > 10)
            else:
                await until(pilot, lambda screen=screen: screen.page is not None)


async def test_reading_about_help_first_skips_nothing(household: OpenedHousehold) -> None:
    app = DashboardApp(str(household.household.root), "alice")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReadFirstScreen) and app.actions())
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, PageScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReadFirstScreen))
        assert app.session is not None
        assert not app.session.own_settings.welcomed


def test_what_is_installed_is_told_without_a_household(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["plugins"])
    assert ended.value.code in (0, None)
    assert "gratitude" in capsys.readouterr().out


@pytest.mark.parametrize(("writer", "reader"), [("alice", "bob"), ("bob", "alice")])
def test_the_command_line_tells_of_damage(
    household: OpenedHousehold, capsys: pytest.CaptureFixture[str], writer: str, reader: str
) -> None:
    root = household.household.root
    for words in (["thank", reader, "Thank you for the tea."], ["today"]):
        with pytest.raises(SystemExit):
            run(["--household", str(root), "--as", writer, *words])
    file = next((root / "journal" / writer / "home" / "shared").glob("*.jsonl"))
    file.write_bytes(file.read_bytes().replace(b"the tea", b"the ale"))
    capsys.readouterr()
    with pytest.raises(SystemExit):
        run(["--household", str(root), "--as", reader, "notes", "list"])
    told = capsys.readouterr()
    assert writer in told.err
    assert "the ale" not in told.out


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_a_broken_settings_file_can_be_taken_back(household: OpenedHousehold, who: str) -> None:
    session = household.session(who)
    file = household.household.config / "gratitude.toml"
    before = file.read_text("utf-8")
    file.write_text("longest = \n", "utf-8")
    session.reload_settings()
    rows = [row for row in session.today().rows if row["place"] == "notice"]
    assert [row["action"] for row in rows] == ["core.settings-back"]
    assert "gratitude.toml, line 1" in rows[0]["text"]
    session.settings_take_back()
    assert file.read_text("utf-8") == before
    assert not session.settings.problems
