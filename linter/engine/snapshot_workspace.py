"""Documents and directories as the index or a commit has them (``system.git_snapshot``)."""

from __future__ import annotations

import os

from linter.engine.listing import GitListing
from linter.engine.reading import formats_of, is_candidate
from linter.engine.screening import MAX_FILE_BYTES
from linter.engine.workspace import Workspace
from linter.formats.context import MAX_BYTES, FileContext
from linter.model.project_files import Listing
from linter.system.git_snapshot import ON_DISK
from linter.system.reading import may_exist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.reading import DocumentReader
    from linter.engine.screening import Stamp
    from linter.model.document import Document
    from linter.system.git_snapshot import GitSnapshot


class GitSource:
    """The files of a *snapshot*. Implements ``DocumentSource``."""

    keeps_documents = True  # other snapshots share those of the same content

    def __init__(self, snapshot: GitSnapshot) -> None:
        self._snapshot = snapshot
        self._workspace: GitSnapshotWorkspace

    def workspace(self, configuration: Configuration, *, gitignore: bool) -> GitSnapshotWorkspace:
        """See ``DocumentSource``."""
        self._workspace = GitSnapshotWorkspace(configuration, is_candidate, self._snapshot)
        return self._workspace

    def context(self, workspace: Workspace) -> FileContext:
        """See ``DocumentSource``."""
        return GitSnapshotContext(self._workspace)

    def expect(self, paths: Iterable[str]) -> None:
        """See ``DocumentSource``."""
        self._workspace.expect(paths)

    def content(self, path: str, settings: Settings) -> bytes:
        """See ``DocumentSource``."""
        return self._workspace.content(path, settings.limits.max_file_size + 1)

    def read(self, path: str, settings: Settings, reader: DocumentReader) -> Document | None:
        """See ``DocumentSource``."""
        is_alone = not any(format.reads_context for format in formats_of(settings, path))
        limit = settings.limits.max_file_size + 1
        return self._workspace.read(path, limit, lambda data: reader.parse(path, data, settings), is_alone)


