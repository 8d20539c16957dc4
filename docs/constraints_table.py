"""The constraints on ``MANIFEST.yaml`` and ``tools_manifest.json``, with the rules that check them.

``docs/generate.py`` makes ``docs/constraints.md`` from it, with the tests of each (``tests/test_constraints.py``).
"""

from __future__ import annotations

from typing import NamedTuple


class Constraint(NamedTuple):
    """A constraint. *said*: the format's specification states it; else it follows from the meaning of its fields."""

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
        "A tools manifest has the list `tools`, the integer `total_tools` and the string `discovery_timestamp`.",
        "missing-field wrong-type",
    ),
    (
        True,
        "Each tool has a `name`, a `description`, a mapping `input_schema` and a number `token_estimate` of "
        "at least 0.",
        "missing-field wrong-type invalid-value",
    ),
    (True, "The name of a tool is in kebab-case.", "invalid-value"),
    (True, "`total_tools` is the number of tools in the list.", "count-mismatch"),
    (False, "Names of tools are unique.", "duplicate-tool"),
    (
        True,
        "`discovery_timestamp` has the form `YYYY-MM-DDTHH:MM:SSZ`.",
        "timestamp-format",
    ),
    (
        True,
        "Each tool in `tools_status` has a `phase`: pending, in_progress, complete, blocked or deferred.",
        "missing-field invalid-value",
    ),
    (True, "Each tool in `tools_status` has a `wrapper_file` and a `test_file`.", "missing-field wrong-type"),
    (
        True,
        "`coverage_percent` is a number from 0 to 100 or null, `audit_status` is pending, passed or failed, "
        "`retries` (required) is an integer of at least 0, and `issues` is a list of strings.",
        "wrong-type invalid-value missing-field",
    ),
    (
        True,
        "The three lists of tools, `current_batch`, `total_batches` and `batch_size` occur together and have "
        "the right types.",
        "missing-field wrong-type",
    ),
    (True, "`current_batch` is at least 1 and at most `total_batches`.", "current-batch"),
    (
        True,
        "A batch in `batch_history` has its number, its tools, its start, the numbers of issues and retries, "
        "and, once `current_batch` is higher, its end.",
        "missing-field wrong-type",
    ),
    (True, "The batches in the history have the numbers 1, 2, 3, … in order.", "batch-numbering"),
    (
        True,
        "The phase `schema_discovery` has a status. Once it is complete, it also has `tools_discovered`, "
        "`schema_file`, a start, an end and a duration.",
        "missing-field wrong-type",
    ),
    (
        True,
        "The phase `architecture` has a status. Once it is complete, it also has a boolean `approved`, "
        "`architecture_file`, `agent_used`, `shared_decisions`, a start, an end and a duration.",
        "missing-field wrong-type",
    ),
    (
        True,
        "The phase `implementation` has a status and a start. Once it is complete, it also has `agents_used`,"
        " `files_modified` and `verification`.",
        "missing-field wrong-type",
    ),
    (
        True,
        "`verification` has the results of the build and the tests, the coverage from 0 to 100, and a timestamp.",
        "missing-field wrong-type invalid-value",
    ),
    (
        True,
        "Every manifest has a name, a slug, `created_at`, `created_by`, `description`, `status`, "
        "`agents_contributed` and `artifacts`; their entries have the required fields.",
        "missing-field",
    ),
    (
        True,
        "The manifest of an MCP service has `mcp_service_name`, `service_display_name` and `current_phase`.",
        "missing-field",
    ),
    (
        True,
        "The manifest of an MCP service has at least one phase and the status of at least one tool.",
        "invalid-value missing-field",
    ),
    (
        True,
        "Every timestamp has the form `YYYY-MM-DDTHH:MM:SSZ`.",
        "timestamp-format",
    ),
    (
        True,
        "The status of a phase is pending, in_progress, complete, blocked or failed; without an MCP service "
        "also skipped.",
        "invalid-value status-spelling",
    ),
    (
        True,
        "Completed, running and remaining tools together are the tools of the tools manifest, by number and by name.",
        "tool-count unknown-tool missing-tool",
    ),
    (
        False,
        "Without a tools manifest, only its absence is reported; the total is not checked.",
        "missing-reference",
    ),
    (False, "A tool is in exactly one of the three lists, and only once.", "tool-in-two-lists"),
    (
        False,
        "The phase of a tool matches its list: complete in `tools_completed`, in_progress or blocked in "
        "`tools_in_progress`, and pending, blocked or deferred in `tools_remaining`.",
        "tool-status-mismatch",
    ),
    (False, "The lists and the history contain only known tools.", "unknown-tool"),
    (False, "`tools_discovered` equals `total_tools` of the tools manifest.", "count-mismatch"),
    (
        False,
        "`total_batches` is the number of batches of `batch_size` that the tools need, and no batch is larger"
        " than `batch_size`.",
        "batch-size",
    ),
    (
        False,
        "A tool in a finished batch is completed, blocked or deferred, and no tool is in two batches.",
        "batch-history-tools",
    ),
    (
        False,
        "If there is a history, it contains every batch before `current_batch`.",
        "batch-history-tools",
    ),
    (
        False,
        "`current_phase` is one of the phases, by key, number or name, or `complete` at the end. It is not a "
        "completed phase while another phase is open.",
        "current-phase",
    ),
    (
        False,
        "The phases before the current one are completed, and the manifest is complete only if its phases are.",
        "status-mismatch",
    ),
    (
        False,
        "A complete implementation has passed its build and tests, and a complete tool has not failed its audit.",
        "failed-verification",
    ),
    (
        False,
        "Nothing ends before it starts. Phases, batches and contributions are in order. Nothing is older than"
        " the manifest or newer than its last update.",
        "time-order",
    ),
    (
        False,
        "`duration_minutes` is the time from start to end, within one minute.",
        "duration-mismatch",
    ),
    (
        False,
        "The contribution of an agent is an artifact or a file of a tool, and the agent of an artifact is a "
        "contributor.",
        "agent-artifact-mismatch",
    ),
    (
        False,
        "Artifacts, `schema_file` and `architecture_file` exist, relative to the manifest (or to the root, if they "
        "name a folder). The files of complete tools and the modified files of a complete phase exist, relative to "
        "the root of the repository.",
        "missing-reference",
    ),
    (False, "The slug, the name of the service and the directory agree.", "slug-mismatch"),
)
