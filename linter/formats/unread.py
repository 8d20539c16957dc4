"""Plans of tools that no format of planlint reads, recognized by the names of their files and directories."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.formats.context import FileContext

PLACES = (
    ("BMAD", "_bmad-output"),
    ("BMAD", "_bmad"),
    ("Conductor", "conductor/tracks.md"),
    ("Conductor", "conductor/tracks"),
    ("Kiro", ".kiro/specs"),
    ("oh-my-opencode", ".omo/plans"),
    ("oh-my-opencode", ".sisyphus/plans"),
    ("planning-with-files", "task_plan.md"),
    ("Ralph", "ralph/prd.json"),
    ("Ralph", "scripts/ralph"),
    ("spec-workflow", ".spec-workflow/specs"),
    ("SpecWeave", ".specweave/increments"),
    ("Superpowers", "docs/superpowers/plans"),
    ("beads", ".beads"),
    ("feature lists", "feature_list.json"),
)


def unread_tools(directory: str, context: FileContext) -> Iterator[tuple[str, str]]:
    """Yield the name of each such tool with plans in *directory* ("" for the working directory), and their place."""
    seen: set[str] = set()
    for tool, place in PLACES:
        folder, _, name = place.rpartition("/")
        if tool not in seen and name in context.names("/".join(filter(None, (directory, folder)))):
            seen.add(tool)
            yield tool, place
