"""Finding a person by what somebody typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.core.errors import Refused
from dashboard.core.household import create


@pytest.mark.parametrize("names", [["Zoë", "Zoe"], ["Zoe", "Zoë"]])
def test_an_exact_name_is_that_person(tmp_path: Path, names: list[str]) -> None:
    household = create(tmp_path / "home", names, "Europe/Berlin")
    for name in names:
        assert household.person(name).name == name
    assert household.person("zoe").id == "zoe"
    assert household.person("ZOE-2").id == "zoe-2"


def test_nobody_of_that_name_is_told_with_who_there_is(tmp_path: Path) -> None:
    household = create(tmp_path / "home", ["Alice", "Bob"], "Europe/Berlin")
    with pytest.raises(Refused, match="alice, bob"):
        household.person("Carol")
