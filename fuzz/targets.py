"""Properties of any input. Each target takes bytes and raises if a property is violated."""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuzz.trees import trees
from linter.config.globs import matches
from linter.config.loader import ConfigError, Configuration
from linter.config.settings import OUTPUT_FORMATS
from linter.engine import cached_session as units
from linter.engine.cached_session import CachedLintSession
from linter.engine.report import Report
from linter.engine.session import LintSession
from linter.fixes.fixer import Fixed, fix
from linter.fixes.verification import find_unexpected_change
from linter.formats.reader import read_bytes
from linter.formats.registry import formats_for_path
from linter.model import clock
from linter.syntax.fix import apply
from linter.syntax.nodes import Limits, MappingNode, Node, ScalarNode, SequenceNode

LIMITS = Limits(max_nodes=100_000, max_file_size=1 << 20)
PATHS = (  # one for each way of reading
    "a/x-progress.md",
    "a/MANIFEST.yaml",
    "a/tools_manifest.json",
    "backlog/tasks/task-1 - X.md",
    ".planning/phases/01-a/01-01-PLAN.md",
    ".planning/phases/01-a/01-01-SUMMARY.md",
    ".planning/STATE.md",
    ".planning/ROADMAP.md",
    ".vbw-planning/phases/01-a/01-PLAN.md",
    ".taskmaster/tasks/tasks.json",
    "openspec/changes/a/tasks.md",
    "specs/001-a/tasks.md",
)
BESIDE = {  # files that these look at
    "backlog/config.yml": "project_name: x\nstatuses: [To Do, In Progress, Done]\n",
    ".planning/phases/01-a/01-02-PLAN.md": "---\nphase: 01-a\nplan: 02\nwave: 2\ndepends_on: [01-01]\n---\n",
    ".taskmaster/state.json": '{"currentTag": "master"}',
}
LARGEST = 64 * 1024  # bytes of an input that are looked at

Target = Callable[[bytes], None]


