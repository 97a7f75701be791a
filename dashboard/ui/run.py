"""Opens the screen, or its plain twin, for one person."""

from __future__ import annotations


def run(place: str | None, me: str | None, plain: bool) -> int:
    """Open the dashboard and return the exit code. Raises nothing a person could cause."""
    if plain:
        from dashboard.ui.plain import run_plain

        return run_plain(place, me)
    from dashboard.ui.app import DashboardApp

    app = DashboardApp(place, me)
    app.run()
    return app.return_code or 0
