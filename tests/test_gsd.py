"""GSD: types of fields, checked lines and the progress table of ROADMAP.md, STATE.md, and shipped phases."""

from __future__ import annotations

import pytest

from tests.conftest import Lint

HOME = ".planning"
PHASE = f"{HOME}/phases/04-pier"
ROADMAP = f"{HOME}/ROADMAP.md"
LIST = "- [ ] **Phase 4: Pier**\n\nPlans:\n"
TABLE = "\n| Phase | Plans Complete | Status | Completed |\n|---|---|---|---|\n"


def plan(number: str, *, phase: str = "04-pier", **fields: str) -> dict[str, str]:
    values = {
        "phase": phase,
        "plan": number,
        "type": "execute",
        "wave": "1",
        "depends_on": "[]",
        "files_modified": f"[{number}.py]",
        "autonomous": "true",
        "must_haves": "{truths: [a]}",
        **fields,
    }
    lines = "".join(f"{field}: {value}\n" for field, value in values.items() if value)
    return {f"{HOME}/phases/{phase}/{phase[:2]}-{number}-PLAN.md": f"---\n{lines}---\n"}


def summary(number: str) -> dict[str, str]:
    return {f"{PHASE}/04-{number}-SUMMARY.md": "---\nstatus: complete\n---\n"}


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("wave", "two", "wrong-type"),
        ("wave", "1.5", "wrong-type"),
        ("wave", "[1]", "wrong-type"),
        ("wave", "-1", "invalid-value"),
        ("wave", "'2'", ""),
        ("wave", "0", ""),
        ("wave", "null", ""),
        ("autonomous", "maybe", "wrong-type"),
        ("autonomous", "False", ""),
        ("files_modified", "a.py", "wrong-type"),
        ("files_modified", "{a: b}", "wrong-type"),
        ("files_modified", "none", ""),
        ("type", "implementation", "invalid-value"),
        ("type", "tdd", ""),
    ],
)
def test_the_types_of_fields(lint: Lint, field: str, value: str, rule: str) -> None:
    found = lint(plan("01", **{field: value})).violations
    assert [(v.rule, v.data["field"], v.severity) for v in found] == ([(rule, field, "warning")] if rule else [])


def test_a_ticked_plan_that_is_superseded_is_right(lint: Lint) -> None:
    files = {**plan("01", status="superseded"), ROADMAP: LIST + "- [x] 04-01-PLAN.md\n"}
    assert not lint(files).violations


def test_a_ticked_plan_without_a_file(lint: Lint) -> None:
    roadmap = LIST + "- [x] 04-01-PLAN.md\n- [x] 04-09-PLAN.md\n- [x] 05-01-PLAN.md\n"
    [violation] = lint({**plan("01"), **summary("01"), ROADMAP: roadmap}).violations
    assert (violation.rule, violation.data["task"]) == ("rollup-drift", "04-09-PLAN.md")


def test_a_ticked_plan_with_a_summary_alone(lint: Lint) -> None:
    roadmap = LIST + "- [x] 04-01-PLAN.md\n- [x] 04-09-PLAN.md\n"
    found = lint({**plan("01"), **summary("01"), **summary("09"), ROADMAP: roadmap}).violations
    assert [v.rule for v in found] == ["invisible-file"]


def test_a_ticked_plan_of_a_folder_that_may_be_of_another_milestone(lint: Lint) -> None:
    assert not lint({**plan("01"), **summary("01"), ROADMAP: LIST + "- [x] 04-09-PLAN.md\n"}).violations


