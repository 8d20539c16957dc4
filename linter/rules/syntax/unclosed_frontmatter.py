"""Report front matter without a closing fence."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule


class UnclosedFrontmatter(ReadErrorRule):
    """See ``unclosed_frontmatter.md``."""

    id = "unclosed-frontmatter"
    family = "syntax"
