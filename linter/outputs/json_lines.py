"""``json-lines``: one JSON object per line for each violation, as in ``json``."""

from __future__ import annotations

from json import JSONEncoder

from linter.outputs.escape import escape_ci_commands
from linter.outputs.json import entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.report import Report


def render(report: Report, color: bool = False) -> str:
    """Return ASCII lines; empty without violations."""
    encode = JSONEncoder(separators=(", ", ": ")).encode
    return escape_ci_commands("".join(encode(entry) + "\n" for entry in entries(report)))
