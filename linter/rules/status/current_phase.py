"""Find a ``current_phase`` that is not one of the phases, or is over (row 32 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.did_you_mean import closest
from linter.model.manifest import current_index
from linter.rules.base import Rule, did_you_mean, related
from linter.rules.violation import WARNING
from linter.syntax.scalar_types import text_of, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest, Phase
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode


class CurrentPhase(Rule):
    """See ``current_phase.md``."""

    id = "current-phase"
    family = "status"
    kinds = ("manifest",)

    def check(self, document: Manifest) -> Iterable[Violation]:
        node = document.current_phase
        if node is None or not document.phases or type_of(node) not in ("string", "integer"):
            return
        current = node.text.strip()
        waiting = [phase for phase in document.phases if phase.state and not phase.is_closed]
        index = current_index(document)
        if index is None:
            name = text_of(document.root.get("current_phase_name"))
            if current == "complete" and not waiting:
                return
            if name is not None and name.text == current:
                return
            keys = [phase.key for phase in document.phases]
            near = closest(current, keys)
            if current == "complete" and waiting:
                yield self._too_early(document, node, waiting[0])
                return
            yield self.violation(
                document,
                node,
                f"unknown phase `{current}` in `current_phase`",
                {"current": current, "expected": ", ".join(keys)},
                help=did_you_mean(near),
                related=[related(document, document.phases[-1].node.key_span, f"last phase is `{keys[-1]}`")],
            )
        elif document.phases[index].state == "complete" and waiting:
            phase = document.phases[index]
            yield self.violation(
                document,
                node,
                f"`current_phase` `{current}` is complete, but phase `{waiting[0].key}` is {waiting[0].state}",
                {"current": current, "expected": waiting[0].key},
                severity=WARNING,
                related=[
                    related(document, phase.status or phase.node, f"`{phase.key}` is complete"),
                    related(
                        document, waiting[0].status or waiting[0].node, f"`{waiting[0].key}` is {waiting[0].state}"
                    ),
                ],
            )

    def _too_early(self, manifest: Manifest, node: ScalarNode, waiting: Phase) -> Violation:
        return self.violation(
            manifest,
            node,
            f"`current_phase` is complete, but phase `{waiting.key}` is {waiting.state}",
            {"current": node.text.strip(), "expected": waiting.key},
            related=[related(manifest, waiting.status or waiting.node, f"`{waiting.key}` is {waiting.state}")],
        )
