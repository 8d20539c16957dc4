"""Read TOML files of any size and shape safely."""

from __future__ import annotations

import re

from linter.system.reading import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_SIZE = 512 << 10  # bytes
# tomllib takes time quadratic in the number of parts of a key
_LONG_KEY = re.compile(r"(?:\.[ \t]{0,9}[^\s.=\[\]]{1,60}[ \t]{0,9}){100}")
_LOCATION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


class TomlError(ValueError):
    """Invalid or rejected TOML; ``position`` is line and column, if known."""

    def __init__(self, message: str, position: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.position = position


def read_text(path: str) -> str:
    """Return the text of the file at *path*, without a byte order mark. Raises OSError and TomlError."""
    data = read_regular(path, MAX_SIZE)
    if len(data) > MAX_SIZE:
        raise TomlError(f"larger than {MAX_SIZE >> 10} KiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        raise TomlError(f"byte 0x{data[error.start]:02x} is not UTF-8", _position(before, len(before))) from None


def parse_toml(text: str) -> dict[str, Any]:
    """Return the values in *text*. Raises TomlError."""
    import tomllib

    long = _LONG_KEY.search(text)
    if long:
        raise TomlError("a key has more than 100 parts", _position(text, long.start()))
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TomlError("nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        location = _LOCATION.search(message)
        if location is None:
            raise TomlError(f"invalid TOML: {message}") from None
        position = (int(location[1]), int(location[2])) if location[1] else _position(text, len(text))
        message = message[: location.start()]
        raise TomlError(f"invalid TOML: {message[:1].lower()}{message[1:]}", position) from None
    except ValueError as error:  # a number or date that Python cannot represent
        raise TomlError(f"invalid TOML: {error}") from None


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
