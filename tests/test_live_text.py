"""No character of a file acts in an output: controls, format characters and invisible ones, for all of Unicode."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from linter.config.settings import OUTPUT_FORMATS
from linter.engine.report import Report
from linter.outputs.escape import escape_controls
from linter.rules.violation import Related, Violation
from linter.syntax.source import Source
from tests.conftest import planlint, write
from tests.hostile.editor import editing, requests

# Default_Ignorable_Code_Point of DerivedCoreProperties.txt, Unicode 16
IGNORABLE = """00ad 034f 061c 115f-1160 17b4-17b5 180b-180f 200b-200f 202a-202e 2060-206f 3164 fe00-fe0f feff ffa0
    fff0-fff8 1bca0-1bca3 1d173-1d17a e0000-e0fff"""
CHUNK = 1000
STYLES = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\\\")  # of a terminal, with color


def _ignorable() -> set[int]:
    spans = [[int(end, 16) for end in span.split("-")] for span in IGNORABLE.split()]
    return {code for span in spans for code in range(span[0], span[-1] + 1)}


LIVE = _ignorable() | {
    code
    for code, category in enumerate(map(unicodedata.category, map(chr, range(sys.maxunicode + 1))))
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp")
}
FEW = [code for code in sorted(LIVE) if not (0xD800 < code < 0xDFFF or 0xE0004 < code < 0xE0FFE)]


def live(text: str) -> list[str]:
    """The characters of *text* that act or are invisible, except line ends."""
    return sorted(f"U+{ord(found):04X}" for found in set(text) if ord(found) in LIVE and found != "\n")


def everything(last: int = sys.maxunicode) -> list[str]:
    """All code points, in strings of ``CHUNK`` of them."""
    starts = range(0, last + 1, CHUNK)
    return ["".join(map(chr, range(start, min(start + CHUNK, last + 1)))) for start in starts]


def test_escaped_text_has_no_live_character_and_keeps_all_others() -> None:
    for text in everything():
        escaped = escape_controls(text)
        assert live(escaped) == [] and "\n" not in escaped
        kept = "".join(c for c in text if ord(c) not in LIVE and c not in "\u2800\ufffe\uffff\ufff9\ufffa\ufffb")
        expected = iter(escaped)
        assert all(c in expected for c in kept if unicodedata.category(c) not in ("Cn", "Co"))


@pytest.fixture(scope="module")
def report() -> Report:
    chunks = [*everything(0x32000), *everything()[0xDFF00 // CHUNK : 0xE1100 // CHUNK], chr(sys.maxunicode)]  # assigned
    violations = []
    for number, text in enumerate(chunks):
        path = f"d/{number}{text[:40].encode('utf-8', 'replace').decode()}.md"
        related = [Related(path, 0, 3, f"here {text[40:90]}")]
        values = {"task": text[:200]}
        violations.append(Violation("unknown-dependency", path, 5, 9, text, values, related=related, help=text[:90]))
    sources = {one.path: Source(one.path, f"a: b{one.message[:100]}\nc: d\n") for one in violations}
    return Report(violations, sources=sources)


@pytest.mark.parametrize("name", [*OUTPUT_FORMATS, "text-color", "concise-color"])
def test_no_output_has_a_live_character(report: Report, name: str) -> None:
    module = __import__(f"linter.outputs.{name.removesuffix('-color').replace('-', '_')}", fromlist=["render"])
    text = module.render(report, name.endswith("-color"))
    assert len(text) > 10_000
    assert live(STYLES.sub("", text) if name.endswith("-color") else text) == []
    assert "\r" not in text


def plan() -> str:
    """A plan with live characters in each of its strings."""
    codes = [code for code in FEW if not 0xD800 <= code < 0xE000]
    texts = ["".join(f"\\U{code:08x}" for code in codes[at : at + 25]) for at in range(0, len(codes), 25)]
    task = '- id: "{0}T{1}"\n  title: "{0}"\n  status: "{0}"\n  dependencies: ["{0}Q{1}", "{0}T{1}"]\n'
    tasks = "".join(task.format(text, number) for number, text in enumerate(texts))
    batches = "".join(f'  batch_{number + 1}: ["{text}T{number}"]\n' for number, text in enumerate(texts))
    head = f'---\ntype: progress\nprd: "{texts[3]}"\nphase: 1\nstatus: "{texts[5]}"\n'
    return f"{head}tasks:\n{tasks}parallelization:\n{batches}---\n"


@pytest.mark.parametrize(
    "command",
    [
        *(f"check --output-format {name}" for name in OUTPUT_FORMATS),
        *(f"graph a-progress.md --format {name}" for name in ("mermaid", "dot", "svg", "html")),
        *(
            "check --statistics",
            "check --fix --unsafe-fixes --show-fixes",
            "why a-progress.md:8",
            "check --show-settings .",
        ),
        *("set a-progress.md X=y", "check --add-ignore .", "check --select \u202e\ufe0f", "check no\u202esuch.md"),
    ],
)
def test_no_command_prints_a_live_character(tmp_path: Path, command: str) -> None:
    write(tmp_path, {"a-progress.md": plan()})
    run = planlint(*command.split(" "), cwd=tmp_path)
    assert run.stdout + run.stderr
    assert live(run.stdout.replace("\t", "") if "mermaid" not in command else run.stdout) == []
    assert live(run.stderr) == []


def test_no_answer_to_an_editor_shows_a_live_character(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"a-progress.md": plan()})
    with editing("a-progress.md") as editor:
        shown = [one.message for one in editor.published[-1].diagnostics]
        shown += [place.message for one in editor.published[-1].diagnostics for place in one.related_information or ()]
        ask = requests("a-progress.md")
        shown += [text for symbol in ask["outline"](editor) for text in (symbol.name, symbol.detail or "")]
        shown += [lens.command.title for lens in ask["lenses"](editor)]
        shown += [action.title for action in editor.actions("quickfix")]
        shown += [text for item in ask["completion"](editor) for text in (item.label, item.detail or "")]
        at = editor.text.index('["') + 3
        shown.append(editor.ask("textDocument/hover", _Where(editor.at(at))).contents.value)
        assert len(shown) > 100 and live("".join(shown)) == []


class _Where:
    def __init__(self, where: dict[str, object]) -> None:
        self.__dict__.update(where)
