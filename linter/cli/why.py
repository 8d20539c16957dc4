"""``planlint why FILE:LINE``: explain why violations on a line are reported or suppressed.

It runs twice over the file: as ``check`` does, and with everything enabled (all rules and formats, no suppressions, no
baseline, no per-file-ignores). Each violation of the second run is looked up in the first, and explained if missing.
"""

from __future__ import annotations

import os
import re
import sys

from linter.cli.configuration import configuration, set_time
from linter.cli.exit_codes import OK, usage_error
from linter.cli.output_targets import print_message
from linter.config.loader import Configuration
from linter.config.origins import Origins
from linter.config.settings import Settings
from linter.config.sources import near_path
from linter.engine.baseline import keyed
from linter.engine.listing import SKIPPED
from linter.engine.session import LintSession
from linter.engine.skipped import find_missing
from linter.formats.registry import FORMATS
from linter.outputs.escape import escape_controls
from linter.rules.registry import ALWAYS_REPORTED
from linter.rules.suppression_comments import RULES, suppressions
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from linter.model.document import Document
    from linter.rules.violation import Violation

_LOCATION = re.compile(r"(.+?):(\d+)(?::\d+)?:?\Z", re.DOTALL)
_HIDING = ("select", "extend-select", "ignore", "per-file-ignores", "baseline", "formats")


def run_why(options: Namespace) -> int:
    """Explain each named location. Raises ConfigError."""
    code = OK
    notes: list[str] = []
    set_time(options)
    for index, target in enumerate(options.places):
        path, line = _parsed(target)
        problem = _problem(path)
        lines = [] if problem else [*_explained(path, line, options, notes)]
        if problem or not lines:
            code = usage_error([problem or f"{path} has no line {line}"])
            continue
        sys.stdout.write("\n" * (index > 0) + "".join(escape_controls(text).rstrip() + "\n" for text in lines))
    for text in dict.fromkeys(notes):
        print_message(text)
    return code


def _parsed(target: str) -> tuple[str, int]:
    """Return path and line (0: all lines) of ``FILE``, ``FILE:LINE`` or ``FILE:LINE:COLUMN``."""
    match = None if os.path.lexists(target) else _LOCATION.match(target)
    return (match[1], int(match[2])) if match else (target, 0)


def _problem(path: str) -> str:
    if not os.path.lexists(path):
        return f"{path}: no such file"
    return f"{path} is a directory, expected FILE[:LINE]" if os.path.isdir(path) else ""


class _Everything(Configuration):
    """The same configuration without anything that suppresses violations."""

    def _load(self, path: str, top: str | None = None) -> Settings:
        settings = super()._load(path, top)
        file, line = ({key: value for key, value in layer.items() if key not in _HIDING} for layer in settings.layers)
        line = {**line, "select": ["all"]}
        registry, folder, path = settings.registry, settings.folder, settings.path
        return Settings(file, line, registry, folder, path, settings.sources, settings.plugin_formats)


def _explained(name: str, line: int, options: Namespace, notes: list[str]) -> Iterator[str]:
    chosen = configuration(options)
    run = LintSession(chosen)
    name = run.behind(name)
    path = display_path(name)
    everything = LintSession(configuration(options, _Everything), baseline="")
    for one in (run, everything):
        one.add_path(name)
        one.lint()
    settings = run.workspace.settings(path)
    notes += chosen.notes
    origins = Origins(settings)
    document = everything.document(path) if path in everything.paths else None
    where = f"settings from {near_path(settings.path)}" if settings.path else "no configuration file"
    if document is None:
        yield f"{path}: {_no_plan(path, settings, run)}; {where}"
        return
    if line > document.source.line_count:
        return
    yield f"{path}:{line}" if line else path
    if line:
        yield f"  {document.source.line(line).strip()}"
    by = origins.kind(run.workspace.below(path, settings))
    yield f"{document.kind}{f' by {by}' if by else ''}, {where}"
    left_out = _left_out(path, run, origins)
    if left_out:
        yield f"a directory is linted without this file: {left_out}"
    explainer = _HidingExplainer(run, document, origins)
    report = everything.report
    every = [*report.violations, *(one for one, _ in report.hidden), *run.report.violations]
    found = {_identity(one): one for one in every}
    reported = [one for one in found.values() if _is_on_line(one, document, line)]
    for violation in sorted(reported, key=lambda one: one.order()):
        at, column = document.source.position(violation.start)
        yield ""
        yield f"{at}:{column} {violation.rule}: {violation.full_message}"
        yield from (f"  {text}" for text in explainer.explain(violation))
    if not reported:
        yield ""
        yield f"no violations {'on this line' if line else 'in this file'}"


def _is_on_line(violation: Violation, document: Document, line: int) -> bool:
    """Whether *violation* or a related place is on *line*."""
    spans = [(violation.start, violation.end)]
    spans += [(target.start, target.end) for target in violation.related if target.path == document.path]
    return not line or any(_is_on(document, line, start, end) for start, end in spans)


