"""Report files without front matter that the configuration declares as ``progress``."""

from __future__ import annotations

from linter.rules.base import FaultRule


class MissingFrontmatter(FaultRule):
    """See ``missing_frontmatter.md``."""

    id = "missing-frontmatter"
    family = "syntax"
