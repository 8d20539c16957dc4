"""``planlint schema``."""

from __future__ import annotations

from pathlib import Path

import linter.schemas

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run_schema(options: Namespace) -> int:
    """Print the schema of the kind as it is kept."""
    path = Path(linter.schemas.__path__[0]) / f"{options.kind}.json"
    print(path.read_text(encoding="utf-8"), end="")
    return 0
