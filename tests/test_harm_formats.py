"""Changes that a fix never makes in manifests and in the files of other tools, real and with something lost."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.config.loader import Configuration
from linter.engine.session import LintSession
from linter.model.board import TaskFile
from linter.model.manifest import Manifest, ToolsManifest
from linter.model.scope import RESOLVED
from linter.model.statuses import DONE
from linter.syntax.json_reader import parse_json
from linter.syntax.nodes import Limits
from linter.syntax.scalar_types import integer
from tests.conftest import write
from tests.test_corpus import CORPUS
from tests.test_harm import check as check_plan
from tests.test_harm import fixed, folder, ids_of, plan_of

SLOW = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


class State:
    """The documents below a directory, and what must survive a fix."""

    def __init__(self, root: Path) -> None:
        with folder(root):
            run = LintSession(Configuration({}), baseline="")
            run.add_path(".")
            run.read()
            self.project = run.project()
            self.documents = {document.path: document for document in run.documents()}
            self.boards = {path: one for path, one in self.documents.items() if isinstance(one, TaskFile)}
            self.done = {
                (path, task.name)
                for path, one in self.boards.items()
                for task in one.tasks
                if task.status_class == DONE
            }
            self.names = {path: self._names(one) for path, one in self.boards.items()}
            self.waits = {path: self._waits(one) for path, one in self.boards.items()}
            self.numbers = {path: self._numbers(one) for path, one in self.boards.items()}
            self.lost = {path for path, one in self.boards.items() if self._has_lost(one)}

    def _names(self, board: TaskFile) -> set[str]:
        return {task.name for task in board.tasks}

    def _waits(self, board: TaskFile) -> dict[str, set[str]]:
        """Return what each task waits for, by the names of tasks, or as written if it is unknown."""
        scope = self.project.namespace(board)
        found: dict[str, set[str]] = {}
        for task in board.tasks:
            for reference in task.dependencies:
                resolution = scope.resolve(task, reference.text)
                others = {other.name for other in resolution.tasks} or set(reference.text.replace(",", " ").split())
                if resolution.outcome == RESOLVED or not resolution.tasks:
                    found.setdefault(task.name, set()).update(others - {task.name})
        return found

    def _numbers(self, board: TaskFile) -> dict[str, float]:
        counts = [*board.counts(self.project), *board.percents()]
        return {f"{count.field} {index}": count.found for index, count in enumerate(counts)}

    def _has_lost(self, board: TaskFile) -> bool:
        scope = self.project.namespace(board)
        return any(
            scope.resolve(task, reference.text).outcome == "unknown"
            for task in board.tasks
            for reference in task.dependencies
        )


def check(before: State, after: State, changed: set[str]) -> None:
    """Assert that the change from *before* to *after* did no harm."""
    assert before.done <= after.done, "a task that was done is not done"
    for path in changed & before.boards.keys():
        assert before.names[path] == after.names[path], "a task came or went"
        for name, others in before.waits[path].items():
            kept = after.waits[path].get(name, set())
            implied = {far for near in kept for far in after.waits[path].get(near, ())}
            assert others <= kept | implied, f"{path}: an id is dropped from {name}"
        for field, value in before.numbers[path].items():
            is_total = "total" in field.lower() or field.startswith("taskCount")
            if is_total and path in before.lost:
                assert after.numbers[path][field] >= value, "a total is lowered while an id without a task is named"
    for path in changed:
        document = before.documents[path]
        if isinstance(document, Manifest):
            now = after.documents[path]
            assert isinstance(now, Manifest)
            assert {tool.text for tool in document.tools} == {tool.text for tool in now.tools}
            if document.status is not None and document.status.text.startswith("complete"):
                assert now.status is not None and now.status.text.startswith("complete")
        if isinstance(document, ToolsManifest):
            names = {name.text for one in before.documents.values() if isinstance(one, Manifest) for name in one.tools}
            if names - {name.text for name in document.names}:
                now = after.documents[path]
                assert now.root is not None and document.root is not None
                assert (integer(now.root.get("total_tools")) or 0) >= (integer(document.root.get("total_tools")) or 0)


def fixed_without_harm(root: Path, unsafe: bool) -> dict[str, tuple[str, str]]:
    """Fix the files below *root*, assert that no harm was done, and return what was changed, as ``fixed`` does."""
    before = State(root)
    changed, reported, again = fixed(root, unsafe)
    assert not again, "fixing twice is fixing once"
    assert set(changed) <= reported, "a file without a violation is changed"
    check(before, State(root), set(changed))
    return changed


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_no_fix_harms_a_real_file(tmp_path: Path, unsafe: bool) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    root = tmp_path / "corpus"
    shutil.copytree(CORPUS, root)
    elsewhere = ids_of(root)
    changed = fixed_without_harm(root, unsafe)
    assert changed
    for path, (old, new) in changed.items():
        before, after = plan_of(old), plan_of(new)
        if before is not None and after is not None:
            check_plan(before, after, elsewhere[str(Path(path).parent)])


@SLOW
@given(st.integers(2, 6), st.data(), st.sampled_from(["task", "twice", "stale", "none"]), st.booleans(), st.booleans())
def test_no_fix_hides_what_a_tasks_json_lost(
    size: int, data: st.DataObject, loss: str, both: bool, unsafe: bool
) -> None:
    done = [data.draw(st.booleans()) for _ in range(size)]
    tasks = [
        {
            "id": index,
            "title": "a",
            "status": "done" if done[index - 1] else "pending",
            "dependencies": [index - 1] if index > 1 and data.draw(st.booleans()) else [],
            "subtasks": [],
        }
        for index in range(1, size + 1)
    ]
    metadata = {"taskCount": size, "completedCount": sum(done), **({"totalTasks": size} if both else {})}
    victim = data.draw(st.integers(0, size - 1))
    if loss == "task":
        gone = tasks.pop(victim)
    elif loss == "twice":
        tasks.insert(victim, tasks[victim])
    elif loss == "stale":
        tasks[victim]["status"] = "pending" if done[victim] else "done"
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        path = ".taskmaster/tasks/tasks.json"
        write(root, {path: json.dumps({"master": {"tasks": tasks, "metadata": metadata}}, indent=1)})
        fixed_without_harm(root, unsafe)
        tree = parse_json((root / path).read_text(encoding="utf-8"), Limits()).root
        assert tree is not None
        now = tree.get("master")
        about = now.get("metadata") if now is not None else None
        total = integer(about.get("taskCount")) if about is not None else None
        named = {one for task in tasks for one in cast("list[int]", task["dependencies"])}
        if loss == "twice" or (loss == "task" and (gone["id"] in named or not unsafe)):
            is_last = loss == "task" and gone["id"] == size and gone["id"] not in named
            assert total == size or (is_last and not both and not done[victim]), "a lost task is hidden"


@SLOW
@given(st.integers(2, 6), st.data(), st.sampled_from(["task", "box", "twice"]), st.booleans())
def test_no_fix_hides_what_a_task_list_lost(size: int, data: st.DataObject, loss: str, unsafe: bool) -> None:
    lines = [
        f"- [{data.draw(st.sampled_from(' x'))}] T{index:03} Do it"
        + (f" (depends on T{index - 1:03})" if index > 1 and data.draw(st.booleans()) else "")
        for index in range(1, size + 1)
    ]
    victim = data.draw(st.integers(0, size - 1))
    gone = lines[victim]
    if loss == "task":
        del lines[victim]
    elif loss == "box":
        lines[victim] = "- " + gone[6:]
    else:
        lines.insert(victim, gone)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, {"specs/001-a/tasks.md": "\n".join([*lines, "", f"**Total Tasks**: {size}", ""])})
        fixed_without_harm(root, unsafe)
        after = (root / "specs/001-a/tasks.md").read_text(encoding="utf-8")
        is_named = any(f"on T{victim + 1:03}" in line for line in lines)
        if loss != "task" or is_named or (not unsafe and victim < size - 1):
            assert f"**Total Tasks**: {size}\n" in after, "a lost task is hidden"


@SLOW
@given(st.integers(1, 4), st.integers(0, 4), st.sampled_from([0, 25, 50, 100]), st.booleans(), st.booleans())
def test_no_fix_lowers_what_a_completed_milestone_declares(
    size: int, done: int, percent: int, is_completed: bool, unsafe: bool
) -> None:
    files: dict[str, str | bytes] = {".planning/ROADMAP.md": "- [ ] **Phase 1: Tides**\n"}
    for index in range(1, size + 1):
        front = f"phase: 01-tides\nplan: {index:02}\ntype: execute\nwave: 1\ndepends_on: []\nfiles_modified: []\n"
        files[f".planning/phases/01-tides/01-{index:02}-PLAN.md"] = f"---\n{front}autonomous: true\n---\n"
        if index <= done:
            files[f".planning/phases/01-tides/01-{index:02}-SUMMARY.md"] = "---\nstatus: complete\n---\n"
    status = "completed" if is_completed else "executing"
    numbers = f"  total_plans: {size}\n  completed_plans: {min(done, size)}\n  percent: {percent}\n"
    files[".planning/STATE.md"] = f"---\nstatus: {status}\nprogress:\n{numbers}---\n"
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, files)
        fixed_without_harm(root, unsafe)
        after = (root / ".planning/STATE.md").read_text(encoding="utf-8")
        now = int(after.rpartition("percent: ")[2].split("\n")[0])
        assert now >= percent or not is_completed
