"""The URLs of planlint and of rules, and the prefix of paths in a CI checkout."""

from __future__ import annotations

import os

from linter.rules.links import DOCS, REPOSITORY, rule_url
from linter.system.paths import relative

__all__ = ["DOCS", "REPOSITORY", "checkout_prefix", "rule_url"]


def checkout_prefix() -> str:
    """Return the path of the working directory from the checkout that a CI system names files from.

    GITHUB_WORKSPACE and CI_PROJECT_DIR (GitLab) name it. Empty outside CI and if both are the same directory.
    """
    checkout = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    if not checkout:
        return ""
    found = relative(os.path.realpath(os.getcwd()), os.path.realpath(checkout))
    return "" if found == "." or found.startswith("..") or os.path.isabs(found) else found + "/"