def start() -> None:
    """Enter an empty directory, and stop the clock."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for name, text in BESIDE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    os.environ["XDG_CACHE_HOME"] = str(folder / ".home")  # of the key to the cache
    os.chdir(folder)
    units.MIN_FILES_FOR_CACHE = 0
    clock.set_now("2026-01-31T12:00:00Z")


def _split(data: bytes) -> tuple[int, bytes]:
    """Return the first byte, which makes choices, and the rest, which is the input."""
    return (data[0] if data else 0), data[1 : 1 + LARGEST]


def _path(choice: int) -> str:
    """Return the file chosen by the lower six bits; the upper two choose what is done with it."""
    return PATHS[(choice & 63) % len(PATHS)]


def _run(path: str, data: bytes, **values: Any) -> LintSession:
    run = LintSession(Configuration({"preset": "strict", **values}, isolated=True))
    run.add_bytes(path, data)
    run.lint()
    return run


def _sound(report: Report) -> None:
    """Assert that no rule raised, and every span is within its file."""
    for violation in report.violations:
        assert violation.rule != "internal-error", violation.message
        for place in (violation, *violation.related):
            length = len(report.sources[place.path].text)
            assert 0 <= place.start <= place.end <= length, (violation.rule, place.start, place.end, length)
        for edit in violation.fix.edits if violation.fix else ():
            length = len(report.sources[violation.path].text)
            assert 0 <= edit.start <= edit.end <= length, (violation.rule, edit.start, edit.end, length)


def _rendered(report: Report, name: str) -> str:
    module = __import__(f"linter.outputs.{name.replace('-', '_')}", fromlist=["render"])
    text: str = module.render(report, False)
    return text


def reading(data: bytes) -> None:
    """Reading raises nothing, and gives the same result twice."""
    choice, data = _split(data)
    path = _path(choice)
    document = read_bytes(path, data, formats_for_path(path), LIMITS, None)
    if document is None:
        return
    length = len(document.source.text)
    for error in document.read_errors:
        assert 0 <= error.start <= error.end <= length, (error.rule, error.start, error.end, length)
        assert error.message
    if document.root is None:
        assert document.read_errors, "unread without a reason"
        return
    for node in _nodes(document.root):
        assert 0 <= node.start <= node.end <= length, (node.start, node.end, length)
        if (
            isinstance(node, ScalarNode)
            and node.plain
            and node.text
            and not _FOLDED.search(document.source.text[node.start : node.end])
        ):
            written = document.source.text[node.start : node.end]
            assert written == node.text or written[:1] in "*|>'\"" or path.endswith(".json"), written


_FOLDED = re.compile("[\n\r\x85\u2028\u2029]")  # line breaks of YAML 1.1, which folding makes blanks of


def _nodes(root: Node) -> list[Node]:
    found, stack, seen = [], [root], set()
    while stack:
        node = stack.pop()
        found.append(node)
        if isinstance(node, MappingNode | SequenceNode):
            inner: Any = node.entries if isinstance(node, MappingNode) else node.items
            if id(inner) not in seen:
                seen.add(id(inner))
                stack += inner.values() if isinstance(node, MappingNode) else inner
    return found


def json_text(data: bytes) -> None:
    """JSON is read like the standard library reads it, and rejected where it rejects it."""
    from linter.syntax.json_reader import parse_json

    try:
        text = data[:LARGEST].decode("utf-8")
    except UnicodeDecodeError:
        return
    tree = parse_json(text, LIMITS)
    if any(error.rule == "limit-exceeded" for error in tree.read_errors):
        return
    try:
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse, parse_int=str, parse_float=str)
    except ValueError:
        assert tree.root is None, "what the standard library refuses was read"
        return
    except RecursionError:
        return
    assert tree.root is not None, tree.read_errors[0].message
    _same(tree.root, value)


def _refuse(name: str) -> None:
    raise ValueError(name)


def _same(node: Node, value: Any) -> None:
    if isinstance(node, MappingNode):
        assert isinstance(value, dict) and list(node.entries) == list(value)
        for key, child in node.entries.items():
            _same(child, value[key])
    elif isinstance(node, SequenceNode):
        assert isinstance(value, list) and len(node.items) == len(value)
        for child, other in zip(node.items, value, strict=True):
            _same(child, other)
    else:
        assert isinstance(node, ScalarNode)
        word = {None: "null", True: "true", False: "false"}.get(value, value) if not isinstance(value, str) else value
        assert node.text == word, (node.text, value)


def yaml_text(data: bytes) -> None:
    """YAML is read like PyYAML composes it: the same shape and the same strings."""
    import yaml

    from linter.syntax.yaml_reader import parse_yaml

    try:
        text = data[:LARGEST].decode("utf-8")
    except UnicodeDecodeError:
        return
    tree = parse_yaml(text, 0, LIMITS)
    if any(error.rule == "limit-exceeded" for error in tree.read_errors) or "\0" in text:
        return
    try:
        composed = yaml.compose(text.removeprefix("\ufeff"), yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        # compose rejects a repeated anchor, which YAML allows
        assert tree.root is None or "&" in text, "what PyYAML refuses was read"
        return
    if tree.root is None and composed is None:
        return
    assert tree.root is not None, tree.read_errors[0].message
    _alike(tree.root, composed, 0)


def _alike(node: Node, other: Any, depth: int) -> None:
    if depth > 6:
        return
    if isinstance(node, ScalarNode):
        assert other.id == "scalar" and node.text == other.value, (node.text, other.value)
    elif isinstance(node, SequenceNode):
        assert other.id == "sequence" and len(node.items) == len(other.value)
        for child, value in zip(node.items, other.value, strict=True):
            _alike(child, value, depth + 1)
    else:
        assert other.id == "mapping" and isinstance(node, MappingNode)
        if all(key.id == "scalar" for key, _ in other.value) and "<<" not in node.entries:
            assert set(node.entries) == {key.value for key, _ in other.value}
            for key, value in {key.value: value for key, value in other.value}.items():
                _alike(node.entries[key], value, depth + 1)


def plain_yaml(data: bytes) -> None:
    """The fast YAML parser makes the same nodes as the parser's events, or returns None."""
    from linter.syntax import yaml_fast_path as block_tree
    from linter.syntax.yaml_reader import parse_events

    try:
        text = data[:LARGEST].decode("utf-8")
    except UnicodeDecodeError:
        return
    found = block_tree.read(text, 5, LIMITS)
    if found is None:
        return
    tree = parse_events(text, 5, LIMITS)
    assert not tree.read_errors, tree.read_errors[0].message
    assert tree.root is not None
    assert _facts(found) == _facts(tree.root)


