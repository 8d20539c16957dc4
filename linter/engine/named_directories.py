"""The directories that a run was given, with what was found below them."""

from __future__ import annotations

from linter.system.paths import display_path
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from typing import Protocol

    from linter.engine import empty_walk

    class Run(empty_walk.Run, Protocol):
        """The part of a session that is used here."""

        notes: list[str]
        problems: list[str]
        unreadable: dict[str, str]


class NamedDirectories:
    """Lists the directories of *run*, and notes those that cannot be listed or have no plans."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._refused: set[str] = set()  # those that could not be listed
        self._listed: list[tuple[str, list[str]]] = []  # those not noted yet, with the candidates in them

    def candidates(self, path: str) -> list[str]:
        """Return the candidates below the directory at *path*. Raises ConfigError."""
        run, directory = self._run, display_path(path)
        if run.workspace.escapes_root(directory):
            run.problems.append(f"{path}: skipped, symbolic link to outside of the repository")
            return []
        listing = run.workspace.walk(directory)
        files = self._present(directory, list(listing.files))
        if directory in listing.unreadable:
            self._refused.add(directory)
            run.problems.append(f"cannot read {path}: {listing.unreadable[directory]}")
        else:
            self._listed.append((path, files))
        self.note_unreadable(listing.unreadable)
        return files

    def _present(self, directory: str, files: list[str]) -> list[str]:
        """Those of the *files* below *directory* that are on disk; a note counts those outside of a sparse checkout."""
        absent = self._run.workspace.absent(directory)
        present = absent.present(files) if absent is not None else files
        if count := len(files) - len(present):
            self._run.notes.append(f"{plural(count, 'file')} outside of the sparse checkout were not checked")
        return present

    def note_unreadable(self, folders: Mapping[str, str]) -> None:
        """Add directories that could not be listed, unless they are among the problems."""
        new = {folder: why for folder, why in folders.items() if folder not in self._refused}
        self._run.unreadable.update(new)

    def note_empty(self, documents: Container[str]) -> None:
        """Note each directory listed since the last call in which no file is one of the *documents*."""
        for path, files in self._listed:
            if not any(file in documents for file in files):
                from linter.engine.empty_walk import empty_note

                self._run.notes.append(empty_note(self._run, path, files))
        self._listed = []

    @property
    def is_noted(self) -> bool:
        """Whether all directories were searched for documents."""
        return not self._listed
