"""Where every start begins. It imports next to nothing: a second here is a lost user on a Pi.

Two things are done right here: ``dashboard today``, when nothing has changed since it was last
worked out, and opening the screen without loading the command line.
"""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_VALUES = ("--household", "--as")
_SWITCHES = ("--plain", "--json")
_TODAY = (["today"], ["today", "--json"])


class Call:
    """What a command line asks for, as far as it can be told without the command line's library."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self.values: dict[str, str] = {}
        self.switches: set[str] = set()
        self.rest: list[str] = []
        waiting = iter(arguments)
        for word in waiting:
            name, equals, value = word.partition("=")
            if word == "--":
                self.rest += [word, *waiting]
            elif name in _VALUES and equals:
                self.values[name] = value
            elif word in _VALUES:
                self.values[word] = next(waiting, "")
            elif word in _SWITCHES:
                self.switches.add(word)
                self.rest.append(word)
            else:
                self.rest.append(word)

    @property
    def complete(self) -> bool:
        """Whether every option that takes a value has one."""
        return all(self.values.values())

    def ordered(self) -> list[str]:
        """The same words with ``--household`` and ``--as`` first, where the group expects them.

        Of an option without its value nothing but its name: the group says what is missing.
        """
        for name, value in self.values.items():
            if not value:
                return [name]
        return [word for pair in self.values.items() for word in pair] + self.rest


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program ``dashboard``."""
    _ready_for_anything()
    try:
        try:
            _run(Call(sys.argv[1:] if arguments is None else arguments))
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, such as "head", has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


def _ready_for_anything() -> None:
    """No closed standard input, and no byte that is no text, ends in a traceback."""
    if sys.stdin is None:
        sys.stdin = io.StringIO()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(call: Call) -> None:
    words = [word for word in call.rest if word not in _SWITCHES]
    if call.complete and call.rest in _TODAY and _today(call):
        return
    if call.complete and not words and "--json" not in call.switches and sys.stdin.isatty():
        from dashboard.ui.run import run

        raise SystemExit(
            run(call.values.get("--household"), call.values.get("--as"), "--plain" in call.switches)
        )
    from dashboard.cli.main import run as run_command

    run_command(call.ordered())


def _today(call: Call) -> bool:
    from time import time

    from dashboard.core.today import load, snapshot_file

    file = snapshot_file(call.values.get("--household"), call.values.get("--as"))
    found = load(file, time()) if file else None
    if found is None:
        return False
    if "--json" in call.switches:
        import json

        print(json.dumps(found.list(), ensure_ascii=False, indent=2))
    else:
        print(found.text())
    return True
