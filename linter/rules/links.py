"""Where planlint lives, and where a rule is documented."""

from __future__ import annotations

REPOSITORY = "https://github.com/planlint/planlint"
DOCS = "https://planlint.readthedocs.io/en/stable"


def rule_url(rule: str) -> str:
    """The page of *rule*."""
    return f"{DOCS}/rules/{rule}"
