"""``python -m linter`` is ``planlint``."""

from linter.cli.main import console

console()
