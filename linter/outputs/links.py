"""The names that CI systems give to files."""

from __future__ import annotations

import os

from linter.system.git import find_root
from linter.system.paths import relative

_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")  # GitHub, GitLab: the folder that the repository is checked out to


class RepositoryPaths:
    """Names files as a CI system does: from the root of their repository.

    That is the nearest git repository, whatever folder the checkout and the working directory are; without one the
    checkout of GitHub or GitLab. Outside of CI, paths stay relative to the working directory.
    """

    def __init__(self) -> None:
        self._checkout = next(filter(None, map(os.environ.get, _CHECKOUTS)), "")
        self._is_ci = bool(self._checkout or os.environ.get("CI"))
        self._prefixes: dict[str, str] = {}  # by folder

    def name(self, path: str) -> str:
        """Return the *path* of a file, relative to the working directory, from the root of its repository."""
        folder, _, base = path.rpartition("/")
        if folder not in self._prefixes:
            self._prefixes[folder] = self._prefix(folder)
        return self._prefixes[folder] + base

    @property
    def here(self) -> str:
        """The working directory from the root of its repository, with a slash at its end; empty for the root."""
        return self.name("")

    def _prefix(self, folder: str) -> str:
        plain = f"{folder}/" if folder else ""
        if not self._is_ci:
            return plain
        absolute = os.path.abspath(folder)
        root = find_root(absolute) or self._checkout
        if not root:
            return plain
        found = relative(os.path.realpath(absolute), os.path.realpath(root))
        if found == ".":
            return ""
        return plain if found.startswith("..") or os.path.isabs(found) else f"{found}/"
