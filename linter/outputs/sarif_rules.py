"""The description of a rule in a SARIF log."""

from __future__ import annotations

from linter.outputs.json import family
from linter.rules.docs import load, render_page, with_carets
from linter.rules.links import rule_url
from linter.rules.registry import Registry, class_name
from linter.system.words import truncate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from linter.engine.report import Report
    from linter.rules.docs import Page

MAX_DESCRIPTION_CHARS = 1024  # GitHub's limit for a description


def descriptor(id: str, report: Report) -> dict[str, Any]:
    """Return the ``reportingDescriptor`` of the rule *id*: its summary, its reason and its whole page."""
    rule = Registry(report.plugins).load(id)
    page = load(rule)
    url = rule_url(id)
    return {
        "id": id,
        "name": class_name(id),
        "shortDescription": {"text": truncate(page.summary or id, MAX_DESCRIPTION_CHARS)},
        "fullDescription": {"text": truncate(f"{page.summary or id} {_why(page)}".strip(), MAX_DESCRIPTION_CHARS)},
        "help": {"text": f"{page.summary or id}\n\n{url}", "markdown": "\n".join(with_carets(render_page(rule)))},
        "helpUri": url,
        "defaultConfiguration": {"level": rule.severity, "enabled": rule.default},
        "properties": {
            "tags": [family(id, report), "planlint"],
            "precision": "very-high",
            "problem.severity": rule.severity,
        },
    }


def _why(page: Page) -> str:
    text = next((section.text for section in page.sections if section.kind == "Why"), "")
    return " ".join(text.strip().split("\n\n")[0].split())