def _facts(root: Node) -> list[Any]:
    return [
        (type(node).__name__, node.start, node.end, node.key_start, node.key_end)
        + ((node.text, node.plain) if isinstance(node, ScalarNode) else (list(_keys(node)), node.flow))
        for node in _nodes(root)
    ]


def _keys(node: Any) -> Any:
    return node.entries if isinstance(node, MappingNode) else range(len(node.items))


def rules(data: bytes) -> None:
    """No rule raises, spans are within the file, every output is valid, and a second run gives the same."""
    choice, data = _split(data)
    path = _path(choice)
    run = _run(path, data)
    _sound(run.report)
    first = {name: _rendered(run.report, name) for name in OUTPUT_FORMATS}
    parsed = json.loads(first["json"])
    assert len(parsed["violations"]) == len(run.report.violations)
    assert "unreadable-file" not in first["json"] or run.report.fails
    again = _run(path, data)
    assert _rendered(again.report, "json") == first["json"], "a second run says something else"
    for name, text in first.items():
        _harmless(name, text)


_LIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_COMMAND = re.compile(r"^\s*::(?!: )", re.MULTILINE)  # text points to another file with an arrow of three colons


def _harmless(name: str, text: str) -> None:
    live = _LIVE.search(text)
    assert live is None, f"{name}: live {live[0]!r}"
    assert "##[" not in text, f"{name}: a workflow command"
    if name != "github":
        assert _COMMAND.search(text) is None, f"{name}: a workflow command"


def fixes(data: bytes) -> None:
    """The result of fixes parses, differs only in the values that the fixes name, and has nothing left to fix."""
    choice, data = _split(data)
    path = _path(choice)
    unsafe = choice >= 128
    run = _run(path, data)
    fixed = fix(run, unsafe=unsafe)
    _sound(run.report)
    if not fixed.changed:
        return
    before, after = fixed.before[path], fixed.after[path]
    _keeps(before, after)
    again = _run(path, after.encode())
    assert _rendered(again.report, "json") == _rendered(run.report, "json"), "the report of what was fixed is stale"
    more = fix(again, unsafe=unsafe)
    assert not more.changed, ("fixed twice is not fixed once", [v.rule for v in more.applied])


def _keeps(before: str, after: str) -> None:
    """Assert that BOM, line ends and the end of the file are kept."""
    assert before.startswith("\ufeff") == after.startswith("\ufeff")
    if "\r\n" in before and not re.search(r"(?<!\r)\n", before):
        assert not re.search(r"(?<!\r)\n", after), "a line end of another kind"
    if "\r" not in before:
        assert "\r" not in after


def suppressions(data: bytes) -> None:
    """Added suppressions change no data and hide something; they never hide read errors."""
    from linter.fixes.add_ignores import add_ignores

    choice, data = _split(data)
    path = _path(choice)
    run = _run(path, data)
    _sound(run.report)
    document = run.project().named.get(path)
    count = len(run.report.violations)
    fixed = Fixed()
    hidden = add_ignores(run, fixed)
    assert len(run.report.violations) + hidden == count
    _sound(run.report)
    if path in fixed.changed and document is not None:
        after = run.document(path)
        assert document.root is not None and after.root is not None
        assert find_unexpected_change(document.root, after.root, []) is None, "a comment changed the data"
        _keeps(fixed.before[path], fixed.after[path])


def configuration(data: bytes) -> None:
    """A configuration is read, or rejected with reasons."""
    choice, data = _split(data)
    name = ("planlint.toml", "pyproject.toml")[choice % 2]
    for other in ("planlint.toml", "pyproject.toml"):
        Path(other).unlink(missing_ok=True)
    Path(name).write_bytes(data)
    try:
        found = Configuration().for_folder(os.getcwd(), os.getcwd())
        for path in ("a/b/x-progress.md", "x.md", "", "a/" * 40 + "x.md"):
            found.is_excluded(path)
            found.kind_of(path)
            found.is_ignored("batch-order", path)
        for id in found.selected:
            found.severity(id, "error")
        run = LintSession(Configuration())
        run.add_bytes("a/x-progress.md", b"---\ntype: progress\ntasks:\n- id: T1\n---\n")
        _sound(run.lint())
    except ConfigError as error:
        assert error.problems and all(problem.strip() for problem in error.problems)


