"""Tell users why files of a run are not plans."""

from __future__ import annotations

from linter.formats import missing_signs
from linter.formats.adapter import MARKDOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.engine.session import LintSession


def find_missing(run: LintSession, path: str) -> str:
    """Return what the file at *path*, which is not read as a plan, lacks to be one. Raises ConfigError."""
    if not run.is_candidate(path):
        return "no format matches its name"
    return missing_signs.find_missing(path, run.surroundings.text(path) or "")


def with_front_matter(run: LintSession) -> list[str]:
    """Return the paths of Markdown files with front matter that were found and are not plans."""
    markdown = (path for path in run.skipped_paths if path.endswith(MARKDOWN))
    return [path for path in markdown if missing_signs.has_front_matter(run.surroundings.text(path) or "")]
