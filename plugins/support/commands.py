"""``dashboard help-me``."""

from __future__ import annotations

import os

import click

from dashboard.core.words import language as spoken
from dashboard.core.words import speak
from plugins.support.page import page
from plugins.support.view import country as guessed


@click.command("help-me")
@click.option("--country", metavar="CODE", help="Such as DE, GB or US; guessed if left out.")
@click.option("--language", metavar="CODE", help="Such as en or de; guessed if left out.")
def help_me(country: str | None, language: str | None) -> None:
    """The help page: for a home that is not safe."""
    speak(language or "")
    click.echo(page(spoken(), (country or "").upper() or guessed(os.environ)))
