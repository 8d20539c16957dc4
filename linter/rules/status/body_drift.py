"""Find tables in the body whose statuses differ from the front matter."""

from __future__ import annotations

from linter.model.status_cells import bare, cell_class, status_tables
from linter.rules.base import Rule, related
from linter.rules.violation import WARNING
from linter.syntax.fix import Edit, Fix
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan, Task
    from linter.rules.violation import Violation
    from linter.syntax.markdown_tables import Cell

HAS_MARKS = lazy(r"\*\*Status|[-*+] \[[ xX]\]")


class BodyDrift(Rule):
    """See ``body_drift.md``."""

    id = "body-drift"
    family = "status"
    severity = WARNING
    fix = "unsafe"

    strict_options = {"templates": True}

    templates: bool = False

    def check(self, document: Plan) -> Iterable[Violation]:
        is_history = document.is_finished and bool(document.tasks)
        body = document.front_matter.body if document.front_matter is not None else 0
        heading, seen = "", max(body - 1, 0)
        for table in status_tables(document):
            at = table[0][1].start
            heading, seen = _heading(document.source.text, seen, at) or heading, at
            wrong = [(task, cell) for task, cell in table if cell_class(cell.text) != task.status_class]
            if wrong and (self.templates or not is_history or len(wrong) < len(table)):
                yield self._violation(document, heading, table, wrong)
        if not document.has_tasks or HAS_MARKS.search(document.source.text, body):
            from linter.rules.status._body_marks import check_marks  # a body that repeats the tasks

            yield from check_marks(self, document, templates=self.templates)

    def _violation(
        self, document: Plan, heading: str, table: list[tuple[Task, Cell]], wrong: list[tuple[Task, Cell]]
    ) -> Violation:
        spans = [(cell.start, cell.end) for _, cell in wrong]
        name = f"{heading} {table[0][0].name}"
        texts = [cell.text for _, cell in table]
        return self.group(
            name, spans, lambda indices: self._drift(document, [wrong[index] for index in indices], texts)
        )

    def _drift(self, document: Plan, wrong: list[tuple[Task, Cell]], texts: list[str]) -> Violation:
        from linter.model.status_witnesses import for_other_status  # a clean plan needs neither
        from linter.model.status_words import CellTexts, legend_of

        pairs = [(task, cell, task.status.text) for task, cell in wrong if task.status is not None]
        (task, cell, status), *others = pairs
        rest = f" (and {len(others)} more)" if others else ""
        legend, cells = legend_of(document), CellTexts(texts)
        witnesses = [for_other_status(task, cell_class(cell.text) or "") for task, cell, _ in pairs]
        edits = [
            Edit(cell.start, cell.end, new)
            for (_, cell, status), known in zip(pairs, witnesses, strict=True)
            if not known and (new := cells.written_as(cell.text, status, legend))
        ]
        titles = {edit.text for edit in edits}
        title = f"Set the cell to {titles.pop()}" if len(titles) == 1 else f"Set the status cells of {len(edits)} tasks"
        return self.violation(
            document,
            (cell.start, cell.end),
            f"status of `{task.name}` differs: `{bare(cell.text)}` in the table, `{status}` in the front matter{rest}",
            {
                "tasks": [task.name for task, _, _ in pairs],
                "found": [cell.text for _, cell, _ in pairs],
                "expected": [status for _, _, status in pairs],
            },
            related=[
                related(document, (cell.start, cell.end), f"`{task.name}` is `{status}` in the front matter")
                for task, cell, status in others
            ]
            + [related(document, found.location, found.text) for known in witnesses for found in known],
            fix=Fix(title, edits, safe=False) if edits else None,
        )


def _heading(text: str, start: int, end: int) -> str:
    """Return the text of the last heading between the offsets, or "" if there is none."""
    start = text.rfind("\n#", start, end) + 1
    return text[start : text.find("\n", start)].strip("# \r") if start else ""
