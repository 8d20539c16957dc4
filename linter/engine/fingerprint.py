"""The dependencies of all results of a session other than files."""

from __future__ import annotations

import os
import sys
from functools import cache

from linter import __version__
from linter.engine.cache import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.config.loader import Configuration

_ROOT = os.path.dirname(os.path.dirname(__file__))
# imports of planlint other than the standard library and plugins
_DEPENDENCIES = frozenset(
    "linter yaml _yaml jsonschema jsonschema_specifications referencing rpds attr attrs frontmatter __main__".split()
)


def code_digest() -> bytes:
    """Return a digest of planlint and Python as they are now."""
    return digest(repr((__version__, sys.version, sorted(_code(_ROOT)))).encode("utf-8", "backslashreplace"))


@cache
def loaded_code() -> bytes:
    """Return ``code_digest`` as of the first call: that of the code that runs."""
    return code_digest()


def context(code: bytes, configuration: Configuration, gitignore: bool, force_exclude: bool) -> bytes | None:
    """Return a digest of *code*, plugins, working directory and options, or None if it is unknown."""
    modules = [] if not configuration.has_plugins else _modules()
    if modules is None:
        return None
    status = (code, os.getcwd(), gitignore, force_exclude, modules)
    return digest(repr(status).encode("utf-8", "backslashreplace"))


def _code(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield planlint's own modules, whose code can change without a new version."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".json")):
                status = entry.stat()
                yield entry.path, status.st_mtime_ns, status.st_size
            elif "." not in entry.name and entry.name != "__pycache__":
                yield from _code(entry.path)


def _modules() -> list[tuple[str, int, int]] | None:
    """Return the plugins and all modules that they imported, or None if one has no file."""
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
            status = os.stat(file)
        except OSError:
            return None
        found.append((file, status.st_mtime_ns, status.st_size))
    return found
