"""Words that must not stand in some places, in English and German.

From the product's rules: titles that leave the house are neutral (rule: "Words"), nothing is
scored or counted up (rule 5), and a story never says what happened.
"""

from __future__ import annotations

import re

_HEAVY = (
    r"betray\w*", r"cheat\w*", r"affairs?", r"infidel\w*", r"unfaithful\w*", r"lie[sd]?",
    r"trust\w*", r"distrust\w*", r"feel\w*", r"hurt\w*", r"pain\w*", r"forgiv\w*", r"guilt\w*",
    r"shame\w*", r"jealous\w*", r"promis\w*", r"bound(?:ary|aries)", r"limits?", r"agreements?",
    r"therap\w*", r"counsel\w*", r"close(?:ness|r)", r"intima\w*", r"relationship\w*", r"sex\w*",
    r"wound\w*", r"repair\w*", r"check-?ins?", r"confess\w*", r"secret\w*", r"apolog\w*",
    r"betrug\w*", r"betrog\w*", r"affäre\w*", r"untreu\w*", r"treue", r"lüge\w*", r"vertrau\w*",
    r"misstrau\w*", r"gefühl\w*", r"verletz\w*", r"schmerz\w*", r"verzeih\w*", r"schuld\w*",
    r"scham\w*", r"eifers\w*", r"versprech\w*", r"grenzen?", r"vereinbarung\w*", r"nähe",
    r"beziehung\w*", r"intim\w*", r"geheim\w*", r"entschuldig\w*",
)  # fmt: skip
_COUNTING = (
    r"streaks?", r"scores?", r"ranking", r"percent\w*", r"points?", r"in a row", r"level \d+",
    r"serie", r"punkte(?:stand)?", r"prozent", r"rangliste", r"\d+ ?%", r"\d+ ?/ ?\d+",
    r"\d+ (?:times|mal)", r"\d+ of \d+", r"\d+ von \d+", r"missed", r"overdue", r"skipped",
    r"versäumt\w*", r"überfällig\w*",
)  # fmt: skip
_DEED = (
    r"betray\w*", r"cheat\w*", r"affairs?", r"infidel\w*", r"unfaithful\w*", r"lied",
    r"betrug\w*", r"betrog\w*", r"affäre\w*", r"untreu\w*", r"gelogen",
)  # fmt: skip
_GENDER = (r"he", r"she", r"him", r"his", r"hers?", r"himself", r"herself", r"husband", r"wife")

NOT_NEUTRAL = re.compile(rf"\b(?:{'|'.join(_HEAVY)})(?!\w)", re.IGNORECASE)
"""What must not stand in a title that leaves the house."""

COUNTED = re.compile(rf"(?<![\w.])(?:{'|'.join(_COUNTING)})(?!\w)", re.IGNORECASE)
"""Scores, streaks, percentages, and what was not done."""

WHAT_HAPPENED = re.compile(rf"\b(?:{'|'.join(_DEED)})(?!\w)", re.IGNORECASE)
"""What a story never says."""

ONE_OF_THEM = re.compile(rf"\b(?:{'|'.join(_GENDER)})(?!\w)", re.IGNORECASE)
"""What does not read as well with the two exchanged."""
