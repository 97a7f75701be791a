"""The help page keeps rule 11, whatever else is broken."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from plugins.support.labels import LABELS
from plugins.support.page import Country, Number, countries, guess_country, languages, page

# By its full name: the package may have an attribute `page`, too.
subject = importlib.import_module("plugins.support.page")
SHIPPED = Path(str(subject.__file__)).parent
COUNTRIES = ("DE", "AT", "CH", "GB", "IE", "US", "CA", "AU", "NZ", "FR", "ES", "IT", "NL")
EVERYWHERE = [*COUNTRIES, None]

# What rule 11 demands, and the promises the page makes: the same list for each language.
SAID = {
    "en": {
        "not for violence": "not for a relationship with violence, threats or control",
        "leaving": "Leaving can be the right thing",
        "wrongdoing": "Having done wrong is no reason to be hit, threatened or controlled",
        "either": "This holds for both of you",
        "safer device": "read on from a safer device",
        "writes nothing": "This page writes nothing itself",
        "machine may": "But the machine may",
        "history": "command history",
        "nothing to clear": "nothing to clear",
        "from inside": 'From inside, by "?"',
        "hide": "F9",
        "hide can": "someone looking over your shoulder",
        "hide cannot": "not someone who watches the machine",
        "unsure": "You need not be sure",
        "for another": "ask for somebody else",
        "danger": "In danger right now?",
    },
    "de": {
        "not for violence": "nicht für eine Beziehung, in der es Gewalt, Drohungen oder"
        " Kontrolle gibt",
        "leaving": "Gehen kann das Richtige sein",
        "wrongdoing": "Etwas falsch gemacht zu haben ist kein Grund, geschlagen, bedroht oder"
        " kontrolliert zu werden",
        "either": "Das gilt für euch beide",
        "safer device": "auf einem sichereren Gerät weiter",
        "writes nothing": "Diese Seite selbst schreibt nichts auf",
        "machine may": "Das Gerät aber vielleicht",
        "history": "Befehlsverlauf",
        "nothing to clear": "nichts zu löschen",
        "from inside": 'Von innen, über "?"',
        "hide": "F9",
        "hide can": "gegen Blicke über die Schulter",
        "hide cannot": "nicht gegen jemanden, der das Gerät überwacht",
        "unsure": "Du musst nicht sicher sein",
        "for another": "für jemand anderen fragst",
        "danger": "Jetzt in Gefahr?",
    },
}


def flat(text: str) -> str:
    return " ".join(text.split())


def raw() -> dict[str, Any]:
    shipped = tomllib.loads((SHIPPED / "numbers.toml").read_text(encoding="utf-8"))
    return dict(shipped["country"])


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the page read a copy of its files that a test may damage."""
    (tmp_path / "pages").mkdir()
    for name in ("numbers.toml", "pages/help.en.md", "pages/help.de.md"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    monkeypatch.setattr(subject, "_FOLDER", tmp_path)
    return tmp_path


# ---- the words


def test_every_language_says_the_same_things() -> None:
    assert set(SAID) == set(languages()) == set(LABELS)
    assert len({frozenset(phrases) for phrases in SAID.values()}) == 1


@pytest.mark.parametrize(
    ("language", "what"), [(language, what) for language in SAID for what in SAID[language]]
)
def test_the_page_says(language: str, what: str) -> None:
    for country in ("DE", None):
        assert SAID[language][what] in flat(page(language, country))


@pytest.mark.parametrize("language", SAID)
def test_the_written_page_is_short_and_narrow(language: str) -> None:
    lines = (SHIPPED / f"pages/help.{language}.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 52
    assert max(map(len, lines)) <= 76
    assert sum(bool(line) for line in lines) <= 45


@pytest.mark.parametrize("language", SAID)
def test_safety_comes_before_everything_else(language: str) -> None:
    text = flat(page(language, "DE"))
    order = [SAID[language][what] for what in ("danger", "safer device", "not for violence")]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)
    assert text.index("110") < text.index(SAID[language]["safer device"])


def test_no_word_about_whose_fault_it_is() -> None:
    told = " ".join((SHIPPED / f"pages/help.{one}.md").read_text("utf-8") for one in SAID)
    words = set(re.findall(r"\w+", told.lower()))
    assert not words & {"he", "she", "his", "her", "him", "husband", "wife", "guilty", "cheated"}
    assert not words & {"er", "ehemann", "ehefrau", "partner", "partnerin", "schuldig", "betrogen"}


@pytest.mark.parametrize("language", ["fr", "", "EN", "en_GB", "xx-YY", "../../etc/passwd"])
def test_an_unknown_language_is_english(language: str) -> None:
    assert page(language, "DE") == page("en", "DE")


def test_a_locale_names_its_language() -> None:
    assert page("de_AT", "AT") == page("de-CH", "AT") == page("de", "AT")


@pytest.mark.parametrize("country", EVERYWHERE)
@pytest.mark.parametrize("language", SAID)
def test_it_fits_a_terminal_and_carries_no_control_characters(
    language: str, country: str | None
) -> None:
    text = page(language, country, [Number("x" * 300, "1 2 3 " * 80, source="y" * 300)])
    assert max(map(len, text.splitlines())) <= 80
    assert text.endswith("\n")
    for char in text.replace("\n", ""):
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}, repr(char)
        assert char != "\N{NO-BREAK SPACE}"
    assert "{" not in text


