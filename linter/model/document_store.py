"""The documents around the named files, each read once and shared by all projects of a run."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linter.model.did_you_mean import IdSuggester
    from linter.model.document import Document
    from linter.model.file_references import Reference
    from linter.model.neighborhood import Neighborhood
    from linter.model.project_files import IdIndex, ProjectFiles
    from linter.model.scope import Scope
    from linter.syntax.source import Source


class DocumentStore:
    """Documents by path and directory, with cached results about them.

    ``unreadable`` maps directories that could not be listed to the reasons.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        workspace: ProjectFiles,
        read: Callable[[str], Document | None],
        given: Iterable[str] = (),
    ) -> None:
        """*documents* are already read, *given* are the paths of other named ones, *read* on demand."""
        self.workspace = workspace
        self.unreadable: dict[str, str] = {}
        # computed once, by the first project that needs it
        self.scopes: dict[str, Scope] = {}  # by path
        self.shapes: dict[str, set[str]] = {}  # of ids, by path
        self.neighborhoods: dict[tuple[str, str], Neighborhood] = {}  # by directory and kind
        self.digits: dict[tuple[str, str], dict[tuple[str, ...], list[str]]] = {}  # of ids, by directory and kind
        self.guessers: dict[tuple[str, str, object], IdSuggester] = {}  # by scope, and names that are known in it
        self.is_frugal = False  # whether documents are released once they were used, because there are many
        self._released_ids: dict[str, tuple[str, ...]] = {}  # by path, of released documents
        self._read = read
        self._loaded: dict[str, Document | None] = {document.path: document for document in documents}
        self._directories: dict[str, list[Document]] = {}
        self._named_in: dict[str, list[str]] = {}
        for path in (*self._loaded, *given):
            self._named_in.setdefault(path.rpartition("/")[0], []).append(path)
        self._found: dict[tuple[str, str, bool], str] = {}
        self._listed: dict[str, list[str]] = {}  # by root
        self._ids: dict[str, list[IdIndex]] = {}  # paths by id, by root

    def document(self, path: str) -> Document | None:
        """Return the document at *path*, or None if it is not a plan."""
        if path not in self._loaded:
            self._loaded[path] = self._read(path)
        return self._loaded[path]

    def source(self, path: str) -> Source | None:
        """Return the text of a document that was read, or None."""
        document = self._loaded.get(path)
        return document.source if document is not None else None

    def release(self, paths: Iterable[str]) -> None:
        """Forget the documents at *paths*, and what was found out about their directories.

        They must not be used any more, and are read again if they are asked for.
        """
        for path in paths:
            document = self._loaded.pop(path, None)
            if document is None:
                continue
            self._released_ids[path] = _progress_ids(document)
            self._directories.pop(document.directory, None)
            self.neighborhoods.pop((document.directory, document.kind), None)
            self.digits.pop((document.directory, document.kind), None)
            self.scopes.pop(path, None)
            self.shapes.pop(path, None)
            document.release()

    def directory(self, path: str) -> list[Document]:
        """Return all documents directly in the directory *path*, by path."""
        self.workspace.depends("directory", path)
        documents = self._directories.get(path)
        if documents is None:
            found = (self.document(file) for file in self.files_in(path))
            documents = self._directories[path] = [document for document in found if document is not None]
        return documents

    def files_in(self, path: str) -> list[str]:
        """Return the paths of all files directly in the directory *path* that may belong to the project."""
        listing = self.workspace.siblings(path)
        self.unreadable.update(listing.unreadable)
        return sorted({*listing.files, *self._named_in.get(path, ())})

    def everywhere(self, root: str) -> list[str]:
        """Return the paths of all files of the project at *root* (from ``root_of``), to search for unknown ids."""
        if root not in self._listed:
            listing = self.workspace.project_files(root)
            self.unreadable.update(listing.unreadable)
            self._listed[root] = listing.files
        folders = [folder for folder in self._named_in if self.workspace.root_of(folder) == root]
        return sorted({path for folder in folders for path in self._named_in[folder]}.union(self._listed[root]))

    def files_with(self, id: str, root: str) -> list[str]:
        """Return the paths of the progress files with *id* in the project at *root* (from ``root_of``), in order."""
        if root not in self._ids:
            self._ids[root] = self.workspace.id_indexes(root, lambda: self.everywhere(root), self._index)
        return sorted(path for index in self._ids[root] for path in index.get(id, ()))

    def _index(self, paths: Iterable[str]) -> IdIndex:
        """Return those of *paths* that are of progress files, by the ids in them."""
        found: IdIndex = {}
        for path in paths:
            for id in self._ids_in(path):
                found.setdefault(id, []).append(path)
        return found

    def _ids_in(self, path: str) -> Iterable[str]:
        if path in self._released_ids:
            return self._released_ids[path]
        is_new = path not in self._loaded
        known = self.workspace.known_ids(path) if is_new else None
        if known is not None:
            return known
        document = self.document(path)
        ids = _progress_ids(document) if document is not None else ()
        if is_new and document is not None:
            self.workspace.keep_ids(path, ids)
            if self.is_frugal:
                self.release([path])
        return ids

    def find(self, document: Document, reference: Reference) -> str:
        """Return the outcome of resolving a file reference, a constant of ``model.project_files``."""
        key = (document.directory, reference.target, reference.beside)
        if key not in self._found:
            self._found[key] = self.workspace.find(*key)
        self.workspace.depends("find", key, self._found[key])
        return self._found[key]


def _progress_ids(document: Document) -> tuple[str, ...]:
    from linter.model.plan import Plan

    return tuple(document.by_id) if isinstance(document, Plan) and document.kind == Plan.kind else ()
