"""``planlint explain``: the pages of rules, families and formats."""

from __future__ import annotations

import sys
from inspect import cleandoc

from linter.cli.configuration import settings_here
from linter.cli.exit_codes import OK
from linter.cli.output_targets import wants_color
from linter.cli.terminal_markdown import Page
from linter.config.settings import FORMATS
from linter.formats.docs import path_of
from linter.rules.docs import render_page, with_carets, with_urls
from linter.rules.renamed import current
from linter.system.terminal import page_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.rules.registry import Registry


def run_explain(options: Namespace) -> int:
    """Print the pages of rules, families and formats: formatted on a terminal, else as Markdown.

    Raises ConfigError.
    """
    registry = settings_here(options).registry
    names = dict.fromkeys(page for name in options.names for page in _pages(registry, name))
    color = wants_color(options.color)
    page = Page(page_columns(), color) if color or sys.stdout.isatty() else None
    for index, name in enumerate(names):
        if index:
            print()
        text = render_page(registry.load(name)) if name in registry.family else _format_page(registry, name)
        for line in page.lines(text) if page else with_carets(text.strip()):
            print(line)
    return OK


def _pages(registry: Registry, name: str) -> list[str]:
    """Return the rules and formats that *name* selects. Raises ConfigError if there are none."""
    name = current(name)
    found = [id for id, family in registry.family.items() if name in (id, family, "all")]
    if found or name == "all":
        return found
    formats = _formats(registry)
    found = [format for format in formats if _folded(format) == _folded(name)]
    if not found:
        from linter.cli.argparse_setup import unknown

        known = [*registry.family, *registry.families, *formats]
        tip = f"'planlint rules' lists the rules; formats are {', '.join(formats)}"
        raise unknown("rule, family or format", name, known, tip)
    return found


def _folded(name: str) -> str:
    """Return *name* without what differs between a format and its product, such as ``speckit`` and ``Spec-Kit``."""
    return name.casefold().replace("-", "").removesuffix(".md")


def _formats(registry: Registry) -> list[str]:
    own = [kind for format in registry.formats for kind in format.kinds]
    return list(dict.fromkeys([*FORMATS, *own]))


def _format_page(registry: Registry, name: str) -> str:
    """Return the page of a format, which for a plugin's format is made from its docstring."""
    if name in FORMATS:
        return with_urls(path_of(name).read_text(encoding="utf-8"))
    format = next(format for format in registry.formats if name in format.kinds)
    return f"# {name}\n\n{cleandoc(type(format).__dict__.get('__doc__') or '')}\n"
