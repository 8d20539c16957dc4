"""A run over many files, judged unit by unit: the results of a unit are plain values, so that they may come from the
cache or from another process.

A result is kept with all that it depends on: what its files hold, and every question that was asked of what is around
them, with its answer. It is taken where all answers are the same.
"""

from __future__ import annotations

import os

from linter import engine
from linter.cache import Store, digest
from linter.config import Configuration
from linter.facts import context, packed, unpacked
from linter.project import Project
from linter.reader import content_of
from linter.runner import Run, unit_of
from linter.source import Source
from linter.violation import Violation
from linter.workspace import Workspace, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from typing import Any

    from linter.model import Document
    from linter.settings import Settings

    # documents with whether they could be read, violations, hidden ones with their comments, whether a rule failed,
    # notes, questions with their answers (None: they cannot be asked again)
    Result = tuple[list[Any], list[Any], list[Any], bool, list[str], Any]

MINIMUM = 20  # files; for fewer it takes longer to look for what is known than to lint
_DEPENDS = ("directory", "everywhere")  # questions about files, answered by a digest


class Asked(Workspace):
    """A workspace that takes note of what it was asked; ``answers`` by question."""

    answers: dict[tuple[str, Any], Any] = {}

    def depends(self, question: str, about: Any, answer: Any = None) -> None:
        """See ``Workspace.depends``."""
        self.answers[question, about] = answer

    def folder_name(self, directory: str) -> str:
        """See ``Workspace.folder_name``."""
        answer = super().folder_name(directory)
        self.depends("folder", directory, answer)
        return answer

    def unknown_commits(self, directory: str, commits: list[str]) -> set[str]:
        """See ``Workspace.unknown_commits``."""
        answer = super().unknown_commits(directory, commits)
        self.depends("commits", (directory, tuple(commits)), tuple(sorted(answer)))
        return answer


