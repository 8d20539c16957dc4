"""Start the command ``planlint`` from where it is installed, whatever ``PYTHONPATH`` contains.

The package is called ``linter``, and so may be one of the repository that is linted; a ``yaml.py`` would be as bad.
This module has a name that no repository is likely to use, and imports no part of planlint before the path is in order.
"""

from __future__ import annotations

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
_NAMES = ("linter", "linter.py")  # names that would be imported in place of planlint


def console() -> None:
    """Run the command and end the process."""
    try:
        sys.path[:] = trusted_first(sys.path, os.environ.get("PYTHONPATH", ""))
        from linter.cli.main import console

        console()
    except KeyboardInterrupt:  # while planlint is imported or ends
        os._exit(130)


def trusted_first(path: list[str], variable: str) -> list[str]:
    """Return *path* with the entries of ``PYTHONPATH`` (*variable*), and those with another ``linter``, at its end.

    Plugins are still found there.
    """
    named = {os.path.abspath(entry) for entry in variable.split(os.pathsep)} if variable else set()
    first: list[str] = []
    last: list[str] = []
    for entry in path:
        absolute = os.path.abspath(entry)
        is_other = absolute in named or any(os.path.exists(os.path.join(absolute, name)) for name in _NAMES)
        (last if is_other and absolute != _HERE else first).append(entry)
    return first + last
