"""A file of plain values that determines what a run reports; a file with any defect counts as missing.

It is read by ``marshal``, which is unsafe for untrusted data. So it carries a code (keyed BLAKE2, RFC 7693) made with a
secret of the user: a file that came with a repository, was written by another user or is damaged has the wrong code.
"""

from __future__ import annotations

import marshal
import os
from _blake2 import blake2b

from linter.system.boundary import is_in_git
from linter.system.paths import user_cache
from linter.system.reading import escapes_root, is_below, open_at_once, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BEGIN, END = "planlint-", ".cache"  # of the names of cache files
_TEMPORARY = ".planlint"  # ends the names of files left by a killed run
_MAGIC = b"planlint cache 1\n"
_CODE = 32
_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of planlint (https://bford.info/cachedir/). It may be deleted: planlint clean
"""
MARKS = {"CACHEDIR.TAG": _TAG, ".gitignore": "*\n"}


class SignedFile:
    """The file *name* in the cache directory *folder* (absolute path). Reading and writing never fail.

    *root*: root of the project, which must not contain the user's secret or a link that leads the cache out.
    """

    def __init__(self, folder: str, root: str | None, name: str) -> None:
        self.folder = folder
        self.path = os.path.join(folder, name)
        self._key = _key(root) if not (is_in_git(folder) or escapes_root(folder, root)) else None

    @property
    def is_usable(self) -> bool:
        """Whether anything can be kept."""
        return self._key is not None

    def load(self, limit: int) -> Any:
        """Return the value of the file, or None if there is none; *limit* in bytes."""
        if self._key is None:
            return None
        try:
            data = read_regular(self.path, limit)
        except OSError:
            return None
        start = len(_MAGIC) + _CODE
        if not data.startswith(_MAGIC) or data[len(_MAGIC) : start] != _code(memoryview(data)[start:], self._key):
            return None
        try:
            return marshal.loads(memoryview(data)[start:])
        except (ValueError, TypeError, EOFError):
            return None

    def save(self, value: Any) -> None:
        """Write *value*. Of concurrent runs the last one wins."""
        if self._key is None:
            return
        data = marshal.dumps(value)
        from linter.system.writing import WriteError, write_cache

        try:
            for name in _missing_marks(self.folder):
                write_cache(os.path.join(self.folder, name), MARKS[name].encode())
            write_cache(self.path, _MAGIC + _code(data, self._key) + data, mode=0o600)
        except (OSError, WriteError):
            pass


def is_kept_name(name: str) -> bool:
    """Whether planlint gives this *name* to files of a cache directory, except for ``MARKS``."""
    if name.startswith(".") and name.endswith(_TEMPORARY):
        name, _, number = name[1 : -len(_TEMPORARY)].rpartition(".")
        return number.isdecimal() and (name in MARKS or is_kept_name(name))
    return name.startswith(BEGIN) and name.endswith(END)


def _missing_marks(folder: str) -> list[str]:
    """Return the missing files that mark *folder* as a cache and hide it from git. Raises OSError.

    Empty if the directory contains other files.
    """
    names = os.listdir(folder) if os.path.isdir(folder) else []
    is_ours = all(name in MARKS or (is_kept_name(name) and not name.startswith(BEGIN)) for name in names)
    return [name for name in MARKS if name not in names] if is_ours else []


def _code(data: bytes | memoryview, key: bytes) -> bytes:
    return blake2b(data, digest_size=_CODE, key=key).digest()


def _key(root: str | None) -> bytes | None:
    """Return the user's secret, created in the first run, or None if it cannot be stored safely.

    It must not be below *root*: whoever wrote the files of the project could know it.
    """
    path = os.path.join(user_cache(), "planlint", "key")
    if not os.path.isabs(path):
        return None
    if root is not None and (is_below(path, root) or is_below(os.path.realpath(path), os.path.realpath(root))):
        return None  # the first check finds a link of the project that escapes it
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
    with open(open_at_once(path), "rb") as file:
        status = os.fstat(file.fileno())
        key = file.read(_CODE + 1)
    is_private = os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)
    return key if is_private and len(key) == _CODE else None