@pytest.mark.parametrize(
    ("row", "field", "expected"),
    [
        ("| 4. Pier | 3/3 | Complete | 2026-03-02 |", "completed plans of phase 4", 2),
        ("| Phase 4: Pier | 1/2 | In progress | - |", "all plans of phase 4", 3),
        ("| 4. Pier | 2/3 | In progress | - |", "", 0),
        ("| 4. Pier | 1/3 | In progress | - |", "", 0),
        ("| 4. Pier | 2/5 | In progress | - |", "", 0),
        ("| 4. Harbour | 3/3 | Complete | - |", "", 0),
        ("| 4. Pier | 3/3 | Abandoned | - |", "", 0),
        ("| ~~4. Pier~~ | 3/3 | Complete | - |", "", 0),
        ("| 5. Pier | 3/3 | Complete | - |", "", 0),
    ],
)
def test_the_table_of_progress(lint: Lint, row: str, field: str, expected: int) -> None:
    files = {**plan("01"), **plan("02"), **plan("03"), **summary("01"), **summary("02")}
    found = lint({**files, ROADMAP: f"- [ ] **Phase 4: Pier**\n{TABLE}{row}\n"}).violations
    assert [(v.rule, v.data["field"], v.data["expected"], v.fix) for v in found] == (
        [("count-mismatch", field, expected, None)] if field else []
    )


ROW = "| 4. Pier | 2/2 | Complete | - |\n"


def test_a_ticked_line_is_reported_once(lint: Lint) -> None:
    ticked = "- [ ] **Phase 4: Pier**\n\n- [x] 04-01-PLAN.md\n- [x] 04-02-PLAN.md\n"
    found = lint({**plan("01"), **plan("02"), **summary("01"), ROADMAP: ticked + TABLE + ROW}).violations
    assert [v.rule for v in found] == ["rollup-drift"]


@pytest.mark.parametrize(
    "shipped",
    [
        "- v1.0 Harbour (Phases 1-4) -- shipped 2026-01-01\n",
        "- ✅ **v1.0 Harbour** — Phases 1-4\n",
        "<details>\n<summary>v1.0 (SHIPPED)</summary>\n\n- [ ] Phase 4: Pier\n</details>\n",
    ],
)
def test_rows_of_a_shipped_milestone_are_left_alone(lint: Lint, shipped: str) -> None:
    roadmap = shipped + "\n## Phase 5: Quay\n" + TABLE + ROW
    assert not lint({**plan("01"), **plan("02"), **summary("01"), ROADMAP: roadmap}).violations


ROADMAP_OF_TWO = "## Phase 4: Pier\n## Phase 5: Quay\n"


@pytest.mark.parametrize(
    ("roadmap", "rules"), [(ROADMAP_OF_TWO, ["missing-field"]), (f"- v1.0 (Phases 1–4) shipped\n{ROADMAP_OF_TWO}", [])]
)
def test_plans_of_shipped_milestones_are_not_asked_for_fields(lint: Lint, roadmap: str, rules: list[str]) -> None:
    bare = plan("01", must_haves="", autonomous="", type="")
    assert [v.rule for v in lint({**bare, ROADMAP: roadmap}).violations] == rules


def test_plans_in_the_folder_of_a_milestone_are_not_asked_for_fields(lint: Lint) -> None:
    [text] = plan("01", must_haves="", autonomous="", type="").values()
    report = lint({f"{HOME}/milestones/v1.0-phases/04-pier/04-01-PLAN.md": text})
    assert (report.plans, report.violations) == (1, [])


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("---\nstatus: completed\n---\n", ["4"]),
        ("**Status:** Milestone complete\n", ["4"]),
        ("---\nstatus: completed\nprogress:\n  total_phases: 3\n  completed_phases: 2\n---\n", ["4"]),
        ("---\nstatus: executing\n---\n", []),
        ("Status: Complete\n", []),
    ],
)
def test_a_completed_state_with_open_phases(lint: Lint, state: str, expected: list[str]) -> None:
    files = {**plan("01"), ROADMAP: "## Phase 4: Pier\n", f"{HOME}/STATE.md": state}
    found = lint(files).violations
    assert [v.data["open"] for v in found if v.rule == "status-mismatch"] == ([expected] if expected else [])
    assert {v.severity for v in found} <= {"warning"}


def test_a_completed_state_by_its_own_numbers(lint: Lint) -> None:
    state = "---\nstatus: completed\nprogress:\n  total_phases: 3\n  completed_phases: 2\n---\n"
    [violation] = lint({f"{HOME}/STATE.md": state}).violations
    assert (violation.rule, violation.message) == (
        "status-mismatch",
        "`status` is `completed`, but phases are open: 1 of 3",
    )


