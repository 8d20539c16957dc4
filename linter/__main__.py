"""Entry point of ``python -m linter``, which is ``planlint``."""

from linter.cli.main import console

console()
