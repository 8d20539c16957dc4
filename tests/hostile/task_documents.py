"""Hostile tasks, dependencies, batches and references of plans."""

from __future__ import annotations

from tests.hostile.documents import TASK, Documents, K


def task_documents() -> Documents:
    """Yield YAML that only plans have."""
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
