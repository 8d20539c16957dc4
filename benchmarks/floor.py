"""The lower bound for linters that use PyYAML: import it, read the files, and pull every event.

``python floor.py PATH...`` takes files and directories; of Markdown the front matter is parsed.
"""

from __future__ import annotations

import os
import sys

from yaml import StreamEndEvent, YAMLError
from yaml._yaml import CParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def files(path: str) -> Iterator[str]:
    """Yield the plan files at *path* and below."""
    if not os.path.isdir(path):
        yield path
        return
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from files(entry.path)
            elif entry.name.endswith((".md", ".yaml", ".yml")):
                yield entry.path


def parse(data: bytes) -> None:
    """Pull the events of one document without keeping them."""
    if data.startswith(b"---"):
        end = data.find(b"\n---", 3)
        data = data[data.find(b"\n") + 1 : end + 1]
    get_event = CParser(data).get_event
    try:
        while get_event().__class__ is not StreamEndEvent:
            pass
    except YAMLError:
        pass


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        for name in files(argument):
            with open(name, "rb") as file:
                content = file.read()
            if content.startswith(b"---") or name.endswith((".yaml", ".yml")):
                parse(content)
