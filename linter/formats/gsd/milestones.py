"""Past work of a GSD project: the phases of shipped milestones, and the checked plans of checked phases."""

from __future__ import annotations

from linter.formats.gsd.names import bare, pair_of, phase_of
from linter.formats.gsd.progress_table import ShippedPhases
from linter.formats.gsd.roadmap import PHASE_BOX, PLAN_LINE
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.context import FileContext


class PastWork:
    """The phases that the roadmap *text* calls shipped, and the plans that it checks in phases that it checks."""

    def __init__(self, text: str) -> None:
        self.shipped = ShippedPhases(text)
        phases = {bare(match[2]) for match in PHASE_BOX.finditer(text) if match[1] != "[ ]"}
        pairs = {pair for match in PLAN_LINE.finditer(text) if (pair := pair_of(match[2]))}
        self.ticked = frozenset(pair for pair in pairs if pair[0] in phases)


def past_work(context: FileContext, phase_folder: str) -> PastWork:
    """Return what the roadmap above *phase_folder*, an absolute path, marks as past work."""
    home = display_path(phase_folder.rpartition("/")[0].rpartition("/")[0])
    key = ("gsd past work", home)
    if key not in context.cached:
        context.cached[key] = PastWork(context.text(f"{home}/ROADMAP.md" if home else "ROADMAP.md") or "")
    found: PastWork = context.cached[key]
    return found


def is_shipped(context: FileContext, phase_folder: str) -> bool:
    """Whether a phase belongs to a shipped milestone, by its directory (an absolute path) or by the roadmap."""
    above, _, folder = phase_folder.rpartition("/")
    return is_archived(above) or phase_of(folder) in past_work(context, phase_folder).shipped


def is_archived(directory: str) -> bool:
    """Whether a directory belongs to a milestone in ``milestones/``, to which GSD moves the shipped ones."""
    return "/milestones/" in f"{directory}/"
