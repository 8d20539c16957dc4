"""What a project asks of the files around it, and how it is answered; ``linter.engine.workspace`` does."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Protocol

    from linter.model.document import Document
    from linter.model.manifest import Manifest, ToolsManifest

    class ProjectFiles(Protocol):
        """The files around those that were named, each folder looked at once."""

        def depends(self, question: str, about: Any, answer: Any = None) -> None: ...

        def siblings(self, directory: str) -> Listing: ...

        def project_files(self, root: str) -> Listing: ...

        def root_of(self, directory: str) -> str: ...

        def find(self, directory: str, target: str, beside: bool) -> str: ...

        def folder_name(self, directory: str) -> str: ...

        def mentions(self, directory: str, target: str, word: str) -> bool: ...

        def unknown_commits(self, directory: str, commits: list[str]) -> set[str]: ...

        def below(self, path: str, settings: Any) -> str: ...

    class DocumentLookup(Protocol):
        """The documents of a project; ``linter.model.project.Project`` has them."""

        def directory(self, path: str) -> list[Document]: ...

        def tools_of(self, manifest: Manifest) -> ToolsManifest | None: ...


# where a path written in a file leads
FOUND = "found"
MISSING = "missing"
OUTSIDE = "outside"  # of the project's root
UNDETERMINED = "unknown"  # without a root nobody knows from where it is meant


class Listing:
    """The paths of files, and the folders that could not be looked into, with the reason."""

    __slots__ = ("files", "unreadable")

    def __init__(self, files: Iterable[str] = (), unreadable: Mapping[str, str] | None = None) -> None:
        self.files = list(files)
        self.unreadable = dict(unreadable or {})
