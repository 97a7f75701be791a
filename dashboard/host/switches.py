"""Which plugins one sees is one's own setting, and acts at once."""

from __future__ import annotations

from dashboard.core.errors import Refused
from dashboard.core.text import one_line
from dashboard.core.words import _
from dashboard.host.session import Session


def switch(session: Session, plugin_id: str, *, on: bool) -> str:
    """Switch a plugin on or off for this person; return what happened, as a sentence."""
    record = session.plugins.record(plugin_id)
    if record is None or record.info is None:
        raise Refused(
            _("There is no plugin '{id}' that works; see: dashboard plugins",
              id=one_line(plugin_id, 40))
        )  # fmt: skip
    if not on and not record.info.can_be_switched_off:
        raise Refused(_("{title} stays on, for both of you.", title=record.title))
    off = set(session.own_settings.plugins_off) - {plugin_id}
    session.change_own(plugins_off=sorted(off if on else off | {plugin_id}))
    if on:
        return _("{title} is on.", title=record.title)
    return _("{title} is off, for you.", title=record.title)
