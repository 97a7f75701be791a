"""Opens the screen, or its plain twin, for one person."""

from __future__ import annotations

import gc
import sys

from dashboard.core.text import clean

_TURN = 0.001  # seconds that a thread which works in the background may keep a key waiting


def run(place: str | None, me: str | None, plain: bool) -> int:
    """Open the dashboard and return the exit code. Raises nothing a person could cause."""
    if plain:
        from dashboard.ui.plain import run_plain

        return run_plain(place, me)
    gc.disable()  # while modules are read, which are never garbage
    from dashboard.ui.app import DashboardApp

    app = DashboardApp(place, me)
    gc.freeze()
    gc.enable()
    sys.setswitchinterval(_TURN)
    app.run()
    if app.last_words:
        print(clean(app.last_words), file=sys.stderr)
    return app.return_code or 0
