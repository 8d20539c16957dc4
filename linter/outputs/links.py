"""Where planlint lives and a rule is documented, and what a file is called from the root of the checkout."""

from __future__ import annotations

import os

from linter.rules.links import DOCS, REPOSITORY, rule_url
from linter.system.paths import relative

__all__ = ["DOCS", "REPOSITORY", "checkout_prefix", "rule_url"]


def checkout_prefix() -> str:
    """From the checkout that a CI system names files from to the working directory, which our paths are relative to.

    GITHUB_WORKSPACE and CI_PROJECT_DIR (GitLab) name it; empty outside of CI and where the two are the same.
    """
    checkout = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    if not checkout:
        return ""
    found = relative(os.path.realpath(os.getcwd()), os.path.realpath(checkout))
    return "" if found == "." or found.startswith("..") or os.path.isabs(found) else found + "/"
