"""The schema validator, compared with jsonschema: on fixtures, on real files, and on generated documents."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from linter.formats.reader import read_bytes
from linter.formats.registry import formats_for_path
from linter.model.document import Document
from linter.schema import plugin_validator as user_schema
from linter.schema.prepared import schema_of
from linter.schema.validator import validate
from linter.syntax.json_reader import parse_json
from linter.syntax.nodes import Limits, MappingNode
from linter.syntax.source import Source
from tests.conftest import ROOT, Lint, planlint, process, write
from tests.test_corpus import CORPUS

SCHEMAS = {kind: json.loads((ROOT / "linter/schema/definitions" / f"{kind}.json").read_text()) for kind in (
    "progress", "manifest", "tools-manifest",
)}  # fmt: skip
Found = set[tuple[str, str, str]]


def quick(document: Document) -> Found:
    """Keyword, place and missing field of the results of the fast validator."""
    assert isinstance(document.root, MappingNode)
    found: Found = set()
    for error in validate(schema_of(document.kind), document.root, document.source):
        if error.keyword == "required":
            found.update(("required", error.pointer, field) for field in error.fields)
        elif not error.keyword.startswith("x-"):
            found.add((error.keyword, error.pointer, ""))
    return found


def slow(document: Document) -> Found:
    """The same of jsonschema, with anyOf of required fields told as the first of them."""
    assert isinstance(document.root, MappingNode)
    found: Found = set()
    for error in Draft202012Validator(SCHEMAS[document.kind]).iter_errors(
        user_schema.data(document.root, document.source)
    ):
        for inner in leaves(error):
            pointer = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in inner.absolute_path)
            if inner.validator == "anyOf":
                found.add(("required", pointer, inner.validator_value[0]["required"][0]))
            elif inner.validator == "dependentRequired":
                for key, needed in inner.validator_value.items():
                    if key in inner.instance:
                        found.update(("required", pointer, name) for name in needed if name not in inner.instance)
            elif inner.validator == "required":
                found.update(
                    ("required", pointer, name) for name in inner.validator_value if name not in inner.instance
                )
            else:
                found.add((inner.validator, pointer, ""))
    return {error for error in found if error[0] != "enum" or ("type", *error[1:]) not in found}


def leaves(error: Any) -> Iterator[Any]:
    if error.validator in ("if", "allOf", "then", "else", "$ref") and error.context:
        for inner in error.context:
            yield from leaves(inner)
    else:
        yield error


def of_data(kind: str, value: Any) -> Document:
    source = Source("x.json", json.dumps(value))
    root = parse_json(source.text, Limits()).root
    assert isinstance(root, MappingNode)
    return Document(source, root, [], kind)


def real_files() -> list[Path]:
    folders = [ROOT / "fixtures", CORPUS / "skillmeat-progress", CORPUS / "manifests"]
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


def test_on_real_files_both_report_the_same() -> None:
    compared = 0
    for path in real_files():
        document = read_bytes(str(path), path.read_bytes(), formats_for_path(str(path)), Limits())
        if document is not None and document.root is not None and document.has_schema:
            assert quick(document) == slow(document), path
            compared += 1
    assert compared >= 3


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None, "", " ", 0, 1, -1, 99, 100, 101, 3.5, 1.0, True, False, [], {}, [1], ["a"], {"a": 1}, "text", "a-b",
        "Not Kebab", "x" * 50, "completed", "complete", "in_progress", "in-progress", "pending", "nonsense", "passed",
        [None], [[]], [{}], {"status": "complete"}, {"id": 1}, [{"id": "T1", "status": "done"}], "2026-01-01",
    ]
)  # fmt: skip


def mutated(kind: str, value: Any, draw: random.Random, pick: Any) -> Any:
    """*value* with some keys dropped, some replaced, some of the schema's added, at every depth."""
    if isinstance(value, dict):
        result = {key: mutated(kind, inner, draw, pick) for key, inner in value.items() if draw.random() > 0.05}
        for key in list(result):
            if draw.random() < 0.06:
                result[key] = pick()
        if draw.random() < 0.3:
            result[draw.choice(KEYS[kind])] = pick()
        return result
    if isinstance(value, list):
        return [mutated(kind, item, draw, pick) for item in value]
    return pick() if draw.random() < 0.05 else value


