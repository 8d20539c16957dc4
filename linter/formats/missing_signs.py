"""Tell users what a file that is not read as a plan lacks to be one."""

from __future__ import annotations

from linter.formats.adapter import MARKDOWN
from linter.formats.progress_signs import SIGNS, declares_progress
from linter.syntax import front_matter
from linter.syntax.nodes import Limits, MappingNode
from linter.syntax.scalar_types import text_of
from linter.syntax.yaml_reader import parse_yaml

_KEYS = ", ".join(f"`{sign}`" for sign in SIGNS)


def has_front_matter(text: str) -> bool:
    """Return whether *text* begins with closed front matter that is a mapping."""
    front = front_matter.split(text)
    if front is None or front.body < 0:
        return False
    return isinstance(parse_yaml(text[front.start : front.end], 0, Limits()).root, MappingNode)


def find_missing(path: str, text: str) -> str:
    """Return what the Markdown file at *path* with this *text* lacks to be a plan."""
    if not path.endswith(MARKDOWN):
        return "no format matches its contents"
    front = front_matter.split(text)
    if front is None:
        return "no front matter, expected `---` on the first line"
    if front.body < 0:
        return "its front matter is not closed"
    root = parse_yaml(text[front.start : front.end], 0, Limits()).root
    if not isinstance(root, MappingNode):
        return "its front matter is not a mapping"
    if declares_progress(root):
        return f"its front matter has none of {_KEYS}"
    if "tasks" in root.entries:
        return f"`tasks` without `type: progress` needs an `id` or a `status`, and one of {_KEYS.rpartition(',')[0]}"
    kind = text_of(root.get("type")) or text_of(root.get("doc_type"))
    if kind is not None:
        return f"`type` is `{kind.text[:40]}`, expected `progress`"
    return "its front matter has neither `type: progress` nor `tasks`"
