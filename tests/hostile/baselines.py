"""Hostile baselines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from tests.hostile.cases import Case, Step
from tests.hostile.documents import Documents, K
from tests.hostile.project import make_project


def cases() -> Iterator[Case]:
    """Yield cases of baselines, in a project with one plan."""
    for name, text, expected in _baselines():
        yield _baseline(name, text, expected)


def _baseline(name: str, text: str | bytes, expected: str) -> Case:
    codes = (2,) if expected else (0, 1)
    steps = [
        Step(["check", "--baseline", "b.json", "--output-format", "json"], codes, (expected,)),
        Step(["check", "--config", "baseline = 'b.json'", "--fix", "--diff"], codes, (expected,)),
        Step(["baseline", "prune", "--baseline", "b.json"], codes, (expected,)),
    ]
    return Case("baseline", name, partial(make_project, {"b.json": text}), steps)


def _baselines() -> Documents:
    entry = {"rule": "unknown-dependency", "path": "docs/a-progress.md", "place": "", "about": ""}

    def text(*entries: object) -> str:
        return json.dumps({"version": 1, "violations": list(entries)})

    yield "empty", "", "b.json:1"
    yield "[ x 100,000", "[" * 100 * K, "b.json"
    yield "[] closed x 100,000", "[" * 100 * K + "]" * 100 * K, "b.json"
    yield "a deep version", '{"version": ' + "[" * 900 + "]" * 900 + "}", "version"
    yield "a version of 1 MB", json.dumps({"version": "x" * K * K}), "version"
    yield "integer of 5,000 digits", '{"version": ' + "9" * 5 * K + "}", "b.json"
    yield "another version", '{"version": 2}', "version 2"
    yield "no version", "{}", "version"
    yield "a list", "[1]", "version"
    yield "a text", '"x"', "version"
    yield "true", '{"version": true, "violations": []}', ""
    yield "no violations", '{"version": 1}', "b.json"
    yield "violations is a number", '{"version": 1, "violations": 5}', "b.json"
    yield "entries of wrong types", text(1, None, [], {}), "entry 1"
    yield "fields of wrong types", text({**entry, "place": [1]}), "entry 1"
    yield "fields too many", text({**entry, "more": 1}), ""
    yield "NUL", "\0", "b.json"
    yield "not UTF-8", b"\xff", "b.json"
    yield "UTF-16", text(entry).encode("utf-16"), "b.json"
    yield "BOM", "\ufeff" + text(entry), "b.json"
    yield "lone surrogates", text({**entry, "path": "\ud800", "about": "\udfff"}), ""
    yield "NUL in a path", text({**entry, "path": "a\0b"}), ""
    yield "paths that lead out", text({**entry, "path": "../../../../etc/passwd"}, {**entry, "path": "/dev/zero"}), ""
    yield "escape sequences", text({**entry, "path": "\x1b[2J", "about": "\x9b\n::error::x"}), ""
    yield "a path of 1 MB", text({**entry, "path": "x/" * 500 * K}), ""
    yield "deep paths x 2,000", text(*[{**entry, "path": f"{'x/' * 2000}{n}.md"} for n in range(2 * K)]), ""
    yield "100,000 entries", text(*[{**entry, "about": f"task=T{n}"} for n in range(100 * K)]), ""
    yield "one entry 100,000 times", text(*[entry] * 100 * K), ""
    yield "60 MiB of blanks", " " * (60 << 20) + text(entry), ""
    yield "65 MiB", " " * (65 << 20) + text(entry), "larger"
    yield "duplicate keys", '{"version": 2, "version": 1, "violations": []}', ""
    yield "NaN", '{"version": NaN}', "version"
