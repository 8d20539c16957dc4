"""Results of earlier runs, in one file per project."""

from __future__ import annotations

import errno
import marshal
import os
import sys
from _blake2 import blake2b

from linter.engine.listing import CACHE_FOLDER
from linter.engine.signed_file import BEGIN, END, MARKS, SignedFile, is_kept_name
from linter.system.reading import escapes_root, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KEPT_FOR = 50  # writes of the file after which unused results are dropped
MAX_BYTES = 64 << 20  # to keep


def digest(*parts: bytes) -> bytes:
    """Return a digest of *parts*."""
    return blake2b(b"".join([b"%d:%b" % (len(part), part) for part in parts]), digest_size=20).digest()


def content_digest(data: bytes) -> bytes:
    """Return a digest of a file's *data*, without a copy."""
    return blake2b(data, digest_size=20).digest()


class Store:
    """The results in the directory *folder* (absolute path) by slot, each with the digest that it is valid for.

    Reading and writing never fail: on errors nothing is known and nothing is kept.
    """

    def __init__(self, folder: str, root: str | None = None) -> None:
        """*root*: root of the project, which must not contain the user's secret or a link that leads the cache out."""
        self._file = SignedFile(folder, root, f"{BEGIN}{sys.implementation.cache_tag}{END}")
        self._results: dict[bytes, tuple[bytes, bytes, int]] = {}  # digest, result, the generation that used it
        self._generation = 0
        self._is_changed = False
        found = self._file.load(2 * MAX_BYTES)
        if found is not None:
            self._generation, self._results = found
            self._generation += 1

    @property
    def is_usable(self) -> bool:
        """Whether there can be any results."""
        return self._file.is_usable

    def get(self, slot: bytes, state: bytes) -> Any:
        """Return the result in *slot*, or None if there is none for *state*."""
        found = self._results.get(slot)
        if found is None or found[0] != state:
            return None
        if found[2] != self._generation:
            self._results[slot] = (state, found[1], self._generation)
        try:
            return marshal.loads(found[1])
        except (ValueError, TypeError, EOFError):
            return None

    def put(self, slot: bytes, state: bytes, result: Any) -> None:
        """Keep *result*, unless it is not made of plain values."""
        try:
            self._results[slot] = (state, marshal.dumps(result), self._generation)
            self._is_changed = True
        except ValueError:
            pass

    def save(self) -> None:
        """Write the file if anything is new."""
        if self._is_changed:
            self._file.save((self._generation, self._kept()))

    def _kept(self) -> dict[bytes, tuple[bytes, bytes, int]]:
        """Return the recently used results, as many of the latest as fit."""
        kept: dict[bytes, tuple[bytes, bytes, int]] = {}
        size = 0
        for slot, result in sorted(self._results.items(), key=lambda item: -item[1][2]):
            size += len(result[1]) + 100
            if size > MAX_BYTES or result[2] < self._generation - KEPT_FOR:
                break
            kept[slot] = result
        return kept


def clean(folder: str, root: str | None = None) -> bool:
    """Delete the cache in *folder*, and the directory if nothing else is in it; return False if there is none.

    Raises OSError, also if a link leads it out of *root*.
    """
    if escapes_root(folder, root):
        raise OSError(errno.EPERM, "it is a symbolic link to outside of the project")
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return False
    ours = [name for name in names if is_kept_name(name) and os.path.isfile(os.path.join(folder, name))]
    marks = [name for name, text in MARKS.items() if name in names and _contains(os.path.join(folder, name), text)]
    marks.sort(key=lambda name: name == "CACHEDIR.TAG")  # last: if a kill leaves files, the next run knows them by it
    is_left = not names and os.path.basename(folder) == CACHE_FOLDER  # by a kill at the end
    is_all = is_left or (len(ours) + len(marks) == len(names) and "CACHEDIR.TAG" in marks)
    from linter.system.writing import delete_files

    delete_files(folder, [*ours, *marks] if is_all else ours, is_all=is_all)
    return bool(ours) or is_all


def _contains(path: str, text: str) -> bool:
    try:
        return read_regular(path, len(text)) == text.encode()
    except OSError:
        return False
