"""The dependencies of a unit's result: contents of files, and questions about files around them with the answers."""

from __future__ import annotations

import os

from linter.engine.cache import digest
from linter.engine.contents import FileContents
from linter.engine.reading import is_candidate, unit_of
from linter.engine.sources import DiskSource
from linter.engine.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.contents import TrackedSession
    from linter.engine.reading import DocumentReader
    from linter.engine.units import Unit
    from linter.model.document import Document

    Dependencies = dict[tuple[str, Any], Any]  # answers by question and its subject


_DEPENDS = ("directory", "ids")  # questions about files, answered by a digest


class RecordingWorkspace(Workspace):
    """A workspace that records the questions that it was asked; ``answers`` by question."""

    answers: Dependencies = {}

    def depends(self, question: str, about: Any, answer: Any = None) -> None:
        """See ``Workspace.depends``."""
        self.answers[question, about] = answer

    def folder_name(self, directory: str) -> str:
        """See ``Workspace.folder_name``."""
        answer = super().folder_name(directory)
        self.depends("folder", directory, answer)
        return answer

    def mentions(self, directory: str, target: str, word: str) -> bool:
        """See ``Workspace.mentions``."""
        answer = super().mentions(directory, target, word)
        self.depends("mentions", (directory, target, word), answer)
        return answer

    def unknown_commits(self, directory: str, commits: list[str]) -> set[str]:
        """See ``Workspace.unknown_commits``."""
        answer = super().unknown_commits(directory, commits)
        self.depends("commits", (directory, tuple(commits)), tuple(sorted(answer)))
        return answer


class RecordingSource(DiskSource):
    """The files on disk, in a ``RecordingWorkspace``; with a ``tracker``, the bytes that it has read."""

    name = b"disk"
    tracker: DependencyTracker | None = None

    def workspace(self, configuration: Configuration, *, gitignore: bool) -> Workspace:
        """See ``DocumentSource``."""
        return RecordingWorkspace(configuration, is_candidate, gitignore=gitignore)

    def read(self, path: str, settings: Settings, reader: DocumentReader) -> Document | None:
        """See ``DocumentSource``."""
        data = self.tracker.contents.take(path) if self.tracker is not None else None
        return super().read(path, settings, reader) if data is None else reader.parse(path, data, settings)


class DependencyTracker:
    """Asks questions for a session, each once; ``contents`` are those of its files."""

    def __init__(self, session: TrackedSession) -> None:
        self._session = session
        self.contents = FileContents(session)
        self._answers: Dependencies = {}

    def are_the_same(self, answers: Dependencies) -> bool:
        """Whether all *answers* are still the same."""
        return all(self.ask(*key) == answer for key, answer in answers.items())

    def asked(self, answers: Dependencies, paths: Unit) -> Dependencies | None:
        """Return the questions of a unit with their answers, or None if one cannot be repeated."""
        from linter.model import clock

        found = {key: self.ask(*key) if key[0] in _DEPENDS else answer for key, answer in answers.items()}
        looks_around = unit_of(paths[0], self._session.workspace.settings(paths[0])) is None
        if looks_around or any(self._is_wide(*key) for key in answers):
            names, texts = self._session.surroundings.asked
            found |= {("names", name): self.ask("names", name) for name in names}
            found |= {("text", path): self.ask("text", path) for path in texts}
        found |= {(question, None): self.ask(question, None) for question in sorted(clock.asked)}
        is_known = not self.contents.changed and all(answer is not None for answer in found.values())
        return found if is_known else None

    def ask(self, question: str, about: Any) -> Any:
        """Return the current answer to a question of ``RecordingWorkspace``, or None if it cannot be cached."""
        if question == "find":
            return self._session.workspace.find(*about)
        key = question, about
        if key not in self._answers:
            self._answers[key] = _ASK[question](self, about)
        return self._answers[key]

    def _ask_directory(self, directory: str) -> bytes | None:
        return self._fingerprint_of(self._session.store().files_in(directory))

    def _ask_ids(self, about: tuple[str, str]) -> Any:
        """Return the files with a task of that id in the project around a directory, with digests."""
        directory, id = about
        paths = self._session.store().files_with(id, self._session.workspace.root_of(directory))
        return tuple((path, self.contents.fingerprint(path)) for path in paths)

    def _ask_folder(self, directory: str) -> str:
        return self._session.workspace.folder_name(directory)

    def _ask_mentions(self, about: tuple[str, str, str]) -> bool:
        return self._session.workspace.mentions(*about)

    def _ask_commits(self, about: tuple[str, tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(sorted(self._session.workspace.unknown_commits(about[0], list(about[1]))))

    def _ask_names(self, directory: str) -> bytes:
        return digest(*(os.fsencode(name) for name in sorted(self._session.surroundings.names(directory))))

    def _ask_text(self, path: str) -> bytes:
        text = self._session.surroundings.text(path)
        return b"" if text is None else digest(text.encode())

    def _ask_moment(self, _: None) -> tuple[str | None, ...]:
        from linter.model.clock import now

        moment = now()
        return moment.date, moment.time, moment.zone

    def _ask_day(self, _: None) -> str:
        from linter.model.clock import today

        return today()

    def _is_wide(self, question: str, about: Any) -> bool:
        """Whether the answer concerns files whose formats read other files."""
        if not any(self._session.surroundings.asked):
            return False
        if question == "ids":
            return True
        files = self._session.store().files_in(about) if question == "directory" else ()
        return any(unit_of(path, self._session.workspace.settings(path)) is None for path in files)

    def place(self, about: bytes, paths: Unit) -> tuple[bytes, bytes | None]:
        """Return the slot of a unit's result, and a digest of the contents of its files."""
        names = (os.fsencode(path) for path in paths)
        settings = {id(one): one for one in map(self._session.workspace.settings, paths)}.values()
        return digest(about, *names, *map(self.contents.signature, settings)), self._fingerprint_of(paths)

    def _fingerprint_of(self, paths: Iterable[str]) -> bytes | None:
        parts: list[bytes] = []
        for path in self._session.workspace.drop_non_plans(list(paths)):
            found = self.contents.fingerprint(path)
            if found is None:
                return None
            parts += [os.fsencode(path), found]
        return digest(*parts)


_ASK: dict[str, Callable[[DependencyTracker, Any], Any]] = {
    "directory": DependencyTracker._ask_directory,
    "ids": DependencyTracker._ask_ids,
    "folder": DependencyTracker._ask_folder,
    "mentions": DependencyTracker._ask_mentions,
    "commits": DependencyTracker._ask_commits,
    "names": DependencyTracker._ask_names,
    "text": DependencyTracker._ask_text,
    "moment": DependencyTracker._ask_moment,
    "day": DependencyTracker._ask_day,
}
