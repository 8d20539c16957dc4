"""The listings of git: of a repository as a whole, or of a few directories of it, which takes less time."""

from __future__ import annotations

import os

from linter.engine.listing import GitListing
from linter.system import git
from linter.system.paths import relative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MAX_PARTS = 8  # directories that are listed one by one; more are listed with the whole repository


class GitListings:
    """The listings of a session; *notes* get why git cannot list a repository."""

    def __init__(self, notes: list[str]) -> None:
        self._notes = notes
        self._listed: dict[tuple[str, str], GitListing | None] = {}  # by repository and directory in it

    def get(
        self, repository: str, directory: str | None, meanwhile: Callable[[list[str]], None] | None = None
    ) -> GitListing | None:
        """Return what git lists in *repository*, at least below the display *directory*, or None if git fails.

        *meanwhile*: see ``git.list_files``.
        """
        folder = self._folder_to_list(repository, directory)
        if (repository, folder) not in self._listed:
            self._listed[repository, folder] = self._list(repository, folder, meanwhile)
        return self._listed[repository, folder]

    def _folder_to_list(self, repository: str, directory: str | None) -> str:
        """Return a directory of the repository around *directory* that was listed or is to be; "" for all of it."""
        if directory is None or (repository, "") in self._listed:
            return ""
        name = relative(os.path.abspath(directory), repository)
        if name == "." or name.startswith("..") or not name.isascii():  # git lists other names on macOS
            return ""
        listed = [folder for top, folder in self._listed if top == repository]
        around = next((folder for folder in listed if f"{name}/".startswith(f"{folder}/")), None)
        return around or (name if len(listed) < MAX_PARTS else "")

    def _list(self, repository: str, folder: str, meanwhile: Callable[[list[str]], None] | None) -> GitListing | None:
        try:
            return GitListing(repository, *git.list_files(repository, folder, meanwhile))
        except git.GitError as error:
            if not error.is_no_repository:
                note = f"ignored files of {repository} are linted too; git cannot list them: {error}"
                self._notes += [note] * (note not in self._notes)
            return None
