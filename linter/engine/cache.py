"""Results of earlier runs, in one file per project; a file with any defect counts as missing.

The file determines what a run reports, and is read by ``marshal``, which is unsafe for untrusted data. So it carries a
code (keyed BLAKE2, RFC 7693) made with a secret of the user: a file that came with a repository, was written by another
user or is damaged has the wrong code.
"""

from __future__ import annotations

import errno
import marshal
import os
import sys
from _blake2 import blake2b

from linter.system.paths import user_cache
from linter.system.reading import escapes_root, is_below, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FOLDER = ".planlint_cache"
KEPT_FOR = 50  # writes of the file after which unused results are dropped
LIMIT = 64 << 20  # bytes to keep
_MAGIC = b"planlint cache 1\n"
_CODE = 32
_NAME = "planlint-"  # begins the names of cache files
_TEMPORARY = ".planlint"  # ends the names of files left by a killed run
_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of planlint (https://bford.info/cachedir/). It may be deleted: planlint clean
"""
_FILES = {"CACHEDIR.TAG": _TAG, ".gitignore": "*\n"}


def digest(*parts: bytes) -> bytes:
    """Return a digest of *parts*."""
    return blake2b(b"".join([b"%d:%b" % (len(part), part) for part in parts]), digest_size=20).digest()


def content_digest(data: bytes, settings: bytes) -> bytes:
    """Return a digest of a file's *data* and the digest *settings* (used as key, which avoids a copy)."""
    return blake2b(data, digest_size=20, key=settings).digest()


class Store:
    """The results in the directory *folder* (absolute path) by slot, each with the digest that it is valid for.

    Reading and writing never fail: on errors nothing is known and nothing is kept.
    """

    def __init__(self, folder: str, root: str | None = None) -> None:
        """*root*: root of the project, which must not contain the user's secret or a link that leads the cache out."""
        self.folder = folder
        self.file = os.path.join(folder, f"{_NAME}{sys.implementation.cache_tag}.cache")
        self._results: dict[bytes, tuple[bytes, bytes, int]] = {}  # digest, result, the generation that used it
        self._generation = 0
        self._is_changed = False
        self._key = _key(root) if ".git" not in folder.split(os.sep) and not escapes_root(folder, root) else None
        if self._key is not None:
            self._load(self._key)

    @property
    def is_usable(self) -> bool:
        """Whether there can be any results."""
        return self._key is not None

    def _load(self, key: bytes) -> None:
        try:
            data = read_regular(self.file, 2 * LIMIT)
        except OSError:
            return
        start = len(_MAGIC) + _CODE
        if not data.startswith(_MAGIC) or data[len(_MAGIC) : start] != _code(memoryview(data)[start:], key):
            return
        try:
            self._generation, self._results = marshal.loads(memoryview(data)[start:])
            self._generation += 1
        except (ValueError, TypeError, EOFError):
            self._results = {}

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
        """Write the file if anything is new. Of concurrent runs the last one wins."""
        if not self._is_changed or self._key is None:
            return
        data = marshal.dumps((self._generation, self._kept()))
        from linter.system.writing import WriteError, write_cache

        try:
            for name in _missing_marks(self.folder):
                write_cache(os.path.join(self.folder, name), _FILES[name].encode())
            write_cache(self.file, _MAGIC + _code(data, self._key) + data, mode=0o600)
        except (OSError, WriteError):
            pass

    def _kept(self) -> dict[bytes, tuple[bytes, bytes, int]]:
        """Return the recently used results, as many of the latest as fit."""
        kept: dict[bytes, tuple[bytes, bytes, int]] = {}
        size = 0
        for slot, result in sorted(self._results.items(), key=lambda item: -item[1][2]):
            size += len(result[1]) + 100
            if size > LIMIT or result[2] < self._generation - KEPT_FOR:
                break
            kept[slot] = result
        return kept


def clean(folder: str, root: str | None = None) -> bool:
    """Delete the cache in *folder*, and the directory if nothing else is in it; return False if there is none.

    Raises OSError, also if a link leads it out of *root*.
    """
    if escapes_root(folder, root):
        raise OSError(errno.EPERM, "it is a link that leads out of the project")
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return False
    ours = [name for name in names if (name.startswith(_NAME) and ".cache" in name) or name.endswith(_TEMPORARY)]
    marks = [name for name, text in _FILES.items() if name in names and _holds(os.path.join(folder, name), text)]
    is_all = len(ours) + len(marks) == len(names) and "CACHEDIR.TAG" in marks
    from linter.system.writing import delete_files

    delete_files(folder, [*ours, *marks] if is_all else ours, is_all=is_all)
    return bool(ours) or is_all


def _holds(path: str, text: str) -> bool:
    try:
        return read_regular(path, len(text)) == text.encode()
    except OSError:
        return False


def _missing_marks(folder: str) -> list[str]:
    """Return the missing files that mark *folder* as a cache and hide it from git. Raises OSError.

    Empty if the directory contains other files.
    """
    names = os.listdir(folder) if os.path.isdir(folder) else []
    is_ours = all(name in _FILES or name.endswith(_TEMPORARY) for name in names)
    return [name for name in _FILES if name not in names] if is_ours else []


def _code(data: bytes | memoryview, key: bytes) -> bytes:
    return blake2b(data, digest_size=_CODE, key=key).digest()


def _key(root: str | None) -> bytes | None:
    """Return the user's secret, created in the first run, or None if it cannot be stored safely.

    It must not be below *root*: whoever wrote the files of the project could know it.
    """
    path = os.path.join(user_cache(), "planlint", "key")
    if not os.path.isabs(path) or (root is not None and is_below(os.path.realpath(path), os.path.realpath(root))):
        return None
    try:
        return _read_key(path)
    except FileNotFoundError:
        pass
    except OSError:
        return None
    try:
        from linter.system.writing import write_private

        write_private(path, os.urandom(_CODE))
        return _read_key(path)
    except OSError:
        return None


def _read_key(path: str) -> bytes | None:
    """Return the secret in the file at *path*, or None if others may know it. Raises OSError."""
    with open(path, "rb") as file:
        facts = os.fstat(file.fileno())
        key = file.read(_CODE + 1)
    is_private = os.name == "nt" or (facts.st_uid == os.geteuid() and not facts.st_mode & 0o077)
    return key if is_private and len(key) == _CODE else None
