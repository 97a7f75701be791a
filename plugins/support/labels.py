"""The few words around the numbers on the help page, in each of its languages.

They stand in code, apart from the catalogue that the screens use, so that the help page
needs no other part of the program to work (rule 11).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """The words of one language; ``{…}`` places are filled in by the page."""

    numbers: str
    numbers_everywhere: str
    about: str
    emergency: str
    any_emergency: str
    either: str
    elsewhere: str
    checked: str
    household: str
    about_household: str
    unreadable: str


_ENGLISH = Labels(
    numbers="Who helps: {country}",
    numbers_everywhere="Who helps",
    about="Each number was read, on the day that stands with it, in a stored copy of a public"
    " page; nobody called it. Numbers change. If one does not answer, try another.",
    emergency="Emergency",
    any_emergency="the emergency number of the country you are in",
    either=" or ",
    elsewhere="Emergency elsewhere: {list}.",
    checked="checked {day}",
    household="Added in this household",
    about_household="Either of you can add here, and the dashboard has not checked it. If you"
    " are not sure who did, use the numbers above.",
    unreadable="The list of numbers cannot be read on this machine. The police, a doctor, a"
    " pharmacy or a library can tell you who helps where you are.",
)

_GERMAN = Labels(
    numbers="Wer hilft: {country}",
    numbers_everywhere="Wer hilft",
    about="Jede Nummer wurde an dem Tag, der dabeisteht, in der gespeicherten Kopie einer"
    " öffentlichen Seite gelesen; niemand hat dort angerufen. Nummern ändern sich. Wenn eine"
    " nicht antwortet, versuch eine andere.",
    emergency="Notruf",
    any_emergency="den Notruf des Landes, in dem du bist",
    either=" oder ",
    elsewhere="Notruf anderswo: {list}.",
    checked="geprüft {day}",
    household="In diesem Haushalt ergänzt",
    about_household="Hier könnt ihr beide etwas ergänzen, und das Dashboard hat es nicht"
    " geprüft. Wenn du nicht sicher bist, von wem es kommt, nimm die Nummern oben.",
    unreadable="Die Liste der Nummern ist auf diesem Gerät nicht lesbar. Polizei,"
    " Arztpraxis, Apotheke oder Bücherei wissen, wer bei dir hilft.",
)

LABELS = {"en": _ENGLISH, "de": _GERMAN}
