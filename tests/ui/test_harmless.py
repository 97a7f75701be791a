"""What the other wrote is words: it presses no button, colours nothing and moves no cursor."""

from __future__ import annotations

import pytest
from ui.home import Hand, Home, opened

CRAFTED = [
    "[@click=app.leave]press me[/]",
    "[red on white]loud[/red on white]",
    "[link=https://example.org]here[/link]",
    "[/]",
    "[bold",
    "$primary {evil} %s \\[x]",
    "\x1b[31mred\x1b[0m \x1b]2;title\x07 \x1b[2J",
    "\x9b31m \x90q\x9c \x00 \x07",
    "\u202eevil\u202c \u2066x\u2069",
    "a" + "\u0301" * 40,
    "line\u2028two\u2029three\x85four\x0bfive\x0csix\rseven",
    "👩‍👩‍👧‍👦 🏳️‍🌈 界界界 ลิ้ง עברית العربية",
    "😀" * 60,
    "Überraschungs" * 30,
    ":smile: :warning:",
]


def shows_no_harm(hand: Hand) -> None:
    for line in hand.lines:
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in line), repr(line)
        assert not any(char in line for char in "\u202e\u2066\u2028\x1b")
    with hand.app._context():
        for strip in hand.app.screen._compositor.render_strips():
            for segment in strip:
                if segment.style is not None:
                    assert not segment.style.link
                    assert "@click" not in segment.style.meta


@pytest.mark.parametrize("text", CRAFTED, ids=range(len(CRAFTED)))
async def test_crafted_words_do_nothing_anywhere(home: Home, text: str) -> None:
    home.note("bob", text)
    home.note("bob", text[:280], place="wall")
    home.propose("bob", text)
    home.act("bob", "boundaries.limit", text=f"I will {text}", category="(own)",
             own_category=text)  # fmt: skip
    async with opened(home.app("alice")) as alice:
        shows_no_harm(alice)
        await alice.press("enter")
        await alice.until(lambda: alice.screen == "LetterScreen")
        shows_no_harm(alice)
        for word in ("press me", "loud", "here"):
            if word in alice.text:
                await alice.click(word)
                assert alice.screen == "LetterScreen"
        await alice.press("k")
        await alice.sees("Kept, for you alone.")
        for number in "235":
            await alice.press(number)
            await alice.settled()
            await alice.press("enter", "end", "enter")
            await alice.settled()
            shows_no_harm(alice)
        await alice.press("3", "g")
        await alice.settled()
        shows_no_harm(alice)
        await alice.press("escape")
        await alice.resize(130, 40)
        await alice.press("1")
        await alice.settled()
        shows_no_harm(alice)
        assert not alice.app._exit


async def test_a_crafted_name_is_only_a_name(tmp_path) -> None:
    home = Home(tmp_path / "h", ("[@click=app.leave]Al[/]", "[b]\x1b[31mBob"))
    one, two = (person.id for person in home.household.people)
    home.note(two, "hello")
    home.propose(two, "Something.")
    async with opened(home.app(one)) as alice:
        await alice.sees("[@click=app.leave]Al[/]", "A thank-you from [b][31mBob")
        await alice.click("[@click")
        for key in ("2", "3", "5", "?", "n"):
            await alice.press(key)
            await alice.settled()
            shows_no_harm(alice)
        await alice.sees("A note for [b][31mBob")
        assert not alice.app._exit
    async with opened(home.app(), settle=False) as somebody:
        await somebody.sees("Who is here?", "[@click=app.leave]Al[/]")


async def test_crafted_settings_are_told_as_they_stand(home: Home) -> None:
    home.session("alice").today()
    async with opened(home.app("alice")) as alice:
        title = 'calendar_title = "[@click=app.leave]x\\u001b[31m"\n'
        home.settings("boundaries").write_text(title)
        await alice.sees("The shared settings changed")
        shows_no_harm(alice)
        home.settings("boundaries").write_text('"[red]oops\\u001b" = 3\n[@click=app.leave]\n')
        await alice.sees("config/boundaries.toml, line 2")
        shows_no_harm(alice)
        home.settings("support").write_text('[[numbers]]\nname="[b]x"\nnumber="\\u001b[2J1"\n')
        await alice.press("4", "end")
        await alice.sees("[b]x")
        shows_no_harm(alice)
        assert not alice.app._exit


async def test_a_crafted_draft_and_file_do_not_act(home: Home) -> None:
    own = home.session("alice").own
    own.keep_draft("gratitude.write\n", {"text": "\x1b[2J[@click=app.leave]x", "tone": "no such"})
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.sees("[2J[@click=app.leave]x")
        shows_no_harm(alice)


async def test_what_stands_in_the_palette_is_only_words(tmp_path) -> None:
    home = Home(tmp_path / "h", ("Alice", "[b]Bob"))
    async with opened(home.app("alice")) as alice:
        await alice.press("ctrl+p")
        await alice.type("[b]")
        await alice.settled()
        shows_no_harm(alice)
