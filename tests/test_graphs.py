"""Pictures of plans: the model, the geometry of the layout, and the output of the renderers."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from linter.model.graph import levels, without_back_edges
from linter.model.plan import Plan
from linter.outputs.diagrams import dot, html, mermaid, svg
from linter.outputs.diagrams.boxes import BOX, FLAG_SIZE, ID_SIZE, PAD, TITLE_SIZE
from linter.outputs.diagrams.builder import picture
from linter.outputs.diagrams.layout import Layout, arrange
from linter.outputs.diagrams.model import Band, Column, Edge, Node, Picture
from linter.outputs.diagrams.text_metrics import cut, width, wrap
from tests.browser import CHROMIUM, Browser
from tests.conftest import ROOT, Lint, planlint

GOLDENS = ROOT / "fixtures" / "graphs"
EVIL = """a"]:::x %%{init: {}}%% <b> </script><script>alert(1)</script> `c` *e* _u_ #35; &lt; \\ 'q' --> |x| end"""
FIRST = """---
type: progress
prd: ship
phase: 1
title: Hull
tasks:
- {id: S1, title: Keel, status: completed, dependencies: []}
- {id: S2, title: Ribs, status: in_progress, dependencies: [S1, Sx]}
- {id: S3, title: Planks, status: completed, dependencies: [S2, S4]}
- {id: S4, title: Tar, status: blocked, dependencies: [S3]}
- {id: S5, title: Nails, status: deferred, dependencies: [S6, S2]}
- {id: S6, title: Rivets, status: at_risk, dependencies: []}
parallelization:
  batch_1: [S1, S5]
  batch_2: [S2, S6]
  batch_3: [S3, S4]
---
"""
SECOND = """---
type: progress
prd: ship
phase: 2
title: Mast
tasks:
- {id: M1, title: Mast, status: pending, dependencies: [S3]}
- {id: M2, title: Sails, status: pending, dependencies: [M1, all of phase 1]}
- {id: M3, title: Flag, status: odd}
---
"""
FILES: dict[str, str | bytes] = {"ship/phase-1-progress.md": FIRST, "ship/phase-2-progress.md": SECOND}


def draw(lint: Lint, files: dict[str, str | bytes], *paths: str) -> Picture:
    report = lint(files, *paths)
    assert report.project is not None
    plans = [document for document in report.project.named.values() if isinstance(document, Plan)]
    return picture(report.project, plans, report.violations)


def edges_of(made: Picture) -> dict[tuple[str, str], Edge]:
    return {(edge.source.id, edge.target.id): edge for edge in made.edges}


def test_columns_are_batches_and_violations_are_at_their_dependencies(lint: Lint) -> None:
    made = draw(lint, FILES)
    assert [[column.label for column in band.columns] for band in made.bands] == [
        ["elsewhere", "batch_1", "batch_2", "batch_3"],
        ["step 1", "step 2", "no dependencies"],
    ]
    edges = edges_of(made)
    assert {ends: edge.rules for ends, edge in edges.items() if edge.rules} == {
        ("Sx", "S2"): ["unknown-dependency"],
        ("S2", "S3"): ["done-before-dependency"],
        ("S4", "S3"): ["dependency-cycle", "done-before-dependency"],
        ("S3", "S4"): ["dependency-cycle"],
        ("S6", "S5"): ["batch-order"],
        ("S2", "S5"): ["batch-order"],
    }
    nodes = {node.id: node for node in made.nodes}
    assert nodes["Sx"].state == "missing"
    assert nodes["M3"].state == "unknown"
    assert nodes["M2"].flags == ["prose-dependency"]
    assert ("S3", "M1") in edges
    assert made.notes == ["1 dependency is prose and is not drawn (ship/phase-2-progress.md)"]
    assert [node.id for node in made.nodes if node.critical] == ["M1", "M2"]


def test_a_task_of_another_file_is_external_where_only_one_is_drawn(lint: Lint) -> None:
    made = draw(lint, FILES, "ship/phase-2-progress.md")
    external = [node for node in made.nodes if node.state == "external"]
    assert [(node.id, node.location) for node in external] == [("S3", "ship/phase-1-progress.md")]
    assert made.bands[0].columns[0].label == "elsewhere"


def test_the_listed_critical_path_is_heavy(lint: Lint) -> None:
    text = FIRST.replace("  batch_1: [S1", "  critical_path: [S1, S2]\n  batch_1: [S1")
    made = draw(lint, {"p.md": text})
    assert [node.id for node in made.nodes if node.critical] == ["S1", "S2"]
    assert [ends for ends, edge in edges_of(made).items() if edge.critical] == [("S1", "S2")]