# ---- the numbers


def test_every_country_is_read() -> None:
    for language in languages():
        assert tuple(one.code for one in countries(language)) == COUNTRIES == tuple(raw())


@pytest.mark.parametrize("country", countries(), ids=lambda one: one.code)
def test_every_number_has_a_source_and_the_day_it_was_read(country: Country) -> None:
    assert country.emergency
    assert all(re.fullmatch(r"\d{2,3}", number) for number in country.emergency)
    for source, checked in [
        (country.source, country.checked),
        *((line.source, line.checked) for line in country.lines),
    ]:
        organisation, _, site = source.rpartition(", ")
        assert organisation
        assert re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,5}(/[a-z-]+)?", site), source
        assert dt.date.fromisoformat(checked)
    for line in country.lines:
        assert line.name
        assert line.hours
        assert line.who
        assert re.fullmatch(r"[\d -]{3,}|[a-z-]+\.[a-z]{2}(\.[a-z]+)?(/[\w./-]+)?", line.number)
    assert any("everyone" in line.who for line in country.lines) or country.code == "ES"


def test_where_each_number_was_read_is_written_down() -> None:
    for code, country in raw().items():
        for found in (*country["found"], *(line["found"] for line in country["lines"])):
            assert found.startswith(("https://", "http://")), code


