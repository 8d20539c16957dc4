"""Tasks and batches that are much to draw."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.hostile.cases import Case, Step
from tests.hostile.documents import K
from tests.hostile.project import make_project


def cases() -> Iterator[Case]:
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
        yield Case("graph", name, partial(make_project, files), steps)
    dense: dict[str, str | bytes] = {"docs/a-progress.md": tasks(*[(f"T{n}", all_400) for n in range(400)])}
    yield Case(
        "graph", "160,000 arrows", partial(make_project, dense), [Step(["check", "--output-format", "html"], (1,))]
    )
