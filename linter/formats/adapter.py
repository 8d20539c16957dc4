"""What a plan format is to the rest of planlint, and how the module of one is loaded late."""

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


class FormatAdapter(Protocol):
    """A plan format: which files are its own, and how their text becomes a document.

    Derive from it to inherit the defaults of the optional members; ``name``, ``kinds``, ``may_match_path`` and
    ``read`` have none. All paths are relative to the working directory, with ``/``.

    ``name``
        the name in the configuration (``formats = [...]``).
    ``kinds``
        the kinds of documents that it makes; the first one is that of a file that cannot be read.
    ``severities``
        the rules that read its documents: rule id to ``error``, ``warning`` or ``off`` (until selected). Empty only
        for the three formats whose severities the rules themselves define.
    ``reads_blank``
        whether `read` takes text of nothing but blanks and NUL bytes, which is a binary file to other formats.
    ``reads_context``
        whether `read` looks at other files. Documents of such a format are checked with all of the project.
    """

    name: str
    kinds: Sequence[str]
    severities: Mapping[str, str] = {}
    reads_blank: bool = False
    reads_context: bool = False

    def may_match_path(self, path: str) -> bool:
        """Return whether a file of this name can be of the format. Called for every file of a project."""
        raise NotImplementedError

    def may_match_content(self, data: bytes) -> bool:
        """Return whether *data*, the content of a file whose name matches, can be of the format.

        What is of another format costs no more than this, so it does not parse.
        """
        return True

    def identifies_itself(self, text: str) -> bool:
        """Return whether *text*, which cannot be read as a whole, is certainly of the format.

        Asked about files that are too large, binary or not UTF-8: where it is True they are reported, else skipped.
        """
        return False

    def is_certain(self, path: str) -> bool:
        """Return whether a file of this name, which may match, is of the format whatever it holds.

        One that cannot be opened is then reported, else it is a note on stderr.
        """
        return False

    def read(self, source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
        """Return the document in *source*, or None where the file is of another format.

        A file of this format that cannot be parsed is a document without root whose ``faults`` say why; None would
        hide it. *forced* is True where the configuration says that the file is of this format; *context* has the
        names and texts of other files.
        """
        raise NotImplementedError

    def notes(self, paths: Sequence[str], context: FileContext) -> Iterable[str]:
        """Yield what to print on stderr about the *paths* of a run, such as files that the format's tool ignores."""
        return ()


if TYPE_CHECKING:

    class FormatModule(Protocol):
        """What the module behind a `LazyFormat` has; ``notes`` too where the format has them."""

        @property
        def severities(self) -> Mapping[str, str]:
            """The rules that read its documents."""

        def identifies_itself(self, text: str) -> bool:
            """As `FormatAdapter.identifies_itself`."""

        def read(self, source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
            """As `FormatAdapter.read`."""


class LazyFormat(FormatAdapter):
    """A format whose module is imported with the first file that can be its own.

    Such a file has one of *folders* (``/tasks/``) in its path, a name that ends with one of *endings* and one of
    *needles* in its bytes. *has_notes*: whether the module has a function ``notes``.
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
        self._folders = folders
        self._endings = endings
        self._needles = needles
        self._has_notes = has_notes

    def may_match_path(self, path: str) -> bool:
        """Return whether folder and ending fit."""
        folder, _, name = path.rpartition("/")
        return f"/{name}".endswith(self._endings) and self.is_around(
            f"/{folder}/", absolute_folder(os.getcwd(), folder)
        )

    def is_around(self, folder: str, absolute: str) -> bool:
        """Return whether *folder*, or its *absolute* path where the working directory is below it, has such a name."""
        if any(ours in folder for ours in self._folders):
            return True
        is_far_below = folder.count("/") > 5 and not folder.startswith("/../")
        return not is_far_below and any(ours in absolute for ours in self._folders)

    def may_match_content(self, data: bytes) -> bool:
        """Return whether one of the needles is in *data*, or it has no front matter to tell it by."""
        if self.reads_blank and not data.startswith(b"---"):
            return True
        return any(needle in data for needle in self._needles)

    def identifies_itself(self, text: str) -> bool:
        """Ask the module."""
        return self._load().identifies_itself(text)

    def read(self, source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
        """Ask the module."""
        return self._load().read(source, limits, forced, context)

    def notes(self, paths: Sequence[str], context: FileContext) -> Iterable[str]:
        """Ask the module about those of *paths* that have one of the folders in them."""
        own = [path for path in paths if any(folder in path for folder in self._folders)] if self._has_notes else []
        if not own:
            return ()
        notes: Iterable[str] = self._load().notes(own, context)  # type: ignore[attr-defined]
        return notes

    @property
    def severities(self) -> Mapping[str, str]:  # type: ignore[override]
        """Those of the module."""
        return self._load().severities

    def _load(self) -> FormatModule:
        module: FormatModule = __import__(f"linter.formats.{self._module}", fromlist=["*"])
        return module


@lru_cache(maxsize=1024)
def absolute_folder(working_directory: str, folder: str) -> str:
    """Return the absolute path of *folder* with ``/``, one at its end too."""
    return os.path.normpath(os.path.join(working_directory, folder)).replace(os.sep, "/").rstrip("/") + "/"
