"""What plugin authors test with. Needs pytest and Hypothesis; nothing happens at import.

* :class:`PluginContract`: subclass it, name your module, and pytest runs the whole contract::

      from dashboard.testing import PluginContract

      class TestTea(PluginContract):
          plugin = "dashboard_tea"

* :func:`open_household`: a real household of Alice and Bob in a folder, with a clock to set.
* :func:`entry`, :func:`view`, :func:`wall_view`: by hand, for a plugin's pure parts.
"""

from dashboard.testing.building import ALICE, BOB, NOW, entry, view, wall_view
from dashboard.testing.contract import PluginContract
from dashboard.testing.opened import OpenedHousehold, open_household

__all__ = [
    "ALICE",
    "BOB",
    "NOW",
    "OpenedHousehold",
    "PluginContract",
    "entry",
    "open_household",
    "view",
    "wall_view",
]
