"""The files that tasks of spec-kit change."""

from __future__ import annotations

import re

from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"`([^`\n]+)`|([^\s`]+)")
_FILE = re.compile(r"(?:\./)?(?:[\w@.+\-\[\]()]+/)*[\w@+\-\[\]][\w@.+\-\[\]]*\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
_READS = re.compile(  # a task that begins so changes nothing, unless it goes on so
    r"[\s*_`]*+(?:manually\s+|re-?|double-?)?(?:verify|validate|check|confirm|review|run|execute|inspect|audit|measure)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:and|then|or)\s+(?:\w+ly\s+)?"
    r"(?:fix|updat|add|adjust|correct|refactor|optimi|clean|remov|delet|writ|creat|extend|implement|improv|record|document)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:per|following|against|see|via|matching|according\s+to|based\s+on"
    r"|(?:described|defined|specified|documented|listed|outlined)\s+in)\s+[`(]*\Z",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\b(?:in|into|to|at)\s+`?\Z")
_NEAR = 40  # characters
_MARKS = "*_\"',;:"
ENDINGS = frozenset(  # extensions of files named without a directory; `process.env` is not a file
    """c cc cfg cjs conf cpp cs css csproj csv dart ex exs go gradle h hpp html ini ipynb java js json jsx kt kts less
    lock lua md mdx mjs php proto ps1 py rb rs rst sass scala scss sh sql svelte svg swift tf toml ts tsx txt vue xml
    yaml yml""".split()
)


def files(text: str, base: int) -> Iterator[ScalarNode]:
    """Yield the file that a task changes: the only one, or of several those after a preposition (``in src/a.py``).

    Files that it only reads are left out: of a task that verifies, and those after ``per`` and the like.
    """
    if _READS.match(text) and not _THEN.search(text):
        return
    found: dict[str, tuple[ScalarNode, bool]] = {}
    for match in _WORD.finditer(text):
        if "." not in match[0]:
            continue
        word = _bare(match[match.lastindex or 0])
        if not _FILE.match(word) or ("/" not in word and word.rpartition(".")[2].lower() not in ENDINGS):
            continue
        start = text.index(word, match.start())
        location = ScalarNode(word, base + start, base + start + len(word), -1, -1, plain=True)
        near = max(match.start() - _NEAR, 0), match.start()
        if _SOURCE.search(text, *near):
            continue
        is_target = _TARGET.search(text, *near) is not None
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
