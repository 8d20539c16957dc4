"""A model of a GitHub Actions runner, by the rules of its ActionCommand and ActionCommandManager."""

from __future__ import annotations

import re
from typing import NamedTuple

COMMANDS = frozenset(
    """add-mask add-matcher remove-matcher add-path set-env set-output save-state debug warning error notice group
    endgroup echo stop-commands internal-set-repo-path""".split()
)
SHOWN = 10  # annotations of a type in a step
LONGEST = 4096  # characters of a message


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """Return every command in *log* that is executed; lines end as in .NET's ReadLine."""
    found = []
    token = ""
    for line in re.split("\r\n|\r|\n", log):
        command = _modern(line, token) or _legacy(line, token)
        if command and (not token or command.name == token):
            found.append(command)
            token = command.data if command.name == "stop-commands" else ""
    return found


def shown(log: str) -> dict[str, list[Command]]:
    """Return the commands that are shown, by severity."""
    found: dict[str, list[Command]] = {"error": [], "warning": [], "notice": []}
    for command in commands(log):
        if command.name in found and len(found[command.name]) < SHOWN:
            found[command.name].append(command._replace(data=command.data[:LONGEST]))
    return found


def _modern(line: str, token: str) -> Command | None:
    """``::name key=value,…::data``, at the start of the trimmed line."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    escapes = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
    data = _unescape(line[end + 2 :], (*escapes[:2], escapes[4]))
    return _command(name, rest.strip().split(","), data, escapes, token)


def _legacy(line: str, token: str) -> Command | None:
    """``##[name key=value;…]data``, anywhere in the line."""
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, rest = line[start + 3 : end].partition(" ")
    escapes = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%"))
    return _command(name, rest.split(";"), _unescape(line[end + 1 :], escapes), escapes, token)


Escapes = tuple[tuple[str, str], ...]


def _command(name: str, pairs: list[str], data: str, escapes: Escapes, token: str) -> Command | None:
    if name.lower() not in COMMANDS and (not token or name.lower() != token):
        return None
    properties = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    return Command(name.lower(), {key: _unescape(value, escapes) for key, value in properties.items()}, data)


def _unescape(text: str, escapes: Escapes) -> str:
    for escape, plain in escapes:
        text = text.replace(escape, plain)
    return text
