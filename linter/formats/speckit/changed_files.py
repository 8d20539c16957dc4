"""The files that tasks of spec-kit change."""

from __future__ import annotations

import re

from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"`([^`\n]+)`|([^\s`]+)")
_FILE = re.compile(r"(?:\./)?(?:[\w@.+\-\[\]()]+/)*[\w@+\-\[\]][\w@.+\-\[\]]*\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
_TARGET = re.compile(r"\b(?:in|into|to|at)\s+`?\Z")
_MARKS = "*_\"',;:"
ENDINGS = frozenset(  # extensions of files named without a directory; `process.env` is not a file
    """c cc cfg cjs conf cpp cs css csproj csv dart ex exs go gradle h hpp html ini ipynb java js json jsx kt kts less
    lock lua md mdx mjs php proto ps1 py rb rs rst sass scala scss sh sql svelte svg swift tf toml ts tsx txt vue xml
    yaml yml""".split()
)


def files(text: str, base: int) -> Iterator[ScalarNode]:
    """Yield the file that a task changes: the only one, or of several those after a preposition (``in src/a.py``)."""
    found: dict[str, tuple[ScalarNode, bool]] = {}
    for match in _WORD.finditer(text):
        if "." not in match[0]:
            continue
        word = _bare(match[match.lastindex or 0])
        if not _FILE.match(word) or ("/" not in word and word.rpartition(".")[2].lower() not in ENDINGS):
            continue
        start = text.index(word, match.start())
        location = ScalarNode(word, base + start, base + start + len(word), -1, -1, plain=True)
        is_target = _TARGET.search(text, max(match.start() - 40, 0), match.start()) is not None
        before = found.get(word, (location, False))
        found[word] = before[0], before[1] or is_target
    for location, is_target in found.values():
        if is_target or len(found) == 1:
            yield location


def _bare(word: str) -> str:
    """Return *word* without surrounding punctuation; ``app/(auth)/page.tsx`` is a path."""
    word = word.strip(_MARKS).rstrip(".")
    if word.startswith("(") and (word.endswith(")") or word.count("(") > word.count(")")):
        word = word[1:].lstrip(_MARKS)
    return word.rstrip(_MARKS + ").") if word.count(")") > word.count("(") else word.rstrip(_MARKS)