class GitSnapshotWorkspace(Workspace):
    """The workspace of a snapshot; configuration files are read from disk."""

    files_kept = "objects"

    def __init__(
        self, configuration: Configuration, candidate: Callable[[str, Settings], bool], snapshot: GitSnapshot
    ) -> None:
        super().__init__(configuration, candidate)
        self.snapshot = snapshot
        self._documents: dict[tuple[str, str], Document | None] = snapshot.objects.documents
        self._entries: GitListing | None = None
        self._is_at_root = os.getcwd() == snapshot.root

    def name(self, path: str) -> str | None:
        """Return the displayed or absolute *path* relative to the snapshot's root; None outside it."""
        return self.snapshot.inside(os.path.abspath(path))

    def expect(self, paths: Iterable[str]) -> None:
        """Announce the files that will be read next, in this order."""
        objects = [(path, self._object(path)) for path in paths]
        self.snapshot.objects.expect(name for path, name in objects if (path, name) not in self._documents)

    def read(
        self, path: str, limit: int, parse: Callable[[bytes], Document | None], alone: bool = True
    ) -> Document | None:
        """Return what *parse* makes of the first *limit* bytes of the file at the displayed *path*. Raises OSError.

        *alone*: the result depends on those bytes only, so other snapshots may share it.
        """
        key = path, self._object(path)
        if not alone:
            return parse(self.snapshot.objects.read(key[1], limit))
        if key not in self._documents:
            self._documents[key] = parse(self.snapshot.objects.read(key[1], limit))
        return self._documents[key]

    def text(self, path: str, limit: int) -> str:
        """Return the first *limit* bytes of the file at *path*. Raises OSError, and ValueError if not UTF-8."""
        return self.snapshot.objects.read(self._object(path), limit).decode("utf-8")

    def _object(self, path: str) -> str:
        name = path if self._is_at_root else ""
        if self.snapshot.is_file(name):  # as a link leads nowhere below it
            return self.snapshot.object(name)
        return self.snapshot.object(self.name(self.real(os.path.abspath(path))) or "")

    def is_directory(self, path: str) -> bool:
        """Whether the snapshot has anything below *path*."""
        name = self.name(self.real(os.path.abspath(path)))
        return os.path.isdir(path) if name is None else self.snapshot.is_folder(name)

    def exists(self, path: str) -> bool:
        """Whether the snapshot contains *path*."""
        folder, base = os.path.split(os.path.abspath(path))
        name = self.name(os.path.join(self.real(folder), base))
        return os.path.lexists(path) if name is None else self.snapshot.exists(name)

    def may_have(self, path: str, directory: str) -> bool:
        """See ``Workspace.may_have``: the disk or the snapshot."""
        name = self.name(path)
        return may_exist(path) or (name is not None and self.snapshot.exists(name))

    def is_link(self, path: str) -> bool:
        """Whether *path* is a link in the snapshot."""
        name = self.name(path)
        return os.path.islink(path) if name is None else self.snapshot.is_link(name)

    def content(self, path: str, limit: int) -> bytes:
        """Return the first *limit* bytes of the file at the displayed *path*. Raises OSError."""
        return self.snapshot.objects.read(self._object(path), limit)

    def identity(self, path: str) -> bytes | None:
        """See ``Workspace``; None for a file that is read from disk. Raises OSError."""
        name = self._object(path)
        return None if name.startswith(ON_DISK) else name.encode()

    def stamp(self, path: str) -> Stamp | None:
        """Return what changes if the file at *path* does: its name and object; None for one that is read from disk."""
        name = self._object(path)
        return None if name.startswith(ON_DISK) else (path.rpartition("/")[2], name)

    def real(self, path: str) -> str:
        """Return the absolute *path* with links of the snapshot resolved."""
        return self.snapshot.real(path)

    def absent(self, directory: str) -> None:
        """See ``Workspace.absent``: a snapshot has all of its files."""

    def _stamps(self, folder: str, paths: Iterable[str]) -> dict[str, Stamp | None]:
        return {path: self.stamp(path) for path in paths}  # ``git_listing`` has no links

    def _contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        paths = list(paths)
        self.expect(paths)
        for path in paths:
            try:
                yield path, self.content(path, MAX_FILE_BYTES + 1)
            except OSError:
                continue

    def git_listing(self, repository: str, directory: str | None = None) -> GitListing:
        """See ``Workspace.git_listing``."""
        if self._entries is None:
            self._entries = GitListing(self.snapshot.root, self.snapshot.files(), {})
        return self._entries

    def _is_linked(self, folder: str) -> bool:
        return False

    def scan(self, directory: str, *, deep: bool) -> Listing:
        """See ``Workspace.scan``; only *directory* itself, because ``git_listing`` covers the rest."""
        return Listing(self._listed_in(self.git_listing(self.snapshot.root), directory))


class GitSnapshotContext(FileContext):
    """The files around a file as a snapshot has them."""

    def __init__(self, workspace: GitSnapshotWorkspace) -> None:
        super().__init__(workspace)
        self._snapshots = workspace
        self._folders: dict[str, set[str]] = {}

    def list(self, directory: str) -> frozenset[str]:
        """List the names in *directory*."""
        name = self._snapshots.name(directory)
        if name is None:
            return super().list(directory)
        if not self._folders:
            self._list_all()
        return frozenset(self._folders.get(name, ()))

    def _list_all(self) -> None:
        for name in self._snapshots.snapshot.entries:
            while name:
                folder, _, base = name.rpartition("/")
                names = self._folders.setdefault(folder, set())
                if base in names:
                    break
                names.add(base)
                name = folder

    def read(self, path: str) -> str | None:
        """Read the file at *path*; None if that fails."""
        if self._snapshots.name(path) is None:
            return super().read(path)
        try:
            return self._snapshots.text(path, MAX_BYTES)
        except (OSError, ValueError):
            return None
