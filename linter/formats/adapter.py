"""The interface of plan formats, and formats whose modules are imported on demand."""

from __future__ import annotations

import os
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Protocol

    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source
else:
    Protocol = object  # importing `typing` takes longer than reading a plan

MARKDOWN = (".md", ".markdown")  # ends the names of Markdown files
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # begins files in UTF-16


class FormatAdapter(Protocol):
    """A plan format: how to recognize its files, and how to read them as documents.

    Derive from it to inherit the defaults of the optional members; ``name``, ``kinds``, ``may_match_path`` and ``read``
    have none. All paths are relative to the working directory, with ``/``.

    ``name``
        the name in the configuration (``formats = [...]``).
    ``kinds``
        the kinds of its documents; files that cannot be read have the first one.
    ``severities``
        the rules that read its documents: rule id to ``error``, ``warning`` or ``off`` (until selected). Empty only
        for the three formats whose severities the rules themselves define.
    ``reads_blank``
        whether `read` accepts text of only blanks and NUL bytes, which is a binary file to other formats.
    ``reads_context``
        whether `read` reads other files. Documents of such a format are checked with the whole project.
    """

    name: str
    kinds: Sequence[str]
    severities: Mapping[str, str] = {}
    reads_blank: bool = False
    reads_context: bool = False

    def may_match_path(self, path: str) -> bool:
        """Return whether a file with this path can be of the format. Called for every file of a project."""
        raise NotImplementedError

    def may_match_content(self, data: bytes) -> bool:
        """Return whether a file with a matching path and the content *data* can be of the format.

        Files of other formats cost only this call, so it does not parse.
        """
        return True

    def identifies_itself(self, text: str) -> bool:
        """Return whether *text*, which cannot be parsed, is certainly of the format.

        Called for files that are too large, binary or not UTF-8: if True they are reported, else skipped.
        """
        return False

    def is_certain(self, path: str) -> bool:
        """Return whether a file with this path, which may match, is of the format whatever its content.

        If it cannot be opened it is reported, else there is a note on stderr.
        """
        return False

    def read(self, source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
        """Return the document in *source*, or None if the file is of another format.

        A file of this format that cannot be parsed is a document without root whose ``read_errors`` tell why; None
        would hide it. *forced* is True if the configuration sets this format for the file; *context* has the names and
        texts of other files.
        """
        raise NotImplementedError

    def notes(self, paths: Sequence[str], context: FileContext) -> Iterable[str]:
        """Yield notes for stderr about the *paths* of a run, such as files that the tool of the format ignores."""
        return ()


if TYPE_CHECKING:

    class FormatModule(Protocol):
        """The members of the module of a `LazyFormat`; ``notes`` is optional."""

        @property
        def severities(self) -> Mapping[str, str]:
            """The rules that read its documents, by severity."""

        def identifies_itself(self, text: str) -> bool:
            """See `FormatAdapter.identifies_itself`."""

        def read(self, source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
            """See `FormatAdapter.read`."""


class LazyFormat(FormatAdapter):
    """A format whose module is imported at the first file that may be of the format.

    Such a file has one of *folders* (``/tasks/``) in its path, a name that ends with one of *endings* and one of
    *needles* in its content. *has_notes*: whether the module has a function ``notes``.
    """

    reads_context = True

    def __init__(
        self,
        name: str,
        module: str,
        folders: tuple[str, ...],
        endings: tuple[str, ...],
        needles: tuple[bytes, ...],
        *,
        has_notes: bool = False,
        reads_blank: bool = False,
    ) -> None:
        self.reads_blank = reads_blank
        self.name = name
        self.kinds = (name,)
        self._module = module
        self.folders = folders
        self._endings = endings
        self._needles = needles
        self._has_notes = has_notes

    def may_match_path(self, path: str) -> bool:
        """Return whether directory and file name match."""
        folder, _, name = path.rpartition("/")
        return f"/{name}".endswith(self._endings) and self.is_around(
            f"/{folder}/", absolute_folder(os.getcwd(), folder)
        )

    def is_around(self, folder: str, absolute: str) -> bool:
        """Return whether *folder*, or its *absolute* path if the working directory is below it, matches."""
        if any(ours in folder for ours in self.folders):
            return True
        is_far_below = folder.count("/") > 5 and not folder.startswith("/../")
        return not is_far_below and any(ours in absolute for ours in self.folders)

    def may_match_content(self, data: bytes) -> bool:
        """Return whether *data* contains one of the needles, or has no front matter to decide by."""
        if self.reads_blank and not data.startswith(b"---"):
            return True
        return any(needle in data for needle in self._needles)

    def identifies_itself(self, text: str) -> bool:
        """See `FormatAdapter.identifies_itself`."""
        return self._load().identifies_itself(text)

    def read(self, source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
        """See `FormatAdapter.read`."""
        return self._load().read(source, limits, forced, context)

    def notes(self, paths: Sequence[str], context: FileContext) -> Iterable[str]:
        """Return the notes of the module about those of *paths* that contain one of the directories."""
        own = [path for path in paths if any(folder in path for folder in self.folders)] if self._has_notes else []
        if not own:
            return ()
        notes: Iterable[str] = self._load().notes(own, context)  # type: ignore[attr-defined]
        return notes

    @property
    def severities(self) -> Mapping[str, str]:  # type: ignore[override]
        """The severities of the module."""
        return self._load().severities

    def _load(self) -> FormatModule:
        module: FormatModule = __import__(f"linter.formats.{self._module}", fromlist=["*"])
        return module


@lru_cache(maxsize=1024)
def absolute_folder(working_directory: str, folder: str) -> str:
    """Return the absolute path of *folder* with ``/`` as separators and at the end."""
    return os.path.normpath(os.path.join(working_directory, folder)).replace(os.sep, "/").rstrip("/") + "/"
