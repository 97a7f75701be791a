"""Style sheets of plugins that reach no further than their own cards."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import textual
from textual.css.errors import StylesheetError
from textual.css.model import RuleSet, Selector, SelectorType
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

from dashboard.widgets.card import scope_class

if TYPE_CHECKING:
    from textual.css.types import CSSLocation

TEXTUAL = f"{Path(textual.__file__).parent}/"
HOST = f"{Path(__file__).parents[1]}/"
_AT = "@plugin:"


def is_ours(class_: type) -> bool:
    """Return whether the class is Textual's or the host's."""
    module = sys.modules.get(class_.__module__)
    file = str(getattr(module, "__file__", ""))
    # A class made by calling type() says that it is of Textual's module.
    return file.startswith((TEXTUAL, HOST)) and vars(module).get(class_.__name__) is class_


class GuardedStylesheet(Stylesheet):
    """A style sheet in which a plugin's DEFAULT_CSS reaches no further than its own cards.

    Textual puts the widget's name before the last selector of a list only, and before none with
    ``SCOPED_CSS = False``: ``Screen, Mine { display: none }`` would hide everything. And one
    source that can't be parsed, perhaps only in another theme, stops the parse of all.
    """

    def __init__(self, variables: dict[str, str], failed: Callable[[str, Exception], None]) -> None:
        super().__init__(variables=variables)
        self._failed = failed
        self._admitting = False

    def admit(self, widget: Widget, owner: str) -> None:
        """Limit *widget*'s default style to *owner*'s cards; raise if it is not valid."""
        ours = {f"{base.__name__}.DEFAULT_CSS" for base in type(widget).__mro__ if is_ours(base)}
        sources: list[tuple[CSSLocation, str, int, str]] = []
        for (path, name), css, tie_breaker, scope in widget._get_default_css():
            read_from = (path, name if name in ours else f"{name}{_AT}{owner}")
            sources.append((read_from, css, tie_breaker, scope))
        self._admitting = True
        try:
            for read_from, css, tie_breaker, scope in sources:
                if _AT in read_from[1] and not self.has_source(*read_from):
                    self._parse_rules(
                        css, read_from, is_default_rules=True, tie_breaker=tie_breaker, scope=scope
                    )
        finally:
            self._admitting = False
        vars(widget)["_get_default_css"] = lambda: sources

    def _parse_rules(
        self, css: str, read_from: CSSLocation, *args: Any, **options: Any
    ) -> list[RuleSet]:
        # Everything that is parsed or parsed again goes through here.
        name, _, owner = read_from[1].partition(_AT)
        try:
            rules = super()._parse_rules(css, read_from, *args, **options)
            if owner:
                _limit(rules, name, scope_class(owner))
        except Exception as error:
            if not owner or self._admitting:
                raise
            self._failed(owner, error)
            return []
        return rules

    def reparse(self) -> None:
        """Parse all sources again with the current variables."""
        # Textual parses them in a new, unguarded style sheet; parse() itself is all or nothing.
        self.parse()


def _limit(rules: list[RuleSet], name: str, mark: str) -> None:
    for rule in rules:
        for token, problem in rule.errors:
            says = problem if isinstance(problem, str) else problem.summary
            raise StylesheetError(f"line {token.location[0] + 1} of {name}: {says}")
        for selectors in (chosen.selectors for chosen in rule.selector_set):
            if selectors[0].name != mark:
                selectors.insert(0, Selector(mark, type=SelectorType.CLASS))
