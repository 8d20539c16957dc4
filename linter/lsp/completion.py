"""Completion of task ids, statuses and fields."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from itertools import islice

import linter.schema.definitions
from linter.model.board import TaskFile
from linter.model.plan import title
from linter.model.statuses import CLASSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from linter.model.plan import Plan, Task

_KEY = re.compile(r"""^[ \t]*(?P<dash>(?:-[ \t]+)*)(?P<quote>["']?)(?P<key>[\w.-]+)(?P=quote)[ \t]*:(?:[ \t]|$)""")
_ITEM = re.compile(r"^[ \t]*-(?:[ \t]|$)")
_NAMING = ("dependencies", "depends_on", "critical_path", "blocked_by", "task_ids", "items", "parent_task_id")


class Proposal:
    """A string to insert; ``kind`` is ``task``, ``status`` or ``field``."""

    __slots__ = ("detail", "kind", "text")

    def __init__(self, kind: str, text: str, detail: str = "") -> None:
        self.kind = kind
        self.text = text
        self.detail = detail


def complete(text: str, offset: int, plan: Plan, tasks: Iterable[Task]) -> list[Proposal]:
    """Return proposals for *offset* of *text*, from which *plan* was read; *tasks* are those of the plan.

    Only the lines of the front matter are used, because text is seldom valid YAML while it is typed.
    """
    if not _in_front_matter(text, offset):
        return []
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:offset]
    keys = _keys_above(text, start, line)
    own = _KEY.match(line)
    key = own["key"] if own else ""
    if isinstance(plan, TaskFile):
        return _on_board(plan, tasks, line, [key] if key else keys)
    if key == "status":
        return [Proposal("status", status, CLASSES[status]) for status in _statuses()]
    if key in _NAMING or (key and _is_batch(key, keys)) or (not key and keys and _names_tasks(keys)):
        return _ids(tasks, line)
    if own or not re.fullmatch(r"[\w.-]*", line.strip().lstrip("- ")):
        return []
    return [Proposal("field", name) for name in _fields(keys)]


def likely(found: list[Proposal], text: str, offset: int, limit: int) -> list[Proposal]:
    """Return *found*, or of too many the first *limit* that contain the word before *offset*."""
    if len(found) <= limit:
        return found
    match = re.search(r"[\w.-]*\Z", text[max(offset - 100, 0) : offset])
    word = match[0].casefold() if match else ""
    return list(islice((one for one in found if word in one.text.casefold()), limit))


def begin(path: str, text: str, offset: int) -> list[Proposal]:
    """Return fields for a new progress file, recognized by its name only."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    if not path.endswith("-progress.md") or not _in_front_matter(text, offset) or not re.fullmatch(r"[\w-]*", line):
        return []
    return [Proposal("field", name) for name in _fields([])]


def _on_board(plan: TaskFile, tasks: Iterable[Task], line: str, keys: list[str]) -> list[Proposal]:
    """Return the ids and statuses of another format; its fields are left to its tool."""
    if keys[:1] == ["status"]:
        return [Proposal("status", status) for status in plan.states()]
    if keys[:1] and keys[0].replace("-", "_") in _NAMING:
        return _ids((task for task in tasks if task.plan is not plan), line)
    return []


def _in_front_matter(text: str, offset: int) -> bool:
    if not text.removeprefix("\ufeff").startswith("---"):
        return False
    begin = text.find("\n") + 1
    end = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE).search(text, begin)
    return begin <= offset <= (end.start() if end else len(text))


def _keys_above(text: str, start: int, line: str) -> list[str]:
    """Return the keys that contain the line, nearest first."""
    stripped = line.lstrip(" \t")
    indent = len(line) - len(stripped)
    if stripped.startswith("-"):
        indent += 1  # a list may have the indentation of its key
    keys: list[str] = []
    for above in reversed(text[:start].split("\n")[:-1]):
        if not above.strip() or above.lstrip().startswith("#") or above.startswith("---"):
            continue
        match = _KEY.match(above)
        depth = len(above) - len(above.lstrip(" \t"))
        if match and match["dash"]:
            inner = depth + len(match["dash"])
            if inner < indent:
                keys.append(match["key"])
            if depth < indent:
                indent = depth + 1
            continue
        if match and depth < indent:
            keys.append(match["key"])
            indent = depth
        elif depth < indent and _ITEM.match(above):
            indent = depth + 1
        if indent == 0:
            break
    return keys


def _is_batch(key: str, keys: list[str]) -> bool:
    return "parallelization" in keys and key not in ("estimated_total_time", "note", "notes", "rationale")


def _names_tasks(keys: list[str]) -> bool:
    return keys[0] in _NAMING or (keys[0] == "tasks" and "parallelization" in keys) or keys[1:2] == ["parallelization"]


def _ids(tasks: Iterable[Task], line: str) -> list[Proposal]:
    there = set(re.findall(r"[\w.-]+", line))
    found = {task.name: task for task in tasks if task.name not in there}
    return [
        Proposal("task", name, " ".join(part for part in (task.state, title(task)[:120]) if part))
        for name, task in found.items()
    ]


def _statuses() -> list[str]:
    return [status for status in CLASSES if status not in ("complete", "done")]


def _fields(keys: list[str]) -> list[str]:
    """Return the fields of the document or of a task, from the schema of the format."""
    schema = _schema()
    if not keys:
        return list(schema["properties"])
    return list(schema["$defs"]["task"]["properties"]) if keys[0] == "tasks" else []


@cache
def _schema() -> dict[str, Any]:
    path = os.path.join(linter.schema.definitions.__path__[0], "progress.json")
    with open(path, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found