def test_a_text_in_one_language_is_in_all() -> None:
    def look(value: object) -> None:
        if isinstance(value, dict):
            if "en" in value:
                assert set(value) == set(languages()), value
            for one in value.values():
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    look(tomllib.loads((SHIPPED / "numbers.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("language", SAID)
def test_a_country_is_shown_in_full(language: str, code: str) -> None:
    text = flat(page(language, code.lower()))
    here = next(one for one in countries(language) if one.code == code)
    for one in (*here.emergency, here.name, here.source, here.checked):
        assert one in text
    for line in here.lines:
        for part in (line.name, line.number, line.hours, line.who, line.source, line.also):
            assert part in text
    for other in countries(language):  # a wrong guess must not cost anybody the emergency call
        assert f"{other.name} {other.emergency[0]}" in text or other.code == code


@pytest.mark.parametrize("country", [None, "", "XX", "D", "deutschland"])
@pytest.mark.parametrize("language", SAID)
def test_an_unknown_country_shows_all_in_brief(language: str, country: str | None) -> None:
    text = page(language, country)
    for one in countries(language):
        block = flat(next(b for b in text.split("\n\n") if b.startswith(f"  {one.name}: ")))
        for number in one.emergency:
            assert number in block
        assert one.lines[0].number in block
        assert one.lines[0].source in block
        assert one.lines[0].checked in block
    assert LABELS[language].any_emergency in flat(text)


def test_a_telephone_number_is_never_cut_in_two() -> None:
    for code in EVERYWHERE:
        lines = page("en", code).splitlines()
        for one in countries():
            for line in one.lines if one.code == code else one.lines[:1] if code is None else ():
                assert any(line.number in shown for shown in lines), line.number


# ---- the household's own


def test_extra_numbers_add_and_never_replace() -> None:
    for code in EVERYWHERE:
        without = page("en", code)
        imposter = Number("Emergency", "110", source="Hilfetelefon, www.hilfetelefon.de")
        own = Number("Frauenhaus Musterstadt", "01234 567", "weekdays", "for women", "us", "")
        text = page("en", code, [imposter, own])
        assert text.startswith(without.rstrip("\n"))
        added = text[len(without.rstrip("\n")) :]
        assert LABELS["en"].household in added
        assert "Frauenhaus Musterstadt: 01234 567" in added
        assert "has not checked it" in flat(added)


def test_very_many_extra_numbers_push_nothing_away() -> None:
    text = page("en", "DE", [Number(f"line {n}", str(n)) for n in range(5000)])
    assert text.startswith(page("en", "DE").rstrip("\n"))
    assert "line 19: 19" in text
    assert len(text.splitlines()) < 200


def test_what_somebody_typed_cannot_play_with_the_terminal() -> None:
    text = page(
        "en", "DE", [Number("a\x1b[2J\x9b2K\u202eb\u200f", "1\r\n\n# Emergency: 0190", "\t", "\0")]
    )
    assert "\n  a [2J 2K b: 1 # Emergency: 0190\n" in text
    assert not {"\x1b", "\x9b", "\u202e", "\u200f", "\r", "\t", "\0"} & set(text)


def test_an_extra_number_without_words_is_harmless() -> None:
    assert page("en", "DE", [Number("", "")]).startswith(page("en", "DE").rstrip("\n"))


# ---- where one is


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, None),
        ({"LANG": "de_DE.UTF-8"}, "DE"),
        ({"LANG": "de_AT.UTF-8@euro"}, "AT"),
        ({"LANG": "en_IE"}, "IE"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "it_CH.UTF-8"}, "CH"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "nl_NL"}, "NL"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, None),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "FR"),
        ({"LANG": "en_GB.UTF-8"}, None),  # Raspberry Pi OS comes with it
        ({"LANG": "en_US.UTF-8"}, None),
        ({"LANG": "pl_PL.UTF-8"}, None),
        ({"LANG": "C.UTF-8", "TZ": "Europe/Berlin"}, "DE"),
        ({"LANG": "en_GB.UTF-8", "TZ": ":Europe/Zurich"}, "CH"),
        ({"LANG": "de_DE.UTF-8", "TZ": "Pacific/Auckland"}, "NZ"),
        ({"TZ": "America/Indiana/Knox"}, "US"),
        ({"TZ": "America/Toronto"}, "CA"),
        ({"TZ": "Australia/Perth"}, "AU"),
        ({"TZ": "Europe/London"}, "GB"),
        ({"TZ": "Europe/Rome"}, "IT"),
        ({"TZ": "Atlantic/Canary"}, "ES"),
        ({"TZ": "UTC", "LANG": "es_ES.UTF-8"}, "ES"),
        ({"TZ": "", "LANG": "de_DE"}, "DE"),
        ({"TZ": "America/Lima"}, None),
    ],
)
def test_the_country_is_guessed_from_the_zone_then_the_locale(
    environ: dict[str, str], code: str | None
) -> None:
    assert guess_country(environ) == code


def test_no_zone_belongs_to_two_countries() -> None:
    zones = [zone for one in countries() for zone in one.zones]
    assert len(zones) == len(set(zones))


