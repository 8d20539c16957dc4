"""Prepare the words of a command line: ``@FILE``, ``--``, and paths that look like options."""

from __future__ import annotations

import os

from linter.config.loader import ConfigError

MAX_NESTING = 10  # nested argument files


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container


def plain_words(words: list[str], options: Container[str], *, are_paths: bool, nesting: int = 0) -> list[str]:
    """Return *words* with each ``@FILE`` replaced by the arguments in it, one per line. Raises ConfigError.

    A word that begins with ``@`` or ``-`` and is the path of an existing file is that path, unless it is one of
    *options*: a repository must not be able to disable an option by a file of that name. If *are_paths*, each word
    after ``--`` is a path.
    """
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
            found += plain_words(_lines(word), options, are_paths=are_paths, nesting=nesting + 1)
        else:
            found.append(word)
    return found


def _path(word: str) -> str:
    """Return *word* as a path that no parser takes for anything else."""
    return os.path.join(os.curdir, word) if word[:1] in ("-", "@") else word


def _lines(word: str) -> list[str]:
    try:
        with open(word[1:], encoding="utf-8-sig") as file:
            return [line for line in file.read().splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError([f"cannot read the arguments in {word}: {reason}"]) from None
