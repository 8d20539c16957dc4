"""How a Markdown file is recognized as ``progress``: keys of its front matter, its name and directory."""

from __future__ import annotations

import os
import re

from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.system.lazy_regex import lazy

HEAD = 64 * 1024
BESIDE = ("parallelization", "total_tasks", "prd", "feature_slug")
SIGNS = (*BESIDE, "tasks")  # many other notes also have `type: progress`
_TYPE_LINE = lazy(r"""^(?:doc_)?type:[ \t]*(["']?)progress\1[ \t]*(?:#.*)?\r?$""", re.MULTILINE)
_TASKS_LINE = lazy(r"^tasks:", re.MULTILINE)
_BESIDE_LINE = lazy(rf"^(?:{'|'.join(BESIDE)}):", re.MULTILINE)
_SIGN_LINE = lazy(rf"^(?:{'|'.join(SIGNS)}):", re.MULTILINE)


def may_be_unseen(data: bytes) -> bool:
    """Whether the file may be a plan that is empty, or whose front matter is misplaced."""
    if not data.startswith((b"\n", b"\r", b" ", b"\t", b"\0", b"\xef\xbb\xbf", b"<!--", b"#", b"`", b"~")):
        return not data
    if b"\n---" in data[:HEAD]:
        return b"progress" in data or b"tasks" in data
    return not data.strip(b"\0 \t\r\n\xef\xbb\xbf")


def identifies_itself(text: str, path: str = "") -> bool:
    """Whether text that cannot be parsed has lines at column 0 of a plan, outside code."""
    from linter.syntax.markdown_blocks import FENCE, blocks  # only text that cannot be parsed needs it

    head = text[:HEAD]
    head = head[: next((block.start for block in blocks(head) if block.kind == FENCE), HEAD)]
    if _TYPE_LINE.search(head) and (_SIGN_LINE.search(head) or is_progress_path(path)):
        return True
    return bool(_TASKS_LINE.search(head) and _BESIDE_LINE.search(head))


def has_sign(yaml: str, start: int = 0) -> bool:
    """Whether a line at column 0 from the offset *start* on has a key of a plan."""
    return _SIGN_LINE.search(yaml, start) is not None


def is_progress_path(path: str) -> bool:
    """Whether *path* (relative) is a ``*-progress.md`` in or below a directory ``progress``."""
    if not path.endswith("-progress.md"):
        return False
    return "progress" in os.path.abspath(path).replace(os.sep, "/").split("/")[:-1]


def declares_progress(root: MappingNode) -> bool:
    """Whether ``type`` or ``doc_type`` is ``progress``."""
    values = (root.get("type"), root.get("doc_type"))
    return any(isinstance(value, ScalarNode) and value.text.strip() == "progress" for value in values)


def is_ours(root: MappingNode, path: str) -> bool:
    """Whether front matter with these keys makes the file at *path* a plan."""
    if declares_progress(root):
        return any(field in root.entries for field in SIGNS) or is_progress_path(path)
    if not any(field in root.entries for field in BESIDE):
        return False
    return any(
        isinstance(task, MappingNode) and ("id" in task.entries or "status" in task.entries)
        for _, task in task_nodes(root.get("tasks"))
    )


def task_lists(root: MappingNode) -> list[tuple[tuple[str, ...], Node]]:
    """Return the task lists of *root*, ``tasks`` and those in mappings, with the keys that lead to them.

    Entries of a mapping (``phase_4: {tasks: [...]}``) are tasks if they have ids, none of which is in ``tasks`` itself.
    """
    found: list[tuple[tuple[str, ...], Node]] = []
    own = root.get("tasks")
    if isinstance(own, SequenceNode | MappingNode):
        found.append((("tasks",), own))
    ids = _ids(own)
    for key, node in root.entries.items():
        if key in ("tasks", "parallelization") or not isinstance(node, MappingNode):
            continue
        for path, container in ((key,), node), *(((key, inner), below) for inner, below in node.entries.items()):
            tasks = container.get("tasks")
            below_ids = _ids(tasks) if isinstance(tasks, SequenceNode) else set()
            if tasks is not None and below_ids and ids.isdisjoint(below_ids):
                found.append(((*path, "tasks"), tasks))
    return found


def _ids(tasks: Node | None) -> set[str]:
    ids = (task.get("id") or key for key, task in task_nodes(tasks) if isinstance(task, MappingNode))
    return {id.text for id in ids if isinstance(id, ScalarNode)}


def task_nodes(tasks: Node | None) -> list[tuple[ScalarNode | None, Node]]:
    """Return the entries of ``tasks``, each with the key that is its id if ``tasks`` is a mapping."""
    if isinstance(tasks, SequenceNode):
        return [(None, item) for item in tasks.items]
    if isinstance(tasks, MappingNode):
        return [(ScalarNode(key, item.key_start, item.key_end), item) for key, item in tasks.entries.items()]
    return []
