"""Finds plugins as values: installed ones by entry point, and those in a folder of one's own.

Never from a place that the other partner can write: plugins are code.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from dashboard.core.errors import DashboardError
from dashboard.host.records import Found

GROUP = "dashboard.plugins"


def find(own_folder: Path | None = None) -> Iterator[Found]:
    """Yield every plugin that could be loaded, installed ones first, each in a steady order."""
    from importlib.metadata import entry_points

    def ours_first(point: object) -> tuple[bool, str]:
        return not getattr(point, "value", "").startswith("plugins."), getattr(point, "name", "")

    for point in sorted(entry_points(group=GROUP), key=ours_first):
        source = point.dist.name if point.dist else "an installed package"
        yield Found(point.name, point.value, source)
    if own_folder is not None:
        yield from _in_folder(own_folder)


def _in_folder(folder: Path) -> Iterator[Found]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")):
            continue
        file = path / "__init__.py" if path.is_dir() else path
        if file.suffix == ".py" and file.is_file():
            yield Found(path.stem, "", f"your folder {folder}", str(file))


def import_module(found: Found) -> ModuleType:
    """Import a plugin's module. Raises whatever its code raises."""
    if not found.path:
        module_name, _, attribute = found.value.partition(":")
        module: ModuleType = importlib.import_module(module_name)
        return getattr(module, attribute) if attribute else module
    path = Path(found.path)
    for place in (*path.parents[:2], path, *_beside(path)):
        only_mine(place)
    name = f"dashboard_own_{path.parent.name if path.name == '__init__.py' else path.stem}"
    spec = importlib.util.spec_from_file_location(
        name, path, submodule_search_locations=_package(path)
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _package(path: Path) -> list[str] | None:
    return [str(path.parent)] if path.name == "__init__.py" else None


def _beside(path: Path) -> Iterator[Path]:
    """All that a package could import of itself."""
    if path.name == "__init__.py":
        yield from path.parent.rglob("*")


def only_mine(place: Path) -> None:
    """Raise :class:`DashboardError` if somebody else (but root) could have written the code."""
    stat = place.stat()
    if stat.st_uid not in (0, os.getuid()) or stat.st_mode & 0o022:
        raise DashboardError(
            f"others could have changed it, so it is not loaded; mend: chmod go-w '{place}'"
        )


def load_name(target: str) -> object:
    """Return what "module:name" names. Raises ImportError or AttributeError."""
    module_name, _, name = target.partition(":")
    return getattr(importlib.import_module(module_name), name)
