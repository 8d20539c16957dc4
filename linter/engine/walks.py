"""The files of directories that may be plans: listed once, by git where there is a repository.

Paths are relative to the working directory with ``/``, as displayed; ``""`` is the working directory.
"""

from __future__ import annotations

import os
import stat

from linter.engine.folders import Folders
from linter.engine.git_listings import GitListings
from linter.engine.listing import READABLE, GitListing, by_folder, folders_below, scan_folder
from linter.engine.screening import MAX_FILE_BYTES, Screening, covers_folder
from linter.formats.registry import readable_in
from linter.model.project_files import Listing
from linter.system.paths import composed, display_path
from linter.system.reading import lstat, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.screening import Stamp


class Walks(Folders):
    """The directories of a session with the files in them; each is listed once."""

    def __init__(
        self, configuration: Configuration, candidate: Callable[[str, Settings], bool], *, gitignore: bool = True
    ) -> None:
        super().__init__(configuration)
        self.candidate = candidate
        self.gitignore = gitignore
        self.named: set[str] = set()  # named files, ignored by git or not
        self.notes: list[str] = []  # limits of the answer, for stderr
        self.tops: set[str] = set()  # the named directories
        self._linked: dict[str, bool] = {}
        self._candidates: dict[str, bool] = {}
        self._scanned: dict[str, Listing] = {}  # the files in a directory
        self._walked: dict[str, Listing] = {}
        self._screening = Screening()
        self._git_listings = GitListings(self.notes, lambda: self.disk)

    def siblings(self, directory: str) -> Listing:
        """Return the candidates directly in *directory* that belong to the project."""
        listing = self.scan(directory, deep=False)
        repository = self.repository(directory)
        absent = self.absent(directory)
        others = [
            f"{directory}/{name}" if directory else name
            for name in (absent.names(os.path.abspath(directory)) if absent else ())
        ]
        found = [path for path in dict.fromkeys([*listing.files, *others]) if self._is_candidate(path)]
        is_asked = len(found) > 1 and self.gitignore
        git_listing = self.git_listing(repository, directory) if is_asked and repository else None
        if git_listing is None:
            return Listing(found, listing.unreadable)
        known = set(self._listed_in(git_listing, directory) or self._listed_in(git_listing, composed(directory)))
        kept = [path for path in found if path in known or composed(path) in known]
        if not self.named.isdisjoint(set(found).difference(kept)):
            kept = found  # the neighbours of an ignored file may be ignored as well
        return Listing(kept, {**listing.unreadable, **git_listing.unreadable})

    def project_files(self, root: str) -> Listing:
        """Return the candidates of the project at *root* (from ``root_of``), without files known not to be plans."""
        listing = self._project_files(root) if root else Listing()
        return Listing(self.drop_non_plans(listing.files), listing.unreadable)

    def _project_files(self, root: str) -> Listing:
        listing = self.walk(display_path(root))
        repository = self.repository(display_path(root))
        git_listing = self.git_listing(repository) if self.named and repository and self.gitignore else None
        if git_listing is None:
            return listing
        from linter.engine.ignored import ignored_neighbours

        ignored = list(filter(self._is_walked, ignored_neighbours(self, git_listing, root)))
        return Listing(sorted({*listing.files, *ignored}), listing.unreadable) if ignored else listing

    def drop_non_plans(self, paths: list[str]) -> list[str]:
        """Return the sorted *paths* without those of files that are known, or seen at a first look, not to be plans."""
        self.load_known()
        self._screening.look(paths, self._contents, self.known)
        kept = [path for path in paths if path not in self._screening.non_plans]
        return self.known.drop_non_plans(kept, self) if self.known is not None else kept

    def walk(self, directory: str) -> Listing:
        """Return the candidates below *directory* in order, without links and ignored files.

        Raises ConfigError.
        """
        self.tops.add(os.path.abspath(directory))
        if directory not in self._walked:
            self._walked[directory] = self._walk(directory)
        return self._walked[directory]

    def _walk(self, directory: str) -> Listing:
        repository = self.repository(directory)
        self.load_known()
        git_listing = self.git_listing(repository, directory) if repository and self.gitignore else None
        self.settings(f"{directory}/")
        if git_listing is None:
            scanned = self.scan(directory, deep=True)
            found = by_folder(sorted(set(scanned.files)))
            unreadable = scanned.unreadable
        else:
            listed = self._listed_below(git_listing, directory)
            found = {folder: paths for folder, paths in listed.items() if not self._is_linked(folder)}
            unreadable = git_listing.unreadable
        files = [path for folder, paths in found.items() for path in self._walked_in(folder, paths)]
        return Listing(sorted(files), unreadable)

    def _listed_below(self, listing: GitListing, directory: str) -> dict[str, list[str]]:
        """Return the files that git lists below *directory*, by directory; those of other names only if configured."""
        for folder in folders_below(directory, listing.configured):
            self.settings(f"{folder}/")
        folders = listing.folders if self.configuration.reads_other_files else listing.readable
        return {folder: folders[folder] for folder in sorted(folders_below(directory, folders))}

    def _listed_in(self, listing: GitListing, directory: str) -> list[str]:
        """Return the files that git lists in *directory*; those of other names only if they may be read."""
        folders = listing.folders if self.settings(f"{directory}/").reads_other_files else listing.readable
        return folders.get(directory, [])

    def _walked_in(self, folder: str, paths: list[str]) -> Iterable[str]:
        """Return the candidates among *paths*, which are all in *folder*, without links."""
        if not any(path.endswith(READABLE) for path in paths) and not self.configuration.reads_other_files:
            return []
        settings = self.settings(f"{folder}/")
        if settings.reads_other_files or settings.excludes:
            found = list(filter(self._is_walked, paths))
        else:
            found = readable_in(folder, paths)
        if not found:
            return found
        stamps = self._stamps(folder, found)
        self._screening.add(stamps, self.known, is_covered=covers_folder(found[0], settings))
        return stamps

    def _stamps(self, folder: str, paths: Iterable[str]) -> dict[str, Stamp | None]:
        """Return those of *paths* in *folder* that are not links, with their ``stamp``, or ``()`` if none is kept."""
        entries = self._disk.entries(folder) if self._disk is not None and self.known is None else None
        regular = frozenset(entries[1] if entries is not None else ())
        stamps: dict[str, Stamp | None] = {}
        for path in paths:
            if regular and path.rpartition("/")[2] in regular:
                stamps[path] = ()
                continue
            status = lstat(path)
            if status is None or not stat.S_ISLNK(status.st_mode):
                stamps[path] = self._stamp_of(path, status)
        return stamps

    def stamp(self, path: str) -> Stamp | None:
        """Return what changes if the file at *path* does: its name and stat; None if it is not a regular file."""
        return self._screening.stamps.get(path) or self._stamp_of(path, lstat(path))

    def _stamp_of(self, path: str, status: os.stat_result | None) -> Stamp | None:
        folder, _, name = path.rpartition("/")
        if status is None:
            absent = self.absent(folder)
            content = absent.object(path) if absent is not None else None
            return (name, content) if content is not None else None
        if not stat.S_ISREG(status.st_mode):
            return None
        return name, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns

    def _contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield those of *paths* that can be read, with the first ``MAX_FILE_BYTES`` of their contents."""
        for path in paths:
            try:
                data = self._content(path)
            except OSError:
                continue  # the reason is in the document, if it may be a plan
            if data is not None:
                yield path, data

    def _content(self, path: str) -> bytes | None:
        try:
            return read_regular(path, MAX_FILE_BYTES)
        except FileNotFoundError:
            return self.read_absent(path, MAX_FILE_BYTES + 1)

    def _is_walked(self, path: str) -> bool:
        if not self._is_candidate(path):
            return False
        settings = self.settings(path)
        return not (settings.excludes and settings.is_excluded(self.below(path, settings)))

    def _is_linked(self, folder: str) -> bool:
        """Whether a directory that git lists has become a link, or is below one."""
        below: list[str] = []
        while folder not in self._linked:
            below.append(folder)
            if not folder or folder == ".." or (not self._is_bare(folder) and self.is_link(folder)):
                self._linked[folder] = folder not in ("", "..")
                break
            folder = folder.rpartition("/")[0]
        found = self._linked[folder]
        self._linked.update(dict.fromkeys(below, found))
        return found

    def _is_candidate(self, path: str) -> bool:
        found = self._candidates.get(path)
        if found is None:
            found = self._candidates[path] = self.candidate(path, self.settings(path))
        return found

    def git_listing(self, repository: str, directory: str | None = None) -> GitListing | None:
        """Return what git lists in the repository, or None if git fails; candidates are selected later.

        *directory*: only what is below it is needed.
        """
        return self._git_listings.get(repository, directory)

    def scan(self, directory: str, *, deep: bool) -> Listing:
        """Return the files in *directory*, with *deep* also below it; empty if it does not exist."""
        if not deep and directory in self._scanned:
            return self._scanned[directory]
        listing = Listing()
        folders = [directory]
        while folders:
            folder = folders.pop()
            files, below, reason = scan_folder(folder)
            unreadable = {folder: reason} if reason else {}
            self._scanned[folder] = Listing(files, unreadable)
            listing.files += files
            listing.unreadable.update(unreadable)
            for inner in below if deep else ():
                if self.gitignore and os.path.lexists(f"{inner}/.git"):  # a clone in a directory of clones
                    cloned = self._walk(inner)
                    listing.files += cloned.files
                    listing.unreadable.update(cloned.unreadable)
                else:
                    folders.append(inner)
        return listing

    def known_ids(self, path: str) -> tuple[str, ...] | None:
        """Return the ids in the progress file at *path*, as an earlier run has read it, or None."""
        return self.known.ids(path, self) if self.known is not None else None

    def keep_ids(self, path: str, ids: tuple[str, ...]) -> None:
        """Keep the *ids* in the file at *path*, which was read after ``known_ids`` was asked for it."""
        if self.known is not None:
            self.known.add_ids(path, ids)
