"""``vbw``: the plans of VBW and yolo below ``.vbw-planning/`` and ``.yolo-planning/``, derived from GSD.

Plans are identified by phase and plan number: a bare number in ``depends_on`` is a plan of the same phase
(``linter/formats/vbw.md``).
"""

from __future__ import annotations

from linter.formats.gsd import identifies_itself
from linter.formats.gsd import severities as _of_gsd
from linter.formats.gsd.reading import FormatVariant, read_with
from linter.formats.gsd.scope import VbwScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

__all__ = ["identifies_itself", "read", "severities"]
severities = dict(_of_gsd)
_REQUIRED = tuple("phase plan wave depends_on title must_haves".split())
_FLAVOUR = FormatVariant("vbw", "VBW", severities, VbwScope, _REQUIRED)


def read(source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
    """Return the plan, SUMMARY, STATE or ROADMAP in *source*, or None for other notes."""
    return read_with(_FLAVOUR, source, limits, forced, context)
