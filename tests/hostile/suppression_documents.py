"""Hostile suppression comments."""

from __future__ import annotations

from tests.hostile.documents import HEAD, TASK, Documents, K


def suppression_documents() -> Documents:
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
