"""Run the rules over documents, apply the configuration, and collect the violations.

It has the only broad ``except``: a rule that raises becomes an ``internal-error``, and the run continues.
"""

from __future__ import annotations

from linter.engine.report import Findings
from linter.engine.suppression import SuppressionFilter
from linter.model.plan import Plan
from linter.rules.base import ProjectRule, Rule
from linter.rules.violation import Violation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from typing import Any

    from linter.config.settings import Settings
    from linter.engine.baseline import Match
    from linter.model.document import Document
    from linter.model.project import Project
    from linter.model.scope import Scope
    from linter.syntax.source import Source


def check_project(
    project: Project,
    settings: Callable[[str], Settings],
    match: Callable[[Settings], Match | None] = lambda _: None,
    closed: Container[str] = (),
) -> Findings:
    """Return what the rules report in the named documents of *project*; *settings* returns the settings for a path.

    *match* returns the comparison with the baseline for some settings, if there is one. *closed* are the paths of plans
    that a change completed; violations reported only because of that are in no baseline.
    """
    findings = Findings()
    comments = SuppressionFilter(project.document)
    groups = _groups(project, settings)
    results = [comments.divide(_found(group, project, settings, findings, closed), group.family) for group in groups]
    for group, (reported, hidden) in zip(groups, results, strict=True):  # by now it is known which comments are used
        leftover = comments.leftover(group.named, group.settings)
        reported += (one for one in leftover if group.reports(one, project))
        at_closing = [violation for violation in reported if violation.is_at_closing]
        reported = [violation for violation in reported if not violation.is_at_closing]
        baseline = match(group.settings)
        view = project.view(group.named)
        new, known = baseline.divide(reported, view, group.settings) if baseline else (reported, [])
        new = [*new, *at_closing]
        _configure([*new, *known, *(violation for violation, _ in hidden)], group.settings)
        findings.violations += new
        findings.baselined += known
        findings.hidden += hidden
    for violation in (*findings.violations, *findings.baselined, *(violation for violation, _ in findings.hidden)):
        _add_sources(violation, project, findings.sources)
    return findings


