"""Graphs of the formats of other tools: one picture for a board, with resolved references."""

from __future__ import annotations

from linter.model.plan import Plan
from linter.outputs.diagrams.builder import picture
from linter.outputs.diagrams.model import Picture
from tests.conftest import ROOT, Lint
from tests.test_lsp_formats import OPENSPEC, SPECKIT, TAGS

FIXTURES = ROOT / "fixtures" / "formats"


def draw(lint: Lint, files: dict[str, str | bytes]) -> Picture:
    report = lint(files)
    assert report.project is not None
    plans = [document for document in report.project.named.values() if isinstance(document, Plan)]
    return picture(report.project, plans, report.violations)


def fixture(format: str) -> dict[str, str | bytes]:
    folder = FIXTURES / format / "clean"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shape(made: Picture) -> list[tuple[str, dict[str, list[str]]]]:
    return [(b.title, {c.label: [node.id for node in c.nodes] for c in b.columns}) for b in made.bands]


def edges(made: Picture) -> set[tuple[str, str]]:
    return {(edge.source.id, edge.target.id) for edge in made.edges}


def test_the_files_of_a_board_are_one_band(lint: Lint) -> None:
    made = draw(lint, fixture("backlog"))
    assert [title for title, _ in shape(made)] == ["backlog", "drafts"]
    assert ("HB-1.1", "HB-1.2") in edges(made)


def test_the_files_of_a_phase_are_one_band_by_wave(lint: Lint) -> None:
    made = draw(lint, fixture("gsd"))
    phases = dict(shape(made))
    assert list(phases)[:2] == ["01-tides", "02.1-buoys"]
    assert list(phases["01-tides"])[:2] == ["wave 1", "wave 2"]
    assert {node.state for node in made.nodes} == {"closed", "done", "open"}
    (note,) = [note for note in made.notes if "no tasks" in note]
    assert note.startswith("5 files have no tasks and are not drawn: .planning/STATE.md, ")


def test_headings_are_columns_and_a_box_without_an_id_is_known_by_its_line(lint: Lint) -> None:
    made = draw(lint, {"openspec/changes/add-x/tasks.md": OPENSPEC})
    assert shape(made) == [("add-x", {"1. First": ["1.1", "1.2", "line 5"]})]
    assert made.nodes[1].title == "Build it" and made.nodes[2].title == "look at it"


def test_tasks_of_speckit_wait_for_each_other(lint: Lint) -> None:
    made = draw(lint, {"specs/001-x/tasks.md": SPECKIT})
    tasks = {node.id: node for node in made.nodes}
    assert made.title == "001-x" and [id for id in tasks if tasks[id].critical] == ["T001", "T002", "T003"]
    assert tasks["T002"].title == "Build the **core** (depends on T001)"


def test_a_number_in_a_subtask_comes_from_its_sibling_and_each_tag_is_a_band(lint: Lint) -> None:
    made = draw(lint, {".taskmaster/tasks/tasks.json": TAGS})
    assert [title for title, _ in shape(made)] == ["tag master", "tag later"]
    assert edges(made) == {("1", "2"), ("2.1", "2.2"), ("2.1", "3")}
