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
_FAR = 200  # characters after a name
_MARKS = "*\"',;:"
_EMPHASIS = re.compile(r"(_{1,2})([^_].*?)\1\Z")
_EVERYWHERE = re.compile(r"(?:__\w+__|index|mod|conftest|page|layout|route)\.[a-z]+\Z")  # in most directories
_DIRECTORY = re.compile(r"(?<![\w./@\-\[\]])((?:[\w@.\-\[\]]++/)++)(?=[`*\s,.;:)]|\Z)")
_IN_DIRECTORY = re.compile(
    r"\b(?:in|into|to|under|inside|within|at)\s+(?:the\s+)?[`*]*"
    rf"(?:{_DIRECTORY.pattern}|(?P<named>[\w@.-]+)[`*]*\s+(?:directory|folder|package)\b)",
    re.IGNORECASE,
)
_ROOT = frozenset(("root", "repository", "repo", "project", "this", "same"))
_OF_A_PART = re.compile(  # one of several files of that name: `requirements.txt for the worker service`
    r"[`*]*\s+(?:files\b|(?:file\s+)?(?:for|of)\s+(?:(?:the|each|all)\s+)?(?:[`*]*[\w@]+[-/][\w@./-]*|(?:\w+\s+){0,2}"
    r"(?:services?|apps?|packages?|modules?|apis?|servers?|backend|frontend|clients?|workers?|crates?|librar(?:y|ies)"
    r"|projects?|workspaces?|plugins?|components?|directories|folders))\b)",
    re.IGNORECASE,
)
ENDINGS = frozenset(  # extensions of files named without a directory; `process.env` is not a file
    """c cc cfg cjs conf cpp cs css csproj csv dart ex exs go gradle h hpp html ini ipynb java js json jsx kt kts less
    lock lua md mdx mjs php proto ps1 py rb rs rst sass scala scss sh sql svelte svg swift tf toml ts tsx txt vue xml
    yaml yml""".split()
)


def files(text: str, base: int) -> Iterator[ScalarNode]:
    """Yield the file that a task changes: the only one, or of several those after a preposition (``in src/a.py``).

    Files that it only reads are left out: of a task that verifies, and those after ``per`` and the like. So are names
    without a directory that several directories may have.
    """
    if _READS.match(text) and not _THEN.search(text):
        return
    found: dict[str, tuple[ScalarNode, bool]] = {}
    directories = {match[1] for match in _DIRECTORY.finditer(text)}
    for match in _WORD.finditer(text):
        if "." not in match[0]:
            continue
        word = _bare(match[match.lastindex or 0])
        if not _FILE.match(word) or ("/" not in word and word.rpartition(".")[2].lower() not in ENDINGS):
            continue
        start = text.index(word, match.start())
        path = word if "/" in word else _in_directory(word, text, start + len(word), directories)
        location = ScalarNode(path or "", base + start, base + start + len(word))
        near = max(match.start() - _NEAR, 0), match.start()
        if _SOURCE.search(text, *near):
            continue
        is_target = _TARGET.search(text, *near) is not None
        key = path or f"{start} {word}"
        before = found.get(key, (location, False))
        found[key] = before[0], before[1] or is_target
    for location, is_target in found.values():
        if location.text and (is_target or len(found) == 1):
            yield location


def _in_directory(name: str, text: str, end: int, directories: set[str]) -> str | None:
    """Return *name*, which ends at *end*, in the directory that *text* names after it, or None if that is uncertain.

    *directories* are all that *text* names.
    """
    if len(directories) > 1 or _OF_A_PART.match(text, end):
        return None
    places = {match[1] or f"{match['named']}/" for match in _IN_DIRECTORY.finditer(text, end, end + _FAR)}
    directory = "".join(places)
    if len(places) > 1 or (directories and directory not in directories):
        return None
    if directory.rstrip("/").lower() in _ROOT:
        directory = ""
    return None if not directory and _EVERYWHERE.match(name) else directory + name


def _bare(word: str) -> str:
    """Return *word* without surrounding punctuation; ``app/(auth)/page.tsx`` is a path."""
    word = word.strip(_MARKS).rstrip(".")
    emphasis = _EMPHASIS.match(word)
    word = emphasis[2] if emphasis else word
    if word.startswith("(") and (word.endswith(")") or word.count("(") > word.count(")")):
        word = word[1:].lstrip(_MARKS)
    return word.rstrip(_MARKS + ").") if word.count(")") > word.count("(") else word.rstrip(_MARKS)
