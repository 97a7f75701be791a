"""Which texts say what somebody else must do, and which what I will do; English and German."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.boundaries.whose import about_another, says_what_i_do

MINE = [
    "I will leave the room if voices are raised.",
    "If you shout, I will go for a walk.",
    "If you look through my phone, I will say so and leave the room.",
    "I won't answer messages after ten.",
    "When you shout at me, I leave the room.",
    "I will go home if you don't stop.",
    "If you must smoke, I will go outside.",
    "When Bob has to work late, I will eat alone.",
    "If you shout, I will ask you to stop, and then go.",
    "I will do what you need to do as well.",
    "I will say when it is too much for me.",
    "My evenings with the choir are mine.",
    "I will not talk about it after nine in the evening.",
    "If things are too heavy and you cannot talk, I will write.",
    "If I need you to hold me, I will say so.",
    "You matter to me. I will go for a walk when it gets loud.",
    "I will keep my diary to myself.",
    "I will sleep in the other room when I need quiet.",
    "I will tell you when I am late.",
    "I'll put the phone away at nine, go upstairs, and read.",
    "If Bob raises his voice, I will stop talking and go for a walk.",
    "I need an evening to myself each week.",
    "I know you will be sad, and I will still go.",
    "I don't answer questions about the past in bed.",
    "I have a day each month on my own.",
    "I will call my sister when I need somebody.",
    "I want to be alone on Thursdays.",
    "I will make you tea and then go to bed.",
    "I will let you know when I come home late.",
    "I'd like to eat alone on Mondays.",
    "Ich gehe aus dem Zimmer, wenn es laut wird.",
    "Wenn du schreist, gehe ich spazieren.",
    "Wenn du arbeiten musst, esse ich allein.",
    "Ich werde nach zehn nicht mehr antworten.",
    "Ich will abends eine Stunde für mich.",
    "Wenn du mich anschreist, werde ich gehen.",
    "Ich lese mein Tagebuch niemandem vor.",
    "Falls du zu spät kommst, fange ich allein an.",
    "Ich sage dir, wenn es mir zu viel wird.",
    "Wenn Bob laut wird, gehe ich hinaus.",
    "Ich brauche einen Abend in der Woche für mich.",
    "Mein Tagebuch gehört mir.",
    "Ich schlafe im anderen Zimmer, wenn ich Ruhe brauche.",
    "Ich bitte dich aufzuhören, und dann gehe ich.",
    "Wenn ich will, dass du mich hältst, sage ich es.",
    "Ich bleibe am Tisch, bis du fertig bist.",
    "Ich lasse mein Handy im Flur, wenn wir essen.",
    "If we argue in front of the children, I will stop and go out.",
    "I will not let you down.",
    "I will read your letter when I am ready.",
    "I will not read your diary.",
    "Ich lese deine Nachrichten nicht.",
    "Text messages after ten stay unread.",
    "I will make sure you know when I am late.",
    "I will ask before I read your messages.",
    "I will read to you in the evening.",
    "Ich werde deine Nachrichten nicht lesen.",
    "If I will be late, I will call.",
    "Ich werde dein Zimmer in Ruhe lassen.",
]

ANOTHERS = [
    "You must tell me where you are.",
    "You will show me your phone.",
    "Bob has to be home by ten.",
    "bob must call me at noon.",
    "Stop texting her.",
    "Don't touch my phone.",
    "Do not raise your voice.",
    "I want you to tell me everything.",
    "I expect you to be home by ten.",
    "I need you to be home by ten.",
    "I won't let you go out alone.",
    "I will not allow you to see her.",
    "I'd like you to delete her number.",
    "I don't want you to go out.",
    "I expect that you tell me.",
    "If you are late, call me.",
    "If you want to stay, you must stop drinking.",
    "If you have to go you must call first.",
    "I will stay, but you have to stop.",
    "I will stay, and you will show me your messages.",
    "Please tell me when you leave.",
    "We must talk every evening.",
    "Nobody must read my diary.",
    "You're not allowed to go there.",
    "You can't see her any more.",
    "You call me before nine.",
    "Bob doesn't read my diary.",
    "He needs to stop.",
    "My partner should ask before going out.",
    "Phones must be off at dinner.",
    "Your phone stays in the hall.",
    "Tell me the truth or I will leave.",
    "I will check your phone every evening.",
    "I'll read Bob's messages.",
    "I think you should stop drinking.",
    "You’ll be home by ten.",
    "I will make sure you come home.",
    "Never again talk to her.",
    "You should ask me first; I will answer.",
    "Du musst mir sagen, wo du bist.",
    "Du darfst sie nicht treffen.",
    "Ab zehn musst du zu Hause sein.",
    "Bob muss um zehn zu Hause sein.",
    "Hör auf, ihr zu schreiben.",
    "Ich will, dass du mir alles sagst.",
    "Ich möchte, dass du mich anrufst.",
    "Ich erwarte von dir, dass du pünktlich bist.",
    "Wenn du zu spät kommst, ruf an.",
    "Wenn du bleiben willst, musst du aufhören.",
    "Wir müssen jeden Abend reden.",
    "Sag mir, wo du bist.",
    "Bitte ruf mich an, wenn du später kommst.",
    "Niemand darf mein Tagebuch lesen.",
    "Du zeigst mir dein Handy.",
    "Dein Handy bleibt im Flur.",
    "Ich werde dein Handy kontrollieren.",
    "Ich kontrolliere dein Handy.",
    "Du sollst mich nicht anschreien.",
    "Du wirst mir dein Handy zeigen.",
    "Fass mein Handy nicht an.",
    "Ich dulde nicht, dass du sie triffst.",
    "Ich bleibe, aber du musst aufhören.",
    "If it gets late, Bob must call.",
    "Ich lese deine Nachrichten.",
    "Wenn es spät wird, muss Bob anrufen.",
    "Come home before ten.",
    "My husband has to ask me first.",
    "I will take your phone away.",
]


@pytest.mark.parametrize("text", MINE)
@pytest.mark.parametrize("name", ["Bob", "Alice"])
def test_what_i_will_do_is_a_limit(text: str, name: str) -> None:
    assert not about_another(text.replace("Bob", name), [name])


@pytest.mark.parametrize("text", ANOTHERS)
@pytest.mark.parametrize("name", ["Bob", "Alice"])
def test_what_another_must_do_is_none(text: str, name: str) -> None:
    assert about_another(text.replace("Bob", name).replace("bob", name.lower()), [name])


def test_a_name_that_is_also_a_word_does_not_find_itself_everywhere() -> None:
    for name in ("Will", "May", "Mark"):
        assert not about_another("I will need to rest, and may go out. I mark the day.", [name])


@pytest.mark.parametrize("name", ["(Bob)", "B.*", "Bob\\", "{who}", "", " ", "Zoë Müller"])
def test_a_strange_name_is_only_a_name(name: str) -> None:
    assert about_another("You must go.", [name])
    assert not about_another("I will go.", [name])


@given(st.text(max_size=200), st.text(max_size=20))
def test_it_never_raises(text: str, name: str) -> None:
    assert about_another(text, [name]) in (True, False)


def test_somebody_says_i() -> None:
    assert says_what_i_do("If it is loud, I’ll go.") and says_what_i_do("Ich gehe.")
    assert not says_what_i_do("No phones at dinner.")
