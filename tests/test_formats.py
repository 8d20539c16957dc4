"""Which files are plans and which are skipped; variants of real files result in the same model."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.formats import progress
from linter.formats.reader import read_bytes
from linter.formats.registry import formats_for_path
from linter.model.document import Document
from linter.model.manifest import Manifest, ToolsManifest
from linter.model.plan import Plan
from linter.syntax.nodes import Limits
from linter.syntax.source import Source
from tests.conftest import ROOT, Lint, json_of

PLAN = "---\ntype: progress\nprd: a\ntasks:\n- id: T1\n  status: pending\n---\n"


def read(text: str | bytes, path: str = "plan.md", **limits: int) -> object:
    data = text.encode() if isinstance(text, str) else text
    return read_bytes(path, data, formats_for_path(path), Limits(**limits))


def plan_of(front: str) -> Plan:
    plan = progress.read(Source("p/phase-1-progress.md", f"---\ntype: progress\nprd: a\n{front}---\n"), Limits())
    assert isinstance(plan, Plan)
    return plan


NOT_OURS = {
    "a README": "# hello\n",
    "a README that opens with a rule": "---\n\nSome text: with a colon: twice\n\n---\n\nmore\n",
    "a README that opens with a rule and never closes it": "---\n\nJust text\n",
    "Jekyll": "---\nlayout: post\ntitle: a: b\n---\n",
    "broken YAML that says nothing of itself": "---\ntitle: a: b\ntasks: x\n---\n",
    "a list": "---\n- type: progress\n---\n",
    "another type": "---\ntype: note\ntasks: [a]\n---\n",
    "tasks that are texts": "---\nprd: x\ntasks: [a, b]\n---\n",
    "tasks alone": "---\ntasks:\n- id: T1\n  status: pending\n---\n",
    "an indented type": "---\nmeta:\n  type: progress\ntitle: a: b\n---\n",
    "an unclosed README that shows a plan in code": "---\nlook:\n```\ntype: progress\n```\n",
    "a fence alone": "---",
    "a vault note": "---\ntype: progress\ntitle: Week 12\nproject: '[[Kite]]'\ntags: [progress]\n---\n",
    "a decision record": "---\nid: D-7\ndoc_type: progress\nstatus: complete\nrelated: [docs/x.md]\n---\n",
    "a log whose YAML is broken": "---\ntype: progress\nfeature: keys: rotate\nstatus: done\n---\n",
    "a log that is unclosed": "---\ntype: progress\nfeature: keys\n",
}


@pytest.mark.parametrize("text", NOT_OURS.values(), ids=NOT_OURS)
def test_what_is_not_ours_is_skipped_without_a_word(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        PLAN.replace("\n", "\r\n"),
        PLAN.replace("---\n", "--- \t\n"),
        PLAN[:-4] + "...\n",
        PLAN[:-1],
        PLAN.replace("type: progress", "doc_type: 'progress'"),
        PLAN.replace("type: progress", "type: quick_feature"),
        PLAN.replace("type: progress", "# none"),
        PLAN.replace("type: progress", '"type": progress'),
        "---\n{type: progress, prd: a}\n---\n",
    ],
)
def test_what_is_ours_is_read(text: str) -> None:
    document = read(text)
    assert isinstance(document, Plan) and document.read_errors == []


@pytest.mark.parametrize("key", ["prd: a", "feature_slug: a", "tasks: []", "total_tasks: 0", "parallelization: {}"])
@pytest.mark.parametrize("type", ["type", "doc_type"])
def test_the_type_alone_makes_no_plan_one_key_of_the_format_beside_it_does(type: str, key: str) -> None:
    assert isinstance(read(f"---\n{type}: progress\ntitle: x\n{key}\n---\n"), Plan)
    assert read(f"---\n{type}: progress\ntitle: x\nnote:\n  {key}\n---\n") is None


@pytest.mark.parametrize("name", ["progress/a-progress.md", ".claude/progress/kite/phase-1-progress.md"])
def test_the_type_alone_is_enough_for_a_progress_file_in_or_below_a_folder_progress(name: str) -> None:
    assert isinstance(read("---\ntype: progress\ntitle: x\n---\n", name), Plan)
    assert isinstance(read("---\ntype: progress\ntitle: x: y\n---\n", name), Document)
    assert read("---\ntitle: x\n---\n", name) is None


@pytest.mark.parametrize(
    "name", ["progress/kite.md", "notes/a-progress.md", "my-progress/a-progress.md", "a-progress.md"]
)
def test_elsewhere_it_is_not(name: str) -> None:
    assert read("---\ntype: progress\ntitle: x\n---\n", name) is None


def test_the_folder_may_be_the_one_that_planlint_runs_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "progress").mkdir()
    monkeypatch.chdir(tmp_path / "progress")
    assert isinstance(read("---\ntype: progress\ntitle: x\n---\n", "a-progress.md"), Plan)


@pytest.mark.parametrize(
    "path",
    ["templates/plan.md", "a/template/plan.md", "a/progress-template.md", "a/progress_template.md", "plan.txt", "MD"],
)
def test_templates_and_other_names_are_no_candidates(path: str) -> None:
    assert read(PLAN, path) is None


UNREADABLE: dict[str, str | bytes] = {
    "syntax-error": "---\ntype: progress\nprd: a\ntitle: a: b\n---\n",
    "syntax-error, by its tasks": "---\nprd: a\ntasks:\n- id: a: b\n---\n",
    "unclosed-frontmatter": "---\ntype: progress\nprd: a\n",
    "unreadable-file": PLAN.encode() + b"caf\xe9",
    "unreadable-file, binary": PLAN.encode() + b"\0",
    "unreadable-file, UTF-16": PLAN.encode("utf-16"),
    "limit-exceeded": "---\ntype: progress\nprd: a\na: " + "[" * 100 + "\n---\n",
}


@pytest.mark.parametrize("case", list(UNREADABLE))
def test_what_is_ours_and_cannot_be_read_has_one_fault(case: str) -> None:
    document = read(UNREADABLE[case])
    assert document is not None
    assert document.root is None  # type: ignore[attr-defined]
    assert [error.rule for error in document.read_errors] == [case.split(",")[0]]  # type: ignore[attr-defined]


def test_a_latin_1_note_and_a_binary_file_that_are_not_ours_are_skipped() -> None:
    assert read("---\ntitle: café\nnote: progress\n---\n".encode("latin-1")) is None
    assert read(b"---\nprogress\0\n---\n") is None


def test_a_file_over_the_size_limit_is_refused_only_when_it_is_ours() -> None:
    big = read(PLAN + "x" * 5000, max_file_size=1000)
    assert big.read_errors[0].data == {"reason": "too-large"}  # type: ignore[attr-defined]
    assert read("---\ntitle: progress\n---\n" + "x" * 5000, max_file_size=1000) is None


@pytest.mark.parametrize(
    "text",
    [
        "feature_name: a\n",
        "description: x\ntools_status: {}\n",
        "phases: {}\ncurrent_phase: setup\n",
        "\ufefffeature_slug: a\n",
    ],
)
def test_manifests_are_recognised_by_a_key_at_column_0(text: str) -> None:
    assert isinstance(read(text, "x/MANIFEST.yaml"), Manifest)
    assert isinstance(read(text, "MANIFEST.yml"), Manifest)
    assert read(text, "manifest.yaml") is None


@pytest.mark.parametrize(
    "text",
    ["apiVersion: v1\nkind: Pod\n---\napiVersion: v1\n", "phases: {}\n", "spec:\n  feature_name: a\n", "- a: b: c\n"],
)
def test_another_manifest_is_not_ours_however_broken(text: str) -> None:
    assert read(text, "MANIFEST.yaml") is None


def test_a_manifest_of_several_documents_is_a_syntax_error_at_the_second() -> None:
    document = read("feature_name: a\n---\nb: 1\n", "MANIFEST.yaml")
    assert [(error.rule, error.start) for error in document.read_errors] == [("syntax-error", 16)]  # type: ignore[attr-defined]


def test_a_tools_manifest_is_read_as_json() -> None:
    assert isinstance(read('{"tools": [], "total_tools": 0}', "a/tools_manifest.json"), ToolsManifest)
    assert [f.rule for f in read("[]", "tools_manifest.json").read_errors] == ["not-a-mapping"]  # type: ignore[attr-defined]


def test_tasks_as_a_mapping_take_their_ids_from_the_keys() -> None:
    plan = plan_of("tasks:\n  T1: {status: done}\n  T2: {id: X2, status: pending, dependencies: [T1]}\n")
    assert [(task.name, task.status_class) for task in plan.tasks] == [("T1", "done"), ("X2", "open")]
    assert plan.source.text[plan.tasks[0].id.start : plan.tasks[0].id.end] == "T1"


def test_ids_are_text_as_written() -> None:
    plan = plan_of("tasks:\n- {id: 1.10, status: done}\n- {id: '1.1', status: done, depends_on: 1.10}\n")
    assert [task.name for task in plan.tasks] == ["1.10", "1.1"]
    assert plan.tasks[1].dependencies[0].text == "1.10"


BATCHES = [
    ("batch_1: [A]\nbatch_2: [B]", {"batch_1": "A", "batch_2": "B"}),
    ("batch_10: [B]\nbatch_2: [A]", {"batch_2": "A", "batch_10": "B"}),
    ("batch_1: {tasks: [A]}\nbatch_2: {task_ids: [B]}", {"batch_1": "A", "batch_2": "B"}),
    ("batch_1: {note: x, items: [A]}", {"batch_1": "A"}),
    ("phase_1_batch_2: [B]\nphase_1_batch_1: [A]", {"phase_1_batch_1": "A", "phase_1_batch_2": "B"}),
    ("batch_1_2: [B]\nbatch_1_1: [A]\nbatch_2_api: [C]", {"batch_1_1": "A", "batch_1_2": "B", "batch_2_api": "C"}),
    ("phase_1: [A]\nphase_2: [B]", {"phase_1": "A", "phase_2": "B"}),
    ("phase_1: [A]\nbatch_1: [B]", {"batch_1": "B"}),
    ("phase_4: {batches: {batch_1: [A], batch_2: [B]}}", {"batch_1": "A", "batch_2": "B"}),
    ("phase_4: {batches: [{batch_1: [A]}, {batch_2: [B]}]}", {"batch_1": "A", "batch_2": "B"}),
    ("batch_1: [A, {rationale: because}, [B, C]]", {"batch_1": "A"}),
    ("batch_1_status: completed\nstrategy: batched\nchain: [A]\nbatch_1: [A]", {"batch_1": "A"}),
]


@pytest.mark.parametrize(("schedule", "expected"), BATCHES)
def test_batches_in_every_form(schedule: str, expected: dict[str, str]) -> None:
    indented = "".join(f"  {line}\n" for line in schedule.splitlines())
    plan = plan_of(f"parallelization:\n{indented}")
    assert {batch.key: " ".join(item.text for item in batch.items) for batch in plan.batches} == expected
    assert [batch.key for batch in plan.batches] == list(expected)


@pytest.mark.parametrize(
    "schedule",
    [
        "batch_1: {tasks: [A, B], runs_in_parallel: false}",
        "batch_1: {tasks: [A, B], can_parallelize: false}",
        "batch_1: {tasks: [A, B], max_parallel: 1}",
        "batch_1: [A, B, {can_parallelize: false}]",
        "strategy: sequential\n  batch_1: [A, B]",
        "max_concurrent: 1\n  batch_1: [A, B]",
    ],
)
def test_a_batch_can_declare_that_it_is_a_sequence(schedule: str) -> None:
    assert [batch.sequential for batch in plan_of(f"parallelization:\n  {schedule}\n").batches] == [True]


def test_ids_in_a_list_inside_a_batch_are_scheduled_but_not_compared(lint: Lint) -> None:
    tasks = "".join(f"- {{id: {id}, status: pending, dependencies: [{dep}]}}\n" for id, dep in (("A", ""), ("B", "A")))
    text = f"---\ntype: progress\nprd: a\ntasks:\n{tasks}parallelization:\n  batch_1: [[A, B]]\n---\n"
    report = lint({"p.md": text}, select=["batches"])
    assert report.violations == []


PLACEHOLDERS = ["[YYYY-MM-DD]", "<date>", "'{{date}}'", "{{ date }}", "YYYY-MM-DD", "TBD", "~", "''"]


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_placeholders_and_open_values_are_not_checked(lint: Lint, value: str) -> None:
    text = f"---\ntype: progress\nprd: a\ncreated: {value}\ntasks:\n- id: T1\n  status: {value}\ntotal_tasks: 9\n---\n"
    assert lint({"p.md": text}, ignore=["missing-field"]).violations == []


def test_the_first_seed_is_read_as_it_is() -> None:
    seed = Path(__file__).parent.parent.parent / "shared" / "seeds" / "000_548423ea382a8100.txt"
    if not seed.exists():
        pytest.skip("the seed documents are not here")
    plan = read(seed.read_bytes(), "phase-1-4-progress.md")
    assert isinstance(plan, Plan) and plan.read_errors == []
    assert len(plan.tasks) == 16 and len(plan.batches) == 11
    assert [batch.number for batch in plan.batches] == list(range(1, 12))
    dates = [(field, node.text) for _, field, node in plan.dates]
    assert dates == [("created", "2026-02-20"), ("updated", "2026-02-20")]


def test_the_odd_files_are_each_one_clear_violation_or_none() -> None:
    found = json_of("fixtures/odd", "--isolated", cwd=ROOT)["violations"]
    assert {(violation["path"].removeprefix("fixtures/odd/"), violation["rule"]) for violation in found} == {
        ("bom.md", "invisible-file"),
        ("bom.md", "self-dependency"),
        ("bomb.md", "limit-exceeded"),
        ("crlf.md", "self-dependency"),
        ("deep.md", "limit-exceeded"),
        ("dots.md", "self-dependency"),
        ("empty.md", "invisible-file"),
        ("huge-id.md", "self-dependency"),
        ("latin-1.md", "unreadable-file"),
        ("unclosed.md", "unclosed-frontmatter"),
        ("unicode.md", "self-dependency"),
        ("utf-16.md", "unreadable-file"),
    }
    assert len(found) == 12
