"""A plan as ``Post`` of python-frontmatter, for rule authors who know that library. Imported on demand."""

from __future__ import annotations

import yaml
from frontmatter import Post

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from linter.syntax.front_matter import FrontMatter


class _TextDates(yaml.CSafeLoader):
    """A loader that keeps dates as strings: constructing the date ``2026-02-30`` would raise ValueError."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def post(text: str, front: FrontMatter | None) -> Post:
    """Return metadata and body of *text*; the metadata is empty without readable front matter."""
    if front is None or front.body < 0:
        return Post(text.removeprefix("\ufeff").strip())
    result = Post(text[front.body :].strip())
    result.metadata = _load(text[front.start : front.end])
    return result


def _load(text: str) -> dict[str, Any]:
    for loader in (yaml.CSafeLoader, _TextDates):
        try:
            loaded = yaml.load(text, loader)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, OverflowError):
            continue
        return loaded if isinstance(loaded, dict) else {}
    return {}
