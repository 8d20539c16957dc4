"""Find done tasks whose evidence, commit or test result is still to be filled in."""

from __future__ import annotations

from functools import lru_cache

from linter.model.statuses import DONE
from linter.rules.base import Rule
from linter.rules.violation import WARNING
from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_null, is_placeholder
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.plan import Plan
    from linter.rules.violation import Violation
    from linter.syntax.nodes import Node

MAX_CHARS = 80  # of a placeholder with a remark; anything longer is evidence
_FIELDS = frozenset(
    """evidence commit commits commit_hash commit_sha commit_refs completed_commit completion_commit merge_commit
    pr pr_refs test_result test_results test_status tests tests_status verification verification_result""".split()
)
_PENDING = lazy(
    r"(?:pending|tbd|tba|todo|to be (?:added|done|determined|filled in)|fill in|fixme|awaiting)"
    r"(?:\W*\Z|[ ]*[-–—:(].*| (?:commit|evidence|hash|merge|pr|result|results|review|run|test|tests|verification)\W*\Z)"
    r"|none\Z"
)


class PlaceholderEvidence(Rule):
    """See ``placeholder_evidence.md``."""

    id = "placeholder-evidence"
    family = "status"
    severity = WARNING

    def check(self, document: Plan) -> Iterable[Violation]:
        for task in document.tasks:
            fields = _evidence_fields(tuple(task.node.entries)) if task.status_class == DONE else ()
            for field in fields:
                values = _values(task.node.entries[field])
                found = next((v for v in values if is_placeholder(v, document.source) or is_pending(v)), None)
                if found is not None:
                    yield self.violation(
                        document,
                        found,
                        f"`{field}` of completed task `{task.name}` is `{found.text.strip()}`",
                        {"task": task.name, "field": field, "found": found.text.strip()},
                    )


@lru_cache(maxsize=1024)
def _evidence_fields(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in _FIELDS)


def _values(node: Node) -> Iterator[ScalarNode]:
    """Yield the scalars of a value, list or mapping."""
    inner = (
        node.items
        if isinstance(node, SequenceNode)
        else node.entries.values()
        if isinstance(node, MappingNode)
        else [node]
    )
    for value in inner:
        if isinstance(value, MappingNode):
            yield from (scalar for _, scalar in value.scalars())
        elif isinstance(value, ScalarNode):
            yield value


def is_pending(node: ScalarNode) -> bool:
    """Whether the value is a word for "not yet", such as ``pending`` or ``TBD (after the merge)``."""
    text = " ".join(node.text.lower().replace("_", " ").split())
    return not is_null(node) and len(text) <= MAX_CHARS and _PENDING.match(text) is not None
