"""The URLs of planlint and of rules, and what to install."""

from __future__ import annotations

REPOSITORY = "https://github.com/planlint/planlint"
REVISION = "main"  # for `rev:`, `uses:` and pip; the tag, such as "v1.2.3", from the first release on
DOCS = f"https://planlint.readthedocs.io/en/{'latest' if REVISION == 'main' else 'stable'}"


def install_command(extra: str) -> str:
    """Return the command that installs planlint with an *extra*: from the repository until there is a release."""
    source = f" @ git+{REPOSITORY}@{REVISION}" if REVISION == "main" else ""
    return f"pip install 'planlint[{extra}]{source}'"


def rule_url(rule: str) -> str:
    """Return the URL of the page of *rule*; of the list of rules for one of a plugin, which has no page there."""
    from linter.rules.registry_table import FAMILY

    return f"{DOCS}/rules/{rule}" if rule in FAMILY else f"{DOCS}/rules"
