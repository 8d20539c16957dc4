"""Plans that git ignores: those next to a named one, and those that make a named folder seem empty."""

from __future__ import annotations

import os

from linter.engine.listing import GitListing, folders_below
from linter.system.paths import display_path
from linter.system.words import join_first, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Protocol

    from linter.config.settings import Settings
    from linter.model.project_files import Listing

    class Folders(Protocol):
        """The part of a workspace that is used here."""

        named: set[str]
        gitignore: bool
        candidate: Callable[[str, Settings], bool]

        def settings(self, path: str) -> Settings:
            """See ``Workspace``."""
            ...

        def root_of(self, directory: str) -> str:
            """See ``Workspace``."""
            ...

        def repository(self, directory: str) -> str | None:
            """See ``Workspace``."""
            ...

        def git_listing(self, repository: str) -> GitListing | None:
            """See ``Workspace``."""
            ...

        def scan(self, directory: str, *, deep: bool) -> Listing:
            """See ``Workspace``."""
            ...


MAX_SHOWN = 3


def ignored_neighbours(workspace: Folders, listing: GitListing, root: str) -> Iterable[str]:
    """Return the candidates of the project at *root* that git ignores together with a named file."""
    tops = set()
    for path in workspace.named:
        folder = path.rpartition("/")[0]
        if workspace.root_of(folder) == root and not listing.has(path):
            tops.add(_ignored_top(folder, listing, root))
    for top in sorted(filter(None, tops)):
        yield from workspace.scan(top, deep=True).files


def _ignored_top(folder: str, listing: GitListing, root: str) -> str:
    """Return the highest folder around *folder* in which git lists nothing; empty if it lists files in *folder*."""
    top = ""
    while folder and os.path.abspath(folder) != root and not folders_below(folder, listing.folders):
        top, folder = folder, folder.rpartition("/")[0]
    return top


def find_ignored(workspace: Folders, directory: str) -> list[str]:
    """Return the candidates below *directory* that git ignores, in order. Raises ConfigError."""
    directory = display_path(directory)
    repository = workspace.repository(directory)
    listing = workspace.git_listing(repository) if repository and workspace.gitignore else None
    if listing is None:
        return []
    files = workspace.scan(directory, deep=True).files
    found = (path for path in sorted(files) if not listing.has(path))
    return [path for path in found if workspace.candidate(path, workspace.settings(path))]


def ignored_note(directory: str, plans: list[str]) -> str:
    """Return the note about a named *directory* in which git ignores all *plans*."""
    where = display_path(directory) or "."
    count = plural(len(plans), "plan")
    return f"no plan file found in {where}; git ignores {count} ({names_of(plans)}): name them or use --no-gitignore"


def names_of(paths: Sequence[str]) -> str:
    """Return the first of *paths*, separated by commas."""
    return join_first(paths, MAX_SHOWN)
