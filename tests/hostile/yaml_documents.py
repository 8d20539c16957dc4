"""Hostile YAML of plans and manifests."""

from __future__ import annotations

from tests.hostile.documents import Documents, K


def _bomb(first: str, level: str, levels: int = 9, fan: int = 9) -> str:
    lines = [f"a0: &a0 {first}"]
    for number in range(1, levels + 1):
        lines.append(f"a{number}: &a{number} " + level.format(", ".join([f"*a{number - 1}"] * fan)))
    return "\n".join(lines) + "\n"


def yaml_documents() -> Documents:
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