def test_files_are_in_the_order_of_their_numbers_and_rollups_are_left_out(lint: Lint) -> None:
    task = "---\ntype: progress\nprd: p\nphase: {0}\ntasks:\n- {{id: T{0}, status: pending}}\n---\n"
    files: dict[str, str | bytes] = {f"p/phase-{n}-progress.md": task.format(n) for n in (10, 2, 1)}
    files["p/all-phases-progress.md"] = task.format(2).replace("phase: 2", "phase: all")
    made = draw(lint, files)
    assert [band.title for band in made.bands] == ["phase 1", "phase 2", "phase 10"]
    assert "repeats the tasks" in made.notes[0]


def test_a_graph_without_its_back_edges_has_levels() -> None:
    graph = {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["d"], "e": ["a"]}
    assert without_back_edges(graph) == {"a": ["b"], "b": ["c"], "c": ["d"], "d": [], "e": ["a"]}
    assert levels(without_back_edges(graph)) == {"d": 0, "c": 1, "b": 2, "a": 3, "e": 4}


def generated(count: int, columns: int, degree: int, *, bands: int = 1, cyclic: float = 0.0, seed: int = 1) -> Picture:
    """A picture of *count* tasks with up to *degree* dependencies each; of *cyclic* one goes anywhere and is wrong."""
    chance = random.Random(seed)
    made = Picture("generated", [], [])
    words = "migrate index review tokens cache contract rollout of a the supercalifragilistic 计划".split()
    states = ["done", "running", "open", "blocked", "at risk", "closed", "unknown"]
    nodes: list[tuple[int, Node]] = []
    for number in range(bands):
        band = Band(f"phase {number}: {' '.join(words)}", f"p/phase-{number}.md")
        band.columns = [Column(f"batch_{place + 1}") for place in range(columns)]
        for place in range(count // bands):
            title = " ".join(chance.choices(words, k=chance.randrange(12)))
            node = Node(f"TASK-{number}.{place}" * chance.choice((1, 1, 4)), chance.choice(states), title)
            node.critical = chance.random() < 0.1
            at = place * columns * bands // count
            nodes.append((number * columns + at, node))
            band.columns[min(at, columns - 1)].nodes.append(node)
        made.bands.append(band)
    seen = set()
    for at, node in nodes:
        before = [other for place, other in nodes if place < at]
        for _ in range(chance.randint(0, degree)):
            wrong = chance.random() < cyclic
            source = chance.choice(nodes)[1] if wrong or not before else chance.choice(before)
            if source is not node and (source, node) not in seen:
                seen.add((source, node))
                rules = ["batch-order", "done-before-dependency"][: chance.randint(1, 2)] if wrong else []
                made.edges.append(Edge(source, node, source.critical and node.critical, rules))
    return made


SHAPES: dict[str, dict[str, Any]] = {
    "5": {"count": 5, "columns": 3, "degree": 2},
    "50": {"count": 50, "columns": 6, "degree": 2},
    "50 cyclic": {"count": 50, "columns": 5, "degree": 3, "cyclic": 0.3},
    "50 dense": {"count": 50, "columns": 4, "degree": 12, "cyclic": 0.1},
    "60 in six files": {"count": 60, "columns": 3, "degree": 2, "bands": 6, "cyclic": 0.1},
    "300": {"count": 300, "columns": 10, "degree": 2},
    "300 in one column": {"count": 300, "columns": 1, "degree": 1, "cyclic": 1.0},
    "300 in a chain": {"count": 300, "columns": 300, "degree": 2},
    "300 dense, cyclic": {"count": 300, "columns": 12, "degree": 6, "cyclic": 0.1},
    "300 in eight files": {"count": 304, "columns": 5, "degree": 3, "bands": 8, "cyclic": 0.05},
}


@pytest.fixture(scope="module", params=SHAPES)
def layout(request: pytest.FixtureRequest) -> Layout:
    return arrange(generated(**SHAPES[request.param]))


def test_boxes_do_not_overlap_and_are_on_the_paper(layout: Layout) -> None:
    boxes = sorted(layout.boxes, key=lambda box: (box.x, box.y))
    for place, one in enumerate(boxes):
        assert one.x >= 0 and one.x + BOX <= layout.width
        assert one.y >= 0 and one.y + one.height <= layout.height
        for other in boxes[place + 1 :]:
            if other.x >= one.x + BOX:
                break
            assert one.y + one.height < other.y or other.y + other.height < one.y


def points(path: list[tuple[Any, ...]]) -> Iterator[tuple[float, float]]:
    """Points along the way, close together."""
    x = y = 0.0
    for command, *numbers in path:
        ends = list(zip(numbers[::2], numbers[1::2], strict=True))
        controls = [(x, y), *ends]
        steps = 1 if command == "M" else max(int((abs(ends[-1][0] - x) + abs(ends[-1][1] - y)) / 8), 6)
        for step in range(steps + 1):
            t = step / steps
            current = controls
            while len(current) > 1:
                current = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(current)]
            if command != "M":
                yield current[0]
        x, y = ends[-1]


