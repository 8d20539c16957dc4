"""No front matter in a file that the configuration calls ``progress`` (``rules.md``, syntax)."""

from __future__ import annotations

from linter.rules.base import FaultRule


class MissingFrontmatter(FaultRule):
    """See ``missing_frontmatter.md``."""

    id = "missing-frontmatter"
    family = "syntax"
