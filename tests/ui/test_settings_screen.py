"""Settings: one's own act at once; the shared ones are followed, and can be taken back."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from ui.home import Home, opened

TOML = "# ours\nlongest = {most}\n"


@pytest.fixture
def home(home: Home) -> Home:
    home.settings("gratitude").write_text(TOML.format(most=2000))
    for person in ("alice", "bob"):
        home.session(person).today()  # each has seen it
    return home


@pytest.mark.parametrize("who", ["alice", "bob"])
@pytest.mark.parametrize("screen", ["today", "settings"])
async def test_a_change_shows_to_both_and_either_takes_it_back(
    home: Home, screen: str, who: str
) -> None:
    async with opened(home.app("alice")) as alice, opened(home.app("bob")) as bob:
        if screen == "settings":
            await alice.press("5")
            await bob.press("5")
        home.settings("gratitude").write_text(TOML.format(most=500))
        for hand in (alice, bob):
            await hand.sees("longest" if screen == "settings" else "The shared settings changed")
            assert "z take it back" in hand.keys
        taking = alice if who == "alice" else bob
        await taking.press("z")
        await taking.sees("The settings are as they were.")
        for hand in (alice, bob):
            await hand.until(lambda hand=hand: "500" not in hand.text)
            assert hand.app.session.settings.get("gratitude").longest == 2000
        assert "# ours" in home.settings("gratitude").read_text()


async def test_a_change_is_put_away_for_oneself_alone(home: Home) -> None:
    async with opened(home.app("alice")) as alice, opened(home.app("bob")) as bob:
        home.settings("gratitude").write_text(TOML.format(most=500))
        await alice.sees("The shared settings changed")
        await alice.press("f")
        await alice.sees_no("The shared settings changed")
        await bob.sees("The shared settings changed, gratitude")
        home.settings("gratitude").write_text(TOML.format(most=400))
        await alice.sees("The shared settings changed")


@pytest.mark.parametrize("how", ["sed", "vim", "rename", "again"])
async def test_follows_every_editor(home: Home, how: str, tmp_path: Path) -> None:
    file = home.settings("gratitude")
    async with opened(home.app("alice")) as alice:
        if how == "sed":
            subprocess.run(["sed", "-i", "s/2000/123/", str(file)], check=True)
        elif how == "vim":
            if shutil.which("vim") is None:
                pytest.skip("no vim here: following its way to save is not checked")
            subprocess.run(
                ["vim", "-es", "-u", "NONE", "-c", "%s/2000/123/", "-c", "wq", str(file)],
                check=False, stdin=subprocess.DEVNULL, env={**os.environ, "TERM": "dumb"},
            )  # fmt: skip
        elif how == "rename":
            fresh = file.with_suffix(".toml.new")
            fresh.write_text(TOML.format(most=123))
            fresh.rename(file)
        else:
            file.write_text(TOML.format(most=5))
            file.write_text(TOML.format(most=123))
        await alice.until(lambda: alice.app.session.settings.get("gratitude").longest == 123)
        await alice.sees("The shared settings changed, gratitude")


async def test_a_broken_file_says_so_and_the_last_good_settings_stay(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        home.settings("gratitude").write_text("longest = many\n")
        await alice.sees("config/gratitude.toml, line 1", "The last good settings stay.")
        assert alice.app.session.settings.get("gratitude").longest == 2000
        await alice.press("5")
        await alice.sees("The last good settings stay.")
        home.settings("gratitude").write_text(TOML.format(most=2000))
        await alice.sees_no("The last good settings stay.")
    home.settings("gratitude").write_text("longest = many\n")
    async with opened(home.app("bob")) as bob:  # a restart does not forget the good ones
        await bob.sees("The last good settings stay.")
        assert bob.app.session.settings.get("gratitude").longest == 2000


async def test_a_broken_file_can_be_put_away(home: Home) -> None:
    home.settings("gratitude").write_text("longest = many\n")
    async with opened(home.app("alice")) as alice:
        await alice.sees("config/gratitude.toml")
        await alice.press("f")
        await alice.sees_no("config/gratitude.toml")


async def test_plugin_switches_act_at_once_and_for_oneself(home: Home) -> None:
    home.note("bob", "Tea?")
    async with opened(home.app("alice")) as alice, opened(home.app("bob")) as bob:
        await alice.sees("A thank-you from Bob")
        await alice.press("5", "down", "down")
        await alice.press("enter")
        await alice.sees("off, for you")
        assert "n note" not in alice.keys
        assert "1-4 screens" in alice.keys
        await alice.press("escape")
        await alice.sees_no("A thank-you from Bob")
        await alice.press("n")
        assert alice.screen == "TodayScreen"
        await alice.press("2")
        await alice.sees("My limits")
        await bob.press("2")
        await bob.sees("For you")
        await alice.press("4", "down", "down", "enter")
        await alice.sees_no("off, for you")
        await alice.press("escape")
        await alice.sees("A thank-you from Bob")


async def test_a_switch_on_the_command_line_reaches_the_open_screen(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        assert "n note" in alice.keys
        home.session("alice").change_own(plugins_off=["gratitude"])
        await alice.until(lambda: "n note" not in alice.keys)


async def test_help_and_support_stay(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("5", "end", "enter")
        await alice.settled()
        await alice.sees("always on")
        await alice.press("4")
        await alice.sees("If you are afraid, or not sure")


async def test_a_plain_today_has_only_what_lies_ahead(home: Home) -> None:
    home.note("bob", "Tea?")
    home.propose("bob", "Our phones stay in the hall.", review="tomorrow")
    home.act("alice", "boundaries.limit", text="I will go to bed at ten.", review="in 3 days",
             category="communication")  # fmt: skip
    async with opened(home.app("alice")) as alice:
        await alice.sees("A thank-you from Bob", "For a quiet moment")
        await alice.press("5", "down", "enter")
        await alice.sees("nothing else")
        await alice.until(lambda: alice.app.session.own_settings.plain_today)
        await alice.press("escape")
        await alice.sees_no("A thank-you from Bob", "For a quiet moment")
        await alice.sees("Ahead", "Look again at: I will go to bed at ten.")
    assert "plain" not in str(home.session("bob").today().list())


async def test_colours_change_at_once_and_stay(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        assert alice.app.theme == "evening"
        await alice.press("5", "enter")
        await alice.until(lambda: alice.app.session.own_settings.theme == "dark")
        await alice.press("enter")
        await alice.until(lambda: alice.app.theme == "morning")
    async with opened(home.app("alice")) as alice:
        assert alice.app.theme == "morning"
    async with opened(home.app("bob")) as bob:
        assert bob.app.theme == "evening"


BACKGROUNDS = {"15;0": "evening", "0;15": "morning", "0;default;7": "morning", "": "evening"}


@pytest.mark.parametrize(("told", "theme"), list(BACKGROUNDS.items()))
async def test_colours_follow_the_terminal(home: Home, monkeypatch, told: str, theme: str) -> None:
    monkeypatch.setenv("COLORFGBG", told)
    async with opened(home.app("alice")) as alice:
        assert alice.app.theme == theme


async def test_files_are_named_as_people_name_them(home: Home, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with opened(home.app("alice")) as alice:
        await alice.press("5")
        await alice.sees("~/household/config/gratitude.toml")
