"""Resolve paths that are written in files, without access to anything outside the project."""

from __future__ import annotations

import os

from linter.model.project_files import FOUND, MISSING, OUTSIDE, UNDETERMINED
from linter.system.reading import is_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Folders(Protocol):
        """The questions about directories."""

        def root_of(self, directory: str) -> str: ...

        def exists(self, path: str) -> bool: ...

        def is_directory(self, path: str) -> bool: ...

        def real(self, path: str) -> str: ...


def find_target(folders: Folders, directory: str, target: str, beside: bool) -> tuple[str, str]:
    """Return an outcome of ``model.project_files`` for *target* in a file of *directory*, and the path if ``FOUND``.

    A leading ``/`` means the project's root. *beside*: other paths are relative to *directory*, and to the root only if
    they name a folder (``src/client.ts``), as a file of the same name there is probably another one.
    """
    own = os.path.abspath(directory)
    root = folders.root_of(directory)
    top = root or own
    relative = target.lstrip("/")
    if relative != target:
        bases = [top]
    elif beside:
        bases = [own, top] if "/" in relative else [own]
    else:
        bases = [top, own]
    paths = [os.path.normpath(os.path.join(base, relative)) for base in bases]
    inside = [path for path in paths if is_below(path, top)]
    for path in inside:
        if not _leads_below(folders, os.path.dirname(path), top):
            return OUTSIDE, ""
        if folders.exists(path):
            return (FOUND, path) if _leads_below(folders, path, top) else (OUTSIDE, "")
    if paths[0] in inside:
        return (MISSING if root or beside else UNDETERMINED), ""
    if not root:
        return UNDETERMINED, ""
    above = map(os.path.dirname, inside)
    is_near = any(folder != top and folders.is_directory(folder) for folder in above)
    return (MISSING if is_near else OUTSIDE), ""


def _leads_below(folders: Folders, path: str, top: str) -> bool:
    """Whether the absolute *path* is below *top* with links resolved."""
    return is_below(folders.real(path), folders.real(top))
