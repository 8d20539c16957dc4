"""Which files a task changes."""

from __future__ import annotations

from linter.syntax.nodes import MappingNode, SequenceNode
from linter.syntax.scalar_types import text_of
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.model.plan import Task
    from linter.syntax.nodes import ScalarNode

_FIELDS = ("files", "file", "files_affected", "files_modified")
_PATH = lazy(r"(?=.*[./])[^\s*?\[\]{}<>,]+[^\s*?\[\]{}<>,/]\Z")  # of one file


def changed_files(task: Task) -> Sequence[ScalarNode]:
    """The paths of the files that *task* changes, as its format or, in a plan file, one of four fields has them."""
    if task.plan.kind != "progress":
        files: Sequence[ScalarNode] = getattr(task, "files", ())
        return files
    found = []
    for field in _FIELDS:
        node = task.node.get(field)
        for item in node.items if isinstance(node, SequenceNode) else [node]:
            text = text_of(item.get("path") if isinstance(item, MappingNode) else item)
            if text is not None and _PATH.match(text.text.strip()):
                found.append(text)
    return found