def test_a_completed_state_without_open_phases(lint: Lint) -> None:
    state = "---\nstatus: completed\n---\n"
    files = {**plan("01"), **summary("01"), ROADMAP: "## Phase 4: Pier\n", f"{HOME}/STATE.md": state}
    assert not lint(files).violations


@pytest.mark.parametrize("part", ["<details ", "<details>", "<details>shipped", "| 4 | 1/", "shipped Phase ", "✅ "])
def test_a_long_roadmap_takes_linear_time(lint: Lint, part: str) -> None:
    header = "| Phase | Plans Complete | Status | Completed |\n"
    assert not lint({**plan("01"), ROADMAP: f"## Phase 4: Pier\n{header}{part * 50_000}\n"}).violations


def state(body: str = "", status: str = "executing", **progress: int | str) -> str:
    numbers = "".join(f"  {field}: {value}\n" for field, value in progress.items())
    return f"---\nstatus: {status}\nprogress:\n{numbers}---\n{body}"


PERCENTAGES = {
    "never set": (state(total_plans=4, completed_plans=1, percent=0), "safe"),
    "of a completed milestone": (state(status="completed", total_plans=4, completed_plans=1, percent=100), None),
    "of half": (state(total_plans=4, completed_plans=1, percent=70), "unsafe"),
    "of the body": (state("Progress: [##] 70%\n", total_plans=4, completed_plans=1, percent=70), None),
    "of what is on disk": (state(total_plans=4, completed_plans=1, percent=50), None),
}


@pytest.mark.parametrize(("text", "level"), PERCENTAGES.values(), ids=PERCENTAGES)
def test_a_percentage_that_something_supports_is_left_alone(lint: Lint, text: str, level: str | None) -> None:
    files = {**plan("01"), **plan("02"), **summary("01"), f"{HOME}/STATE.md": text}
    [violation] = lint(files, select=["progress-mismatch"]).violations
    assert (violation.fix and ("safe" if violation.fix.safe else "unsafe")) == level


@pytest.mark.parametrize("total", ["TBD", "0", "''", "null", "20+"])
@pytest.mark.parametrize("percent", [0, 33, 90])
def test_a_percentage_without_a_number_of_plans_is_an_estimate(lint: Lint, total: str, percent: int) -> None:
    text = state(total_phases=4, completed_phases=2, total_plans=total, completed_plans=3, percent=percent)
    assert [v.rule for v in lint({f"{HOME}/STATE.md": text}).violations if v.rule == "progress-mismatch"] == []
    [violation] = lint({f"{HOME}/STATE.md": text.replace(f"plans: {total}", "plans: 4")}).violations
    assert (violation.rule, violation.data["expected"]) == ("progress-mismatch", 50)


COMPLETED = {
    "fewer": (state(total_plans=2, completed_plans=0), LIST, "unsafe"),
    "a percentage that agrees": (state(total_plans=2, completed_plans=2, percent=100), LIST, None),
    "checked lines": (
        state(total_plans=2, completed_plans=2),
        f"{LIST}- [x] 04-01-PLAN.md\n- [x] 04-02-PLAN.md\n",
        None,
    ),
}


@pytest.mark.parametrize(("text", "roadmap", "level"), COMPLETED.values(), ids=COMPLETED)
def test_a_count_of_plans_that_something_supports(lint: Lint, text: str, roadmap: str, level: str | None) -> None:
    files = {**plan("01"), **plan("02"), **summary("01"), f"{HOME}/STATE.md": text, ROADMAP: roadmap}
    [violation] = [v for v in lint(files, select=["count-mismatch"]).violations if v.path.endswith("STATE.md")]
    assert (violation.fix and ("safe" if violation.fix.safe else "unsafe")) == level


