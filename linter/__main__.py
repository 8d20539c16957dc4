"""``python -m linter`` is ``planlint``."""

import sys

from linter.cli.main import main

sys.exit(main())
