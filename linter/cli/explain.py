"""``planlint explain``."""

from __future__ import annotations

import sys

from linter.cli.check import USAGE
from linter.cli.rules import settings_here
from linter.cli.sinks import wants_color
from linter.config import ConfigError
from linter.config_check import hint
from linter.pages import load, with_carets
from linter.renamed import current

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.registry import Registry

_BOLD, _RED, _DIM, _END = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"


def run_explain(options: Namespace) -> int:
    """Print the pages of the named rules and families."""
    try:
        registry: Registry = settings_here(options).registry
        ids = [id for name in options.names for id in _ids(registry, name)]
    except ConfigError as error:
        for problem in error.problems:
            print(f"planlint: error: {problem}", file=sys.stderr)
        return USAGE
    color = wants_color(options.color)
    for index, id in enumerate(dict.fromkeys(ids)):
        if index:
            print()
        rule = registry.load(id)
        for line in with_carets(load(rule).text.strip()):
            print(_painted(line) if color else line)
    return 0


def _ids(registry: Registry, name: str) -> list[str]:
    name = current(name)
    found = [id for id, family in registry.family.items() if name in (id, family, "all")]
    if name == "all":
        return list(registry.family)
    if not found:
        known = [*registry.family, *registry.families]
        raise ConfigError([f"unknown rule or family {name!r}{hint(name, known)}; 'planlint rules' lists them"])
    return found


def _painted(line: str) -> str:
    if line.startswith("#"):
        return f"{_BOLD}{line.lstrip('# ')}{_END}"
    if line.startswith("```"):
        return f"{_DIM}{line}{_END}"
    if line.strip() and not line.strip("^ "):
        return f"{_RED}{line}{_END}"
    return line
