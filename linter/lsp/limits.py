"""Limits of what one request of an editor may cost."""

from __future__ import annotations

MAX_DIAGNOSTICS = 1_000  # of a file; `planlint check` reports all of them
MAX_RELATED = 100  # places of one diagnostic
MAX_HOVER_RULES = 5  # rules in the text of a hover
MAX_FIXED_VIOLATIONS = 50  # violations that one request offers code actions for
MAX_PROPOSALS = 500  # of a completion; the editor asks again with the next character
MAX_LOCATIONS = 10_000  # definitions and references
MAX_NAME_CHARS = 200  # of the new name in a rename
MAX_TABLES = 256  # line tables of files that are kept for the next request
