"""The URLs of planlint and of rules."""

from __future__ import annotations

REPOSITORY = "https://github.com/planlint/planlint"
DOCS = "https://planlint.readthedocs.io/en/stable"


def rule_url(rule: str) -> str:
    """Return the URL of the page of *rule*."""
    return f"{DOCS}/rules/{rule}"
