"""The plugins of the house keep the contract that a stranger's plugin keeps."""

from __future__ import annotations

from dashboard.testing import PluginContract


class TestGratitude(PluginContract):
    plugin = "plugins.gratitude"


class TestBoundaries(PluginContract):
    plugin = "plugins.boundaries"


class TestSupport(PluginContract):
    plugin = "plugins.support"
    stays_on = True
