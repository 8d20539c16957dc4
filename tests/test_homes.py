"""A violation across files is one, with one home, whichever files are named: generated projects and their subsets."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from linter.config.loader import Configuration
from linter.engine import cached_session
from linter.engine.baseline import keyed, written
from linter.engine.cached_session import CachedLintSession
from linter.engine.git_changes import GitComparison
from linter.engine.identity import Key, ViolationFingerprints
from linter.engine.session import LintSession
from linter.engine.snapshot_workspace import GitSource
from linter.lsp.session import Session
from linter.rules.violation import Violation
from linter.system.git_snapshot import GitSnapshot
from tests.conftest import ROOT, planlint, write
from tests.repository import environment_in

SPANNING = ("done-before-dependency", "rollup-drift", "duplicate-task-id", "dependency-cycle", "slug-mismatch")
Files = dict[str, "str | bytes"]
Fact = tuple[Any, ...]


def project(random: random.Random, folder: str = "shop") -> Files:
    """A small plan of a few files, with all that goes wrong between them."""
    files: Files = {}
    names = [f"phase-{number}-progress.md" for number in range(1, random.randint(2, 4) + 1)]
    names += ["all-phases-progress.md"] * (random.random() < 0.7)
    ids = [f"T{number}" for number in range(1, random.randint(4, 8))]
    slugs = random.choice([["shop"], ["shop"], ["store"], ["shop", "store"]])
    for index, name in enumerate(names):
        is_rollup = name.startswith("all")
        chosen = ids if is_rollup else random.sample(ids, random.randint(1, min(4, len(ids))))
        if random.random() < 0.2:
            chosen = [*chosen, random.choice(chosen)]
        lines = ["---", "type: progress", f"prd: {random.choice(slugs)}"]
        lines += ["phase: all"] if is_rollup else [f"phase: {index + 1}"]
        lines += [f"status: {random.choice(['pending', 'completed'])}"] * (random.random() < 0.3)
        lines += ["feature_slug: odd"] * (random.random() < 0.2)
        lines += ["total_tasks: 3", "tasks:"]
        for id in chosen:
            needs = random.sample([*ids, "T99", "Phase 1", "Phase 2"], random.choice([0, 1, 1, 2]))
            lines += [f"- id: {id}", f"  status: {random.choice(['pending', 'completed', 'in_progress'])}"]
            lines += [f"  dependencies: [{need}]" for need in needs[:1]]
            if needs[1:]:
                lines[-1:] = ["  dependencies:", *(f"  - {need}" for need in needs)]
        files[f"{folder}/{name}"] = "\n".join([*lines, "---", ""])
    return files


def session(paths: Iterable[str], kind: type[LintSession] = LintSession, **arguments: Any) -> LintSession:
    run = kind(arguments.pop("configuration", Configuration(isolated=True)), **arguments)
    for path in paths:
        run.add_path(path)
    run.lint()
    assert not run.problems
    return run


def facts(run: LintSession, violations: Iterable[Violation]) -> Counter[Fact]:
    """The identity of each violation, wherever it is printed."""
    identities = ViolationFingerprints(run.document)
    return Counter(
        (
            violation.rule,
            violation.severity,
            violation.message,
            json.dumps(violation.data),
            identities.keys(violation),
            tuple((place.path, place.start, place.end, place.message) for place in violation.locations)
            or (violation.path, violation.start, violation.end),
        )
        for violation in violations
    )


def causes(run: LintSession, rule: str) -> int:
    """Return the number of members of the violations of *rule*."""
    return sum(len(one.members) or 1 for one in run.report.violations if one.rule == rule)


def within(violations: Iterable[Violation], paths: Iterable[str]) -> list[Violation]:
    return [violation for violation in violations if violation.is_in(set(paths))]


def subsets(paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    every = sorted(paths)
    for size in range(1, len(every) + 1):
        yield from itertools.combinations(every, size)


def some(paths: Iterable[str], seed: int, count: int = 6) -> list[tuple[str, ...]]:
    every = list(subsets(paths))
    return random.Random(seed).sample(every, min(count, len(every)))


def assert_same(run: LintSession, whole: LintSession, paths: Iterable[str]) -> None:
    """*run* reports what *whole* does in *paths*, each at its home or else at its first place there."""
    named = set(paths)
    report = run.report
    assert facts(run, report.violations) == facts(whole, within(whole.report.violations, named))
    hidden = [violation for violation, _ in whole.report.hidden]
    assert facts(run, (violation for violation, _ in report.hidden)) == facts(whole, within(hidden, named))
    for violation in report.violations:
        at = (violation.path, violation.start, violation.end)
        places = [(place.path, place.start, place.end) for place in violation.locations] or [at]
        assert at == next(place for place in places if place[0] in named)
        others = {(place.path, place.start, place.end) for place in violation.related}
        assert others >= set(places) - {at}
        assert violation.fix is None or violation.path == violation.home


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("seed", range(30))
def test_what_is_reported_does_not_depend_on_what_is_named(folder: Path, seed: int) -> None:
    files = project(random.Random(seed))
    write(folder, files)
    whole = session(files)
    for named in subsets(files):
        assert_same(session(named), whole, named)


def test_the_projects_have_what_spans_files(folder: Path) -> None:
    found: Counter[str] = Counter()
    for seed in range(30):
        for name in folder.glob("shop/*"):
            name.unlink()
        files = project(random.Random(seed))
        write(folder, files)
        violations = session(files).report.violations
        found.update(one.rule for one in violations if len({place.path for place in one.locations}) > 1)
    assert set(found) == set(SPANNING) and min(found.values()) > 5


@pytest.mark.parametrize("seed", range(12))
def test_a_comment_at_any_place_accepts_it_for_everybody(folder: Path, seed: int) -> None:
    files = project(random.Random(seed))
    write(folder, files)
    whole = session(files)
    spanning = [one for one in whole.report.violations if one.locations]
    for violation in random.Random(seed).sample(spanning, min(3, len(spanning))):
        for place in violation.locations[:4]:
            text = str(files[place.path])
            end = text.index("\n", place.start)
            commented = f"{text[:end]}  # planlint: ignore[{violation.rule}] agreed{text[end:]}"
            write(folder, {place.path: commented})
            accepted = session(files)
            assert causes(accepted, violation.rule) < causes(whole, violation.rule)
            for named in some(files, seed):
                run = session(named)
                assert_same(run, accepted, named)
                assert not [one for one in run.report.violations if one.rule == "unused-suppression"]
            write(folder, {place.path: text})


@pytest.mark.parametrize("seed", range(12))
def test_a_baseline_made_from_any_place_holds_for_everybody(folder: Path, seed: int) -> None:
    files = project(random.Random(seed))
    write(folder, files)
    path = str(folder / "baseline.json")
    for named in some(files, seed):
        run = session(named)
        keys: list[Key] = [key for _, found in keyed(run.report.violations, run.document, path) for key in found]
        Path(path).write_text(written(keys), encoding="utf-8")
        for others in some(files, seed):
            report = session(others, baseline=path).report
            assert not within(report.violations, named)
            assert Counter(one.rule for one in within(report.baselined, named)) == Counter(
                one.rule for one in within(run.report.violations, others)
            )


@pytest.mark.parametrize("seed", range(8))
def test_the_configuration_of_the_home_holds_for_everybody(folder: Path, seed: int) -> None:
    chosen = random.Random(seed)
    files = project(chosen)
    write(folder, files)
    spanning = [one for one in session(files).report.violations if len({place.path for place in one.locations}) > 1]
    for violation in chosen.sample(spanning, min(2, len(spanning))):
        for path in sorted({place.path for place in violation.locations}):
            ignored = f"per-file-ignores = {{'{path}' = ['{violation.rule}']}}\n"
            levels = ", ".join(f"{rule} = '{chosen.choice(['error', 'warning'])}'" for rule in SPANNING)
            write(folder, {"planlint.toml": f"{ignored}severity = {{{levels}}}\n"})
            whole = session(files, configuration=Configuration())
            found = [one for one in whole.report.violations if one.rule == violation.rule and one.home == path]
            assert not found
            for named in some(files, seed):
                assert_same(session(named, configuration=Configuration()), whole, named)


@pytest.mark.parametrize("seed", range(4))
def test_why_knows_each_violation_at_each_of_its_places(folder: Path, seed: int) -> None:
    files = project(random.Random(seed))
    write(folder, files)
    run = session(files)
    for violation in [one for one in run.report.violations if len({place.path for place in one.locations}) > 1][:2]:
        for place in violation.locations[:3]:
            line = run.document(place.path).source.position(place.start)[0]
            result = planlint("why", f"{place.path}:{line}", "--isolated", cwd=folder)
            assert f"{violation.rule}: {violation.message}" in result.stdout


@pytest.mark.parametrize("seed", range(6))
def test_the_cache_and_two_processes_report_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chosen = random.Random(seed)
    monkeypatch.setattr(cached_session, "MIN_FILES_FOR_CACHE", 1)
    files = {**project(chosen), **project(chosen, "store")}
    write(folder, files)
    whole = session(files)
    every = list(subsets(files))
    for named in chosen.sample(every, 6):
        for _ in range(2):  # cold, then warm
            cached = session(named, CachedLintSession, folder=str(folder / "cache"))
            assert_same(cached, whole, named)
        assert_same(session(named, CachedLintSession, jobs=2), whole, named)


@pytest.mark.parametrize("seed", range(6))
def test_the_editor_reports_the_same(folder: Path, seed: int) -> None:
    files = project(random.Random(seed))
    write(folder, files)
    whole = session(files)
    for named in subsets(files):
        editor = Session()
        for path in named:
            editor.open(str(folder / path), str(files[path]))
        assert_same(editor.run(str(folder / named[0])), whole, named)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_staged_reports_the_same(folder: Path, seed: int) -> None:
    files = project(random.Random(seed))
    write(folder, files)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run(["git", *command], cwd=folder, env=environment_in(folder), check=True)

    def new(snapshot: GitSnapshot | None, baseline: str | None) -> LintSession:
        source = GitSource(snapshot) if snapshot is not None else None
        return LintSession(Configuration(isolated=True), baseline=baseline, source=source)

    whole = session(files)
    for named in random.Random(seed).sample(list(subsets(files)), 3):
        write(folder, {path: str(files[path]) + "\nnote\n" for path in named})
        subprocess.run(["git", "add", "-A"], cwd=folder, env=environment_in(folder), check=True)
        with GitComparison(["."], new) as states:
            assert_same(states.staged(), whole, named)
        with GitComparison(list(named), new) as states:
            assert not states.since("HEAD", staged=False).report.violations
        write(folder, files)
        subprocess.run(["git", "add", "-A"], cwd=folder, env=environment_in(folder), check=True)


@pytest.mark.parametrize("name", ["backlog", "gsd", "openspec", "speckit", "taskmaster", "vbw"])
def test_the_same_holds_for_the_files_of_other_tools(folder: Path, name: str) -> None:
    shutil.copytree(ROOT / "fixtures" / "formats" / name, folder, dirs_exist_ok=True)
    whole = session(["."])
    paths = whole.paths
    for seed in range(10):
        chosen = random.Random(seed)
        named = chosen.sample(paths, chosen.randint(1, len(paths)))
        assert_same(session(named), whole, named)
    for path in paths:
        assert_same(session([path]), whole, [path])
