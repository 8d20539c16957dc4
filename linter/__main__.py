"""Entry point of ``python -m linter``, which is ``planlint``."""

import os

try:
    from linter.cli.main import console

    console()
except KeyboardInterrupt:  # while planlint is imported or ends
    os._exit(130)