# ---- whatever else is broken


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe\x00",
        b"[country.DE\n",
        b"country = 3\nvocabulary = 4\n",
        b"[vocabulary]\n[country]\nDE = 7\n",
        b"[vocabulary]\n[country.DE]\nname = 'x'\nemergency = []\n",
        None,
    ],
)
@pytest.mark.parametrize("language", SAID)
def test_without_its_numbers_it_still_says_the_words(
    copy: Path, language: str, damage: bytes | None
) -> None:
    if damage is None:
        (copy / "numbers.toml").unlink()
    else:
        (copy / "numbers.toml").write_bytes(damage)
    text = flat(page(language, "DE", [Number("Anna", "0151 1")]))
    for phrase in SAID[language].values():
        assert phrase in text
    assert flat(LABELS[language].unreadable) in text
    assert "Anna: 0151 1" in text
    assert guess_country({"TZ": "Europe/Berlin"}) is None


def test_without_its_page_a_language_is_english(copy: Path) -> None:
    (copy / "pages/help.de.md").unlink()
    assert languages() == ("en",)
    assert page("de", "DE") == page("en", "DE")


def test_one_damaged_country_harms_no_other(copy: Path) -> None:
    text = (copy / "numbers.toml").read_text(encoding="utf-8")
    (copy / "numbers.toml").write_text(
        text.replace('emergency = ["110", "112"]', "emergency = 110")
    )
    assert tuple(one.code for one in countries()) == COUNTRIES[1:]
    assert "116 016" not in page("en", "DE")
    assert "0800 222 555" in page("en", "DE")


# The package's hooks (its __init__) need the host; the page must not, so they stay out.
WATCHED = """
import json, os, sys, types
sys.dont_write_bytecode = True
for name in ("plugins", "plugins.support"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [os.path.abspath(name.replace(".", "/"))]
broken = []
def watch(event, args):
    if event == "open":
        path, mode, flags = args
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC)
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            broken.append([event, str(path)])
    elif event.split(".")[0] in {"socket", "subprocess", "shutil", "sqlite3", "ctypes", "urllib"}:
        broken.append([event, ""])
    elif event in {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate",
                   "os.utime", "os.chmod", "os.system", "os.exec", "os.fork", "os.posix_spawn"}:
        broken.append([event, ""])
sys.addaudithook(watch)
from plugins.support.page import guess_country, page
text = page("de", guess_country(os.environ)) + page("en", None)
ours = sorted(name for name in sys.modules if name.split(".")[0] in {"plugins", "dashboard"})
foreign = sorted({name.split(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
                 - {"plugins", "__main__"})
sys.stdout.buffer.write(json.dumps(
    {"broken": broken, "text": text, "ours": ours, "foreign": foreign}).encode())
"""


def test_it_writes_nothing_and_needs_no_home_no_household_and_no_network(tmp_path: Path) -> None:
    # -S: without site-packages, so without every other part of the program.
    done = subprocess.run(
        [sys.executable, "-S", "-X", "utf8", "-c", WATCHED],
        cwd=SHIPPED.parents[1],
        env={"HOME": str(tmp_path / "no such home"), "TZ": "Europe/Vienna", "PYTHONPATH": "."},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told["broken"] == []
    assert "0800 222 555" in told["text"]
    assert set(told["ours"]) <= {
        "plugins", "plugins.support", "plugins.support.page", "plugins.support.labels"
    }  # fmt: skip
    assert told["foreign"] == []
    assert list(tmp_path.iterdir()) == []


def test_the_watch_would_see_a_write(tmp_path: Path) -> None:
    spied = WATCHED.replace(
        'text = page("de"', f'open({str(tmp_path / "x")!r}, "w"); text = page("de"'
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", spied], cwd=SHIPPED.parents[1],
        env={"PYTHONPATH": "."}, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["broken"] == [["open", str(tmp_path / "x")]]
