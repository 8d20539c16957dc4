"""The table of ``data`` in docs/outputs/data.md agrees with what the rules report about their own pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from linter.rules.registry import FAMILY
from tests.conftest import ROOT

_ROW = re.compile(r"^\| `([a-z-]+)` \| (.*) \|$", re.MULTILINE)
_NAME = re.compile(r"(?P<optional>\[)?`(?P<name>\w+)(?P<null>\?)?`")
TABLE = dict(_ROW.findall((ROOT / "docs" / "outputs" / "data.md").read_text(encoding="utf-8")))
REPORTED = sorted((ROOT / "fixtures" / "rules").glob("*.txt"))


def variants(cell: str) -> list[tuple[set[str], set[str], set[str]]]:
    """Return the required, optional and nullable names of each alternative in a cell of the table."""
    found = []
    for alternative in cell.split("; for a plan:"):
        names = list(_NAME.finditer(alternative))
        optional = {match["name"] for match in names if match["optional"]}
        found.append(
            (
                {match["name"] for match in names} - optional,
                optional,
                {match["name"] for match in names if match["null"]},
            )
        )
    return found


def fits(data: dict[str, Any], required: set[str], optional: set[str], nullable: set[str]) -> bool:
    nulls = {name for name, value in data.items() if value is None}
    return required <= set(data) <= required | optional and nulls <= nullable


def test_every_rule_is_in_the_table() -> None:
    assert list(TABLE) == list(FAMILY)


@pytest.mark.parametrize("path", REPORTED, ids=lambda path: path.stem)
def test_data_has_the_names_of_the_table(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith('  {"document_kind"'):
            data = json.loads(line)
            del data["document_kind"]
            assert any(fits(data, *variant) for variant in variants(TABLE[path.stem])), line
