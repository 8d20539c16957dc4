"""Hostile JSON of tools manifests."""

from __future__ import annotations

from tests.hostile.documents import Documents, K


def json_documents() -> Documents:
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
