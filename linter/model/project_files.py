"""The questions of a project about the files around it, and their answers; see ``linter.engine.workspace``."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, Protocol

    from linter.model.document import Document
    from linter.model.manifest import Manifest, ToolsManifest

    IdIndex = dict[str, list[str]]  # paths of files by the ids in them
    FindFiles = Callable[[], list[str]]
    MakeIndex = Callable[[Iterable[str]], IdIndex]

    class ProjectFiles(Protocol):
        """The files around the named ones; each directory is listed once."""

        def depends(self, question: str, about: Any, answer: Any = None) -> None: ...

        def siblings(self, directory: str) -> Listing: ...

        def project_files(self, root: str) -> Listing: ...

        def known_ids(self, path: str) -> Iterable[str] | None: ...

        def keep_ids(self, path: str, ids: tuple[str, ...]) -> None: ...

        def id_indexes(self, root: str, find: FindFiles, index: MakeIndex) -> list[IdIndex]: ...

        def root_of(self, directory: str) -> str: ...

        def find(self, directory: str, target: str, beside: bool) -> str: ...

        def folder_name(self, directory: str) -> str: ...

        def mentions(self, directory: str, target: str, word: str) -> bool: ...

        def unknown_commits(self, directory: str, commits: list[str]) -> set[str]: ...

        def below(self, path: str, settings: Any) -> str: ...

    class DocumentLookup(Protocol):
        """The documents of a project; implemented by ``linter.model.project.Project``."""

        def directory(self, path: str) -> list[Document]: ...

        def tools_of(self, manifest: Manifest) -> ToolsManifest | None: ...


# outcomes of resolving a path in a file
FOUND = "found"
MISSING = "missing"
OUTSIDE = "outside"  # outside the project's root
UNDETERMINED = "unknown"  # without a root the base of the path is unknown


class Listing:
    """The paths of files, and the directories that could not be listed, with the reasons."""

    __slots__ = ("files", "unreadable")

    def __init__(self, files: Iterable[str] = (), unreadable: Mapping[str, str] | None = None) -> None:
        self.files = list(files)
        self.unreadable = dict(unreadable or {})
