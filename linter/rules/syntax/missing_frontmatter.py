"""Report files without front matter that the configuration declares as ``progress``."""

from __future__ import annotations

from linter.rules.base import ReadErrorRule


class MissingFrontmatter(ReadErrorRule):
    """See ``missing_frontmatter.md``."""

    id = "missing-frontmatter"
    family = "syntax"