class _Group:
    """Documents with the same settings: the named ones, and those around them that may be homes of violations."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.family = settings.registry.family
        self.named: list[Document] = []
        self.around: list[Document] = []

    def reports(self, violation: Violation, project: Project) -> bool:
        """Return whether the rule of *violation* is on and not ignored at its home."""
        is_on = violation.is_at_closing or violation.rule in self.settings.selected
        home = project.workspace.below(violation.home, self.settings)
        return is_on and not self.settings.is_ignored(violation.rule, home)


def _groups(project: Project, settings: Callable[[str], Settings]) -> list[_Group]:
    groups: dict[int, _Group] = {}
    for path, document in project.named.items():
        chosen = settings(path)
        groups.setdefault(id(chosen), _Group(chosen)).named.append(document)
    for scope in _wide_scopes(project):
        known = {id(settings(plan.path)) for plan in scope.plans if plan.path in project.named}
        for plan in scope.plans:
            chosen = settings(plan.path)
            if id(chosen) not in known:
                groups.setdefault(id(chosen), _Group(chosen)).around.append(plan)
    return list(groups.values())


def _wide_scopes(project: Project) -> list[Scope]:
    """Return the scopes that may have files in several directories, and so several configurations."""
    wide = [plan for plan in project.plans() if plan.kind != Plan.kind]
    try:
        return list(project.view(wide).namespaces())
    except Exception:
        return []  # the rules that ask for them report it


def _found(
    group: _Group,
    project: Project,
    settings: Callable[[str], Settings],
    findings: Findings,
    closed: Container[str],
) -> list[Violation]:
    """Return what the rules report in named files, each at one of its places there."""
    found: list[Violation] = []
    for document in group.named:
        _check_document(document, group.settings, found)
    anchor = next(iter(project.named.values()))
    _check_across(project.view([*group.named, *group.around]), group.settings, anchor, found)
    found += _at_closing([document for document in group.named if document.path in closed], group.settings, found)
    findings.has_internal_errors |= any(violation.rule == "internal-error" for violation in found)
    reported = [violation for violation in found if _is_reported(violation, group, project, settings)]
    if any(violation.path not in project.named for violation in reported):
        return _at_named_locations(reported, project)
    return reported


def _is_reported(violation: Violation, group: _Group, project: Project, settings: Callable[[str], Settings]) -> bool:
    if not violation.is_in(project.named) or not group.reports(violation, project):
        return False
    return not violation.locations or settings(violation.home) is group.settings  # else the group of its home has it


def _at_named_locations(reported: list[Violation], project: Project) -> list[Violation]:
    """Return the violations; those whose home is not named are moved to their first place that is."""
    from linter.engine.identity import ViolationFingerprints  # few runs name a part of a plan that has them

    identities = ViolationFingerprints(project.document)
    located: list[Violation] = []
    for violation in reported:
        if violation.path not in project.named:
            group = identities.place(violation)
            violation = violation.moved_into(project.named)
            violation.group = group
        located.append(violation)
    return located


def _at_closing(documents: Iterable[Document], settings: Settings, reported: list[Violation]) -> list[Violation]:
    """Return the violations of *documents* that a change completed, without those in *reported*."""
    found: list[Violation] = []
    for document in documents:
        for rule in settings.closing_rules(document.kind):
            _run(rule, document, document, found)
    known = {violation.order() for violation in reported} if found else set()
    found = [violation for violation in found if violation.order() not in known]
    for violation in found:
        violation.is_at_closing = True
    return found


def _check_document(document: Document, settings: Settings, found: list[Violation]) -> None:
    for schema in settings.registry.schemas.get(document.kind, ()):
        document.validate_against(schema)
    for id in dict.fromkeys(error.rule for error in document.read_errors):
        if id in settings.selected:
            _run(settings.rule(id), document, document, found)
    if document.root is not None:
        for rule in settings.rules(document.kind):
            if not isinstance(rule, ProjectRule) and not (rule.omits_finished and rule.is_history(document)):
                _run(rule, document, document, found)


def _check_across(project: Project, settings: Settings, anchor: Document, found: list[Violation]) -> None:
    kinds = dict.fromkeys(document.kind for document in project.named.values() if document.root is not None)
    rules = {rule.id: rule for kind in kinds for rule in settings.rules(kind) if _is_across(rule)}
    for rule in rules.values():
        view = project if len(kinds) == 1 else _readable(project, rule, settings)
        if isinstance(rule, ProjectRule):
            _run(rule, view, anchor, found)
        else:
            _run(rule, view, anchor, found, across=True)


def _is_across(rule: Rule) -> bool:
    return isinstance(rule, ProjectRule) or type(rule).check_project is not Rule.check_project


def _readable(project: Project, rule: Rule, settings: Settings) -> Project:
    """Return the project limited to the named documents that *rule* reads and whose format does not disable it."""
    kinds = {document.kind for document in project.named.values()}
    reads, is_off = settings.registry.reads, settings.is_off
    read = {kind for kind in kinds if reads(rule.id, kind) and not is_off(rule.id, kind)}
    if read == kinds:
        return project
    return project.view(document for document in project.named.values() if document.kind in read)


def _run(rule: Rule, subject: Any, document: Document, found: list[Violation], across: bool = False) -> None:
    try:
        found.extend(rule.check_project(subject) if across else rule.check(subject))
    except Exception as error:
        found.append(_internal_error(rule, document, error))


def _internal_error(rule: Rule, document: Document, error: Exception) -> Violation:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    location = f" ({frame.tb_frame.f_globals.get('__name__', '?')}:{frame.tb_lineno})" if frame else ""
    exception = type(error).__name__
    message = f"rule {rule.id} failed with {exception}: {error}{location}; please report this with the file"
    data = {"document_kind": document.kind, "rule": rule.id, "exception": exception}
    return Violation("internal-error", document.path, 0, min(1, len(document.source.text)), message, data)


def _configure(found: list[Violation], settings: Settings) -> None:
    """Set the configured severities and fixes."""
    for violation in found:
        violation.severity = settings.severity(violation.rule, violation.severity)
        violation.fix = settings.fix(violation.rule, violation.fix)


def _add_sources(violation: Violation, project: Project, sources: dict[str, Source]) -> None:
    """Add the texts that *violation* refers to to *sources*."""
    sources[violation.path] = project.named[violation.path].source
    for location in violation.related:
        source = project.store.source(location.path)
        if source is not None:
            sources[location.path] = source
