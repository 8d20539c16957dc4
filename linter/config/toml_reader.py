"""TOML files that may be of any size and shape."""

from __future__ import annotations

import re

from linter.system.reading import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_SIZE = 512 << 10  # bytes
# tomllib takes time that is quadratic in the parts of a key
_LONG_KEY = re.compile(r"(?:\.[ \t]{0,9}[^\s.=\[\]]{1,60}[ \t]{0,9}){100}")


def read_toml(path: str) -> dict[str, Any]:
    """What the file at *path* holds. Raises OSError and ValueError."""
    data = read_regular(path, MAX_SIZE)
    if len(data) > MAX_SIZE:
        raise ValueError(f"it is larger than {MAX_SIZE >> 10} KiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"byte 0x{data[error.start]:02x} is not UTF-8 (at line {data[: error.start].count(10) + 1})"
        ) from None
    return parse_toml(text)


def parse_toml(text: str) -> dict[str, Any]:
    """The values in *text*. Raises ValueError."""
    import tomllib

    long = _LONG_KEY.search(text)
    if long:
        raise ValueError(f"a key has more than 100 parts (at line {text.count(chr(10), 0, long.start()) + 1})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
