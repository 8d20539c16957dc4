"""The listings of git: of a repository as a whole, or of a few directories of it, which takes less time."""

from __future__ import annotations

import os

from linter.engine.listing import READABLE, GitListing
from linter.system import git
from linter.system.paths import relative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from linter.engine.disk_folders import DiskFolders

MAX_PARTS = 8  # directories that are listed one by one; more are listed with the whole repository


class GitListings:
    """The listings of a session; *notes* get why git cannot list a repository, *disk* are the directories on disk."""

    def __init__(self, notes: list[str], disk: Callable[[], DiskFolders]) -> None:
        self._notes = notes
        self._disk = disk
        self._listed: dict[tuple[str, str], GitListing | None] = {}  # by repository and directory in it

    def get(self, repository: str, directory: str | None) -> GitListing | None:
        """Return what git lists in *repository*, at least below the display *directory*, or None if git fails."""
        folder = self._folder_to_list(repository, directory)
        if (repository, folder) not in self._listed:
            self._listed[repository, folder] = self._list(repository, folder)
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

    def _list(self, repository: str, folder: str) -> GitListing | None:
        try:
            if folder or not git.is_large(repository):
                return GitListing(repository, *git.list_files(repository, *filter(None, [folder])))
            return self._list_large(repository)
        except git.GitError as error:
            self._note(repository, error)
            return None

    def _list_large(self, repository: str) -> GitListing:
        from linter.engine.untracked import untracked_names

        tracked = git.tracked_files(repository)
        readable = [name for name in tracked if name.endswith(READABLE)]
        asked = untracked_names(repository, tracked, readable, self._disk())
        if asked is None:
            others, unreadable = git.list_files(repository, is_tracked=False)
            return GitListing(repository, tracked + others, unreadable)

        def search() -> list[str]:
            try:
                return git.list_files(repository)[0]
            except git.GitError as error:
                self._note(repository, error)
                return tracked

        others, unreadable = git.list_files(repository, *asked, is_tracked=False) if asked else ([], {})
        return GitListing(repository, readable + others, unreadable, search)

    def _note(self, repository: str, error: git.GitError) -> None:
        if not error.is_no_repository:
            note = f"ignored files of {repository} are linted too; git cannot list them: {error}"
            if note not in self._notes:
                self._notes.append(note)
