"""Configuration files, the files that they extend, and the locations of settings."""

from __future__ import annotations

import os
import re
from functools import cached_property

from linter.rules.renamed import current
from linter.system.git import find_root
from linter.system.lazy_regex import lazy
from linter.system.paths import relative
from linter.system.reading import escapes_root, is_below, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from linter.config.toml_positions import Path, Position

MAX_CHAIN = 20  # files in a chain of `extend`, the first one included
INLINE = "--config"
PYPROJECT = "pyproject.toml"
_TABLE = ("tool", "planlint")  # in a pyproject.toml
# the table, or a key in it, in a file that is not valid TOML
_NAMES_TABLE = lazy(
    r"""^[ \t]*+(?:\[++[ \t]*+)?["']?tool["']?[ \t]*+(?:\.|\][ \t\r]*+\n(?:[^\[\n].*\n|\n)*?)[ \t]*+["']?planlint\b""",
    re.MULTILINE,
)


class ConfigFile:
    """One configuration file: its ``values``, without ``extend``, and the positions of its keys."""

    def __init__(self, path: str, text: str, values: dict[str, Any]) -> None:
        self.path = path
        self.values = values
        self._text = text
        self._head = _TABLE if is_pyproject(path) else ()

    @cached_property
    def _positions(self) -> dict[Path, Position]:
        from linter.config.toml_positions import key_positions

        return {tuple(map(current, path)): location for path, location in key_positions(self._text).items()}

    def position(self, keys: Sequence[str]) -> Position:
        """Return line and column of the setting at the path *keys*, or of its nearest parent key."""
        path = (*self._head, *map(current, keys))
        found = (self._positions.get(path[:stop]) for stop in range(len(path), 0, -1))
        return next((location for location in found if location), (1, 1))

    def location(self, *keys: str) -> str:
        """Return ``path:line:column`` of the setting at the path *keys*."""
        line, column = self.position(keys)
        return f"{near_path(self.path)}:{line}:{column}"


class Sources:
    """The sources of the settings of a project: ``--config``, then a file, then the files that it extends."""

    def __init__(self, files: Sequence[ConfigFile] = (), inline: dict[str, Any] | None = None) -> None:
        self.files = files
        self.inline = inline or {}

    def values(self) -> dict[str, Any]:
        """Return the effective values by key."""
        values: dict[str, Any] = {}
        for file in reversed(self.files):
            values.update(file.values)
        return {**values, **self.inline}

    def file_of(self, key: str) -> ConfigFile | None:
        """Return the file that sets *key*, or None if ``--config`` or nothing sets it."""
        if key in self.inline:
            return None
        return next((file for file in self.files if key in file.values), None)

    def location(self, *keys: str) -> str:
        """Return the location of the setting at the path *keys*: ``planlint.toml:3:1`` or ``--config``."""
        file = self.file_of(keys[0])
        return file.location(*keys) if file else INLINE


def read_files(path: str, top: str | None, problems: list[str]) -> list[ConfigFile]:
    """Return the file at *path* and the files that it extends, nearest first; adds to *problems*.

    Files outside the directory *top* are not read.
    """
    files: list[ConfigFile] = []
    location = ""  # location of the `extend` that names the file at *path*
    while len(files) < MAX_CHAIN:
        file = _read_file(path, location, top, problems)
        if file is None:
            return files
        files.append(file)
        if "extend" not in file.values:
            return files
        location = file.location("extend")
        base = file.values.pop("extend")
        path = os.path.normpath(os.path.join(os.path.dirname(path), str(base)))
        if not isinstance(base, str) or "\0" in base or path in (other.path for other in files):
            problems.append(f"{location}: `extend` must be the path of another configuration file")
            return files
        if top and not is_below(path, top):
            problems.append(f"{location}: `extend` is outside of {called(top)}")
            return files
    problems.append(f"{location}: `extend` makes a chain of more than {MAX_CHAIN} files")
    return files


def _read_file(path: str, location: str, top: str | None, problems: list[str]) -> ConfigFile | None:
    """Return the file at *path*, named at *location*; None if it cannot be read, which is added to *problems*."""
    from linter.config.toml_reader import TomlError

    shown = near_path(path)
    if top and escapes_root(path, top):
        problems.append(
            f"{location or shown}: {f'`extend` {shown}' if location else 'the file'} is outside of {called(top)}"
        )
        return None
    try:
        return load_file(path)
    except TomlError as error:
        position = "".join(f":{number}" for number in error.position or ())
        problems.append(f"{shown}{position}: {error}")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        problems.append(f"{location}: cannot read {shown}: {reason}" if location else f"cannot read {shown}: {reason}")
    return None


def load_file(path: str) -> ConfigFile:
    """Read the file at *path*; of a ``pyproject.toml`` only ``[tool.planlint]``. Raises OSError and TomlError."""
    from linter.config.toml_reader import TomlError, parse_toml, read_text

    text = read_text(path)
    values = parse_toml(text)
    if is_pyproject(path):
        tool = values.get("tool")
        values = tool.get("planlint", {}) if isinstance(tool, dict) else {}
        if not isinstance(values, dict):
            raise TomlError("`tool.planlint` must be a table", ConfigFile(path, text, {}).position(()))
    return ConfigFile(path, text, values)


def is_pyproject(path: str) -> bool:
    """Whether the file is a ``pyproject.toml``, which it shares with other tools."""
    return os.path.basename(path) == PYPROJECT


def has_planlint_table(path: str) -> bool:
    """Whether the ``pyproject.toml`` at *path* has ``[tool.planlint]``, or mentions it if it is invalid."""
    from linter.config.toml_reader import MAX_SIZE, TomlError, parse_toml, read_text

    try:
        data = read_regular(path, MAX_SIZE)
        if b"planlint" not in data:
            return False
        tool = parse_toml(read_text(path)).get("tool")
    except TomlError:
        return _NAMES_TABLE.search(data.decode("utf-8", "replace")) is not None
    except (OSError, ValueError):
        return False
    return isinstance(tool, dict) and "planlint" in tool


def called(top: str) -> str:
    """Return the name of the directory *top* in messages."""
    return "the repository" if find_root(top) == top else "the project, which is not in a repository"


def near_path(path: str) -> str:
    """Return *path* as displayed: relative to the working directory if it is near."""
    if not os.path.isabs(path):
        return path
    near = relative(path)
    return near if not near.startswith("../../../") else path
