"""What the results of a session depend on apart from files."""

from __future__ import annotations

import os
import sys

from linter import __version__
from linter.engine.cache import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.config.loader import Configuration

_ROOT = os.path.dirname(os.path.dirname(__file__))
# what runs import beside the standard library and the modules of plugins
_DEPENDENCIES = frozenset(
    "linter yaml _yaml jsonschema jsonschema_specifications referencing rpds attr attrs frontmatter __main__".split()
)


def context(configuration: Configuration, gitignore: bool, force_exclude: bool) -> bytes | None:
    """What stands for this planlint, its plugins, its Python, the working directory and the options that are no
    settings; None where it cannot be known."""
    modules = [] if not configuration.has_plugins else _modules()
    if modules is None:
        return None
    facts = (__version__, sys.version, os.getcwd(), gitignore, force_exclude, modules, sorted(_code(_ROOT)))
    return digest(repr(facts).encode("utf-8", "backslashreplace"))


def _code(folder: str) -> Iterator[tuple[str, int, int]]:
    """Our own modules: who works on planlint, or updates it in place, does not change its version each time."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".json")):
                facts = entry.stat()
                yield entry.path, facts.st_mtime_ns, facts.st_size
            elif "." not in entry.name and entry.name != "__pycache__":
                yield from _code(entry.path)


def _modules() -> list[tuple[str, int, int]] | None:
    """The plugins with all that they imported."""
    found = []
    for name, module in sorted(sys.modules.items()):
        top = name.partition(".")[0]
        if top in _DEPENDENCIES or top in sys.stdlib_module_names:
            continue
        file = getattr(module, "__file__", None)
        if file is None:
            if not hasattr(module, "__path__"):
                return None
            continue
        try:
            facts = os.stat(file)
        except OSError:
            return None
        found.append((file, facts.st_mtime_ns, facts.st_size))
    return found
