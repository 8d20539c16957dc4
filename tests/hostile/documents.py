"""Parts of hostile documents: sizes, pieces of plans, and their type."""

from __future__ import annotations

from collections.abc import Iterator

K = 1000
TASK = "  - id: T{0}\n    status: pending\n    assigned_to: [me]\n    dependencies: [{1}]\n"
HEAD = "type: progress\nprd: a\nphase: 1\nstatus: pending\n"

Documents = Iterator[tuple[str, str | bytes, str]]  # name, content, the rule that must speak (nothing: any or none)
