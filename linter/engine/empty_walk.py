"""Tell users why a directory that they named seems to have no plans."""

from __future__ import annotations

from linter.engine.ignored import find_ignored, ignored_note, names_of
from linter.formats.missing_signs import has_front_matter
from linter.formats.reader import read_bytes
from linter.formats.registry import formats_for_path
from linter.formats.unread import unread_tools
from linter.system.paths import display_path
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Protocol

    from linter.engine.workspace import Workspace
    from linter.formats.context import FileContext

    class Run(Protocol):
        """The part of a session that is used here."""

        workspace: Workspace
        surroundings: FileContext

        def has_plan(self, path: str) -> bool:
            """See ``LintSession``."""
            ...

        def is_candidate(self, path: str) -> bool:
            """See ``LintSession``."""
            ...

        def is_excluded(self, path: str) -> bool:
            """See ``LintSession``."""
            ...


TITLES = {
    "progress": "progress files",
    "manifest": "manifests",
    "tools-manifest": "manifests",
    "backlog": "Backlog.md",
    "gsd": "GSD",
    "vbw": "VBW",
    "taskmaster": "Task Master",
    "openspec": "OpenSpec",
    "speckit": "spec-kit",
}
MAX_READ = 200  # files to read again for the note


def empty_note(run: Run, directory: str, files: Sequence[str]) -> str:
    """Return the note about a named *directory* in which none of *files*, its candidates, is a plan."""
    ignored = [path for path in find_ignored(run.workspace, directory) if run.has_plan(path)]
    if ignored:
        return ignored_note(directory, ignored)
    note = f"no plan file found in {display_path(directory) or '.'}"
    reasons = "; ".join(_reasons(run, directory, files[:MAX_READ]))
    return f"{note}; {reasons}" if reasons else f"{note}; looked for {_looked_for(run, directory)}"


def _reasons(run: Run, directory: str, files: Sequence[str]) -> Iterator[str]:
    excluded = _excluded(run, directory)
    if excluded:
        yield f"`exclude` leaves out {plural(len(excluded), 'plan')} ({names_of(excluded)})"
    disabled = _disabled(run, files)
    if disabled:
        tools = ", ".join(TITLES.get(name, name) for name in sorted({name for _, name in disabled}))
        paths = [path for path, _ in disabled]
        yield f"`formats` leaves out {plural(len(paths), 'file')} of {tools} ({names_of(paths)})"
    unread = [f"{tool} ({location})" for tool, location in unread_tools(display_path(directory), run.surroundings)]
    if unread:
        yield f"planlint does not read the files of {', '.join(unread)}"
    seen = {path for path, _ in disabled}
    texts = ((path, run.surroundings.text(path)) for path in files if path.endswith(".md") and path not in seen)
    markdown = [path for path, text in texts if text and has_front_matter(text)]
    if markdown:
        are = "is not a plan" if len(markdown) == 1 else "are not plans"
        number = f"{plural(len(markdown), 'Markdown file')} with front matter"
        yield f"{number} {are} ({names_of(markdown)}): use -v to see why"


def _excluded(run: Run, directory: str) -> list[str]:
    """Return the plans that the configuration excludes, of the first candidates."""
    found = []
    for path in sorted(run.workspace.scan(display_path(directory), deep=True).files):
        if run.is_candidate(path) and run.is_excluded(path):
            found.append(path)
            if len(found) == MAX_READ:
                break
    return [path for path in found if run.has_plan(path)]


def _disabled(run: Run, files: Sequence[str]) -> list[tuple[str, str]]:
    """Return the files that a format would read that the configuration does not enable, and the format."""
    found = []
    for path in files:
        settings = run.workspace.settings(path)
        others = [format for format in formats_for_path(path) if format.name not in settings.formats]
        text = run.surroundings.text(path) if others else None
        if text is not None:
            document = read_bytes(path, text.encode(), others, settings.limits, None, run.surroundings)
            if document is not None:
                found.append((path, next(f.name for f in others if document.kind in f.kinds)))
    return found


def _looked_for(run: Run, directory: str) -> str:
    settings = run.workspace.settings(display_path(directory))
    names = [TITLES.get(name, name) for name in (*TITLES, *settings.formats) if name in settings.formats]
    return ", ".join(dict.fromkeys(names))
