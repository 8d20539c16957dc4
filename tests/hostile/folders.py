"""Hostile configurations, baselines, plugins and command lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step, write

K = 1000
PLAN = """---
type: progress
prd: a
phase: 1
status: pending
created: 2026-01-01
total_tasks: 2
tasks:
  - id: T1
    status: pending
    assigned_to: [me]
    dependencies: [T9]
---
| Task | Status |
|---|---|
| T1 | completed |
"""
COMMANDS = (
    ["check", "--output-format", "json"],
    ["check", "--fix", "--diff"],
    ["baseline", "create"],
    ["set", "docs/a-progress.md", "T1=completed", "--dry-run"],
    ["rules"],
    ["explain", "batch-order"],
    ["init", "--dry-run"],
)
FREE = ("init", "schema")  # the commands that read no configuration


def cases() -> Iterator[Case]:
    """Yield cases in a repository with one plan."""
    for name, text, expected in _configurations():
        yield _configured(name, {"planlint.toml": text}, expected)
    for name, text, expected in _pyprojects():
        yield _configured(f"pyproject: {name}", {"pyproject.toml": text}, expected)
    yield from _odd_configurations()
    for name, text, expected in _baselines():
        yield _baseline(name, text, expected)
    yield from _plugins()
    yield from _command_lines()
    yield from _graphs()


def _base(files: dict[str, str | bytes], folder: Path) -> None:
    (folder / ".git").mkdir()
    write(folder, {"docs/a-progress.md": PLAN, **files})


def _configured(name: str, files: dict[str, str | bytes], expected: str) -> Case:
    """Return a case; *expected* is the output of exit code 2, or empty if the configuration is valid."""
    steps = []
    for arguments in COMMANDS:
        is_free = arguments[0] in FREE
        codes = (0,) if is_free else (2,) if expected else (0, 1, 2) if arguments[0] == "set" else (0, 1)
        steps.append(Step(list(arguments), codes, (expected,) if expected and not is_free else ()))
    return Case("configuration", name, partial(_base, files), steps)


LazyDocuments = Iterator[tuple[str, str | bytes, str]]


def _configurations() -> LazyDocuments:
    yield "[ x 100,000", "a = " + "[" * 100 * K, "planlint.toml"
    yield "[] closed x 100,000", "select = " + "[" * 100 * K + "]" * 100 * K, "planlint.toml"
    yield "{a= x 100,000", "a = " + "{a = " * 100 * K, "planlint.toml"
    yield "dotted key of 10,000 parts", ".".join(["a"] * 10 * K) + " = 1", "planlint.toml"
    yield "a table of 5,000 parts", "[rules." + ".".join(["a"] * 5 * K) + "]\n", "planlint.toml"
    yield "not UTF-8", b"select = ['\xff']", "planlint.toml"
    yield "UTF-16", "select = ['all']".encode("utf-16"), "planlint.toml"
    yield "BOM", "\ufeffselect = ['all']", ""
    yield "NUL", "select = ['\0']", "planlint.toml"
    yield "control characters", 'preset = "a\\u0000\\u001b[31m"', "preset"
    yield "random bytes", bytes(range(256)), "planlint.toml"
    yield "10 MB comment", "# " + "x" * 10 * K * K, "planlint.toml"
    yield "500,000 lines", "# x\n" * 500 * K, "planlint.toml"
    yield "20,000 unknown keys", "".join(f"key{n} = 1\n" for n in range(20 * K)), "unknown key"
    yield "20,000 unknown rules", "select = [" + ", ".join(f"'rule{n}'" for n in range(20 * K)) + "]", "unknown rule"
    yield (
        "200 unknown keys behind 500,000 lines",
        "\n" * 500 * K + "".join(f"k{n}=1\n" for n in range(200)),
        "unknown key",
    )
    yield "40,000 unknown formats", "formats = [" + ", ".join(f"'p{n}'" for n in range(40 * K)) + "]", "formats"
    yield "40,000 unknown kinds", "[kinds]\n" + "".join(f"p{n} = []\n" for n in range(40 * K)), "kinds"
    yield "40,000 unknown rules with options", "[rules]\n" + "".join(f"p{n} = {{}}\n" for n in range(40 * K)), "rules"
    yield "40,000 plugins", "plugins = [" + ", ".join(f"'p{n}'" for n in range(40 * K)) + "]", "plugins"
    yield "a rule of 500 KB", f"select = ['{'x' * 500 * K}']", "unknown rule"
    yield "integer of 5,000 digits", "max-nodes = " + "9" * 5 * K, "planlint.toml"
    yield "huge integers", "max-nodes = 99999999999999999999\nmax-file-size = 99999999999999999999", ""
    yield "negative limits", "max-nodes = -1\nmax-depth = 0\nmax-file-size = -5", "max-nodes"
    yield "a depth of 100,000", "max-depth = 100000", "max-depth"
    yield "floats and dates", "max-depth = nan\npreset = 2026-02-28\nfail-on = inf", "max-depth"
    for kind, value in (("number", "5"), ("list", "[[1], {}]"), ("table", "{a = {b = [1]}}"), ("date", "2026-01-01")):
        keys = (
            "preset select extend-select ignore fail-on severity per-file-ignores include exclude kinds output-format"
            " plugins formats baseline max-file-size max-nodes max-depth root fixable unfixable"
            " extend-safe-fixes rules"
        ).split()
        lines = [f"{key} = {value}" for key in keys if not (kind == "number" and key.startswith("max-"))]
        yield f"every key a {kind}", "\n".join(lines), "preset must be"
        yield f"extend is a {kind}", f"extend = {value}", "extend"
        yield f"required-version is a {kind}", f"required-version = {value}", "required-version must be a text"
    yield (
        "options of every wrong type",
        "\n".join(
            f"[rules.{rule}]\n{option} = {value}"
            for rule, option, value in (
                ("slug-mismatch", "x", "[1]"),
                ("time-order", "y", "{}"),
                ("batch-size", "max", "1.5"),
            )
        ),
        "planlint.toml",
    )
    yield "extends itself", "extend = 'planlint.toml'", "extend"
    yield "extends what is not there", "extend = 'nothing.toml'", "nothing.toml"
    yield "extends a folder", "extend = 'docs'", "docs"
    yield "extends NUL", 'extend = "a\\u0000b"', "extend"
    yield "extends a plan", "extend = 'docs/a-progress.md'", "a-progress.md"
    yield "extends the password file", "extend = '/etc/passwd'", "extend"
    yield "extends a step out", "extend = '../outside.toml'", "extend"
    yield "extends an endless device", "extend = '/dev/zero'", "extend"
    yield "extends a very long name", f"extend = '{'x/' * 5 * K}'", "cannot be read"
    yield "root outside", "root = '../../..'", "root"
    yield "root at the top", "root = '/'", "root"
    yield "root of NUL", 'root = "\\u0000"', "root"
    yield "baseline outside", "baseline = '../baseline.json'", "baseline"
    yield "baseline is a device", "baseline = '/dev/zero'", "baseline"
    yield "baseline of NUL", 'baseline = "a\\u0000"', "baseline"
    yield "stars x 400", f"exclude = ['{'*a' * 400}b']", ""
    yield "double stars x 300", f"exclude = ['{'**/' * 300}b']\nkinds = {{progress = ['{'**/a/' * 150}x.md']}}", ""
    yield (
        "brackets in patterns",
        "exclude = ['[', '[]', '[!]', '[z-a]', '[[:alpha:]]', '[^/]', '\\', '[\\', '{a,b}']",
        "",
    )
    yield "20,000 patterns", "exclude = [" + ", ".join(f"'x{n}/**'" for n in range(20 * K)) + "]", "patterns"
    yield "a pattern of 500 KB", f"exclude = ['{'x' * 500 * K}']", "pattern"
    yield "empty patterns", "exclude = ['', '/', '//', '.', './', '..', '**']\ninclude = ['']", ""
    yield "everything is a plan", "kinds = {progress = ['**']}", ""
    yield "everything is JSON", "kinds = {tools-manifest = ['docs/**']}\nexclude = ['docs']", ""
    yield "an old version is required", "required-version = '<0.0.1'", "planlint.toml"
    yield "versions of 500 KB", f"required-version = '{'1.' * 250 * K}1'", "planlint.toml"
    yield "commas, 500 KB", f"required-version = '{',' * 500 * K}'", "planlint.toml"


def _pyprojects() -> LazyDocuments:
    yield "tool is a number", "tool = 5 # planlint", ""
    yield "tool is a list", "tool = ['planlint']", ""
    yield "tool is a text", "tool = 'planlint'", ""
    yield "planlint is a number", "[tool]\nplanlint = 5", "pyproject.toml"
    yield "planlint is a list", "[[tool.planlint]]\nselect = ['all']", "pyproject.toml"
    yield "deep", "[tool.planlint]\na = " + "[" * 100 * K, ""
    yield "broken, of another tool", "[tool.planlint\n", ""
    yield "unknown keys", "[tool.planlint]\nx = 1", "unknown key"
    yield "50 MB of another tool", "# planlint\n" * 5 * K * K, ""


def _odd_configurations() -> Iterator[Case]:
    def loop(folder: Path) -> None:
        _base({}, folder)
        (folder / "planlint.toml").symlink_to("planlint.toml")

    def device(folder: Path) -> None:
        _base({}, folder)
        (folder / "planlint.toml").symlink_to("/dev/zero")

    def outside(folder: Path) -> None:
        write(folder.parent, {"outside.toml": "secret-key = 'x'"})
        _base({}, folder)
        (folder / "planlint.toml").symlink_to("../outside.toml")

    def is_folder(folder: Path) -> None:
        _base({}, folder)
        (folder / "planlint.toml").mkdir()

    def chain(folder: Path) -> None:
        extending: dict[str, str | bytes] = {f"c{n}.toml": f"extend = 'c{n + 1}.toml'" for n in range(2 * K)}
        _base({"planlint.toml": "extend = 'c0.toml'", **extending}, folder)

    def circle(folder: Path) -> None:
        _base({"planlint.toml": "extend = 'b.toml'", "b.toml": "extend = 'planlint.toml'"}, folder)

    quick = [["check", "--output-format", "json"], ["baseline", "create"], ["rules"]]

    def bare(text: str, folder: Path) -> None:
        """An archive that brings no repository."""
        write(folder.parent, {"outside.json": "precious", "outside.toml": "secret-key = 'x'"})
        write(folder, {"docs/a-progress.md": PLAN, "planlint.toml": text})

    def untouched(folder: Path) -> str:
        return "" if (folder.parent / "outside.json").read_text() == "precious" else "a file outside was changed"

    for text in ("baseline = '../outside.json'", "extend = '../outside.toml'", "cache-dir = '..'", "root = '..'"):
        steps = [Step(arguments, (2,), ("outside of",)) for arguments in (["check"], ["baseline", "create"], ["clean"])]
        yield Case("configuration", f"without a repository: {text}", partial(bare, text), steps, untouched)
    for name, make, codes, expected in (
        ("a link to itself", loop, (0, 1), ""),
        ("a link to an endless device", device, (0, 1), ""),
        ("a link out of the repository", outside, (2,), "outside of the repository"),
        ("a folder", is_folder, (0, 1), ""),
        ("a chain of 2,000", chain, (2,), "extend"),
        ("a circle of two", circle, (2,), "extend"),
    ):
        yield Case("configuration", name, make, [Step(arguments, codes, (expected,)) for arguments in quick])


def _baseline(name: str, text: str | bytes, expected: str) -> Case:
    codes = (2,) if expected else (0, 1)
    steps = [
        Step(["check", "--baseline", "b.json", "--output-format", "json"], codes, (expected,)),
        Step(["check", "--config", "baseline = 'b.json'", "--fix", "--diff"], codes, (expected,)),
        Step(["baseline", "prune", "--baseline", "b.json"], codes, (expected,)),
    ]
    return Case("baseline", name, partial(_base, {"b.json": text}), steps)


def _baselines() -> LazyDocuments:
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
    yield "100,000 entries", text(*[{**entry, "about": f"task=T{n}"} for n in range(100 * K)]), ""
    yield "one entry 100,000 times", text(*[entry] * 100 * K), ""
    yield "60 MiB of blanks", " " * (60 << 20) + text(entry), ""
    yield "65 MiB", " " * (65 << 20) + text(entry), "larger"
    yield "duplicate keys", '{"version": 2, "version": 1, "violations": []}', ""
    yield "NaN", '{"version": NaN}', "version"


def _plugins() -> Iterator[Case]:
    names = {
        "a browser": "antigravity",
        "prints": "this",
        "of Python": "os",
        "of planlint": "linter.cli.main",
        "main": "__main__",
        "empty": "",
        "a dot": ".",
        "dots": "..a",
        "a path": "../evil",
        "a file": "/tmp/evil.py",
        "NUL": "a\\u0000b",
        "long": "a" * 100 * K,
        "deep": "a." * 5 * K + "a",
        "a keyword": "class",
        "surrogate-like": "\\u200b",
        "a main inside of a package": "pygments.__main__",
        "not there": "no_such_module_here",
        "in the repository": "evil",
    }
    for name, text in names.items():
        files: dict[str, str | bytes] = {
            "planlint.toml": f'plugins = ["{text}"]',
            "evil.py": "open('ran', 'w')\nRULES = ()\n",
            "evil/__init__.py": "open('ran', 'w')\n",
        }
        steps = [Step(list(arguments), (2,), ("planlint.toml",)) for arguments in COMMANDS if arguments[0] not in FREE]
        yield Case("plugin", name, partial(_base, files), steps, after=_ran)
    for module in (
        "yaml",
        "json",
        "tomllib",
        "frontmatter",
        "jsonschema",
        "linter",
        "sitecustomize",
        "encodings",
        "re",
    ):
        files = {f"{module}.py": "open('ran', 'w')\n", f"docs/{module}.py": "open('ran', 'w')\n"}
        steps = [Step(list(arguments), (0, 1)) for arguments in COMMANDS]
        yield Case("plugin", f"a {module}.py in the repository", partial(_base, files), steps, after=_ran)


def _ran(folder: Path) -> str:
    return "code of the repository ran" if (folder / "ran").exists() else ""


def _graphs() -> Iterator[Case]:
    """Yield cases of graphs, and a directory with many plans."""

    def tasks(*waiting: tuple[str, str]) -> str:
        lines = [f"- {{id: {name}, status: pending, assigned_to: [a], dependencies: [{of}]}}\n" for name, of in waiting]
        return "---\ntype: progress\nprd: a\ntasks:\n" + "".join(lines) + "---\n"

    batches = "parallelization:\n" + "".join(f"  batch_{n}: [X{n}]\n" for n in range(10 * K)) + "---\n"
    all_400 = ", ".join(f"T{n}" for n in range(400))
    chain = [[(f"T{n}-{i}", f"T{n}-{i - 1}") for i in range(1, 20)] for n in range(K)]
    drawn: dict[str, dict[str, str | bytes]] = {
        "10,000 tasks of one id": {"docs/a-progress.md": tasks(*[("T1", "T1, T1")] * 10 * K)},
        "20,000 tasks that are not there": {
            "docs/a-progress.md": tasks(*[(f"T{n}", ", ".join(f"X{n}-{i}" for i in range(10))) for n in range(2 * K)])
        },
        "10,000 batches of nothing": {"docs/a-progress.md": tasks(("T1", "")).removesuffix("---\n") + batches},
        "1,000 plans that miss a task each": {f"docs/p{n}-progress.md": tasks(*plan) for n, plan in enumerate(chain)},
    }
    for name, files in drawn.items():
        steps = [Step(["graph", "docs", "--format", format], (0,)) for format in ("mermaid", "svg")]
        steps.append(Step(["check", "--output-format", "html"], (1,)))
        yield Case("graph", name, partial(_base, files), steps)
    dense: dict[str, str | bytes] = {"docs/a-progress.md": tasks(*[(f"T{n}", all_400) for n in range(400)])}
    yield Case("graph", "160,000 arrows", partial(_base, dense), [Step(["check", "--output-format", "html"], (1,))])


def _command_lines() -> Iterator[Case]:
    plan = "docs/a-progress.md"
    lines: dict[str, tuple[list[str], tuple[int, ...]]] = {
        "NUL is impossible, but a newline is not": (["check", "a\nb.md"], (2,)),
        "a path of 5,000 characters": (["check", "x" * 5 * K], (2,)),
        "a path of 4,000 folders": (["check", "x/" * 2 * K], (2,)),
        "10,000 paths": (["check", *[plan] * 10 * K], (1,)),
        "stdin of bytes": (["check", "-", "--stdin-filename", plan], (0, 1)),
        "a stdin name that leads out": (["check", "-", "--stdin-filename", "../../../etc/x.md"], (0, 1)),
        "a stdin name of a folder": (["check", "-", "--stdin-filename", "docs"], (0, 1)),
        "an odd stdin name": (["check", "-", "--stdin-filename", ""], (0, 1, 2)),
        "an option file that is not there": (["@nothing"], (2,)),
        "an option file that is a device": (["@/dev/null"], (0, 1)),
        "an option file that names itself": (["@options"], (0, 1, 2)),
        "an option file of bytes": (["@bytes"], (2,)),
        "deep inline configuration": (["check", "--config", "a = " + "[" * 50 * K], (2,)),
        "inline configuration of NUL": (["check", "--config", 'preset = "\\u0000"'], (2,)),
        "a configuration that is a device": (["check", "--config", "/dev/zero"], (2,)),
        "a configuration that is a folder": (["check", "--config", "docs"], (2,)),
        "a baseline that is a device": (["check", "--baseline", "/dev/zero"], (2,)),
        "a baseline that is a folder": (["check", "--baseline", "docs"], (2,)),
        "a baseline that is not there": (["check", "--baseline", "nothing"], (2,)),
        "an output that is a folder": (["check", "-o", "docs"], (2,)),
        "an output that cannot be": (["check", "--output-format", "json=/nothing/x"], (2,)),
        "an output that is full": (["check", "--output-format", "json=/dev/full"], (2,)),
        "a time that is none": (["check", "--now", "9" * K], (2,)),
        "a time at the end": (["check", "--now", "9999-12-31T23:59:59-14:00", "--preset", "strict"], (0, 1, 2)),
        "a time at the beginning": (["check", "--now", "0001-01-01T00:00:00+14:00", "--preset", "strict"], (0, 1, 2)),
        "a severity without a level": (["check", "--severity", "="], (2,)),
        "a rule of 100 KB": (["check", "--select", "x" * 100 * K], (2,)),
        "a page that leads out": (["explain", "../../etc/passwd"], (2,)),
        "a schema that leads out": (["schema", "../../etc/passwd"], (2,)),
        "a task that is none": (["set", plan, "=", "--dry-run"], (2,)),
        "a status with a newline": (["set", plan, "T1=a\nb", "--dry-run"], (2,)),
        "a task of 100 KB": (["set", plan, "x" * 100 * K + "=done", "--dry-run"], (2,)),
        "a status of 100 KB": (["set", plan, "T1=" + "x" * 100 * K, "--dry-run"], (2,)),
        "a folder instead of a plan": (["set", "docs", "T1=done"], (2,)),
        "a device instead of a plan": (["set", "/dev/zero", "T1=done"], (2,)),
        "a device to check": (["check", "/dev/zero"], (0, 1, 2)),
        "a terminal to check": (["check", "/dev/tty", "/dev/null", "/dev/full"], (0, 1, 2)),
        "a memory to check": (["check", "/proc/self/mem", "/proc/self/environ"], (0, 1, 2)),
        "a baseline that is written outside": (["baseline", "create", "--baseline", "/nothing/b.json"], (2,)),
        "a baseline over a folder": (["baseline", "create", "--baseline", "docs"], (2,)),
        "a baseline into a device": (["baseline", "create", "--baseline", "/dev/full"], (2,)),
    }
    files: dict[str, str | bytes] = {"options": "@options\n", "bytes": bytes(range(1, 256))}
    for name, (arguments, codes) in lines.items():
        stdin = bytes(range(256)) * K
        yield Case("command line", name, partial(_base, files), [Step(arguments, codes, stdin=stdin)])
