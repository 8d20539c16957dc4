"""The positions of keys in a TOML file, which ``tomllib`` does not provide."""

from __future__ import annotations

import re
import tomllib

TYPE_CHECKING = False
if TYPE_CHECKING:
    Path = tuple[str, ...]
    Position = tuple[int, int]  # line and column, from 1, in characters

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)|'
    + r"'''.*?(?:'{3,5}|\Z)|"
    + r'"(?:\\.|[^"\\\n])*+"?|'
    + r"""'[^'\n]*+'?|#[^\n]*|\n|[][{}=,.]|"""
    r"""[^]\s[{}=,.#"']+""",
    re.DOTALL,
)


def key_positions(text: str) -> dict[Path, Position]:
    """Return the position of each key by its path, and of each string in a list as if it were a key.

    *text* must be valid TOML; for other text the result is meaningless, but nothing is raised.
    """
    scan = _Scan(text)
    while scan.token:
        scan.statement()
    return scan.positions


class _Scan:
    def __init__(self, text: str) -> None:
        self.positions: dict[Path, Position] = {}
        self._text = text
        self._matches = _TOKEN.finditer(text)
        self._table: Path = ()
        self._at = 0
        self._line = 1
        self._line_start = 0
        self.token = ""
        self._next()

    def _next(self) -> None:
        """Move to the next token, which is ``""`` at the end."""
        match = next(self._matches, None)
        while match and match[0][0] == "#":
            match = next(self._matches, None)
        stop = match.start() if match else len(self._text)
        self._line += self._text.count("\n", self._at, stop)
        self._line_start = max(self._line_start, self._text.rfind("\n", self._at, stop) + 1)
        self._at = stop
        self.token = match[0] if match else ""

    def _note(self, path: Path) -> None:
        self.positions.setdefault(path, (self._line, self._at - self._line_start + 1))

    def statement(self) -> None:
        """Read a table header or a key with its value, or skip anything else."""
        if self.token == "[":
            while self.token == "[":
                self._next()
            self._table = self._key(())
        elif self.token not in ("\n", "]", "}", ",", "=", "."):
            self._pair(self._table)
            return
        self._next()

    def _key(self, above: Path) -> Path:
        """Read the key at this token, note the positions of its parts, and return its path below *above*."""
        while self.token not in ("", "\n", "=", "]", "}", ","):
            if self.token != ".":
                above = (*above, _plain(self.token))
                self._note(above)
            self._next()
        return above

    def _pair(self, above: Path) -> None:
        path = self._key(above)
        if self.token == "=":
            self._next()
            self._value(path)

    def _value(self, path: Path) -> None:
        opening = self.token
        if opening in ("{", "["):
            self._next()
            while self.token not in ("", "}", "]"):
                if self.token in ("\n", ","):
                    self._next()
                elif opening == "{":
                    self._pair(path)
                else:
                    self._value(path)
            self._next()
            return
        if opening[:1] in ('"', "'"):
            self._note((*path, _plain(opening)))
        while self.token not in ("", "\n", ",", "}", "]"):
            self._next()


def _plain(token: str) -> str:
    """Return a key or string without quotes."""
    if token[0] not in "\"'":
        return token
    try:
        return str(tomllib.loads(f"x = {token}")["x"])
    except ValueError:
        return token