def test_no_arrow_runs_through_a_box(layout: Layout) -> None:
    columns: dict[int, list[Any]] = {}
    for box in layout.boxes:
        for cell in range(int(box.x // 64), int((box.x + BOX) // 64) + 1):
            columns.setdefault(cell, []).append(box)
    for wire in layout.wires:
        for x, y in points(wire.path):
            assert 0 <= x <= layout.width and 0 <= y <= layout.height
            for box in columns.get(int(x // 64), ()):
                inside = box.x + 0.01 < x < box.x + BOX - 0.01 and box.y < y < box.y + box.height
                assert not inside, (wire.edge.source.id, wire.edge.target.id, box.node.id)


def test_arrows_run_from_box_to_box(layout: Layout) -> None:
    boxes = {box.node: box for box in layout.boxes}
    for wire in layout.wires:
        for box, (x, y) in (
            (boxes[wire.edge.source], wire.path[0][1:]),
            (boxes[wire.edge.target], wire.path[-1][-2:]),
        ):
            assert x in (box.x, box.x + BOX)
            assert isinstance(y, float) and box.y < y < box.y + box.height
        if wire.edge.rules:  # it arrives at the line that names its rule
            target = boxes[wire.edge.target]
            port = target.ports[wire.edge.source]
            assert y == target.y + port
            line = next(line for line in target.lines if line.y == port)
            assert line.kind == "flag" and (line.text in wire.edge.rules or line.text.startswith("and "))


def test_labels_stay_in_their_boxes_and_apart(layout: Layout) -> None:
    sizes = {"id": ID_SIZE, "title": TITLE_SIZE, "flag": FLAG_SIZE}
    for box in layout.boxes:
        bottom = 0.0
        for line in box.lines:
            size = sizes[line.kind]
            assert width(line.text, size, bold=line.kind != "title") <= BOX - 2 * PAD
            assert line.y - size / 2 >= bottom - 1
            bottom = line.y + size / 2
        assert bottom < box.height


def test_the_same_picture_has_the_same_layout() -> None:
    assert svg.render(generated(50, 5, 3, cyclic=0.3)) == svg.render(generated(50, 5, 3, cyclic=0.3))


def test_text_is_cut_and_wrapped_to_its_room() -> None:
    assert cut("short", 100, 11) == "short"
    assert cut("a very long title indeed", 60, 11).endswith("…")
    lines = wrap("supercalifragilisticexpialidocious and more and more and more words", 80, 11, 3)
    assert len(lines) == 3 and lines[-1].endswith("…")
    assert all(width(line, 11) <= 80 for line in lines)
    assert wrap("", 80, 11, 2) == []


@pytest.mark.parametrize("name", ["mermaid", "dot", "svg", "html"])
def test_golden(lint: Lint, name: str, request: pytest.FixtureRequest) -> None:
    renderers = {"mermaid": mermaid, "dot": dot, "svg": svg, "html": html}
    text = renderers[name].render(draw(lint, FILES))
    golden = GOLDENS / f"ship.{name}.txt"
    if request.config.getoption("--update-goldens"):
        assert not os.environ.get("CI"), "goldens are not rewritten in CI"
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(text.encode())
    assert text.encode() == golden.read_bytes()


def evil() -> Picture:
    made = generated(6, 2, 2)
    made.title = EVIL
    for node in made.nodes:
        node.id = node.title = node.status = node.location = EVIL
        node.flags = [EVIL]
    for band in made.bands:
        band.title = band.path = EVIL
        for column in band.columns:
            column.label = EVIL
            column.flags = [EVIL]
    for edge in made.edges:
        edge.rules = [EVIL]
    made.notes = [EVIL]
    return made


def test_svg_and_html_take_any_text() -> None:
    root = ElementTree.fromstring(svg.render(evil()))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {
        "svg", "style", "title", "rect", "text", "g", "path",
    }  # fmt: skip
    assert html.render(evil()).count("<script>") == 1


def test_mermaid_takes_any_text() -> None:
    text = mermaid.render(evil())
    labels = re.findall(r'"([^"]*)"', text)
    assert any("script" in label for label in labels)
    for label in labels:
        assert re.fullmatch(r"(?:[a-zA-Z0-9 .,/()+'-]|[^\x00-\x7f]|#\d+;|<br/>)*", label), label
    for line in re.sub(r'"[^"]*"', '""', text).split("\n"):
        assert re.fullmatch(r"[\w \-=>|~,.:#\[\]()\"]*", line), line


@pytest.mark.parametrize(
    "shape", [{"count": 300, "columns": 12, "degree": 9}, {"count": 2000, "columns": 9, "degree": 2}]
)
def test_mermaid_stays_in_its_limits_and_reports_what_is_left_out(shape: dict[str, Any]) -> None:
    made = generated(**shape, cyclic=0.05)
    text = mermaid.render(made)
    links = re.findall(r"^  n\d+ (?:-->|==>|~~~)", text, re.MULTILINE)
    assert len(text.encode("utf-16-le")) // 2 <= 50_000
    assert len(links) <= 500
    assert "are omitted" in text
    kept = len(re.findall(r'^  n\d+ [=-]->?>?\|"', text, re.MULTILINE)) + text.count('==>|"')
    assert kept >= min(sum(bool(edge.rules) for edge in made.edges), 100)


def test_mermaid_of_many_files_has_no_empty_boxes() -> None:
    text = mermaid.render(generated(3000, 1, 1, bands=3000))
    assert len(text.encode("utf-16-le")) // 2 <= 50_000
    assert len(re.findall(r"^  subgraph f\d+\[", text, re.MULTILINE)) == len(re.findall(r":::", text)) > 100


def test_dot_is_quoted() -> None:
    text = dot.render(evil())
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    assert re.fullmatch(r"[\w\s{}\[\]=,;\->\"]*", bare)
    assert "&amp;" in text and not re.search("&(?!amp;)", text)  # Graphviz decodes `&#x202e;` in labels
    if shutil.which("dot"):
        subprocess.run(["dot", "-Tsvg"], input=text.encode(), check=True, capture_output=True)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_labels_stay_in_their_boxes_in_a_browser(tmp_path: Path) -> None:
    path = tmp_path / "graph.svg"
    path.write_text(svg.render(generated(50, 5, 3, cyclic=0.3)), encoding="utf-8")
    browser = Browser()
    try:
        browser.open(path)
        out = browser.run(
            "[...document.querySelectorAll('.box[data-number]')].flatMap(box => {const r = box.querySelector('rect')"
            ".getBoundingClientRect(); return [...box.querySelectorAll('text')].map(t => [t.getBoundingClientRect(),"
            " t.textContent]).filter(([t]) => t.right > r.right || t.left < r.left || t.bottom > r.bottom + 1)"
            ".map(([, text]) => text)})"
        )
        assert out == []
        assert browser.run("document.querySelectorAll('.box[data-number]').length") == 50
        assert browser.complaints == []
    finally:
        browser.close()


def test_the_command(tmp_path: Path) -> None:
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(content), encoding="utf-8")
    result = planlint("graph", "ship", cwd=tmp_path)
    assert result.returncode == 0 and result.stdout.startswith("flowchart LR\n")
    assert "prose" in result.stderr
    for file, begin in (("a.svg", "<svg "), ("a.dot", "digraph"), ("a.html", "<!DOCTYPE"), ("a.md", "```mermaid\n")):
        assert planlint("graph", "ship", "-o", file, cwd=tmp_path).returncode == 0
        assert (tmp_path / file).read_text(encoding="utf-8").startswith(begin)
    (tmp_path / "none").mkdir()
    assert planlint("graph", "none", cwd=tmp_path).returncode == 0
    assert planlint("graph", "no-such", cwd=tmp_path).returncode == 2
    assert planlint("graph", "ship", "-o", "ship/phase-1-progress.md/file.svg", cwd=tmp_path).returncode == 2
    assert planlint("graph", "ship", "--format", "png", cwd=tmp_path).returncode == 2
    (tmp_path / "ship" / "phase-3-progress.md").write_text(
        "---\ntype: progress\nprd: ship\ntitle: a: b\n---\n", encoding="utf-8"
    )
    result = planlint("graph", "ship/phase-3-progress.md", cwd=tmp_path)
    assert result.returncode == 1 and "cannot be parsed" in result.stderr


def test_a_plain_check_imports_none_of_it(tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text(FIRST, encoding="utf-8")
    code = (
        "import sys; from linter.cli.main import main; main(['p.md', '-o', 'out.txt']);"
        " names = ('linter.outputs.diagrams', 'linter.outputs.html', 'html');"
        " print([name for name in sys.modules if name.startswith(names)])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True, text=True, env=environment
    )
    assert found.stdout.strip() == "[]"
