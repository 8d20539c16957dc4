"""The violations that a project has accepted, in a file next to its configuration.

They are identified by meaning (``engine.identity``), so lines may move and tasks change their order. New violations are
still reported, even if as many others were fixed.
"""

from __future__ import annotations

import json
import os
from collections import Counter

from linter.config.loader import ConfigError
from linter.config.sources import near_path
from linter.engine.identity import Key, KnownViolations, ViolationFingerprints
from linter.rules.registry import ALWAYS_REPORTED
from linter.rules.renamed import current
from linter.system.paths import relative
from linter.system.reading import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linter.config.settings import Settings
    from linter.model.document import Document
    from linter.model.project import Project
    from linter.rules.violation import Violation

DEFAULT_NAME = "planlint-baseline.json"
MAX_SIZE = 64 << 20  # bytes
MAX_PATH_CHARS = 4096  # files with longer paths, which Linux cannot open, count as gone
_HEAD = '{\n "version": 1,\n "violations": ['


class Baseline:
    """The keys in the file at *path*, in file order, and the line of each."""

    def __init__(self, path: str, keys: list[Key], lines: list[int]) -> None:
        self.path = path
        self.keys = keys
        self.lines = lines


class Match:
    """The comparison of a run with a baseline; *exists* tells whether an absolute path may exist."""

    def __init__(self, baseline: Baseline, exists: Callable[[str], bool]) -> None:
        self.baseline = baseline
        self._exists = exists
        self._known = KnownViolations(baseline.keys)
        self._looked_at: list[tuple[frozenset[str], set[str]]] = []  # enabled rules, and files

    def divide(
        self, found: list[Violation], project: Project, settings: Settings
    ) -> tuple[list[Violation], list[Violation]]:
        """Return those of *found* that are new, and those that the baseline contains."""
        folder = os.path.dirname(self.baseline.path)
        readable = [relative(path, folder) for path, document in project.named.items() if document.root is not None]
        self._looked_at.append((settings.selected, set(readable)))
        new: list[Violation] = []
        old: list[Violation] = []
        for violation, keys in keyed(found, project.named.get, self.baseline.path):
            may_be_known = violation.rule not in ALWAYS_REPORTED
            fresh, known = self._known.divide(violation, keys) if may_be_known else (violation, None)
            new += [fresh] if fresh is not None else []
            old += [known] if known is not None else []
        return new, old

    def stale(self) -> list[int]:
        """Return the indices of entries that no longer occur in the files of this run, or whose files are gone."""
        left = Counter(self._known.left())
        places: list[int] = []
        for place, key in enumerate(self.baseline.keys):
            if left[key] and (self._was_looked_at(key) or not self._may_exist(key.path)):
                left[key] -= 1
                places.append(place)
        return places

    def _may_exist(self, path: str) -> bool:
        folder = os.path.dirname(self.baseline.path)
        return len(path) <= MAX_PATH_CHARS and self._exists(os.path.join(folder, path))

    def _was_looked_at(self, key: Key) -> bool:
        return any(key.rule in rules and key.path in files for rules, files in self._looked_at)


def keyed(
    found: Iterable[Violation], document: Callable[[str], Document | None], baseline: str
) -> Iterable[tuple[Violation, tuple[Key, ...]]]:
    """Yield each violation with its keys, whose paths are relative to the directory of the file *baseline*."""
    identities = ViolationFingerprints(document)
    folder = os.path.dirname(baseline)
    below: dict[str, str] = {}
    for violation in found:
        path = violation.home
        if path not in below:
            below[path] = relative(path, folder)
        keys = identities.keys(violation)
        yield violation, keys if below[path] == path else tuple(key._replace(path=below[path]) for key in keys)


def is_baseline(content: bytes) -> bool:
    """Whether *content* is that of a baseline, also one of another version or with merge conflicts, or nothing."""
    return b'"violations"' in content or not content.strip(b"{} \t\r\n")


def load(path: str) -> Baseline:
    """Return the baseline in the file at *path*. Raises ConfigError if it cannot be read or is invalid."""
    shown = near_path(path)
    try:
        content = read_regular(path, MAX_SIZE)
        if len(content) > MAX_SIZE:
            raise ConfigError([f"{shown}: a baseline must not be larger than {MAX_SIZE >> 20} MiB"])
        text = content.decode("utf-8")
        del content  # a large baseline takes much memory
        data = json.loads(text)
    except OSError as error:
        raise ConfigError([f"cannot read the baseline {shown}: {error.strerror or error}"]) from None
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise ConfigError([f"{shown}:{line}: invalid JSON in the baseline: {error}; create it again"]) from None
    version = data.get("version") if isinstance(data, dict) else None
    if version != 1:
        has_value = isinstance(version, int | str) and version
        problem = f"has version {str(version)[:20]}, expected 1" if has_value else "has no version"
        raise ConfigError([f"{shown}:1: the baseline {problem}"])
    entries = data.get("violations")
    keys: list[Key] = []
    for number, entry in enumerate(entries if isinstance(entries, list) else [None], 1):
        values = [entry.get(name) for name in Key._fields] if isinstance(entry, dict) else []
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) < len(Key._fields):
            raise ConfigError([f"{shown}: entry {number} of the baseline lacks one of {', '.join(Key._fields)}"])
        keys.append(Key(current(texts[0]), *texts[1:]))
    return Baseline(path, keys, _lines(text, keys))


def _lines(text: str, keys: list[Key]) -> list[int]:
    """Return the line of each entry as ``written`` writes them: one per line, after the head."""
    if not text.startswith(_HEAD):
        return [1] * len(keys)
    first = _HEAD.count("\n") + 2
    return list(range(first, first + len(keys)))


def written(keys: Iterable[Key]) -> str:
    """Return the text of a baseline: sorted, with one entry per line so that changes can be reviewed."""
    lines = ",\n  ".join(json.dumps(key._asdict()) for key in sorted(keys))
    return f"{_HEAD}\n  {lines}\n ]\n}}\n" if lines else _HEAD + "]\n}\n"