def _is_on(document: Document, line: int, start: int, end: int) -> bool:
    end = start + len(document.source.text[start:end].rstrip())
    first, last = (document.source.position(offset)[0] for offset in (start, max(start, end - 1)))
    return first <= line <= last


def _identity(violation: Violation) -> tuple[str, int, int, str]:
    return violation.rule, violation.start, violation.end, violation.full_message


class _HidingExplainer:
    """Explains what happened to a violation in the *run* of ``check``."""

    def __init__(self, run: LintSession, document: Document, origins: Origins) -> None:
        self._run = run
        self._document = document
        self._origins = origins
        self._shown = {_identity(one): one for one in run.report.violations}
        self._known = set(map(_identity, run.report.baselined))

    def explain(self, violation: Violation) -> list[str]:
        """Return why the violation is reported, or everything that suppresses it, by the configuration of its home."""
        settings = self._run.workspace.settings(violation.home)
        if settings is not self._origins.settings:
            self._origins = Origins(settings)
        reported = self._shown.get(_identity(violation))
        kind = self._document.kind
        _, reason = self._origins.rule(violation.rule, kind)
        if reported is not None:
            own = self._origins.settings.rule(violation.rule).severity
            why = self._origins.severity(violation.rule, own, kind)
            milder = why == "default severity" and reported.severity != own
            return [f"shown: {reason}", f"{reported.severity}: {'downgraded by the rule' if milder else why}"]
        return [f"hidden: {text}" for text in self._hidden(violation)] or ["hidden: reason unknown"]

    def _hidden(self, violation: Violation) -> Iterator[str]:
        origins, rule = self._origins, violation.rule
        if self._document.path not in self._run.paths:
            yield f"its format is disabled: formats ({origins.of('formats')})"
        is_on, reason = origins.rule(rule, self._document.kind)
        if not is_on:
            yield f"{rule} is off: {reason}"
        ignored = origins.per_file(rule, self._run.workspace.below(violation.home, origins.settings))
        if ignored:
            yield ignored
        yield from self._comment(violation)
        if _identity(violation) in self._known:
            yield from self._baseline(violation)
        if rule == "unused-suppression" and is_on:
            named = violation.data["rule"]
            yield f"not every rule of '{named}' is enabled, so the comment cannot be checked"

    def _comment(self, violation: Violation) -> Iterator[str]:
        if violation.rule in ALWAYS_REPORTED or violation.rule in ("unused-suppression", "invalid-suppression"):
            return
        family = self._origins.settings.registry.family[violation.rule]
        spans = [(target.path, target.start) for target in violation.locations]
        spans = spans or [(violation.path, start) for start, _ in violation.members or ((violation.start, 0),)]
        for path, start in spans:
            document = self._run.project().document(path)
            held = suppressions(document) if document is not None else ()
            one = next((one for one in held if one.covers(violation.rule, family, start)), None)
            if one is not None and document is not None:
                source = document.source
                rest = source.text[one.comment : one.comment_end].partition("ignore")[2].removeprefix("-file")
                rules = RULES.match(rest)
                reason = rest[rules.end() if rules else 0 :].removesuffix("-->").strip()
                where = f"line {source.position(one.comment)[0]}" + (f" of {path}" if path != violation.path else "")
                yield f"comment in {where}, {reason or 'without a reason'}"
                return

    def _baseline(self, violation: Violation) -> Iterator[str]:
        named = self._run.project().named.get
        for match in self._run.matches.values():
            baseline = match.baseline
            for _, keys in keyed([violation], named, baseline.path):
                lines = [line for key, line in zip(baseline.keys, baseline.lines, strict=True) if key in keys]
                where = f"{near_path(baseline.path)}:{lines[0]}" if lines else near_path(baseline.path)
                yield f"baseline entry {where} ({self._origins.of('baseline')})"


def _no_plan(path: str, settings: Settings, run: LintSession) -> str:
    """Return why the file was not read as a plan."""
    if not any(format.may_match_path(path) for format in (*FORMATS, *settings.plugin_formats)):
        return "not a plan: no format matches its name, and `kinds` does not list it"
    return f"not a plan: {find_missing(run, path)}"


def _left_out(path: str, run: LintSession, origins: Origins) -> str:
    """Return why discovery in its directory leaves out the file, or ""."""
    workspace, settings = run.workspace, origins.settings
    skipped = SKIPPED.intersection(os.path.abspath(path).split(os.sep)[:-1])
    if workspace.is_link(path):
        return "it is a link"
    if skipped:
        return f"{min(skipped)} is not searched"
    excluded = origins.excluded(workspace.below(path, settings))
    if excluded or path in workspace.walk(path.rpartition("/")[0]).files:
        return excluded
    return "no format matches its name" if not run.is_candidate(path) else "git ignores it"
