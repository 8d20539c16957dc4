"""The built-in formats, and those that match a file."""

from __future__ import annotations

import os
from functools import lru_cache

from linter.formats.adapter import LazyFormat, absolute_folder
from linter.formats.manifest import ManifestFormat
from linter.formats.progress import ProgressFormat
from linter.formats.tools_manifest import ToolsManifestFormat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.adapter import FormatAdapter

_SETTINGS = "backlog.settings_file"
FORMATS: tuple[FormatAdapter, ...] = (
    LazyFormat(
        "backlog",
        "backlog",
        ("/tasks/", "/completed/", "/drafts/"),
        (".md",),
        (b"\nid:", b"\nstatus:"),
        has_notes=True,
        reads_blank=True,
    ),
    LazyFormat("backlog", _SETTINGS, ("/backlog/", "/.backlog/"), ("/config.yml", "/config.yaml"), (b"",)),
    LazyFormat("backlog", _SETTINGS, ("/",), ("/backlog.config.yml",), (b"",)),
    LazyFormat("gsd", "gsd", ("/.planning/",), (".md",), (b"",)),
    LazyFormat("vbw", "vbw", ("/.vbw-planning/", "/.yolo-planning/"), (".md",), (b"",)),
    LazyFormat("taskmaster", "taskmaster", ("/tasks/",), ("/tasks.json",), (b"",), reads_blank=True),
    LazyFormat(
        "openspec", "openspec", ("/openspec/changes/",), ("/tasks.md",), (b"[", b"- ", b"* ", b"+ ", b". ", b") ")
    ),
    LazyFormat("speckit", "speckit", ("/specs/",), ("/tasks.md",), (b"] T", b"] **T", b"] [T")),
    ProgressFormat(),
    ManifestFormat(),
    ToolsManifestFormat(),
)


def formats_for_path(path: str) -> tuple[FormatAdapter, ...]:
    """Return those of `FORMATS` that a file with this path can be of, in order."""
    folder = path.rpartition("/")[0]  # called several times for each file: the part for its directory is cached
    return tuple(format for format in _formats_in(os.getcwd(), folder) if format.may_match_path(path))


@lru_cache(maxsize=1024)
def _formats_in(working_directory: str, folder: str) -> tuple[FormatAdapter, ...]:
    absolute = absolute_folder(working_directory, folder)
    return tuple(
        format for format in FORMATS if not isinstance(format, LazyFormat) or format.is_around(f"/{folder}/", absolute)
    )
