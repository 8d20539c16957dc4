"""What the second seed document asks of ``MANIFEST.yaml`` and ``tools_manifest.json``, row by row, in our own words.

``docs/generate.py`` makes ``docs/constraints.md`` of it, with the tests of each row (``tests/test_constraints.py``).
"""

from __future__ import annotations

from typing import NamedTuple


class Constraint(NamedTuple):
    """One row. *said*: a sentence or table of the seed says so; else it follows from what its fields mean."""

    number: int
    said: bool
    statement: str
    rules: tuple[str, ...]


def _rows(*rows: tuple[bool, str, str]) -> tuple[Constraint, ...]:
    return tuple(
        Constraint(number, said, statement, tuple(rules.split()))
        for number, (said, statement, rules) in enumerate(rows, 1)
    )


CONSTRAINTS = _rows(
    (
        True,
        "A tools manifest has the list `tools`, the number `total_tools` and the text `discovery_timestamp`.",
        "missing-field wrong-type",
    ),
    (
        True,
        "Each of its tools has a `name`, a `description`, a mapping `input_schema` and a `token_estimate` that is a"
        " number from 0.",
        "missing-field wrong-type invalid-value",
    ),
    (True, "The name of a tool is written in kebab-case.", "invalid-value"),
    (True, "`total_tools` is the number of the tools that are listed.", "count-mismatch"),
    (False, "No two tools have one name.", "duplicate-tool"),
    (
        True,
        "`discovery_timestamp` is written `YYYY-MM-DDTHH:MM:SSZ`.",
        "timestamp-format",
    ),
    (
        True,
        "Each tool of `tools_status` has a `phase`: pending, in_progress, complete, blocked or deferred.",
        "missing-field invalid-value",
    ),
    (True, "It names its `wrapper_file` and its `test_file`.", "missing-field wrong-type"),
    (
        True,
        "`coverage_percent` is a number from 0 to 100 or null, `audit_status` one of pending, passed, failed, `retries`"
        " (required) a whole number from 0, `issues` a list of texts.",
        "wrong-type invalid-value missing-field",
    ),
    (
        True,
        "The three lists of tools, `current_batch`, `total_batches` and `batch_size` are there together, each of its"
        " type.",
        "missing-field wrong-type",
    ),
    (True, "`current_batch` counts from 1 and is at most `total_batches`.", "current-batch"),
    (
        True,
        "A batch of `batch_history` says its number, its tools, when it started, how many issues and retries there"
        " were, and when it ended once `current_batch` has passed it.",
        "missing-field wrong-type",
    ),
    (True, "The batches of the history are numbered 1, 2, 3, … in order.", "batch-numbering"),
    (
        True,
        "The phase `schema_discovery` has a status; once it is complete also `tools_discovered`, `schema_file`, start,"
        " end and duration.",
        "missing-field wrong-type",
    ),
    (
        True,
        "The phase `architecture` has a status; once it is complete also `approved` (true or false),"
        " `architecture_file`, `agent_used`, `shared_decisions`, start, end and duration.",
        "missing-field wrong-type",
    ),
    (
        True,
        "The phase `implementation` has a status and a start; once it is complete also `agents_used`, `files_modified`"
        " and `verification`.",
        "missing-field wrong-type",
    ),
    (
        True,
        "`verification` says whether the build and the tests passed, the coverage from 0 to 100, and when.",
        "missing-field wrong-type invalid-value",
    ),
    (
        True,
        "The fields of every manifest are there: name, slug, `created_at`, `created_by`, `description`, `status`,"
        " `agents_contributed`, `artifacts`, and those of their entries.",
        "missing-field",
    ),
    (
        True,
        "A manifest of an MCP service has `mcp_service_name`, `service_display_name` and `current_phase`.",
        "missing-field",
    ),
    (True, "It has at least one phase and the status of at least one tool.", "invalid-value missing-field"),
    (
        True,
        "Every time, wherever it stands, is written `YYYY-MM-DDTHH:MM:SSZ`.",
        "timestamp-format",
    ),
    (
        True,
        "A phase is pending, in_progress, complete, blocked or failed; without an MCP service also skipped.",
        "invalid-value status-spelling",
    ),
    (
        True,
        "Completed, running and remaining tools together are the tools of the tools manifest, by number and by name.",
        "tool-count unknown-tool missing-tool",
    ),
    (
        False,
        "Where there is no tools manifest, that is what is reported; the total is not judged.",
        "missing-reference",
    ),
    (False, "A tool stands in one of the three lists, and there once.", "tool-in-two-lists"),
    (
        False,
        "The phase of a tool fits its list: complete in `tools_completed`, in_progress or blocked in"
        " `tools_in_progress`, pending, blocked or deferred in `tools_remaining`.",
        "tool-status-mismatch",
    ),
    (False, "The lists and the history name tools that are known.", "unknown-tool"),
    (False, "`tools_discovered` is the `total_tools` of the tools manifest.", "count-mismatch"),
    (
        False,
        "`total_batches` is what the tools need in batches of `batch_size`, and no batch is larger than that.",
        "batch-size",
    ),
    (
        False,
        "A tool of a finished batch is completed, blocked or deferred, and no tool is in two batches.",
        "batch-history-tools",
    ),
    (
        False,
        "Every batch that `current_batch` has passed stands in the history, where there is one.",
        "batch-history-tools",
    ),
    (
        False,
        "`current_phase` is one of the phases, by key, number or name, or `complete` at the end; it does not stay on a"
        " complete phase while another is open.",
        "current-phase",
    ),
    (
        False,
        "What comes before the current phase is over; the manifest is complete only when its phases are.",
        "status-mismatch",
    ),
    (
        False,
        "A complete implementation has passed build and tests, a complete tool has not failed its audit.",
        "failed-verification",
    ),
    (
        False,
        "Nothing ends before it starts; phases, batches and contributions follow each other; nothing is older than the"
        " manifest or newer than its last update.",
        "time-order",
    ),
    (
        False,
        "`duration_minutes` is the time from start to end, within a minute.",
        "duration-mismatch",
    ),
    (
        False,
        "What an agent contributed is an artifact or a file of a tool; who made an artifact has contributed.",
        "agent-artifact-mismatch",
    ),
    (
        False,
        "Artifacts, `schema_file` and `architecture_file` lie beside the manifest; the files of complete tools and"
        " those that a complete phase modified lie where the repository's root makes them.",
        "missing-reference",
    ),
    (False, "Slug, service name and directory agree.", "slug-mismatch"),
)
