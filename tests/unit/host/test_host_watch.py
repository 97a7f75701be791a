"""However a file is saved, it is told, once it is whole."""

from __future__ import annotations

import queue
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.core.files import write_whole
from dashboard.host.watch import Watch

Told = queue.Queue[Path]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    (tmp_path / "tea.toml").write_text("cups = 3")
    told: Told = queue.Queue()
    watch = Watch([tmp_path, tmp_path / "not there"], told.put)
    yield told
    watch.stop()


def names(told: Told) -> set[str]:
    found = {told.get(timeout=5).name}
    while True:
        try:
            found.add(told.get(timeout=0.1).name)
        except queue.Empty:
            return found


@pytest.mark.parametrize("way", ["over", "whole", "sed", "vim", "append", "gone"])
def test_a_save_is_told(told: Told, tmp_path: Path, way: str) -> None:
    file = tmp_path / "tea.toml"
    if way == "over":
        file.write_text("cups = 7")
    elif way == "whole":
        write_whole(file, b"cups = 7")
    elif way == "sed":
        subprocess.run(["sed", "-i", "s/3/7/", file], check=True)
    elif way == "vim":
        aside = file.with_name(".tea.toml.swp")
        aside.write_text("cups = 7")
        file.rename(file.with_name("tea.toml~"))
        aside.rename(file)
        file.with_name("tea.toml~").unlink()
    elif way == "append":
        with file.open("a") as opened:
            opened.write("\n")
    else:
        file.unlink()
    assert "tea.toml" in names(told)


def test_reading_and_hidden_files_are_not_told(told: Told, tmp_path: Path) -> None:
    (tmp_path / "tea.toml").read_text()
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "tea.toml").write_text("cups = 4")
    assert names(told) == {"tea.toml"}