class Named(dict[str, "Document"]):
    """The documents of a run by path, each read when somebody wants more than its path."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], Document]) -> None:
        super().__init__(dict.fromkeys(paths))  # type: ignore[arg-type]
        self._read_one = read

    def __getitem__(self, path: str) -> Document:
        return self._read_one(path)

    def get(self, path: str, default: Any = None) -> Any:
        """See ``dict.get``."""
        return self._read_one(path) if path in self else default


class UnitRun(Run):
    """Reads files when they are judged, and only those of which nothing is known.

    *folder*: of the cache, None for none; *jobs*: how many processes, None for as many as pay. ``crashes`` are errors
    that make exit code 3.
    """

    workspace_type = Asked

    def __init__(
        self,
        configuration: Configuration,
        *,
        force_exclude: bool = False,
        gitignore: bool = True,
        folder: str | None = None,
        jobs: int | None = 1,
    ) -> None:
        super().__init__(configuration, force_exclude=force_exclude, gitignore=gitignore)
        self.gitignore = gitignore
        self.jobs = jobs
        self.folder = folder
        self.keeps = False  # whether results are kept, with what they depend on
        self._files: dict[str, bool] = {}  # whether each was named
        self._walks: list[tuple[str, list[str]]] = []
        self._data: dict[str, bytes] = {}
        self._prints: dict[str, bytes | None] = {}
        self._signatures: dict[int, bytes] = {}
        self._answers: dict[tuple[str, Any], Any] = {}
        self._project: Project | None = None

    def state(self) -> dict[str, Any]:
        """What another process needs to judge units of this run."""
        own = self.workspace.configuration
        return {
            "configuration": {"command_line": own.command_line, "file": own.file, "isolated": own.isolated},
            "inline": own.inline,
            "options": {"gitignore": self.gitignore, "force_exclude": self.force_exclude},
            "tops": self.workspace.tops,
            "run": {"_files": self._files, "_seen": self._seen, "keeps": self.keeps},
        }

    @classmethod
    def of_state(cls, state: dict[str, Any]) -> UnitRun:
        """The run in another process."""
        configuration = Configuration(**state["configuration"])
        configuration.inline = state["inline"]
        run = cls(configuration, **state["options"])
        run.__dict__.update(state["run"])
        run.workspace.tops = state["tops"]
        run._settings = {path: run.workspace.settings(path) for path in run._files}
        return run

    def add_path(self, path: str) -> None:
        """See ``Run.add_path``."""
        before = len(self._files)
        super().add_path(path)
        if self.workspace.is_directory(path):
            self._walks.append((path, list(self._files)[before:]))

    def _walked(self, path: str, has_plans: bool) -> None:
        pass  # is known later

    def _take(self, path: str, settings: Settings, *, named: bool) -> None:
        self._files[path] = named
        self._settings[path] = settings
        self.report.files += 1

    def lint(self, only: Container[str] | None = None) -> engine.Report:
        """See ``Run.lint``."""
        every = {id(settings): settings for settings in self._settings.values()}.values()
        if only is not None or len(self._files) < MINIMUM or any(map(self.baseline_of, every)):
            self.report.files = 0
            for path, named in self._files.items():
                super()._take(path, self._settings[path], named=named)
            self._note_walks(self._documents)
            return super().lint(only)
        self._merge(self._results(self._units()))
        return self.report

    def _units(self) -> list[tuple[str, ...]]:
        units: dict[str | None, list[str]] = {}
        for path in sorted(self._files):
            units.setdefault(unit_of(path, self._settings[path]), []).append(path)
        return [tuple(paths) for paths in units.values()]

    def _results(self, units: list[tuple[str, ...]]) -> list[Result]:
        """The result of each unit: known, or found now."""
        about = context(self.workspace.configuration, self.gitignore, self.force_exclude) if self.folder else None
        store = Store(self.folder) if self.folder and about is not None else None
        if store is None or about is None or not store.is_usable:
            return self._judged(units)
        self.keeps = True
        found: dict[tuple[str, ...], Result] = {}
        places = {paths: self._place(about, paths) for paths in units}
        for paths, (slot, state) in places.items():
            known = store.get(slot, state) if state is not None else None
            if known is not None and all(self.ask(*asked) == answer for asked, answer in known[5].items()):
                found[paths] = known
        missed = [paths for paths in units if paths not in found]
        for paths, result in zip(missed, self._judged(missed) if missed else (), strict=True):
            found[paths] = result
            slot, state = places[paths]
            if state is not None and result[5] is not None:
                store.put(slot, state, result)
        if missed and context(self.workspace.configuration, self.gitignore, self.force_exclude) == about:
            store.save()
        return [found[paths] for paths in units]

    def _judged(self, units: list[tuple[str, ...]]) -> list[Result]:
        if self.jobs != 1:
            from linter.jobs import shared

            return shared(self, units, self.jobs, self._sizes(units))
        return [self.judge(paths) for paths in units]

    def _sizes(self, units: list[tuple[str, ...]]) -> list[int]:
        """How much there is to read in each."""
        if self._data:
            return [sum(len(self._data.get(path, b"")) for path in paths) for paths in units]
        return [sum(os.stat(path).st_size if os.path.isfile(path) else 0 for path in paths) for paths in units]

    def judge(self, paths: tuple[str, ...]) -> Result:
        """Read and lint the unit."""
        from linter import clock

        project, workspace = self.project(), self.workspace
        assert isinstance(workspace, Asked)
        workspace.answers = {}
        clock.asked.clear()
        notes = len(self.notes)
        documents = [document for path in paths if (document := project.document(path)) is not None]
        report = engine.Report()
        if documents:
            engine.lint(project.view(documents), self._settings, report)
        is_sound = self.keeps and not report.has_internal_errors and len(self.notes) == notes
        result: Result = (
            [(document.path, document.root is not None) for document in documents],
            [packed(violation) for violation in report.violations],
            [(packed(violation), comment) for violation, comment in report.hidden],
            report.has_internal_errors,
            self.notes[notes:],
            self._asked(workspace.answers, paths) if is_sound else None,
        )
        return result

    def project(self) -> Project:
        """See ``Run.project``."""
        if self._project is None:
            self._project = Project(self.documents(), self.workspace, self._read_around, self._files)
        return self._project

    def _asked(self, answers: dict[tuple[str, Any], Any], paths: tuple[str, ...]) -> dict[tuple[str, Any], Any] | None:
        """The questions of a unit with their answers; None where one of them cannot be asked again."""
        from linter import clock

        found = {key: self.ask(*key) if key[0] in _DEPENDS else answer for key, answer in answers.items()}
        looks_around = unit_of(paths[0], self._settings[paths[0]]) is None
        if looks_around or any(self._is_wide(*key) for key in answers):
            names, texts = self.surroundings.asked
            found |= {("names", name): self.ask("names", name) for name in names}
            found |= {("text", path): self.ask("text", path) for path in texts}
        found |= {(question, None): self.ask(question, None) for question in sorted(clock.asked)}
        return None if any(answer is None for answer in found.values()) else found

    def ask(self, question: str, about: Any) -> Any:
        """The answer to a question of ``Asked``, as it is now; None where there is none to be kept."""
        if question == "find":
            return self.workspace.find(*about)
        key = question, about
        if key not in self._answers:
            self._answers[key] = getattr(self, f"_ask_{question}")(about)
        return self._answers[key]

    def _ask_directory(self, directory: str) -> bytes | None:
        return self._print_of(self.project().files_in(directory))

    def _ask_everywhere(self, directory: str) -> Any:
        root = self.workspace.root_of(directory)
        if ("root", root) not in self._answers:
            self._answers["root", root] = self._print_of(self.project().everywhere(root))
        return self._answers["root", root]

    def _ask_folder(self, directory: str) -> str:
        return self.workspace.folder_name(directory)

    def _ask_commits(self, about: tuple[str, tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(sorted(self.workspace.unknown_commits(about[0], list(about[1]))))

    def _ask_names(self, directory: str) -> bytes:
        return digest(*(os.fsencode(name) for name in sorted(self.surroundings.names(directory))))

    def _ask_text(self, path: str) -> bytes:
        text = self.surroundings.text(path)
        return b"" if text is None else digest(text.encode())

    def _ask_moment(self, _: None) -> tuple[str | None, ...]:
        from linter.clock import now

        moment = now()
        return moment.date, moment.time, moment.zone

    def _ask_day(self, _: None) -> str:
        from linter.clock import today

        return today()

    def _is_wide(self, question: str, about: Any) -> bool:
        """Whether the answer is about files whose formats look around."""
        if not any(self.surroundings.asked):
            return False
        if question == "everywhere":
            return True
        files = self.project().files_in(about) if question == "directory" else ()
        return any(unit_of(path, self.workspace.settings(path)) is None for path in files)

    def _place(self, about: bytes, paths: tuple[str, ...]) -> tuple[bytes, bytes | None]:
        """Where the result of a unit is kept, and what stands for the content of its files."""
        names = (os.fsencode(path) for path in paths)
        return digest(about, *names, *{self._signature(path): None for path in paths}), self._print_of(paths)

    def _print_of(self, paths: Iterable[str]) -> bytes | None:
        prints: list[bytes] = []
        for path in paths:
            found = self._print(path)
            if found is None:
                return None
            prints += [os.fsencode(path), found]
        return digest(*prints)

    def _print(self, path: str) -> bytes | None:
        """What stands for the content of a file and the settings that it is read with; None where it cannot be read."""
        if path not in self._prints:
            if path in self._seen and path not in self._files:
                return b"left out"
            try:
                self._data[path] = content_of(path, self.workspace.settings(path).limits)
                self._prints[path] = digest(self._data[path], self._signature(path))
            except OSError:
                self._prints[path] = None
        return self._prints[path]

    def _signature(self, path: str) -> bytes:
        settings = self.workspace.settings(path)
        found = self._signatures.get(id(settings))
        if found is None:
            found = self._signatures[id(settings)] = digest(settings.signature.encode("utf-8", "backslashreplace"))
        return found

    def _read(self, path: str, settings: Settings) -> Document | None:
        if not self.keeps or self._print(path) is None:
            return super()._read(path, settings)
        data = self._data.pop(path, None)
        return super()._read(path, settings) if data is None else self._read_bytes(path, data, settings)

    def _read_around(self, path: str) -> Document | None:
        if path in self._seen and path not in self._files:
            return None
        settings = self.workspace.settings(path)
        try:
            return self._read(path, settings)
        except OSError as error:
            return self._unopened(path, settings, error, named=self._files.get(path, False))

    def _merge(self, results: list[Result]) -> None:
        """Make the report of the results."""
        report = self.report
        documents = {path: is_read for result in results for path, is_read in result[0]}
        notes = [note for result in results for note in result[4]]
        self.notes = list(dict.fromkeys(notes))
        self._note_walks(documents)
        report.files = len(self._files)
        report.documents = len(documents)
        report.plans = sum(documents.values())
        self.skipped += len(self._files) - len(documents)
        self.unclaimed += [path for path, named in self._files.items() if named and path not in documents]
        report.has_internal_errors = any(result[3] for result in results)
        report.violations = sorted((unpacked(one) for result in results for one in result[1]), key=Violation.order)
        report.hidden = [(unpacked(one), comment) for result in results for one, comment in result[2]]
        report.named = Named(sorted(documents), self.document)
        for violation in (*report.violations, *(violation for violation, _ in report.hidden)):
            for path in (violation.path, *(place.path for place in violation.related)):
                if path not in report.sources:
                    report.sources[path] = self._source(path)
        for settings in {id(settings): settings for settings in self._settings.values()}.values():
            report.plugins.update(settings.registry.extra)
        report.fails = any(self._settings[violation.path].fails(violation) for violation in report.violations)

    def document(self, path: str) -> Document:
        """See ``Run.document``."""
        document = self.project().document(path)
        assert document is not None
        return document

    def _source(self, path: str) -> Source:
        """The text at *path*, as its document has it."""
        found = self.project().source(path)
        if found is not None:
            return found
        data = self._data.get(path, b"\0")
        if b"\0" not in data and len(data) <= self.workspace.settings(path).limits.max_file_size:
            try:
                return Source(path, data.decode("utf-8"))
            except UnicodeDecodeError:
                pass
        return self.document(path).source

    def _note_walks(self, documents: Container[str]) -> None:
        for path, files in self._walks:
            if not any(file in documents for file in files):
                self.notes.append(f"no plan file found in {shown(path) or '.'}")
