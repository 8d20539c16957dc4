"""The built-in formats, and those that match a file."""

from __future__ import annotations

import os
from functools import cache, lru_cache

from linter.formats.adapter import LazyFormat, absolute_folder
from linter.formats.own_formats import ManifestFormat, ProgressFormat, ToolsManifestFormat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.formats.adapter import FormatAdapter

_PROGRESS = ProgressFormat()
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
    _PROGRESS,
    ManifestFormat(),
    ToolsManifestFormat(),
)


ENDINGS = (".md", ".markdown", ".yml", ".yaml", ".json")  # of all files that a built-in format reads
_FOLDERS = tuple({folder for format in FORMATS if isinstance(format, LazyFormat) for folder in format.folders} - {"/"})


def may_be_read(path: str) -> bool:
    """Return whether a file with this path can be of one of `FORMATS`."""
    return bool(readable_in(path.rpartition("/")[0], (path,)))


def readable_in(folder: str, paths: Iterable[str]) -> list[str]:
    """Return those of *paths*, all in *folder*, that can be of one of `FORMATS`."""
    here = os.getcwd()
    if _has_no_marker(here, folder):
        others: Iterable[FormatAdapter] = _OTHERS_ANYWHERE
    else:
        others = [format for format in _formats_in(here, folder) if format is not _PROGRESS]
    is_progress = _PROGRESS.may_match_path  # as most are
    return [path for path in paths if is_progress(path) or any(format.may_match_path(path) for format in others)]


def is_only_progress(path: str) -> bool:
    """Return whether a Markdown file with this path can be of no built-in format but ``progress``."""
    return _has_no_marker(os.getcwd(), path.rpartition("/")[0])


def may_be_progress(data: bytes) -> bool:
    """Return whether a file with the content *data*, without merge conflicts, can be of the format ``progress``."""
    return _PROGRESS.may_match_content(data)


def formats_for_path(path: str) -> tuple[FormatAdapter, ...]:
    """Return those of `FORMATS` that a file with this path can be of, in order."""
    folder = path.rpartition("/")[0]  # called several times for each file: the part for its directory is cached
    return tuple([format for format in _formats_in(os.getcwd(), folder) if format.may_match_path(path)])


def is_read_with_others(path: str) -> bool:
    """Return whether a file with this path can be of a format of `FORMATS` that reads other files too."""
    formats = _formats_with_context(os.getcwd(), path.rpartition("/")[0])
    return any(format.may_match_path(path) for format in formats)


@lru_cache(maxsize=1024)
def _formats_with_context(working_directory: str, folder: str) -> tuple[FormatAdapter, ...]:
    return tuple(format for format in _formats_in(working_directory, folder) if format.reads_context)


@lru_cache(maxsize=1024)
def _formats_in(working_directory: str, folder: str) -> tuple[FormatAdapter, ...]:
    if _has_no_marker(working_directory, folder):
        return _ANYWHERE
    absolute = absolute_folder(working_directory, folder)
    return tuple(
        format for format in FORMATS if not isinstance(format, LazyFormat) or format.is_around(f"/{folder}/", absolute)
    )


@cache
def _has_no_marker(working_directory: str, folder: str) -> bool:
    """Whether *folder* is not in a directory by which formats of other tools are recognized."""
    if folder.startswith(".."):
        path = f"/{folder}/{absolute_folder(working_directory, folder)}"
    else:
        path = f"{absolute_folder(working_directory, '')}{folder}/"
    return not any(map(path.__contains__, _FOLDERS))


_ANYWHERE = tuple(format for format in FORMATS if not isinstance(format, LazyFormat) or "/" in format.folders)
_OTHERS_ANYWHERE = tuple(format for format in _ANYWHERE if format is not _PROGRESS)
