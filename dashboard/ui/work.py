"""Starts what takes a while, without holding up the keys."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual.dom import DOMNode


def start(node: DOMNode, work: Callable[[], Coroutine[Any, Any, object]], **options: Any) -> None:
    """Run *work* as a worker of *node*: it ends with it, and what it raises ends nothing else.

    A function, not a coroutine: one that is never begun, since its node closes, would be
    complained about.
    """
    anything: Any = work  # mypy can't solve the type that Textual has for it
    node.run_worker(anything, exit_on_error=False, **options)
