"""``progress``: Markdown with YAML front matter (``linter/formats/progress.md``)."""

from __future__ import annotations

from functools import lru_cache

from linter.formats.progress_batches import fill_batches, references
from linter.formats.progress_signs import (
    declares_progress,
    identifies_itself,
    is_ours,
    task_lists,
    task_nodes,
)
from linter.model.document import Document
from linter.model.plan import Plan, Task
from linter.syntax import front_matter
from linter.syntax.nodes import Limits, MappingNode, ReadError, ScalarNode, SequenceNode
from linter.syntax.scalar_types import integer, is_boolean, is_null, is_placeholder, text_of
from linter.syntax.source import line_end
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.syntax.source import Source

_SECOND = lazy(r"\s*---[ \t]*\r?\n")  # front matter directly behind another
DATE_FIELDS = frozenset(["created", "updated", "started", "completed", "last_updated"])


def read(source: Source, limits: Limits, forced: bool = False) -> Document | None:
    """Return the plan in *source*, or None if it is not one; never None with *forced* (set by the configuration)."""
    text = source.text
    front = front_matter.split(text)
    if front is None:
        if not forced:
            from linter.formats import unseen_progress

            return unseen_progress.read(source, limits)
        message = "missing front matter, expected `---` on the first line"
        return _unreadable(source, ReadError("missing-frontmatter", *_first_line(text), message))
    if front.body < 0:
        if not forced and not identifies_itself(text, source.path):
            return None
        return _unreadable(source, _unclosed(text, front), front=front)
    yaml = text[front.start : front.end]
    if not forced and "progress" not in yaml and "tasks" not in yaml:
        return _behind(source, front, limits)
    from linter.syntax.yaml_reader import parse_yaml  # a run that finds all in the cache reads no YAML

    tree = parse_yaml(yaml, front.start, limits)
    root = tree.root
    if not isinstance(root, MappingNode):
        if not forced and not identifies_itself(yaml, source.path):
            return None
        if not tree.read_errors:
            found = "a list" if isinstance(root, SequenceNode) else "a string" if text_of(root) else "empty"
            span = _first_line(text, front.start) if root else (front.opening, front.opening + 3)
            message = f"front matter is {found}, expected a mapping"
            tree.read_errors.append(ReadError("not-a-mapping", *span, message))
        return _unreadable(source, *tree.read_errors, front=front)
    if not forced and not is_ours(root, source.path):
        if "tasks" not in root.entries:
            return _behind(source, front, limits)
        from linter.formats import unseen_progress

        return unseen_progress.near_miss(source, root)
    plan = Plan(source, root, tree.read_errors)
    plan.front_matter = front
    plan.has_schema = forced or declares_progress(root)
    _fill(plan)
    if front.opening or not plan.has_schema or text.find("\n---", front.body - 1) >= 0:
        from linter.formats import unseen_progress

        plan.read_errors.extend(unseen_progress.visibility_errors(plan, front, limits))
    return plan


def _behind(source: Source, front: front_matter.FrontMatter, limits: Limits) -> Document | None:
    if _SECOND.match(source.text, front.body) is None:
        return None
    from linter.formats import unseen_progress

    return unseen_progress.behind(source, front.body, limits)


def _unreadable(source: Source, *read_errors: ReadError, front: front_matter.FrontMatter | None = None) -> Document:
    document = Document(source, None, list(read_errors), "progress")
    document.front_matter = front
    return document


def _unclosed(text: str, front: front_matter.FrontMatter) -> ReadError:
    almost = front_matter.find_almost_closing(text, front)
    if almost is None:
        message = "unclosed front matter, expected a line `---`"
        return ReadError("unclosed-frontmatter", front.opening, front.opening + 3, message)
    found = text[slice(*almost)]
    problem = "without indentation" if found == "---" else f"alone, found `{found[:20]}{'…' * (len(found) > 20)}`"
    return ReadError("unclosed-frontmatter", *almost, f"front matter is not closed: expected `---` {problem}")


def _first_line(text: str, start: int = 0) -> tuple[int, int]:
    if start == 0 and text.startswith("\ufeff"):
        start = 1
    end = len(text[start : line_end(text, start)].rstrip()) + start
    return start, max(end, min(start + 1, len(text)))


def _fill(plan: Plan) -> None:
    root, source = plan.root, plan.source
    plan.slug = _slug(root, source)
    plan.phase = text_of(root.get("phase"))
    plan.status = text_of(root.get("status"))
    plan.blockers = root.get("blockers")
    _dates(plan, root)
    plan.task_lists = task_lists(root)
    plan.has_tasks = bool(plan.task_lists)
    for key, node in (entry for _, tasks in plan.task_lists for entry in task_nodes(tasks)):
        id = text_of(node.get("id")) or key
        if not isinstance(node, MappingNode) or id is None or is_placeholder(id, source):
            plan.unidentified += 1
            continue
        status = text_of(node.get("status"))
        dependencies = references(node.get("dependencies"), source) + references(node.get("depends_on"), source)
        plan.tasks.append(Task(plan, id, status, dependencies, node))
        _dates(plan, node)
    if isinstance(plan.blockers, SequenceNode):
        for blocker in plan.blockers.items:
            if isinstance(blocker, MappingNode):
                _dates(plan, blocker)
    if any(character in one.text for task in plan.tasks for one in task.dependencies for character in ",;& "):
        from linter.model.id_texts import split_dependencies  # few plans have such

        split_dependencies(plan)
    schedule = root.get("parallelization")
    if isinstance(schedule, MappingNode):
        plan.schedule = schedule
        fill_batches(plan, schedule)
    path = schedule.get("critical_path") if isinstance(schedule, MappingNode) else None
    plan.critical_path = references(path or root.get("critical_path"), source)


def _slug(root: MappingNode, source: Source) -> ScalarNode | None:
    for field in ("prd", "feature_slug"):
        value = root.get(field)
        if not is_placeholder(value, source) and (slug := text_of(value)):
            return slug
    return None


@lru_cache(maxsize=1024)
def _date_fields(keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if key in DATE_FIELDS or key.endswith("_at")]


def _dates(plan: Plan, owner: MappingNode) -> None:
    for field in _date_fields(tuple(owner.entries)):
        value = owner.entries[field]
        if isinstance(value, ScalarNode):
            if is_null(value) or integer(value) is not None or is_boolean(value) or is_placeholder(value, plan.source):
                continue
            plan.dates.append((owner, field, value))
