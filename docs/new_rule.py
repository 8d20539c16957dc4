"""``python -m docs.new_rule ID --family FAMILY``: write class, page and golden file of a new rule that pass all tests.

The generated rule reports tasks with the id REPLACE-ME. Change page and class together.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from docs.rule_table import FAMILIES, ROOT
from linter.rules.registry import FAMILY, class_name
from linter.rules.renamed import RENAMED

if TYPE_CHECKING:
    from pathlib import Path

_CLASS = '''"""{summary}"""

from __future__ import annotations

from linter.rules.base import Rule
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.rules.violation import Violation


class {name}(Rule):
    """See ``{file}.md``."""

    id = "{id}"
    family = "{family}"
    severity = WARNING
    default = False

    def check(self, document: Plan) -> Iterable[Violation]:
        for task in document.tasks:
            if task.name == "REPLACE-ME":
                yield self.violation(document, task.id, "task id is `REPLACE-ME`", {{"task": task.name}})
'''
_PAGE = """# {id}

{summary}

## Why

Say what goes wrong for the people or the tools that read such a plan.

## Bad

```markdown
---
type: progress
prd: shop
tasks:
- id: «REPLACE-ME»
  status: pending
  dependencies: []
---
```

## Good

```markdown
---
type: progress
prd: shop
status: in_progress
tasks:
- id: SHOP-1
  status: pending
  dependencies: []
  assigned_to: ada
---
```
"""
_SUMMARY = "A task has the id REPLACE-ME."


def files(id: str, family: str) -> dict[Path, str]:
    """Return the texts of class and page by path."""
    file = id.replace("-", "_")
    words = {"id": id, "family": family, "file": file, "name": class_name(id), "summary": _SUMMARY}
    folder = ROOT / "linter" / "rules" / family
    return {folder / f"{file}.py": _CLASS.format(**words), folder / f"{file}.md": _PAGE.format(**words)}


def problem(id: str) -> str | None:
    """Return why a rule cannot have this id, or None."""
    if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", id):
        return f"invalid id {id!r}: expected kebab-case, such as task-without-owner"
    if id in FAMILY:
        return f"the rule {id!r} exists: linter/rules/{FAMILY[id]}/{id.replace('-', '_')}.py"
    if id in RENAMED:
        return f"the id {id!r} is reserved: it was renamed to {RENAMED[id]!r}"
    return None


def main() -> int:
    """Write the files. Return 0, or 2 if the arguments are invalid."""
    parser = argparse.ArgumentParser(prog="python -m docs.new_rule", description="Scaffold a rule")
    parser.add_argument("id", metavar="ID", help="Name in kebab-case: what is wrong, such as task-without-owner")
    parser.add_argument("--family", required=True, choices=FAMILIES, help="Folder below linter/rules")
    options = parser.parse_args()
    wrong = problem(options.id)
    if wrong:
        parser.error(wrong)
    written = files(options.id, options.family)
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, str(ROOT / "docs" / "generate.py")], cwd=ROOT, check=True)
    goldens = [sys.executable, "-m", "pytest", "-q", "-n0", "tests/test_rules.py", "-k", options.id, "--update-goldens"]
    subprocess.run(goldens, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    golden = ROOT / "fixtures" / "rules" / f"{options.id}.txt"
    for path in (*written, golden):
        print(f"wrote {path.relative_to(ROOT)}")
    print("updated linter/rules/registry_table.py and what else docs/generate.py writes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
