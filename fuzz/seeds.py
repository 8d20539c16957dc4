"""The initial corpus: fixtures, examples in the pages of rules, and the words of the formats."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOUND = Path(__file__).parent / "found"  # inputs that once raised, by target
_MOST = 30  # texts of one format that are taken from a corpus
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_KINDS = {  # indices in ``inputs.PATHS``
    "/backlog/": 3,
    "-SUMMARY.md": 5,
    "/STATE.md": 6,
    "/ROADMAP.md": 7,
    "/.planning/": 4,
    "-planning/": 8,
    "/tasks.json": 9,
    "openspec/": 10,
    "/specs/": 11,
    ".json": 2,
    ".yaml": 1,
    ".yml": 1,
    ".md": 0,
}
_TEXT = (".md", ".markdown", ".yaml", ".yml", ".json")
_CONFIGURATIONS = (
    'preset = "strict"\nselect = ["all"]\nignore = ["batch-order", "syntax"]\n',
    '[tool.planlint]\nextend = "planlint.toml"\nexclude = ["**/x/*.md", "[a-z]?"]\n',
    'kinds = {progress = ["a/**"]}\nmax-depth = 5\nseverity = {all = "warning"}\nbaseline = "b.json"\n',
    'per-file-ignores = {"**/*.md" = ["all"]}\nrules.batch-order.x = 1\nrequired-version = ">=0.1"\n',
)
_BASELINE = '{"version": 1, "violations": [{"rule": "batch-order", "path": "a", "place": "tasks[T1]", "about": ""}]}'


def seeds(target: str, folder: Path, more: Iterable[Path] = ()) -> None:
    """Write the first inputs of *target* to *folder*; plans once for each kind of file."""
    folder.mkdir(parents=True, exist_ok=True)
    for data in [*_seeds(target, more), *(path.read_bytes() for path in FOUND.glob(f"{target}.*"))]:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def _seeds(target: str, more: Iterable[Path]) -> Iterator[bytes]:
    texts = [*_files(ROOT / "fixtures"), *_examples()]
    for folder in more:
        texts += _some(_files(folder))
    if target == "configuration":
        yield from (bytes([number]) + text.encode() for text in _CONFIGURATIONS for number in range(2))
    elif target == "patterns":
        yield from (b"**/a*/[b-d]?.md\nx/a1/b1.md", b"*.md\nx.md", b"a/**\na/b/c")
    elif target == "json":
        yield from (text for path, text in texts if path.endswith(".json"))
    elif target in ("yaml", "plain-yaml"):
        yield from (_front(text) if path.endswith(".md") else text for path, text in texts if path[-5:] != ".json")
    elif target == "patches":
        yield from (text + b"\f" + text.replace(b"pending", b"done") for path, text in texts if path.endswith(".md"))
    elif target == "cached":
        parts = [bytes([_KINDS[_format(path)]]) + text for path, text in texts]
        yield from (b"\f".join(parts[start : start + 3]) for start in range(0, len(parts), 3))
    else:
        for path, text in texts:
            kind = _KINDS[_format(path)]
            yield bytes([kind]) + text
            if target in ("fixes", "set", "baseline"):
                yield bytes([kind + 128]) + text
        if target == "baseline":
            yield bytes([5]) + _BASELINE.encode()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in _TEXT and path.is_file() and path.stat().st_size < 16_000:
            yield path.as_posix(), path.read_bytes()


def _some(texts: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield a few files of each format, from all over the directory: libFuzzer runs all of them at each start."""
    formats: dict[str, list[tuple[str, bytes]]] = {}
    for path, text in texts:
        formats.setdefault(_format(path), []).append((path, text))
    for found in formats.values():
        yield from found[:: len(found) // _MOST + 1]


def _examples() -> Iterator[tuple[str, bytes]]:
    for page in sorted((ROOT / "linter" / "rules").rglob("*.md")):
        for language, _, block in _BLOCK.findall(page.read_text(encoding="utf-8")):
            text = block.replace("«", "").replace("»", "")
            path = {"json": "tools_manifest.json", "yaml": "MANIFEST.yaml"}.get(language, "x.md")
            if path == "MANIFEST.yaml" and "feature_name" not in text:
                path, text = "x.md", text if text.startswith("---") else f"---\n{text}---\n"
            yield path, text.encode()


def _format(path: str) -> str:
    """Return a part of the path that identifies the format."""
    return next((part for part in _KINDS if part in path), ".md")


def _front(text: bytes) -> bytes:
    parts = re.split(rb"^---\r?\n", text, maxsplit=2, flags=re.MULTILINE)
    return parts[1] if len(parts) > 2 else text


def dictionary() -> str:
    """Return the words of the formats as a dictionary for libFuzzer."""
    words = {
        "---\\x0a",
        "- id: ",
        "  - ",
        "<<: ",
        "&a",
        "*a",
        "!!str ",
        "? ",
        ": ",
        "|\\x0a",
        "\\x0d\\x0a",
        "\\xef\\xbb\\xbf",
    }
    words |= {
        "# planlint: ignore[",
        "<!-- planlint: ignore[",
        " until=2026-01-01",
        "| Task | Status |",
        "|---|---|",
        "batch_1",
    }
    words |= {
        "2026-01-31",
        "2026-02-30T25:00:00Z",
        "pending",
        "completed",
        "in_progress",
        "\\x00",
        "\\xe2\\x80\\xa8",
        "[",
        "{",
    }
    for schema in sorted((ROOT / "linter" / "schemas").glob("*.json")):
        words |= set(_keys(json.loads(schema.read_text(encoding="utf-8"))))
    escaped = (
        word.replace('"', '\\"') if "\\x" in word else word.replace("\\", "\\\\").replace('"', '\\"') for word in words
    )
    return "".join(f'"{word}"\n' for word in sorted(escaped))


def _keys(schema: object) -> Iterator[str]:
    stack = [schema]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            if isinstance(part.get("properties"), dict):
                yield from part["properties"]
            yield from (value for value in part.get("enum", ()) if isinstance(value, str) and value.isascii())
            stack += part.values()
        elif isinstance(part, list):
            stack += part
