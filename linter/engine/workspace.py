"""The directories around files: repositories, ignored files, and the files of the same project.

Paths are relative to the working directory with ``/``, as displayed; ``""`` is the working directory.
"""

from __future__ import annotations

import os
import re

from linter.engine.targets import find_target
from linter.engine.walks import Walks
from linter.model.project_files import FOUND
from linter.system import git
from linter.system.paths import WINDOWS
from linter.system.reading import is_below, may_exist, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.model.project_files import FindFiles, IdIndex, MakeIndex

MAX_DEPTH = 100  # directories
MAX_REFERENCE_BYTES = 4 << 20  # of a document to search for ids


class Workspace(Walks):
    """The directories around the named files, each listed once, and questions of documents about them."""

    def __init__(
        self, configuration: Configuration, candidate: Callable[[str, Settings], bool], *, gitignore: bool = True
    ) -> None:
        super().__init__(configuration, candidate, gitignore=gitignore)
        self._real: dict[str, str] = {}
        self._led_out: dict[str, bool] = {}
        self._texts: dict[str, str] = {}  # texts of documents that plans refer to, by absolute path

    def depends(self, question: str, about: Any, answer: Any = None) -> None:
        """Record that the current result depends on this question and its *answer*, if results are kept."""

    def escapes_root(self, path: str) -> bool:
        """Whether *path* is reached through a link that escapes its repository."""
        directory = path.rpartition("/")[0]
        repository = self.repository(directory)
        if repository is None:
            return False
        if directory not in self._led_out:
            self._led_out[directory] = self._leads_out(directory, repository)
        return self._led_out[directory] or (self.is_link(path) and self._leads_out(path, repository))

    def escapes_project(self, path: str) -> bool:
        """Whether a link on *path*, which no person named, escapes its project; without one, the working directory."""
        directory = path.rpartition("/")[0]
        if self.repository(directory) is not None:
            return self.escapes_root(path)
        return self._leads_out(path, self.root_of(directory) or os.getcwd())

    def _leads_out(self, path: str, repository: str) -> bool:
        path = os.path.abspath(path)
        return is_below(path, repository) and not is_below(self.real(path), self.real(repository))

    def id_indexes(self, root: str, find: FindFiles, index: MakeIndex) -> list[IdIndex]:
        """Return the ids in the files of the project at *root*, which *find* returns; *index* reads them."""
        return [index(find())]

    def folder_name(self, directory: str) -> str:
        """Return the name of *directory*, or "" for the root of the project or if its root is unknown."""
        absolute = os.path.abspath(directory)
        root = self.root_of(directory)
        if absolute == root or (not root and (not directory or absolute in self.tops)):
            return ""
        return os.path.basename(absolute)

    def find(self, directory: str, target: str, beside: bool) -> str:
        """Return the outcome (``model.project_files``) of resolving *target* in a file of *directory*."""
        return find_target(self, directory, target, beside)[0]

    def mentions(self, directory: str, target: str, word: str) -> bool:
        """Whether the document at *target*, a path in a file of *directory*, contains *word* as a word.

        False if there is no such text below the root.
        """
        outcome, path = find_target(self, directory, target, False)
        if outcome != FOUND:
            return False
        if path not in self._texts:
            try:
                self._texts[path] = self.text(self.real(path), MAX_REFERENCE_BYTES)
            except (OSError, ValueError):
                self._texts[path] = ""
        text = self._texts[path]
        return word in text and re.search(rf"(?<!\w)(?<!\w[-.]){re.escape(word)}(?!\w|[-.]\w)", text) is not None

    def text(self, path: str, limit: int) -> str:
        """Return the first *limit* bytes of the file at *path*. Raises OSError, and ValueError if not UTF-8."""
        return read_regular(path, limit).decode("utf-8")

    def is_directory(self, path: str) -> bool:
        """Whether *path* (displayed or absolute) is a directory."""
        return os.path.isdir(path)

    def exists(self, path: str) -> bool:
        """Whether *path* (displayed or absolute) exists, or may exist in a closed directory; a broken link does."""
        return self.may_have(path, os.path.dirname(path))

    def may_have(self, path: str, directory: str) -> bool:
        """Whether *path*, from an untrusted file, may exist in the repository of *directory*.

        No link is resolved, and nothing is remembered: there may be any number of such paths.
        """
        if may_exist(path):
            return True
        absent = self.absent(directory)
        return absent is not None and absent.has(os.path.abspath(path))

    def identity(self, path: str) -> bytes | None:
        """Return what is equal for equal contents of the file at *path*, None if it must be read for that."""
        return None

    def real(self, path: str) -> str:
        """Return the absolute *path* with links resolved."""
        found = self._real.get(path)
        if found is None:
            folder, name = os.path.split(path)
            if WINDOWS or name in ("", ".", "..") or path.count(os.sep) > MAX_DEPTH or os.path.islink(path):
                found = os.path.realpath(path)
            else:  # each directory is resolved once, however many files are in it
                found = os.path.join(self.real(folder), name)
            self._real[path] = found
        return found

    def unknown_commits(self, directory: str, commits: list[str]) -> set[str]:
        """Return those of *commits* that the repository of *directory* lacks; empty without git."""
        repository = self.repository(directory)
        unknown = git.unknown_commits(repository, commits) if repository else set()
        if unknown and repository and self._is_shallow(repository):
            note = f"{repository} is a shallow clone, so commits that it does not have are not reported"
            if note not in self.notes:
                self.notes.append(note)
            return set()
        return unknown

    def _is_shallow(self, repository: str) -> bool:
        try:
            return git.is_shallow(repository)
        except git.GitError:
            return True  # then nothing is known about its commits

    def all_notes(self) -> list[str]:
        """Return what could not be known, also where git did not answer."""
        hung = (
            f"{problem} in {root}, and is not asked again"
            for root, (problem, _) in git.unanswered.items()
            if not any(root in note and problem in note for note in self.notes)
        )
        return [*self.notes, *hung]
