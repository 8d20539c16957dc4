"""The moment of closing: which plans a change completed."""

from __future__ import annotations

import os

from linter.system import git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from linter.engine.session import LintSession


def closed_paths(
    now: LintSession,
    before: LintSession,
    moved: Mapping[str, str],
    *,
    paths: Iterable[str] | None = None,
    new_files: Container[str] = (),
) -> set[str]:
    """Return the paths of the plans (None: all, else of *paths*) that are completed in *now* and were not in *before*.

    *moved*: the old path of each renamed file; *new_files* count as not completed before. A file that *before* has not
    read, or could not parse, is not closed by the change.
    """
    found = set()
    for path in now.paths if paths is None else paths:
        if now.document(path).is_completed:
            old = moved.get(path, path)
            known = before.document(old) if before.has_document(old) else None
            if path in new_files if known is None else known.root is not None and not known.is_completed:
                found.add(path)
    return found


def was_completed_at_head(run: LintSession, path: str) -> bool | None:
    """Return whether the plan at *path*, which *run* has read, was completed at HEAD; None if HEAD has no such plan."""
    absolute = os.path.abspath(path)
    folder = os.path.dirname(absolute)
    root = git.find_root(folder)
    if root is None:
        return None
    folder = os.path.relpath(os.path.realpath(folder), os.path.realpath(root)).replace(os.sep, "/")
    name = os.path.normpath(f"{folder}/{os.path.basename(absolute)}").replace(os.sep, "/")
    try:
        text = git.ask(root, "cat-file", "blob", f"HEAD:{name}").decode("utf-8", "replace")
    except git.GitError:
        return None
    document = run.read_as(path, text)
    return None if document is None or document.root is None else document.is_completed