@pytest.mark.parametrize(
    ("written", "rule", "suggestion"),
    [
        ("04-pier-01", "ignored-dependency", "04-01"),
        ("04-Pier-1", "ignored-dependency", "04-01"),
        ("04-pier-01-PLAN.md", "ignored-dependency", "04-01"),
        ("04-pier-plan-01", "prose-dependency", None),
        (".planning/phases/04-pier/04-01-PLAN.md", "ignored-dependency", "04-01"),
        ("04-pier/01", "ignored-dependency", "04-01"),
        ("04-pier/05-01", "prose-dependency", None),
        ("05-lamp-01", "ignored-dependency", None),
        ("phases/05-lamp/05-01-PLAN.md", "ignored-dependency", None),
        ("04-pier-09", "unknown-dependency", None),
        ("06-quay-01", "prose-dependency", None),
    ],
)
def test_a_reference_with_the_folder_of_the_phase(lint: Lint, written: str, rule: str, suggestion: str | None) -> None:
    files = plan("01") | plan("02", wave="2", depends_on=f"[{written}]") | plan("01", phase="05-lamp")
    (violation,) = lint(files).violations
    assert (violation.rule, violation.data.get("suggestion")) == (rule, suggestion)


@pytest.mark.parametrize(
    ("written", "suggestion", "reason"),
    [
        ("02-PLAN.md", "02", "GSD expects the id of a plan"),
        ("2", "02", "GSD expects the id of a plan"),
        ("04-pier/02-PLAN.md", "02", "GSD expects the id of a plan"),
        ("4.2", "02", "GSD expects the id of a plan"),
        ("04-02", None, "GSD expects `02-PLAN.md` to be named `04-02-PLAN.md`"),
    ],
)
def test_a_reference_to_a_plan_without_the_phase_in_its_name(
    lint: Lint, written: str, suggestion: str | None, reason: str
) -> None:
    [text] = plan("02", depends_on="[]").values()
    files = {f"{PHASE}/02-PLAN.md": text, f"{PHASE}/03-PLAN.md": text.replace("[]", f'["{written}"]')}
    [violation] = [v for v in lint(files).violations if v.rule == "ignored-dependency"]
    assert (violation.data["suggestion"], violation.message.split(": ")[1]) == (suggestion, reason)


@pytest.mark.parametrize(
    ("written", "rule", "reason"),
    [
        ("01", "ignored-dependency", "many versions of GSD expect full ids"),
        ("1", "ignored-dependency", "GSD expects the id of a plan"),
        ("4.1", "ignored-dependency", "GSD expects the id of a plan"),
        ("4.9", "prose-dependency", ""),
        ("5.1", "prose-dependency", ""),
    ],
)
def test_which_numbers_are_read(lint: Lint, written: str, rule: str, reason: str) -> None:
    [violation] = lint(plan("01") | plan("02", wave="2", depends_on=f'["{written}"]')).violations
    assert (violation.rule, violation.message.partition(": ")[2]) == (rule, reason)


def test_a_number_that_is_a_phase_and_a_plan(lint: Lint) -> None:
    files = plan("01") | plan("02", wave="2", depends_on='["4.1"]') | plan("01", phase="04.1-lamp")
    [violation] = [v for v in lint(files).violations if v.path.endswith("04-02-PLAN.md")]
    assert violation.rule == "prose-dependency"


def test_a_folder_without_a_number(lint: Lint) -> None:
    [text] = plan("02", depends_on="[]").values()
    folder = f"{HOME}/phases/phase-4"
    files = {f"{folder}/02-PLAN.md": text, f"{folder}/03-PLAN.md": text.replace("[]", "[phase-4-02]")}
    [violation] = [v for v in lint(files).violations if v.rule == "ignored-dependency"]
    assert violation.data["suggestion"] == "02"


@pytest.mark.parametrize("home", [HOME, ".vbw-planning"])
@pytest.mark.parametrize(("first", "second"), [("B", "C"), ("G4", "G5")])
def test_plans_with_a_letter_for_a_number(lint: Lint, home: str, first: str, second: str) -> None:
    folder = f"{home}/phases/04-pier"
    [text] = plan("02", title="Pier", plan=f"04-{first}").values()
    other = text.replace(f"04-{first}", f"04-{second}").replace("wave: 1", "wave: 2")
    files = {
        f"{folder}/04-{first}-PLAN.md": text,
        f"{folder}/04-{second}-PLAN.md": other.replace("[]", f"[04-{first}]", 1),
    }
    assert lint(files).violations == []
    files[f"{folder}/04-{second}-SUMMARY.md"] = "---\nstatus: complete\n---\n"
    [violation] = lint(files).violations
    assert (violation.rule, violation.data["dependency"]) == ("done-before-dependency", f"04-{first}")