def keys_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for inner in schema.values():
            yield from keys_of(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from keys_of(inner)


KEYS = {kind: sorted(set(keys_of(schema))) for kind, schema in SCHEMAS.items()}
TIME = "2026-01-01T00:00:00Z"
TOOL = {
    "phase": "complete",
    "wrapper_file": "a",
    "test_file": "b",
    "coverage_percent": 3,
    "retries": 0,
    "issues": ["x"],
}
AGENT = {"agent": "a", "artifact": "b", "timestamp": TIME, "status": "blocked"}
BATCH = {"batch_number": 1, "tools": ["a"], "started_at": TIME, "issues_encountered": 0, "retries": 0}
SEEDS: dict[str, dict[str, Any]] = {
    "progress": {
        "type": "progress", "prd": "a", "feature_slug": "a-b", "phase": 3, "status": "pending", "progress": 50,
        "tasks": [{"id": "T1", "status": "completed", "assigned_to": ["a"], "dependencies": [], "story_points": 2}],
        "parallelization": {"batch_1": ["T1"], "critical_path": ["T1"]}, "task_counts": {"total_tasks": 1},
        "total_tasks": 1, "blockers": [{"id": "B"}, "text"],
    },
    "manifest": {
        "feature_name": "a", "feature_slug": "a", "created_at": TIME, "created_by": "a", "description": "a",
        "status": "complete", "agents_contributed": [AGENT],
        "artifacts": [{"path": "a", "type": "b", "agent": "c"}], "mcp_service_name": "a", "service_display_name": "A",
        "current_phase": "implementation", "tools_status": {"a": TOOL, "b/~c": TOOL},
        "phases": {
            "schema_discovery": {"status": "complete", "tools_discovered": 1, "schema_file": "a"},
            "architecture": {"status": "complete", "approved": True, "shared_decisions": ["x"]},
            "implementation": {"status": "in_progress", "started_at": TIME, "batch_size": 1, "batch_history": [BATCH]},
            "other": {"status": "failed", "duration_minutes": 3},
        },
    },
    "tools-manifest": {
        "tools": [{"name": "get-a", "description": "a", "input_schema": {}, "token_estimate": 3}],
        "total_tools": 1, "discovery_timestamp": TIME,
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", SCHEMAS)
@settings(max_examples=150, derandomize=True, deadline=None)
@given(seed=st.integers(0, 2**32), values=st.lists(VALUES, min_size=40, max_size=40))
@example(seed=13, values=[None, [], *[None] * 38])  # a list as the status that an `if` looks at
def test_on_documents_made_at_random_both_report_the_same(kind: str, seed: int, values: list[Any]) -> None:
    stock = iter(values * 100)
    document = of_data(kind, mutated(kind, SEEDS[kind], random.Random(seed), lambda: next(stock)))
    assert quick(document) == slow(document)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schemas_are_schemas_and_every_field_is_described(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])

    def undescribed(schema: Any, name: str) -> list[str]:
        if isinstance(schema, list):
            return [found for item in schema for found in undescribed(item, name)]
        if not isinstance(schema, dict):
            return []
        missing = []
        for key, inner in schema.get("properties", {}).items():
            if not ("description" in inner or "$ref" in inner) and "enum" not in inner:
                missing.append(f"{name}.{key}")
        return missing + [found for key, inner in schema.items() for found in undescribed(inner, f"{name}.{key}")]

    assert undescribed(SCHEMAS[kind], kind) == []


def test_schema_prints_what_is_kept(tmp_path: Path) -> None:
    for kind, schema in SCHEMAS.items():
        assert json.loads(planlint("schema", kind, cwd=tmp_path).stdout) == schema
    assert planlint("schema", "nothing", cwd=tmp_path).returncode == 2


def test_a_run_without_a_schema_of_a_plugin_does_not_import_jsonschema(tmp_path: Path) -> None:
    text = "---\ntype: progress\nprd: 1\ntasks:\n- id: [T1]\n  status: nonsense\n---\n"
    write(tmp_path, {"p.md": text})
    run = "from linter.cli.main import main\nmain(['check', 'p.md'])\n"
    write(tmp_path, {"run.py": f"import sys\n{run}assert 'jsonschema' not in sys.modules\n"})
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run([sys.executable, "run.py"], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode()
    assert b"wrong-type" in result.stdout and b"invalid-value" in result.stdout


PLUGIN = """
SCHEMAS = {"progress": {
    "required": ["risk"],
    "properties": {"risk": {"oneOf": [{"type": "integer"}, {"type": "string", "enum": ["low", "high"]}]}},
    "$defs": {},
}}
"""


def test_a_schema_of_a_plugin_is_checked_by_jsonschema_and_reported_as_ours(tmp_path: Path) -> None:
    text = "---\ntype: progress\nprd: p\nrisk: hihg\ntasks: []\n---\n"
    write(tmp_path, {"site/house.py": PLUGIN, "p/planlint.toml": "plugins = ['house']\n", "p/a.md": text})
    write(tmp_path, {"p/b.md": text.replace("risk: hihg\n", "")})
    path = f"{ROOT}:{tmp_path / 'site'}"
    result = process("check", "--output-format", "concise", cwd=tmp_path / "p", PYTHONPATH=path)
    assert result.stdout.splitlines() == [
        "a.md:4:7: error[invalid-value] `risk` is `hihg`, expected one of low, high; did you mean `high`?",
        "b.md:2:1: error[missing-field] missing field `risk`",
    ]
    fixed = process("check", "--fix", "--output-format", "concise", cwd=tmp_path / "p", PYTHONPATH=path)
    assert fixed.stdout == result.stdout  # the rules ran more than once over the same documents


def test_no_container_is_shown_in_a_message(lint: Lint) -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\n" + "title: [*b, *b]\nstatus: {deep: [*b]}\nprogress: [1, 2]\n"
    report = lint({"p.md": f"---\ntype: progress\nprd: p\n{bomb}tasks: []\n---\n"}, select=["shape"])
    assert [v.rule for v in report.violations] == ["wrong-type"] * 3
    assert all("[" not in v.message and "{" not in v.message for v in report.violations)


def test_keys_that_are_read_as_batches_are_known(lint: Lint) -> None:
    schedule = (
        "parallelization:\n  batch_1_p0: [T1]\n  phase_2_batch_1_ui: [T1]\n  batch_2_status: done\n  phase_2: {}\n"
    )
    text = f"---\ntype: progress\nprd: a\ntasks:\n- id: T1\n  status: done\n{schedule}  btach_3: [T1]\n---\n"
    report = lint({"p.md": text}, preset="strict", select=["unknown-field"])
    assert [violation.data["field"] for violation in report.violations] == ["btach_3"]


def test_mappings_whose_tasks_are_read_are_known(lint: Lint) -> None:
    text = (
        "---\ntype: progress\nprd: a\nphase_1:\n  tasks:\n  - {id: T1, status: done, titel: x}\n"
        "website:\n  later: {tasks: [{id: T2}]}\nrelease: {tasks: 3}\n---\n"
    )
    report = lint({"p.md": text}, preset="strict", select=["unknown-field"])
    assert [violation.data["field"] for violation in report.violations] == ["titel", "release"]
