"""Find complete phases and tools whose verification failed (row 34 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.manifest import state
from linter.rules.base import Rule, related
from linter.syntax.nodes import MappingNode, ScalarNode
from linter.syntax.scalar_types import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.manifest import Manifest
    from linter.rules.violation import Violation


class FailedVerification(Rule):
    """See ``failed_verification.md``."""

    id = "failed-verification"
    family = "status"
    kinds = ("manifest",)

    def check(self, document: Manifest) -> Iterable[Violation]:
        for phase in document.phases:
            verification = phase.node.get("verification")
            if phase.state == "complete" and isinstance(verification, MappingNode):
                for field in ("build_passed", "tests_passed"):
                    value = verification.get(field)
                    if isinstance(value, ScalarNode) and value.text.lower() == "false":
                        yield self._failed(document, field, value, f"phase `{phase.key}`", phase.status)
        for name, tool in document.tools_status.items():
            audit = tool.get("audit_status")
            status = text_of(tool.get("phase"))
            if state(status) == "complete" and isinstance(audit, ScalarNode) and audit.text == "failed":
                yield self._failed(document, "audit_status", audit, f"tool `{name}`", status)

    def _failed(
        self, manifest: Manifest, field: str, value: ScalarNode, what: str, status: ScalarNode | None
    ) -> Violation:
        return self.violation(
            manifest,
            value,
            f"{what} is complete, but its `{field}` is {value.text}",
            {"field": field},
            related=[related(manifest, status, f"{what} is complete")] if status else (),
        )
