"""The help page inside the dashboard: the same words as ``dashboard help-me``."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dashboard.api.context import View
from dashboard.api.types import Page, Screen, Section
from dashboard.core.clock import system_zone
from dashboard.core.words import _, language
from plugins.support.page import Number, guess_country, page


def screen() -> Screen:
    """The screen's declaration."""
    return Screen("support", _("Help and support"), show)


def show(view: View) -> Page:
    """Make the page, with the household's own numbers beside those that ship."""
    extra = [Number(one.name, one.number, one.hours, one.who) for one in view.settings.numbers]
    text = page(language(), view.settings.country or country(os.environ), extra)
    return Page((Section("", empty=""),), intro=text)


def country(environ: Mapping[str, str]) -> str | None:
    """Guess the country by the system's time zone first: it is set to where one is."""
    return guess_country({**environ, "TZ": environ.get("TZ") or system_zone()})
