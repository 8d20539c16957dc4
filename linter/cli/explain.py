"""``planlint explain``."""

from __future__ import annotations

import sys
from shutil import get_terminal_size

from linter.cli.configuration import settings_here
from linter.cli.exit_codes import OK
from linter.cli.output_targets import wants_color
from linter.cli.terminal_markdown import Page
from linter.rules.docs import render_page, with_carets
from linter.rules.renamed import current

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.rules.registry import Registry


def run_explain(options: Namespace) -> int:
    """Print the pages of rules and families: formatted on a terminal, else as Markdown.

    Raises ConfigError.
    """
    registry = settings_here(options).registry
    ids = [id for name in options.names for id in _ids(registry, name)]
    color = wants_color(options.color)
    page = Page(get_terminal_size().columns, color) if color or sys.stdout.isatty() else None
    for index, id in enumerate(dict.fromkeys(ids)):
        if index:
            print()
        rule = registry.load(id)
        text = render_page(rule).strip()
        for line in page.lines(text) if page else with_carets(text):
            print(line)
    return OK


def _ids(registry: Registry, name: str) -> list[str]:
    name = current(name)
    found = [id for id, family in registry.family.items() if name in (id, family, "all")]
    if name == "all":
        return list(registry.family)
    if not found:
        from linter.cli.argparse_setup import unknown

        raise unknown("rule or family", name, [*registry.family, *registry.families], "'planlint rules' lists them")
    return found
