"""Hostile contents of plans, manifests and tools manifests."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step, write

K = 1000
TASK = "  - id: T{0}\n    status: pending\n    assigned_to: [me]\n    dependencies: [{1}]\n"
HEAD = "type: progress\nprd: a\nphase: 1\nstatus: pending\n"

LazyDocuments = Iterator[tuple[str, str | bytes, str]]  # name, content, the rule that must speak (nothing: any or none)


def cases() -> Iterator[Case]:
    """Yield each hostile file at its path, with every command."""
    for name, yaml, rule in itertools.chain(_yaml(), _plain_yaml()):
        yield file_case("front matter", "docs/a-progress.md", name, _front(yaml), rule)
    for name, yaml, rule in _yaml():
        yield file_case("manifest", "docs/MANIFEST.yaml", name, _joined("feature_name: a\n", yaml), rule)
    for name, text, rule in itertools.chain(_plans(), _bodies(), _encodings(), _suppressions()):
        yield file_case("plan", "docs/a-progress.md", name, text, rule)
    for name, text, rule in _json():
        manifest = "feature_name: a\nmcp_service_name: a\ntools_status:\n  x: {phase: complete}\n"
        yield file_case(
            "tools manifest", "docs/tools_manifest.json", name, text, rule, {"docs/MANIFEST.yaml": manifest}
        )


def file_case(
    group: str, path: str, name: str, content: str | bytes, rule: str, more: dict[str, str | bytes] | None = None
) -> Case:
    def make(folder: Path) -> None:
        write(folder, {path: content, **(more or {})})

    said = (f'"rule": "{rule}"',) if rule else ()
    codes = (1,) if rule and rule not in ("ambiguous-scalar",) else (0, 1)
    top = path.partition("/")[0]
    strict = ["check", "--preset", "strict"]
    any_code = partial(Step, codes=(0, 1))
    steps = [
        Step([*strict, "--output-format", "json", "--output-format", "concise=out.concise", path], codes, said),
        Step([*strict, "--output-format", "github", path], codes),  # which begins with text
        any_code(["check", "--diff", "--unsafe-fixes"]),
        Step(["set", path, "T1=completed", "--dry-run"], (0, 2)),
        Step(["graph", top, "--format", "svg", "-o", "out.svg"], (0, 1, 2)),
        Step(["baseline", "create", top], (0,)),
        any_code(["check", "--baseline", "planlint-baseline.json", "--output-format", "json", top]),
        any_code(["check", "--fix", "--unsafe-fixes", "--show-fixes", path]),
        any_code(["check", "--add-ignore", path]),
        any_code(["check", "--output-format", "json", top]),
    ]
    return Case(group, name, make, steps)


def _front(yaml: str | bytes) -> str | bytes:
    return _joined(f"---\n{HEAD}", yaml, "---\n")


def _joined(*parts: str | bytes) -> str | bytes:
    if all(isinstance(part, str) for part in parts):
        return "".join(part for part in parts if isinstance(part, str))
    return b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)


def _bomb(first: str, level: str, levels: int = 9, fan: int = 9) -> str:
    lines = [f"a0: &a0 {first}"]
    for number in range(1, levels + 1):
        lines.append(f"a{number}: &a{number} " + level.format(", ".join([f"*a{number - 1}"] * fan)))
    return "\n".join(lines) + "\n"


def _yaml() -> LazyDocuments:
    """Yield YAML after keys that make the file a plan."""
    yield "[ x 25,000", "x: " + "[" * 25 * K + "\n", "limit-exceeded"
    yield "[ x 1,000,000", "x: " + "[" * K * K + "\n", "limit-exceeded"
    yield "{a: x 25,000", "x: " + "{a: " * 25 * K + "\n", "limit-exceeded"
    yield "- x 25,000", "x:\n  " + "- " * 25 * K + "\n", "limit-exceeded"
    yield "? x 25,000", "? " * 25 * K + "\n", ""
    yield "?: in flow x 25,000", "x: " + "{? " * 25 * K + "\n", "limit-exceeded"
    yield "[] closed x 25,000", "x: " + "[" * 25 * K + "]" * 25 * K + "\n", "limit-exceeded"
    yield "blocks of 1,000 levels", "".join(" " * level + "a:\n" for level in range(K)), "limit-exceeded"
    yield "depth 64", "x: " + "[" * 63 + "]" * 63 + "\n", ""
    yield "alias bomb of lists", _bomb("[x, x, x, x, x, x, x, x, x]", "[{}]"), "limit-exceeded"
    yield (
        "alias bomb of mappings",
        "a0: &a0 {x: 1}\n"
        + "".join(f"a{n}: &a{n} {{" + ", ".join(f"k{k}: *a{n - 1}" for k in range(9)) + "}\n" for n in range(1, 10)),
        "limit-exceeded",
    )
    yield "merge bomb", _bomb("{x: 1}", "{{<<: [{}], y: 1}}"), ""
    yield (
        "merge of 8 levels",
        "a0: &a0 {k: v}\n"
        + "".join(f"a{n}: &a{n} {{<<: [" + ", ".join([f"*a{n - 1}"] * 8) + f"], k{n}: 1}}\n" for n in range(1, 9)),
        "",
    )
    yield "merge of itself", "a: &a {<<: *a}\n", "limit-exceeded"
    yield "merge of a text", "a: {<<: text}\n<<: [1, 2]\n", ""
    yield "a list in itself", "a: &a [*a]\n", "limit-exceeded"
    yield "a mapping in itself", "a: &a {b: {c: *a}}\n", "limit-exceeded"
    yield "alias without anchor", "a: *nobody\n", "syntax-error"
    yield "alias as key", "a: &a text\n*a : 1\n", ""
    yield "alias of a list as key", "a: &a [1]\n*a : 1\n", "syntax-error"
    yield "100,000 anchors", "x:\n" + "".join(f"  - &a{n} v\n" for n in range(100 * K)), ""
    yield "100,000 aliases", "a: &a v\nx: [" + "*a ," * 100 * K + "]\n", ""
    yield "one anchor 50,000 times", "x:\n" + "  - &a v\n" * 50 * K, ""
    yield "anchor of 1 MB", "x: &" + "a" * K * K + " v\n", ""
    yield "python object tag", "x: !!python/object/apply:os.system ['touch ran']\n", "syntax-error"
    yield "python name tag", "x: !!python/name:os.system\n", "syntax-error"
    yield "own tag", "x: !custom {a: 1}\n", "syntax-error"
    yield "verbatim tag", "x: !<tag:yaml.org,2002:python/object:os.system> v\n", "syntax-error"
    yield "tag of 1 MB", "x: !" + "a" * K * K + " v\n", "syntax-error"
    yield "50,000 tags", "x:\n" + "  - !a v\n" * 50 * K, "syntax-error"
    yield "wrong int", "x: !!int abc\ny: !!bool maybe\nz: !!float x\nt: !!timestamp never\n", ""
    yield "binary", "x: !!binary '%%%'\n", ""
    yield "set and omap", "x: !!set {a, b}\ny: !!omap [a, b]\nz: !!pairs 1\n", ""
    yield "integer of 1 MB", "total_tasks: " + "9" * K * K + "\ncurrent_batch: -" + "9" * 5 * K + "\n", ""
    yield "integers of 5,000 digits", "total_tasks: " + "9" * 5 * K + "\nprogress: 0x" + "f" * 5 * K + "\n", ""
    yield "float of a huge exponent", "progress: 1e999999\ntotal_tasks: 1e400\ncompleted_tasks: -1.e999\n", ""
    yield "not a number", "progress: .nan\ntotal_tasks: .inf\ncompleted_tasks: -.inf\n", ""
    yield "base 60", "total_tasks: " + "1" + ":59" * 20 * K + "\n", ""
    yield "octal 09", "total_tasks: 09\nprogress: 0o777777777777777777777777777777\nx: 0b_\n", ""
    yield "impossible dates", "updated: 2026-02-30\ncreated: 9999-99-99T99:99:99Z\nstarted: 0000-00-00\n", ""
    yield "year 1 with a zone", "updated: 0001-01-01T00:00:00+14:00\ncreated: 9999-12-31T23:59:59-12:00\n", ""
    yield "dates of other digits", "updated: ٢٠٢٦-٠١-٠١\ncreated: 2026-01-01T00:00:00.123456789123Z\n", ""
    yield "= and ~ and empty", "x: =\n~: 1\n'': 2\n? \n: 3\n", ""
    yield "a list as key", "[a, b]: 1\n", "syntax-error"
    yield "a mapping as key", "{a: b}: 1\n", "syntax-error"
    yield "deep list as key", "? " + "[" * 60 + "]" * 60 + "\n: 1\n", ""
    yield "50,000 duplicate keys", "x:\n" + "  a: 1\n" * 50 * K, "duplicate-key"
    yield "50,000 keys", "x:\n" + "".join(f"  k{n}: 1\n" for n in range(50 * K)), ""
    yield "50,000 keys at the top", "".join(f"k{n}: 1\n" for n in range(50 * K)), ""
    yield "50,000 duplicate keys at the top", "status: 1\n" * 50 * K, "duplicate-key"
    yield "key of 1 MB", '? "' + "k" * K * K + '"\n: 1\n', ""
    yield "key of many lines", '? "a\n\n\n  b"\n: 1\n', ""
    yield "plain line of 10 MB", "x: " + "a" * 10 * K * K + "\n", ""
    yield "words on a line of 10 MB", "x: " + "a " * 5 * K * K + "\n", ""
    yield "quoted line of 10 MB", 'x: "' + "a" * 10 * K * K + '"\n', ""
    yield "block text of 10 MB", "x: |\n" + "  text\n" * (10 * K * K // 7), ""
    yield "comment of 10 MB", "# " + "c" * 10 * K * K + "\n", ""
    yield "comments, a million", "#\n" * K * K, ""
    yield "blank lines, a million", "\n" * K * K, ""
    yield "unclosed quote of 10 MB", 'x: "' + "a" * 10 * K * K + "\n", "syntax-error"
    yield "flow list of 300,000", "x: [" + "a," * 300 * K + "]\n", ""
    yield "tab as indentation", "x:\n\ty: 1\n", "syntax-error"
    yield "two documents", "x: 1\n--- \ny: 2\n", ""
    yield "directives", "%YAML 9.9\n%TAG ! tag:x,1:\n", ""
    yield "NUL", "x: a\0b\n", "unreadable-file"
    yield "control characters", "x: a\x01b\n", "syntax-error"
    yield "escape sequence", "x: \x1b[31mred\n", "syntax-error"
    yield "DEL and C1", "x: a\x7fb\x9bc\n", "syntax-error"
    yield "lone surrogates", b"x: \xed\xa0\x80\n", "unreadable-file"
    yield "overlong UTF-8", b"x: \xc0\xaf\n", "unreadable-file"
    yield "broken UTF-8 at the end", b"x: \xf0\x9f\n", "unreadable-file"
    yield "latin-1", "x: résumé\n".encode("latin-1"), "unreadable-file"
    yield "escaped surrogate", 'x: "\\ud800"\n', ""
    yield "escaped NUL and bell", 'title: "a\\0b\\a\\e[31m"\nstatus: "\\0"\n', ""
    yield "escape beyond Unicode", 'x: "\\UFFFFFFFF"\n', "syntax-error"
    yield "no characters", "x: \ufffe\uffff\n", ""
    yield "line separators", "x: a\u2028b\u2029c\x85d\n\u2028\n", ""
    yield "a BOM in the middle", "x: a\ufeffb\n\ufeffy: 1\n", ""
    yield "right to left", "status: \u202egnidnep\nx: \u2066a\u2069\n", ""
    yield "workflow commands", "status: '##[add-mask]x'\nx: '::error::boo'\nphase: '::set-output name=a::b'\n", ""
    yield "astral plane", "status: \U0001f600\U000e0001\nx: " + "\U0001f600" * 10 * K + "\n", ""
    yield "CR only", "x: 1\ry: 2\rstatus: done\r", ""
    yield "CR LF and LF", "x: 1\r\ny: 2\nz: 3\r\n", ""
    yield "CR CR LF", "x: 1\r\r\ny: 2\r\r\n", ""
    yield "percent and braces", "x: %s {} {0} ${{ a }} %(x)s\nstatus: '%n{0.__class__}'\n", ""
    for number, value in enumerate(("[]", "{}", "null", "7", "text", "[[[]]]", "{a: {b: 1}}", "[null, 7, {}]", "-1.5")):
        keys = (
            "title tasks parallelization blockers total_tasks completed_tasks progress updated created prd_ref"
            " phases current_phase agents_contributed artifacts tools_status mcp_service_name critical_path"
        ).split()
        yield f"every key wrong, {number + 1}", "".join(f"{key}: {value}\n" for key in keys), ""


def _plain_yaml() -> LazyDocuments:
    """Yield YAML for plans only."""
    yield "50,000 tasks", "tasks:\n" + "".join(TASK.format(n, "") for n in range(50 * K)), ""
    yield "20,000 tasks in a chain", "tasks:\n" + "".join(TASK.format(n, f"T{n - 1}") for n in range(20 * K)), ""
    yield (
        "a circle of 20,000",
        "tasks:\n" + "".join(TASK.format(n, f"T{(n + 1) % (20 * K)}") for n in range(20 * K)),
        "dependency-cycle",
    )
    yield "50,000 dependencies", "tasks:\n" + TASK.format(1, ", ".join(f"X{n}" for n in range(50 * K))), ""
    yield (
        "one dependency 50,000 times",
        "tasks:\n" + TASK.format(1, "") + TASK.format(2, "T1, " * 50 * K),
        ("duplicate-dependency"),
    )
    yield "itself 50,000 times", "tasks:\n" + TASK.format(1, "T1, " * 50 * K), "self-dependency"
    yield "one id 50,000 times", "tasks:\n" + TASK.format(1, "") * 50 * K, "duplicate-task-id"
    yield (
        "600 tasks, each after all others",
        "tasks:\n" + "".join(TASK.format(n, ", ".join(f"T{m}" for m in range(600) if m != n)) for n in range(600)),
        "dependency-cycle",
    )
    yield (
        "600 tasks, each after all before",
        "tasks:\n" + "".join(TASK.format(n, ", ".join(f"T{m}" for m in range(n))) for n in range(600)),
        "",
    )
    yield (
        "20,000 unknown ids beside 20,000 tasks",
        "tasks:\n" + "".join(TASK.format(n, f"U{n}") for n in range(20 * K)),
        "unknown-dependency",
    )
    yield (
        "20,000 batches",
        "tasks:\n"
        + "".join(TASK.format(n, f"T{n + 1}") for n in range(2 * K))
        + ("parallelization:\n" + "".join(f"  batch_{n}: [T{n}]\n" for n in range(20 * K))),
        "batch-order",
    )
    yield (
        "one batch 20,000 times",
        "tasks:\n" + TASK.format(1, "") + "parallelization:\n" + ("  batch_1: [T1]\n" * 20 * K),
        "duplicate-key",
    )
    yield (
        "a batch of 100,000",
        "tasks:\n"
        + TASK.format(1, "")
        + "parallelization:\n  batch_1: ["
        + (", ".join(f"T{n}" for n in range(100 * K)) + "]\n"),
        "unknown-batch-task",
    )
    yield (
        "a batch of one task 50,000 times",
        "tasks:\n" + TASK.format(1, "") + "parallelization:\n  batch_1: [" + ("T1, " * 50 * K + "]\n"),
        "",
    )
    yield (
        "batch of a huge number",
        "parallelization:\n  batch_" + "9" * 100 * K + ": [T1]\n  batch_1_" + ("_1" * 10 * K + ": [T1]\n"),
        "",
    )
    yield (
        "5,000 tasks with 5,000 late batches",
        "tasks:\n"
        + "".join(TASK.format(n, f"T{n + 1}") for n in range(5 * K))
        + "parallelization:\n"
        + "".join(f"  batch_{n + 1}: [T{n}]\n" for n in range(5 * K)),
        "batch-order",
    )
    yield (
        "5,000 wrong statuses",
        "tasks:\n" + "".join(f"  - {{id: T{n}, status: compleet{n}, assigned_to: x}}\n" for n in range(5 * K)),
        "",
    )
    yield (
        "ids of 10,000 letters",
        "tasks:\n" + "".join(TASK.format("x" * 10 * K + str(n), "x" * 10 * K + str(n + 9)) for n in range(50)),
        "",
    )
    yield "critical path of 50,000", "critical_path: [" + "T1, " * 50 * K + "]\ntasks:\n" + TASK.format(1, ""), ""
    yield (
        "tasks as a mapping of 20,000",
        "tasks:\n" + "".join(f"  T{n}: {{status: pending, dependencies: [T{n + 1}]}}\n" for n in range(20 * K)),
        "",
    )
    yield "5,000 dates", "".join(f"a{n}_at: 2026-13-{n}\n" for n in range(5 * K)), ""
    yield (
        "references of every kind",
        "prd_ref: ../../../../../../etc/passwd\nplan_ref: /etc/shadow\n"
        + (
            "related_documents: ['a\\0b.md', '"
            + "../" * 300
            + "x.md', //x/y.md, 'C:\\x.md', '/dev/zero', '~root/x.md']\n"
        ),
        "",
    )
    yield "50,000 references", "context_files:\n" + "".join(f"  - docs/x{n}.md\n" for n in range(50 * K)), ""


def _plans() -> LazyDocuments:
    plan = f"---\n{HEAD}tasks:\n" + TASK.format(1, "") + "---\n"
    yield "empty", "", ""
    yield "only a BOM", "\ufeff", ""
    yield "only an opening fence", "---", ""
    yield "a fence and a newline", "---\n", ""
    yield "two fences", "---\n---\n", ""
    yield "a fence and dots", "---\n...\n", ""
    yield "unclosed", f"---\n{HEAD}tasks:\n" + TASK.format(1, ""), "unclosed-frontmatter"
    yield "unclosed of 10 MB", f"---\n{HEAD}" + "x: 1\n" * 2 * K * K, "unclosed-frontmatter"
    yield "a million fences", plan + "---\n" * K * K, ""
    yield "fences with a tail, a million", f"---\n{HEAD}" + "---x\n" * K * K, "unclosed-frontmatter"
    yield "33 MiB", plan + "x" * (33 << 20), "unreadable-file"
    yield "31 MiB of text", plan + "x" * (31 << 20), ""
    yield "31 MiB of lines", plan + "x\n" * (31 << 19), ""
    yield "31 MiB of YAML", f"---\n{HEAD}x: [" + "a," * (31 << 19) + "]\n---\n", "limit-exceeded"
    yield "31 MiB of lists", f"---\n{HEAD}x: [" + "[]," * (10 << 20) + "]\n---\n", "limit-exceeded"
    yield "31 MiB of mappings", f"---\n{HEAD}x:\n" + "- a: b\n" * (4 << 20) + "---\n", "limit-exceeded"
    yield "a scalar as root", "---\ntype: progress\n  text\n---\n", ""
    yield "a list as root", "---\n- type: progress\n- tasks: []\n  prd: a\n---\n", ""
    yield "no final newline", plan.rstrip("\n"), ""
    yield "blanks behind the fence", plan.replace("---\n", "---" + " " * K * K + "\n"), ""


def _bodies() -> LazyDocuments:
    plan = f"---\n{HEAD}total_tasks: 7\ntasks:\n" + TASK.format(1, "") + "---\n"
    table = "| Task | Status |\n|---|---|\n| T1 | completed |\n\n"
    yield "a million lines", plan + "some text here\n" * K * K, ""
    yield "100,000 tables", plan + table * 100 * K, "body-drift"
    yield "one table of 100,000 rows", plan + table[:-1] + "| T1 | completed |\n" * 100 * K, "body-drift"
    yield (
        "one row of 100,000 cells",
        plan + ("| x " * 100 * K + "|\n") + ("|---" * 100 * K + "|\n") + ("| T1 " * 100 * K + "|\n"),
        "",
    )
    yield "a delimiter of 10 MB", plan + "|" + "-" * 10 * K * K + "|\n", ""
    yield "pipes, 10 MB", plan + "|" * 10 * K * K + "\n", ""
    yield "delimiters, 5 MB on a line", plan + "|-" * 2 * K * K + "x\n", ""
    yield "delimiters that fail late", plan + ("|" + " " * 50 * K + "-x\n") * 20, ""
    yield "blanks, 10 MB", plan + " " * 10 * K * K + "x\n", ""
    yield "fences unclosed, 100,000", plan + "```x\n" * 100 * K, ""
    yield "fences of rising length", plan + "".join("`" * (3 + n % 500) + "\n" for n in range(20 * K)), ""
    yield "comments unclosed, 300,000", plan + "<!-- \n" * 300 * K, ""
    yield "comments, 100,000", plan + "<!-- x -->\n" * 100 * K, ""
    yield "headings, 100,000", plan + "## 2026-01-01 log\n" * 100 * K, ""
    yield "heading of 10 MB", plan + "# " + "log" * 3 * K * K + "\n", ""
    yield "cells with comments", plan + table[:-1] + "| T1 <!-- | completed <!-- |\n" * 20 * K, ""
    yield "backslashes, 5 MB", plan + table[:-1] + "| T1 " + "\\" * 5 * K * K + "| completed |\n", ""
    yield "brackets, 1 MB in a cell", plan + table[:-1] + "| T1 | " + "[" * K * K + " |\n", ""
    yield "parentheses, 1 MB in a cell", plan + table[:-1] + "| T1 | completed " + "(" * K * K + " |\n", ""
    yield "blanks and parentheses in a cell", plan + table[:-1] + "| T1 | completed" + " " * 50 * K + "( |\n", ""
    yield "workflow commands in a cell", plan + table[:-1] + "| T1 | ::error::x ##[group] \x1b[2J |\n", ""


def _encodings() -> LazyDocuments:
    plan = f"---\n{HEAD}tasks:\n" + TASK.format(1, "") + "---\n"
    yield "UTF-16 with a BOM", plan.encode("utf-16"), "unreadable-file"
    yield "UTF-16 BE with a BOM", b"\xfe\xff" + plan.encode("utf-16-be"), "unreadable-file"
    yield "UTF-16 without a BOM", plan.encode("utf-16-le"), ""
    yield "UTF-32", plan.encode("utf-32"), ""
    yield "odd UTF-16", plan.encode("utf-16") + b"\x00", "unreadable-file"
    yield "UTF-16 of lone surrogates", plan.encode("utf-16") + b"\x00\xd8" * 100, "unreadable-file"
    yield "UTF-7", plan.encode("utf-7"), ""
    yield "BOM", "\ufeff" + plan, ""
    yield "two BOMs", "\ufeff\ufeff" + plan, ""
    yield "BOM and CR LF", "\ufeff" + plan.replace("\n", "\r\n"), ""
    yield "CR LF", plan.replace("\n", "\r\n"), ""
    yield "CR only, whole file", plan.replace("\n", "\r"), ""
    yield "random bytes", bytes(range(256)) * K, ""
    yield "a plan, then random bytes", plan.encode() + bytes(range(256)) * K, "unreadable-file"
    yield "NUL in the body", plan + "\0", "unreadable-file"
    yield "gzip", b"---\n\x1f\x8b\x08" + bytes(range(256)), ""
    yield "lone surrogate in the body", plan.encode() + b"\xed\xb0\x80", "unreadable-file"


def _suppressions() -> LazyDocuments:
    comment = "# planlint: ignore[{}]"
    tasks = "tasks:\n" + TASK.format(1, "T9")

    def plan(yaml: str, body: str = "") -> str:
        return f"---\n{HEAD}{yaml}---\n{body}"

    yield (
        "20,000 comments at line ends",
        plan(tasks + "".join(f"x{n}: 1  {comment.format('count-mismatch')}\n" for n in range(20 * K))),
        "unused-suppression",
    )
    yield (
        "20,000 comments above keys",
        plan(tasks + "".join(f"{comment.format('count-mismatch')}\nx{n}: 1\n" for n in range(20 * K))),
        "unused-suppression",
    )
    yield (
        "20,000 comments for the file",
        plan(tasks + "# planlint: ignore-file[batch-order]\n" * 20 * K),
        "unused-suppression",
    )
    yield (
        "100,000 names in a comment",
        plan(tasks + comment.format(", ".join(f"x{n}" for n in range(100 * K))) + "\n"),
        "invalid-suppression",
    )
    yield "one name 50,000 times", plan(tasks + comment.format("batch-order, " * 50 * K) + "\n"), "unused-suppression"
    yield "a comment of 5 MB", plan(tasks + comment.format("x" * 5 * K * K) + "\n"), "invalid-suppression"
    yield "unclosed", plan(tasks + "# planlint: ignore[" + "a," * 50 * K + "\n"), "invalid-suppression"
    yield "blanks, 5 MB", plan(tasks + "# planlint:" + " " * 5 * K * K + "ignore\n"), ""
    yield (
        "wrong dates",
        plan(
            tasks
            + comment.format("batch-order")
            + " until=2026-99-99\n"
            + comment.format("batch-order")
            + " until=\0x\n"
        ),
        "",
    )
    yield (
        "until of 1 MB",
        plan(tasks + comment.format("batch-order") + " until=" + "9" * K * K + "\n"),
        ("invalid-suppression"),
    )
    yield (
        "nothing named",
        plan(tasks + "# planlint: ignore\n# planlint: ignore[]\n# planlint:\n"),
        ("invalid-suppression"),
    )
    yield "20,000 in the body", plan(tasks, "<!-- planlint: ignore[body-drift] -->\n" * 20 * K), "unused-suppression"
    yield (
        "20,000 tables below one each",
        plan(
            tasks,
            "<!-- planlint: ignore[body-drift] -->\n| Task | Status |\n|---|---|\n| T1 | completed |\n\n" * 20 * K,
        ),
        "",
    )
    yield (
        "20,000 on one line",
        plan(tasks, "<!-- planlint: ignore[body-drift] -->" * 20 * K + "\n"),
        ("unused-suppression"),
    )
    yield "20,000 begun, none closed", plan(tasks, "<!-- planlint: ignore[body-drift] " * 20 * K + "\n"), ""
    yield "begun on 20,000 lines", plan(tasks, "<!-- planlint: ignore[body-drift] \n" * 20 * K), ""
    yield "inside a text of 5 MB", plan(tasks + "x: |\n" + "  # planlint: ignore[batch-order]\n" * 100 * K), ""
    yield "control characters in a name", plan(tasks + comment.format("a\u202eb, \u2028") + "\n"), ""
    yield (
        "20,000 violations to suppress",
        plan("tasks:\n" + "".join(TASK.format(n, f"U{n}") for n in range(5 * K))),
        "unknown-dependency",
    )


def _json() -> LazyDocuments:
    tools = '{"tools": [%s]}'
    yield "[ x 100,000", "[" * 100 * K, "limit-exceeded"
    yield "[ x 5,000,000", "[" * 5 * K * K, "limit-exceeded"
    yield "[] closed x 100,000", "[" * 100 * K + "]" * 100 * K, "limit-exceeded"
    yield '{"a": x 100,000', '{"a":' * 100 * K, "limit-exceeded"
    yield "empty", "", "syntax-error"
    yield "blanks, 10 MB", " " * 10 * K * K, "syntax-error"
    yield "only a BOM", "\ufeff", "syntax-error"
    yield "BOM", "\ufeff" + tools % '{"name": "x"}', ""
    yield "UTF-16", (tools % '{"name": "x"}').encode("utf-16"), ""
    yield "not UTF-8", b'{"tools": ["\xff"]}', "unreadable-file"
    yield "NUL", '{"tools": ["\0"]}', "unreadable-file"
    yield "control characters", '{"tools": ["\x01"]}', "syntax-error"
    yield "lone surrogates", tools % '{"name": "\\ud800"}, {"name": "\\udfff\\ud800"}, {"name": "\\ud800"}', ""
    yield "lone surrogates in keys", '{"tools": [], "\\ud800": 1, "\\ud800": 2}', "duplicate-key"
    yield "bad escapes", tools % '"\\x"', "syntax-error"
    yield "NaN", tools % "NaN, Infinity, -Infinity", "syntax-error"
    yield "numbers of 1 MB", tools % ("9" * K * K), ""
    yield "exponents", tools % "1e999999, -1E-999999, 1e99999999999999999999", ""
    yield "50,000 duplicate keys", "{" + '"a": 1, ' * 50 * K + '"tools": []}', "duplicate-key"
    yield "50,000 tools", tools % ", ".join(f'{{"name": "t{n}"}}' for n in range(50 * K)), ""
    yield "one tool 50,000 times", tools % ", ".join(['{"name": "x"}'] * 50 * K), "duplicate-tool"
    yield "string of 10 MB", tools % ('{"name": "' + "x" * 10 * K * K + '"}'), ""
    yield "string of 10 MB unclosed", '{"tools": "' + "x" * 10 * K * K, "syntax-error"
    yield "backslashes, 10 MB", '{"tools": "' + "\\" * 10 * K * K, "syntax-error"
    yield "quotes, 1,000,000", '"' * K * K, "syntax-error"
    yield "commas", "[,]", "syntax-error"
    yield "one comma too many", '{"tools": [1,],}', "syntax-error"
    yield "comments", "// x\n{}", "syntax-error"
    yield "two values", "{} {}", "syntax-error"
    yield "a text", '"tools"', ""
    yield "wrong types", '{"tools": {"a": [null, true, {}]}}', ""
    yield "tools of every type", tools % 'null, true, 1, "x", [], {}, [[]], {"name": null}, {"name": {"a": 1}}', ""
    yield "__proto__", '{"__proto__": {"a": 1}, "constructor": 1, "tools": []}', ""
    yield "1 MB of digits and a letter", tools % ("1" * K * K + "x"), "syntax-error"
    yield "numbers that almost are", tools % ("-" * K * K), "syntax-error"