def patterns(data: bytes) -> None:
    """A path pattern matches or does not, in short time."""
    pattern, _, path = data[:2000].decode("utf-8", "replace").partition("\n")
    matches(path, (pattern,))
    if pattern and not re.search(r"[][*?/\\]", pattern) and path.split("/")[-1:] == [pattern]:
        assert matches(path, (pattern,)), "a plain name does not match itself"


def baseline(data: bytes) -> None:
    """A baseline is read or rejected; a new one hides everything that it can."""
    from linter.engine.baseline import Match, keyed, load, written
    from linter.rules.registry import ALWAYS_REPORTED

    choice, data = _split(data)
    file = os.path.join(os.getcwd(), "b.json")
    if choice < 64:
        Path(file).write_bytes(data)
        try:
            match = Match(load(file))
            match.stale()
        except ConfigError as error:
            assert error.problems
        return
    path = _path(choice)
    run = _run(path, data)
    accepted = [violation for violation in run.report.violations if violation.rule not in ALWAYS_REPORTED]
    text = written(key for _, keys in keyed(accepted, run.document, file) for key in keys)
    Path(file).write_text(text, encoding="utf-8")
    match = Match(load(file))
    settings = run.workspace.settings(path)
    new, _ = match.divide(run.report.violations, run.project(), settings)
    assert [v.rule for v in new if v.rule not in ALWAYS_REPORTED] == [], "what was accepted is new"
    assert match.stale() == []


def set_status(data: bytes) -> None:
    """Setting a status sets that and no other, or is refused with a reason."""
    from linter.fixes.set_status import Refused, set_statuses
    from linter.fixes.set_status_boards import set_on_board
    from linter.model.board import TaskFile
    from linter.model.plan import Plan

    choice, data = _split(data)
    path = _path(choice)
    run = _run(path, data)
    plan = run.project().named.get(path)
    if not isinstance(plan, Plan) or not plan.tasks:
        return
    change = set_on_board if isinstance(plan, TaskFile) else set_statuses
    chosen = zlib.crc32(data) % len(plan.tasks)
    name = plan.tasks[chosen].name
    status = ("completed", "in_progress", "blocked", "pending", "done")[len(data) % 5]
    before = [task.state for task in plan.tasks]
    try:
        update = change(run, path, {name: status}, force=choice >= 128)
    except Refused as error:
        assert str(error)
        return
    after = run.document(path)
    assert isinstance(after, Plan)
    assert [task.name for task in after.tasks] == [task.name for task in plan.tasks], "other tasks"
    changed = [task.name for task, state in zip(after.tasks, before, strict=True) if task.state != state]
    assert all(other == name or _one(plan, other, name) for other in changed), "the status of another task"
    if path in update.changed:
        _keeps(update.before[path], update.after[path])


def _one(plan: Any, other: str, name: str) -> bool:
    """Whether two spellings are the same id, like T1 and T001 in spec-kit."""
    from linter.formats.speckit.references import canonical

    return plan.kind == "speckit" and canonical(other) == canonical(name)


def editor(data: bytes) -> None:
    """Requests of an editor are answered with spans in the files, and typing leaves no stale results."""
    from linter.lsp import code_actions as actions
    from linter.lsp import completion
    from linter.lsp.session import Session
    from linter.model.plan import Plan

    choice, data = _split(data)
    path = _path(choice)
    text = data.decode("utf-8", "surrogateescape" if choice & 64 else "replace")  # half of a pair is what editors send
    session = Session()
    chance = random.Random(zlib.crc32(data))
    for _ in range(2):
        session.open(path, text)
        run = session.run(path)
        _sound(run.report)
        fresh = Session()
        fresh.open(path, text)
        assert _rendered(run.report, "json") == _rendered(fresh.run(path).report, "json"), (
            "what was typed left something"
        )
        plan = session.document(path)
        around = session.plan_around(path)
        offsets = [chance.randint(0, len(text)) for _ in range(3)]
        if isinstance(plan, Plan) and plan.root is not None:
            offsets += [task.id.start for task in plan.tasks[:3]]
            for offset in offsets:
                _asked(run, plan, offset)
        for offset in offsets:
            found = completion.complete(text, offset, *around) if around else completion.begin(path, text, offset)
            assert all(proposal.text for proposal in found), "an empty proposal"
        for action in actions.of_violations(
            run, path, actions.intersecting(run.report.violations, path, *sorted(offsets)[:2])
        ):
            assert action.title and all(0 <= edit.start <= edit.end <= len(text) for edit in action.edits)
        actions.fixed(session.fresh(path), path)
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(("\n", " ", "- ", "T1", ":", "[", '"', "")) + text[at + chance.randint(0, 3) :]


