"""Where in a TOML file its keys stand: what ``tomllib`` reads and does not tell."""

from __future__ import annotations

import re
import tomllib

TYPE_CHECKING = False
if TYPE_CHECKING:
    Path = tuple[str, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)|'
    + r"'''.*?(?:'{3,5}|\Z)|"
    + r'"(?:\\.|[^"\\\n])*+"?|'
    + r"""'[^'\n]*+'?|#[^\n]*|\n|[][{}=,.]|"""
    r"""[^]\s[{}=,.#"']+""",
    re.DOTALL,
)


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of each key, by its path from the top, and of each text in a list, as if it were a key in it.

    *text* is one that ``tomllib`` reads; of another the answer is of no use, but there is one.
    """
    scan = _Scan(text)
    while scan.token:
        scan.statement()
    return scan.lines


class _Scan:
    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text = text
        self._matches = _TOKEN.finditer(text)
        self._table: Path = ()
        self._at = 0
        self._line = 1
        self.token = ""
        self._next()

    def _next(self) -> None:
        """Go to the next token; ``""`` at the end."""
        match = next(self._matches, None)
        while match and match[0][0] == "#":
            match = next(self._matches, None)
        stop = match.start() if match else len(self._text)
        self._line += self._text.count("\n", self._at, stop)
        self._at = stop
        self.token = match[0] if match else ""

    def statement(self) -> None:
        """A table's head, a key with its value, or what is neither."""
        if self.token == "[":
            while self.token == "[":
                self._next()
            self._table = self._key(())
        elif self.token not in ("\n", "]", "}", ",", "=", "."):
            self._pair(self._table)
            return
        self._next()

    def _key(self, above: Path) -> Path:
        """The path of the key that stands here below *above*; its lines are noted."""
        while self.token not in ("", "\n", "=", "]", "}", ","):
            if self.token != ".":
                above = (*above, _plain(self.token))
                self.lines.setdefault(above, self._line)
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
            self.lines.setdefault((*path, _plain(opening)), self._line)
        while self.token not in ("", "\n", ",", "}", "]"):
            self._next()


def _plain(token: str) -> str:
    """A key or text without its quotes."""
    if token[0] not in "\"'":
        return token
    try:
        return str(tomllib.loads(f"x = {token}")["x"])
    except ValueError:
        return token
