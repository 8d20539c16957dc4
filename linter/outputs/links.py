"""Where planlint lives and a rule is documented, and what a file is called from the root of the checkout."""

from __future__ import annotations

import os

from linter.paths import relative

REPOSITORY = "https://github.com/planlint/planlint"
DOCS = "https://planlint.readthedocs.io/en/stable"


def rule_url(rule: str) -> str:
    """The page of *rule*."""
    return f"{DOCS}/rules/{rule}"


def checkout_prefix() -> str:
    """From the checkout that a CI system names files from to the working directory, which our paths are relative to.

    GITHUB_WORKSPACE and CI_PROJECT_DIR (GitLab) name it; empty outside of CI and where the two are the same.
    """
    checkout = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    if not checkout:
        return ""
    found = relative(os.path.realpath(os.getcwd()), os.path.realpath(checkout))
    return "" if found == "." or found.startswith("..") or os.path.isabs(found) else found + "/"