def _asked(run: LintSession, plan: Any, offset: int) -> None:
    """Make all requests at one position; a renamed task keeps its edges in the graph."""
    from linter.lsp import navigation, outline, renaming

    project = run.project()
    length = len(plan.source.text)
    spans = [(one.start, one.end) for one in navigation.references(project, plan, offset) if one.plan is plan]
    spans += [
        (task.id.start, task.id.end) for task in navigation.definition(project, plan, offset) if task.plan is plan
    ]
    spans += [part for symbol in outline.symbols(plan) for part in (symbol.span, symbol.own)]
    spans += [span for span, _ in outline.lenses(plan)]
    assert all(0 <= start <= end <= length for start, end in spans), "a place outside of the file"
    for symbol in outline.symbols(plan):
        assert symbol.span[0] <= symbol.own[0] and symbol.own[1] <= symbol.span[1], "a name outside of what it names"
    navigation.card(project, plan, offset)
    try:
        found = renaming.nameable(project, plan, offset)
        if found is None:
            return
        new = {"speckit": "T998", "openspec": found.name.partition(".")[0] + ".998"}.get(plan.kind, "T998")
        edits = renaming.rename(project, plan, offset, new)
    except renaming.RenameError as error:
        assert str(error)
        return
    renamed = _run(plan.path, apply(plan.source.text, edits.get(plan.path, [])).encode())
    after = renamed.document(plan.path)
    names = zip([task.name for task in plan.tasks], [task.name for task in after.tasks], strict=True)  # type: ignore[attr-defined]
    renames = [(old, name) for old, name in names if old != name]
    assert all(name == new and (old == found.name or _one(plan, old, found.name)) for old, name in renames), renames


def cached(data: bytes) -> None:
    """Cached results and those of two processes equal those of one process without a cache."""
    written: list[Path] = []
    parts = data[:LARGEST].split(b"\f")[:4]
    try:
        for index, part in enumerate(parts):
            choice, text = _split(part)
            path = Path(f"p{index % 2}", _path(choice))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            written.append(path)
            folder = os.path.join(os.getcwd(), ".cache")
            plain = _walked(LintSession(_strict()))
            assert _walked(CachedLintSession(_strict(), folder=folder)) == plain, "what was kept says something else"
            assert _walked(CachedLintSession(_strict(), folder=folder)) == plain, "what is known says something else"
        assert _walked(CachedLintSession(_strict(), jobs=2)) == plain, "two processes say something else"
    finally:
        for path in written:
            path.unlink(missing_ok=True)


def _strict() -> Configuration:
    return Configuration({"preset": "strict"}, isolated=True)


def _walked(run: LintSession) -> str:
    run.add_path(".")
    return _rendered(run.lint(), "json") + "".join(run.notes)


def patches(data: bytes) -> None:
    """The patch of two texts turns one into the other."""
    from linter.fixes.unified_diff import patch

    before, _, after = data[:LARGEST].decode("utf-8", "replace").partition("\f")
    lines = patch("x", before, after)
    assert bool(lines) == (before != after)
    assert _patched(before, lines) == after, "the patch makes something else"


def _patched(before: str, lines: list[str]) -> str:
    old = re.findall(r"[^\n]*\n|[^\n]+\Z", before)
    new: list[str] = []
    at = 0
    for line in lines[2:]:
        content = line[1:].removesuffix("\n\\ No newline at end of file\n")
        if line.startswith("@@"):
            start, _, length = line.split(" ")[1][1:].partition(",")
            first = int(start) - (length != "0")
            new += old[at:first]
            at = first
        elif line[0] == "+":
            new.append(content)
        else:
            assert old[at] == content, "a line of the patch is none of the file"
            new += [content] * (line[0] == " ")
            at += 1
    return "".join(new + old[at:])


TARGETS: dict[str, Target] = {
    "reading": reading,
    "json": json_text,
    "yaml": yaml_text,
    "plain-yaml": plain_yaml,
    "rules": rules,
    "fixes": fixes,
    "suppressions": suppressions,
    "configuration": configuration,
    "patterns": patterns,
    "baseline": baseline,
    "set": set_status,
    "editor": editor,
    "cached": cached,
    "patches": patches,
    "trees": trees,
}
