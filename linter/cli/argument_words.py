"""Prepare the words of a command line: ``@FILE``, ``--``, and paths that look like options."""

from __future__ import annotations

import os

from linter.config.loader import ConfigError
from linter.system.reading import read_regular

MAX_NESTING = 10  # nested argument files
MAX_BYTES = 16 << 20  # of all argument files together
_PIPES = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")  # also what a shell makes of ``@<(command)``

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container


def plain_words(words: list[str], options: Container[str], *, are_paths: bool) -> list[str]:
    """Return *words* with each ``@FILE`` replaced by the arguments in it, one per line. Raises ConfigError.

    A word that begins with ``@`` or ``-`` and is the path of an existing file is that path, unless it is one of
    *options*: a repository must not be able to disable an option by a file of that name. If *are_paths*, each word
    after ``--`` is a path.
    """
    return _expanded(words, options, [], are_paths=are_paths, nesting=0)


def _expanded(
    words: list[str], options: Container[str], sizes: list[int], *, are_paths: bool, nesting: int
) -> list[str]:
    """See ``plain_words``; *sizes* are those of the files read so far."""
    found: list[str] = []
    for index, word in enumerate(words):
        if word == "--":
            rest = words[index + 1 :]
            return [*found, *map(_path, rest)] if are_paths else [*found, *words[index:]]
        if len(word) > 1 and word[0] in "-@" and word.partition("=")[0] not in options and os.path.lexists(word):
            found.append(_path(word))
        elif word[:1] == "@" and len(word) > 1:
            if nesting == MAX_NESTING:
                raise ConfigError([f"{word}: argument files name each other more than {MAX_NESTING} times"])
            lines = _lines(word, sizes)
            found += _expanded(lines, options, sizes, are_paths=are_paths, nesting=nesting + 1)
        else:
            found.append(word)
    return found


def _path(word: str) -> str:
    """Return *word* as a path that no parser takes for anything else."""
    return os.path.join(os.curdir, word) if word[:1] in ("-", "@") else word


def _lines(word: str, sizes: list[int]) -> list[str]:
    """Return the lines of the file in ``@FILE``, and add its size to *sizes*. Raises ConfigError."""
    left = MAX_BYTES - sum(sizes)
    try:
        data = _read(word[1:], left)
        if len(data) > left:
            raise ValueError(f"argument files have more than {MAX_BYTES >> 20} MiB")
        sizes.append(len(data) + 1)
        return [line for line in data.decode("utf-8-sig").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError([f"cannot read the arguments in {word}: {reason}"]) from None


def _read(path: str, limit: int) -> bytes:
    """Return at most *limit* + 1 bytes of the pipe or regular file at *path*. Raises OSError."""
    if not path.startswith(_PIPES):
        return read_regular(path, limit)
    with open(path, "rb") as file:
        return file.read(limit + 1)
