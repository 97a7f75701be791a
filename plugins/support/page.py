"""The help page as text: the words, then whom to call (rule 11).

Pure but for reading the files beside it: no household, no network, nothing written. It
imports the standard library alone, so that it opens when everything else is broken.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.support.labels import LABELS, Labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WIDTH = 76
"""Columns, so that a terminal of 80 never wraps a line."""

_FOLDER = Path(__file__).parent
_MOST_EXTRA = 20  # so that what is added cannot push the shipped numbers out of sight
_LONGEST_EXTRA = 120
_HARD_SPACE = "\N{NO-BREAK SPACE}"  # keeps a telephone number on one line while wrapping
_SHIPPED_LOCALES = {"en_US", "en_GB"}  # what systems are set up with, wherever they stand


@dataclass(frozen=True)
class Number:
    """One line that somebody in need can call, in words ready to be shown.

    ``number`` may be a web address where a country has no number for all of it. ``source``
    names who answers and their own page; ``checked`` is the day (ISO 8601) on which the
    number was last read in a public page, empty if it never was. ``also`` says how to write
    instead of calling.
    """

    name: str
    number: str
    hours: str = ""
    who: str = ""
    source: str = ""
    checked: str = ""
    also: str = ""


@dataclass(frozen=True)
class Country:
    """What ships for one country; ``lines[0]`` is the one most people there know."""

    code: str
    name: str
    emergency: tuple[str, ...]
    note: str
    source: str
    checked: str
    lines: tuple[Number, ...]
    open_to_all: Number | None
    zones: tuple[str, ...]


def languages() -> tuple[str, ...]:
    """Return the languages the page is written in, English first."""
    written = {path.name.split(".")[1] for path in _FOLDER.glob("pages/help.*.md")}
    return ("en", *sorted(written - {"en"}))


def countries(language: str = "en") -> tuple[Country, ...]:
    """Return the shipped countries; one that is damaged is left out, the others stay."""
    import tomllib

    try:
        shipped = tomllib.loads((_FOLDER / "numbers.toml").read_text(encoding="utf-8"))
        vocabulary, found = shipped["vocabulary"], dict(shipped["country"])
    except (OSError, ValueError, KeyError, TypeError):  # TOML and Unicode errors are values
        return ()
    result = []
    for code, raw in found.items():
        try:
            result.append(_country(code, raw, vocabulary, language))
        except (KeyError, TypeError, AttributeError, ValueError, IndexError):
            continue
    return tuple(result)


def guess_country(environ: Mapping[str, str]) -> str | None:
    """Return the ISO 3166 code of a shipped country, or None if *environ* does not tell.

    A time zone in ``TZ`` says where the machine is, so it goes before ``LC_ALL``,
    ``LC_MESSAGES`` and ``LANG``, which say what language somebody reads. ``en_US`` and
    ``en_GB`` tell nothing: systems come with them. Never more than a guess, so the page
    names the country and gives the emergency numbers of the others too.
    """
    known = countries()
    zone = environ.get("TZ", "").removeprefix(":")
    for country in known:
        for one in country.zones:
            if zone == one or (one.endswith("/") and zone.startswith(one)):
                return country.code
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = environ.get(name, "").partition(".")[0].partition("@")[0]
        if not locale:
            continue
        code = locale.partition("_")[2].upper()
        if locale not in _SHIPPED_LOCALES and any(code == one.code for one in known):
            return code
        return None  # as in POSIX, the first that is set decides
    return None


def page(language: str, country: str | None, extra: Sequence[Number] = ()) -> str:
    """Return the whole help page, in lines of at most 76 columns, ending in a line feed.

    *language* may be a locale ("de_AT"); one the page is not written in is English. With a
    *country* (ISO 3166 code) that ships numbers, its lines are shown in full; otherwise
    every country's emergency number and one or two lines. *extra* are the household's own
    numbers, the first twenty of them shown after the shipped ones, never instead.
    """
    language = language.lower().replace("-", "_").partition("_")[0]
    if language not in languages():
        language = "en"
    labels = LABELS.get(language, LABELS["en"])
    known = countries(language)
    here = next((one for one in known if country and one.code == country.upper()), None)
    lines = [*_words(language, labels, here), ""]
    if here is not None:
        lines += _one_country(here, known, labels)
    elif known:
        lines += _every_country(known, labels)
    else:
        lines += [labels.numbers_everywhere, "", *_wrap(labels.unreadable)]
    if extra:
        lines += _household(extra, labels)
    return "\n".join(lines).replace(_HARD_SPACE, " ") + "\n"


def _country(code: str, raw: dict[str, Any], words: dict[str, Any], language: str) -> Country:
    def say(text: Any) -> str:
        told = text.get(language, text["en"]) if isinstance(text, dict) else text
        if not isinstance(told, str):
            raise TypeError(told)
        return told

    lines = tuple(
        Number(
            say(line["name"]), say(line["number"]), say(words[line["hours"]]),
            say(words[line["who"]]), say(line["source"]), say(line["checked"]),
            say(line.get("also", "")),
        )
        for line in raw["lines"]
    )  # fmt: skip
    to_all = [n for n, line in enumerate(raw["lines"]) if line["who"] in {"everyone", "crisis"}]
    emergency = tuple(say(number) for number in raw["emergency"])
    if not emergency or not lines:
        raise ValueError(code)
    return Country(
        code, say(raw["name"]), emergency, say(raw.get("note", "")),
        say(raw["source"]), say(raw["checked"]), lines,
        lines[to_all[0]] if to_all else None, tuple(say(zone) for zone in raw["zones"]),
    )  # fmt: skip


def _words(language: str, labels: Labels, here: Country | None) -> Iterator[str]:
    """Lay out the Markdown subset of the pages: headings, paragraphs, lists."""
    text = (_FOLDER / "pages" / f"help.{language}.md").read_text(encoding="utf-8")
    emergency = labels.any_emergency
    if here is not None:
        emergency = f"{_emergency(here, labels)} ({here.name})"
    text = text.replace("{emergency}", emergency)
    for n, block in enumerate(text.strip().split("\n\n")):
        if n:
            yield ""
        if block.startswith("# "):
            yield block.removeprefix("# ")
        elif block.startswith("- "):
            for item in block.removeprefix("- ").split("\n- "):
                yield from _wrap(item, "  - ", "    ")
        else:
            yield from _wrap(block)


def _one_country(here: Country, known: Sequence[Country], labels: Labels) -> Iterator[str]:
    yield labels.numbers.format(country=here.name)
    yield ""
    yield from _wrap(f"{labels.emergency}: {_emergency(here, labels)}. {here.note}".rstrip())
    yield from _fine_print(here.source, here.checked, labels)
    for number in here.lines:
        yield from _in_full(number, labels)
    yield ""
    yield from _wrap(labels.about)
    others = "; ".join(
        f"{one.name} {_emergency(one, labels)}" for one in known if one.code != here.code
    )
    if others:
        yield ""
        yield from _wrap(labels.elsewhere.format(list=others))


def _every_country(known: Sequence[Country], labels: Labels) -> Iterator[str]:
    yield labels.numbers_everywhere
    for country in known:
        yield ""
        yield from _wrap(f"{country.name}: {labels.emergency} {_emergency(country, labels)}")
        brief = [country.lines[0]]
        if country.open_to_all is not None and country.open_to_all not in brief:
            brief.append(country.open_to_all)
        for number in brief:
            told = f"{number.name}: {_hard(number.number)}, {number.who}"
            yield from _wrap(f"{told} ({_origin(number.source, number.checked, labels)})", "    ")
    yield ""
    yield from _wrap(labels.about)


def _household(extra: Sequence[Number], labels: Labels) -> Iterator[str]:
    yield ""
    yield labels.household
    yield ""
    yield from _wrap(labels.about_household)
    for number in extra[:_MOST_EXTRA]:
        tame = Number(
            _tame(number.name), _tame(number.number), _tame(number.hours), _tame(number.who),
            _tame(number.source), _tame(number.checked), _tame(number.also),
        )  # fmt: skip
        yield from _in_full(tame, labels)


def _in_full(number: Number, labels: Labels) -> Iterator[str]:
    yield ""
    yield from _wrap(": ".join(part for part in (number.name, _hard(number.number)) if part))
    told = ", ".join(part for part in (number.hours, number.who) if part)
    for line in (told, number.also):
        if line:
            yield from _wrap(line, "    ")
    yield from _fine_print(number.source, number.checked, labels)


def _fine_print(source: str, checked: str, labels: Labels) -> Iterator[str]:
    origin = _origin(source, checked, labels)
    if origin:
        yield from _wrap(origin, "    ")


def _origin(source: str, checked: str, labels: Labels) -> str:
    day = labels.checked.format(day=checked) if checked else ""
    return ", ".join(part for part in (source, day) if part)


def _emergency(country: Country, labels: Labels) -> str:
    return labels.either.join(_hard(number) for number in country.emergency)


def _hard(number: str) -> str:
    return number.replace(" ", _HARD_SPACE)


def _tame(text: str) -> str:
    """Return text that somebody typed as one harmless line, without control characters.

    Everything unprintable goes, joiners and bidirectional marks too: here a plain look
    matters more than every script's finest form.
    """
    plain = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(plain.split())[:_LONGEST_EXTRA]


def _wrap(text: str, first: str = "  ", rest: str | None = None) -> list[str]:
    # Not str.split(): it would also split at the hard spaces.
    words = [word for word in text.replace("\n", " ").split(" ") if word]
    return textwrap.wrap(
        " ".join(words),
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )
