"""The repository and the settings of each directory, and what earlier runs have read in them.

Paths are relative to the working directory with ``/``, as displayed; ``""`` is the working directory.
"""

from __future__ import annotations

import os

from linter.system import git
from linter.system.paths import relative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.absent import AbsentFiles
    from linter.engine.disk_folders import DiskFolders
    from linter.engine.known_files import KnownFiles


class Folders:
    """The directories of a session; each is looked at once.

    ``cache`` is the directory in which to keep what was read, None for none; ``known`` is what earlier runs kept there,
    once many files are to be read. ``files_kept`` tells which files these are.
    """

    files_kept = "files"  # see KnownFiles

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.cache: str | None = None
        self.known: KnownFiles | None = None
        self._disk: DiskFolders | None = None
        self._roots: dict[str, str | None] = {}
        self._settings: dict[str, Settings] = {}  # by directory
        self._tops: dict[str, str] = {}
        self._absent: dict[str, AbsentFiles | None] = {}

    def repository(self, directory: str) -> str | None:
        """Return the absolute root of the git repository that contains *directory*, or None."""
        below = []
        while directory not in self._roots:
            below.append(directory)
            parent = directory.rpartition("/")[0]
            if not parent or directory.startswith("../") or "GIT_DIR" in os.environ:
                self._roots[directory] = git.find_root(os.path.abspath(directory))
            elif not self._is_bare(directory) and os.path.lexists(f"{directory}/.git"):
                self._roots[directory] = os.path.abspath(directory)
            else:
                directory = parent
        found = self._roots[directory]
        self._roots.update(dict.fromkeys(below, found))
        return found

    def settings(self, path: str) -> Settings:
        """Return the settings of the file at *path*. Raises ConfigError."""
        directory = path.rpartition("/")[0]
        found = self._settings.get(directory)
        if found is None:
            bare = []
            while directory not in self._settings and self._is_bare(directory):
                bare.append(directory)
                directory = directory.rpartition("/")[0]
            found = self._settings.get(directory)
            if found is None:
                found = self.configuration.for_folder(os.path.abspath(directory), self.repository(directory))
            self._settings.update(dict.fromkeys([directory, *bare], found))
        return found

    def _is_bare(self, directory: str) -> bool:
        """Whether a *directory* below the working directory is known to have no configuration and no repository."""
        if not directory or directory.startswith(("../", "/")) or directory == "..":
            return False
        entries = self._disk.entries(directory) if self._disk is not None else None
        return entries is not None and entries[0]

    @property
    def disk(self) -> DiskFolders:
        """The directories on disk, for a run over many."""
        if self._disk is None:
            from linter.engine.disk_folders import DiskFolders

            self._disk = DiskFolders()
        return self._disk

    def root_of(self, directory: str) -> str:
        """Return the root of the project of *directory*: that of its repository or configuration, or ""."""
        found = self._tops.get(directory)
        if found is None:
            found = self.repository(directory) or ""
            settings = self.settings(directory + "/")
            if settings.folder is not None and (not found or "root" in settings.values):
                found = settings.folder
            self._tops[directory] = found
        return found

    def top_of(self, path: str) -> str | None:
        """Return the directory that a link at *path* must not escape: the project's root, or its own directory."""
        directory = path.rpartition("/")[0]
        return self.root_of(directory) or os.path.abspath(directory)

    def below(self, path: str, settings: Settings) -> str:
        """Return *path* relative to the directory of its configuration file, for patterns."""
        if settings.folder is None:
            return path
        return relative(path, settings.folder)

    def absent(self, directory: str) -> AbsentFiles | None:
        """Return the files of the repository around *directory* that may not be on disk, or None."""
        repository = self.repository(directory)
        if repository is None:
            return None
        if repository not in self._absent:
            self._absent[repository] = None
            if git.may_have_absent_files(repository):
                from linter.engine.absent import AbsentFiles

                self._absent[repository] = AbsentFiles(repository)
        return self._absent[repository]

    def read_absent(self, path: str, limit: int) -> bytes | None:
        """The first *limit* bytes of the file at *path*, which git has and the disk has not; None if there is none."""
        absent = self.absent(path.rpartition("/")[0])
        return absent.read(os.path.abspath(path), limit) if absent else None

    def is_link(self, path: str) -> bool:
        """Whether *path* (displayed or absolute) is a link."""
        return os.path.islink(path)

    def load_known(self) -> None:
        """Use what earlier runs have read, because many files are to be read."""
        if self.cache is not None and self.known is None:
            from linter.engine.known_files import KnownFiles

            self.known = self.disk.known = KnownFiles(self.cache, self.top_of(""), self.files_kept)

    def save_known(self) -> None:
        """Keep what was read for later runs."""
        if self.known is not None:
            self.known.save()
