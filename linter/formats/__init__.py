"""The plan formats, one module or package each. A module here has

``name``, ``kinds``
    what the configuration calls the format, and the document kinds it makes;
``claims(path)``
    whether a file of this name is a candidate at all;
``sniff(data)``
    whether its bytes can be ours: what is not ours costs no more than this;
``marked(text)``
    whether a file that cannot be read as a whole says of itself that it is ours;
``read(source, limits, forced)``
    the document, None when the file is none of ours;
``severities``
    the rules that read it, ``error``, ``warning`` or ``off`` by rule (the first three have theirs in the registry);
``looks_around``
    True when ``read`` takes a fourth argument, the ``FileContext`` of the file.
"""

from __future__ import annotations

import os
from functools import lru_cache

from linter.formats import manifest, progress, tools_manifest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source


@lru_cache(maxsize=1024)
def _absolute(here: str, folder: str) -> str:
    return os.path.normpath(os.path.join(here, folder)).replace(os.sep, "/").rstrip("/") + "/"


class LazyFormat:
    """A format whose module is imported with the first file that can be its own.

    A candidate has one of *folders* (``/tasks/``) in its path and one of *endings*, its bytes hold one of *needles*.
    """

    looks_around = True

    def __init__(
        self, name: str, module: str, folders: tuple[str, ...], endings: tuple[str, ...], needles: tuple[bytes, ...]
    ) -> None:
        self.name = name
        self.kinds = (name,)
        self._module = module
        self._folders = folders
        self._endings = endings
        self._needles = needles

    def claims(self, path: str) -> bool:
        """Whether a file of this name is looked at."""
        folder, _, name = path.rpartition("/")
        return f"/{name}".endswith(self._endings) and self.is_around(f"/{folder}/", _absolute(os.getcwd(), folder))

    def is_around(self, folder: str, absolute: str) -> bool:
        """Whether the files in this folder are looked at; one that counts may be among those we stand in."""
        if any(ours in folder for ours in self._folders):
            return True
        is_far_below = folder.count("/") > 5 and not folder.startswith("/../")
        return not is_far_below and any(ours in absolute for ours in self._folders)

    def sniff(self, data: bytes) -> bool:
        """Whether the bytes can be ours."""
        return any(needle in data for needle in self._needles)

    def marked(self, text: str) -> bool:
        """Whether a text that could not be read as a whole is ours."""
        return bool(self._load().marked(text))

    def read(self, source: Source, limits: Limits, forced: bool, around: FileContext) -> Document | None:
        """The document in *source*, None when it is none of ours."""
        document: Document | None = self._load().read(source, limits, forced, around)
        return document

    @property
    def severities(self) -> dict[str, str]:
        """The rules that read it, and how bad what they find is."""
        found: dict[str, str] = self._load().severities
        return found

    def _load(self) -> Any:
        return __import__(f"linter.formats.{self._module}", fromlist=["*"])


def claiming(path: str) -> tuple[Any, ...]:
    """Those of `FORMATS` that look at a file of this name, in their order; asked several times of each file."""
    return tuple(format for format in _in_folder(os.getcwd(), path.rpartition("/")[0]) if format.claims(path))


@lru_cache(maxsize=1024)
def _in_folder(here: str, folder: str) -> tuple[Any, ...]:
    absolute = _absolute(here, folder)
    return tuple(
        format for format in FORMATS if not isinstance(format, LazyFormat) or format.is_around(f"/{folder}/", absolute)
    )


_MARKDOWN = (".md", ".markdown")
_BOARD = "backlog.settings_file"
FORMATS: tuple[Any, ...] = (
    LazyFormat("backlog", "backlog", ("/tasks/", "/completed/", "/drafts/"), (".md",), (b"\nid:", b"\nstatus:")),
    LazyFormat("backlog", _BOARD, ("/backlog/", "/.backlog/"), ("/config.yml", "/config.yaml"), (b"",)),
    LazyFormat("backlog", _BOARD, ("/",), ("/backlog.config.yml",), (b"",)),
    LazyFormat("gsd", "gsd", ("/.planning/",), (".md",), (b"",)),
    LazyFormat("vbw", "vbw", ("/.vbw-planning/", "/.yolo-planning/"), (".md",), (b"",)),
    LazyFormat("taskmaster", "taskmaster", ("/tasks/",), ("/tasks.json",), (b"",)),
    LazyFormat("openspec", "openspec", ("/openspec/changes/",), ("/tasks.md",), (b"[",)),
    LazyFormat("speckit", "speckit", ("/specs/",), ("/tasks.md",), (b"] T", b"] **T", b"] [T")),
    progress,
    manifest,
    tools_manifest,
)
