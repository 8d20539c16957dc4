"""``gsd``: the plans of GSD (get-shit-done, gsd-core) below ``.planning/``, one Markdown file per plan.

Plans, their SUMMARY files, ``STATE.md`` and ``ROADMAP.md`` are read (``linter/formats/gsd.md``). Many versions of GSD
read front matter line by line, so front matter that is not valid YAML is read that way too.
"""

from __future__ import annotations

from linter.formats.gsd.reading import FormatVariant, read_with
from linter.formats.gsd.scope import GsdScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

severities = {
    **dict.fromkeys("duplicate-task-id unknown-dependency self-dependency dependency-cycle".split(), "error"),
    **dict.fromkeys(
        """syntax-error duplicate-key missing-field invalid-value invisible-file ignored-field ignored-dependency
        prose-dependency duplicate-dependency done-before-dependency batch-order same-batch-dependency same-batch-file
        rollup-drift parent-status wrong-type status-mismatch count-mismatch progress-mismatch impossible-date
        time-order""".split(),
        "warning",
    ),
}
_REQUIRED = tuple("phase plan wave depends_on type files_modified autonomous must_haves".split())
_FLAVOUR = FormatVariant("gsd", "GSD", severities, GsdScope, _REQUIRED)


def identifies_itself(text: str) -> bool:
    """Whether text that cannot be parsed has front matter with the key ``wave``."""
    return text.startswith("---") and "\nwave:" in text


def read(source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
    """Return the plan, SUMMARY, STATE or ROADMAP in *source*, or None for other notes."""
    return read_with(_FLAVOUR, source, limits, forced, context)
