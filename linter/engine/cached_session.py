"""A run over many files, linted by unit, that reuses the results of earlier runs.

A result is reused if the answers to all questions that it depends on are the same.
"""

from __future__ import annotations

import os

from linter.engine.fingerprint import code_digest, context, loaded_code
from linter.engine.lazy_documents import LazyDocuments
from linter.engine.report import Findings, Report, build_report
from linter.engine.result import UnitResult, deserialize
from linter.engine.session import MIN_FILES_FOR_CACHE
from linter.engine.unit_session import UnitSession
from linter.engine.units import combined, units_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from linter.config.loader import Configuration
    from linter.engine.dependencies import RecordingSource
    from linter.engine.recording_snapshot import RecordingGitSource
    from linter.engine.result_cache import ResultCache
    from linter.engine.units import Unit


class CachedLintSession(UnitSession):
    """A session that reads and lints only the files without a cached result.

    *folder*: the cache directory, None for no cache; *jobs*: the number of processes, None to choose it. ``crashes``
    are errors that make the exit code 3.
    """

    def __init__(
        self,
        configuration: Configuration,
        *,
        force_exclude: bool = False,
        gitignore: bool = True,
        baseline: str | None = None,
        source: RecordingSource | RecordingGitSource | None = None,
        folder: str | None = None,
        jobs: int | None = 1,
    ) -> None:
        super().__init__(
            configuration,
            force_exclude=force_exclude,
            gitignore=gitignore,
            baseline=baseline,
            source=source,
        )
        self.jobs = jobs
        self.folder = folder
        self.share = 0  # files that this process has to lint
        self._is_counted = False  # whether all files were linted, unit by unit

    def lint(self, only: Container[str] | None = None) -> Report:
        """See ``LintSession.lint``."""
        if only is not None and self._is_counted:
            return self._lint_only(only)
        every = {id(settings): settings for settings in self._settings.values()}.values()
        if only is not None or len(self._pending) < MIN_FILES_FOR_CACHE or any(map(self.baseline_of, every)):
            self.read_all()
            return super().lint(only)
        units = units_of(sorted(self._pending), self._settings)
        self.report = self._merged([self._settled(*one) for one in self._results(units)])
        self._directories.note_unreadable(self.store().unreadable)
        self.workspace.save_known()
        self._is_counted = True
        return self.report

    def _lint_only(self, only: Container[str]) -> Report:
        """Report on the files *only* of the documents that were linted before."""
        from linter.engine.checker import check_project

        documents = [self.document(path) for path in sorted(self._pending) if path in only and self.has_document(path)]
        view = self.project().view(documents)
        findings = check_project(view, self.workspace.settings, closed=self.closed) if documents else Findings()
        self.report = build_report(
            findings,
            self.workspace.settings,
            named=view.named,
            files=self.report.files,
            documents=self.report.documents,
            plans=self.report.plans,
        )
        return self.report

    def _results(self, units: list[Unit]) -> list[tuple[Unit, UnitResult]]:
        """Return the units with their results, from the cache or new; without a cache small units are combined."""
        cache = self._cache()
        if cache is None:
            units = combined(units)
            return list(zip(units, self._lint_units(units), strict=True))
        self._keep()
        found = cache.find(units, self.closed)
        missed = [paths for paths in units if paths not in found]
        for paths, result in zip(missed, self._lint_units(missed) if missed else (), strict=True):
            found[paths] = result
            cache.keep(paths, result)
        if missed and self._context(code_digest()) == cache.context:
            cache.save()
        return [(paths, found[paths]) for paths in units]

    def _cache(self) -> ResultCache | None:
        context = self._context(loaded_code()) if self.folder else None
        if self.folder is None or context is None:
            return None
        from linter.engine.result_cache import ResultCache

        cache = ResultCache(self.folder, self.workspace.top_of(""), context, self._recorder.name, self._dependencies)
        return cache if cache.is_usable else None

    def _context(self, code: bytes) -> bytes | None:
        return context(code, self.workspace.configuration, self.gitignore, self.force_exclude)

    def _lint_units(self, units: list[Unit]) -> list[UnitResult]:
        if self.jobs != 1:
            from linter.engine.workers import lint_shares, shares

            by_process = shares(self._sizes(units), self.jobs)
            self.share = sum(len(units[index]) for index in by_process[0])
            results, errors = lint_shares(units, by_process, self.lint_unit, self.worker_state)
            self.crashes += errors
            return results
        self.share = sum(map(len, units))
        return [self.lint_unit(paths) for paths in units]

    def _sizes(self, units: list[Unit]) -> list[int]:
        """Return the number of bytes to read for each unit."""
        return [sum(map(self._size, paths)) for paths in units]

    def _size(self, path: str) -> int:
        data = self._contents.data.get(path)
        if data is not None:
            return len(data)
        return os.stat(path).st_size if os.path.isfile(path) else 0

    def _settled(self, paths: Unit, result: UnitResult) -> UnitResult:
        """Return *result*, or a new one if a file became shorter or was deleted since."""
        ends = result.ends()
        if self._sources.have(ends):
            return result
        for path in ends:
            self._sources.forget(path)
        return self.lint_unit(paths)

    def _merged(self, results: list[UnitResult]) -> Report:
        """Return the report of all results."""
        documents = {path: is_read for result in results for path, is_read in result.documents}
        self.notes = list(dict.fromkeys(note for result in results for note in result.notes))
        self._directories.note_empty(documents)
        self.skipped += len(self._pending) - len(documents)
        self.unclaimed += [path for path, named in self._pending.items() if named and path not in documents]
        findings = Findings()
        for result in results:
            findings.violations += map(deserialize, result.violations)
            findings.hidden += [(deserialize(values), comment) for values, comment in result.hidden]
            findings.has_internal_errors |= result.has_internal_errors
        for path in {path: None for result in results for path in result.ends()}:
            findings.sources[path] = self._sources.get(path)
        return build_report(
            findings,
            self.workspace.settings,
            named=LazyDocuments(sorted(documents), self.document),
            files=len(self._pending) + len(self._non_plans),
            documents=len(documents),
            plans=sum(documents.values()),
        )
