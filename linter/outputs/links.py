"""The prefix of paths in a CI checkout."""

from __future__ import annotations

import os

from linter.system.paths import relative


def checkout_prefix() -> str:
    """Return the path of the working directory from the checkout that a CI system names files from.

    GITHUB_WORKSPACE and CI_PROJECT_DIR (GitLab) name it. Empty outside CI and if both are the same directory.
    """
    checkout = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    if not checkout:
        return ""
    found = relative(os.path.realpath(os.getcwd()), os.path.realpath(checkout))
    return "" if found == "." or found.startswith("..") or os.path.isabs(found) else found + "/"
