"""Hostile Markdown files: front matter, bodies and encodings."""

from __future__ import annotations

from tests.hostile.documents import HEAD, TASK, Documents, K


def front_matter_documents() -> Documents:
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


def body_documents() -> Documents:
    plan = f"---\n{HEAD}total_tasks: 7\ntasks:\n" + TASK.format(1, "") + "---\n"
    table = "| Task | Status |\n|---|---|\n| T1 | completed |\n\n"
    yield "a million lines", plan + "some text here\n" * K * K, ""
    yield "50,000 tables", plan + table * 50 * K, "body-drift"
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


def encoded_documents() -> Documents:
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
