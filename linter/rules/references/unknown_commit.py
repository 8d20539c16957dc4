"""Find commits that are not hashes or that git does not have (off by default)."""

from __future__ import annotations

import re

from linter.rules.base import ProjectRule
from linter.rules.violation import WARNING
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_placeholder, text_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.plan import Plan
    from linter.model.project import Project
    from linter.rules.violation import Violation

_REQUEST = lazy(r"#\d+\Z|[a-z]+://", re.IGNORECASE)
_HASH = lazy(r"[0-9a-fA-F]{7,64}\Z")


class UnknownCommit(ProjectRule):
    """See ``unknown_commit.md``."""

    id = "unknown-commit"
    family = "references"
    severity = WARNING
    default = False

    def check(self, project: Project) -> Iterable[Violation]:
        for plan in project.plans():
            commits = [node for node in _commits(plan) if not is_placeholder(node, plan.source)]
            hashes = {node.text.strip() for node in commits if _HASH.match(node.text.strip())}
            unknown = project.workspace.unknown_commits(plan.directory, sorted(hashes)) if hashes else set()
            for node in commits:
                commit = node.text.strip()
                if commit in unknown:
                    message = f"unknown commit `{commit}`"
                elif commit not in hashes and not _REQUEST.match(commit) and not _is_pending(node):
                    message = f"invalid commit `{commit}`, expected 7 to 64 hexadecimal digits"
                else:
                    continue
                yield self.violation(plan, node, message, {"commit": commit})


def _is_pending(node: ScalarNode) -> bool:
    from linter.rules.status.placeholder_evidence import is_pending  # only for values that are not hashes

    return is_pending(node)


def _commits(plan: Plan) -> Iterator[ScalarNode]:
    owners: list[MappingNode] = [plan.root, *(task.node for task in plan.tasks)]
    for owner in owners:
        for field in ("commit_refs", "commit", "commits", "completed_commit"):
            value = owner.get(field)
            for item in value.items if isinstance(value, SequenceNode) else [value]:
                text = text_of(item)
                if text is not None:
                    yield text
