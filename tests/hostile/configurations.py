"""Hostile configurations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step, write
from tests.hostile.documents import Documents, K
from tests.hostile.project import COMMANDS, FREE, PLAN, make_project


def cases() -> Iterator[Case]:
    """Yield cases of configurations, in a project with one plan."""
    for name, text, expected in _configurations():
        yield _configured(name, {"planlint.toml": text}, expected)
    for name, text, expected in _pyprojects():
        yield _configured(f"pyproject: {name}", {"pyproject.toml": text}, expected)
    yield from _odd_configurations()


def _configured(name: str, files: dict[str, str | bytes], expected: str) -> Case:
    """Return a case; *expected* is the output of exit code 2, or empty if the configuration is valid."""
    steps = []
    for arguments in COMMANDS:
        is_free = arguments[0] in FREE
        codes = (0,) if is_free else (2,) if expected else (0, 1, 2) if arguments[0] == "set" else (0, 1)
        steps.append(Step(list(arguments), codes, (expected,) if expected and not is_free else ()))
    return Case("configuration", name, partial(make_project, files), steps)


def _configurations() -> Documents:
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
        yield f"every key a {kind}", "\n".join(lines), "`preset` must be"
        yield f"extend is a {kind}", f"extend = {value}", "extend"
        yield f"required-version is a {kind}", f"required-version = {value}", "`required-version` must be a string"
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
    yield "extends a very long name", f"extend = '{'x/' * 5 * K}'", "ile name too long"
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


def _pyprojects() -> Documents:
    yield "tool is a number", "tool = 5 # planlint", ""
    yield "tool is a list", "tool = ['planlint']", ""
    yield "tool is a text", "tool = 'planlint'", ""
    yield "planlint is a number", "[tool]\nplanlint = 5", "pyproject.toml"
    yield "planlint is a list", "[[tool.planlint]]\nselect = ['all']", "pyproject.toml"
    yield "deep", "[tool.planlint]\na = " + "[" * 100 * K, "pyproject.toml"
    yield "broken", "[tool.planlint\n", "pyproject.toml"
    yield "broken, of another tool", "[tool.black\n", ""
    yield "unknown keys", "[tool.planlint]\nx = 1", "unknown key"
    yield "50 MB of another tool", "# planlint\n" * 5 * K * K, ""


def _odd_configurations() -> Iterator[Case]:
    def loop(folder: Path) -> None:
        make_project({}, folder)
        (folder / "planlint.toml").symlink_to("planlint.toml")

    def device(folder: Path) -> None:
        make_project({}, folder)
        (folder / "planlint.toml").symlink_to("/dev/zero")

    def outside(folder: Path) -> None:
        write(folder.parent, {"outside.toml": "secret-key = 'x'"})
        make_project({}, folder)
        (folder / "planlint.toml").symlink_to("../outside.toml")

    def is_folder(folder: Path) -> None:
        make_project({}, folder)
        (folder / "planlint.toml").mkdir()

    def chain(folder: Path) -> None:
        extending: dict[str, str | bytes] = {f"c{n}.toml": f"extend = 'c{n + 1}.toml'" for n in range(2 * K)}
        make_project({"planlint.toml": "extend = 'c0.toml'", **extending}, folder)

    def circle(folder: Path) -> None:
        make_project({"planlint.toml": "extend = 'b.toml'", "b.toml": "extend = 'planlint.toml'"}, folder)

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
