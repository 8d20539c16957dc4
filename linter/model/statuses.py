"""Statuses of tasks and documents by class (``docs/explanation/plans.md``).

Case, ``-``, ``_`` and blanks are ignored.
"""

from __future__ import annotations

DONE, RUNNING, OPEN, BLOCKED, AT_RISK, CLOSED = "done", "running", "open", "blocked", "at risk", "closed"

_SPELLINGS = {
    DONE: "completed complete done",
    RUNNING: "in_progress review partial active",
    OPEN: "pending not_started planning ready draft approved",
    BLOCKED: "blocked",
    AT_RISK: "at_risk",
    CLOSED: "deferred postponed future skipped wont_do cancelled abandoned superseded archived",
}
CLASSES = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()}
DEFERRED = frozenset(["deferred", "postponed", "future"])


def normalise(text: str) -> str:
    """Return *text* in the spelling of the tables above."""
    return "_".join(text.strip().lower().replace("-", " ").replace("_", " ").split())


def is_review(text: str) -> bool:
    """Return whether a status describes work that is done, but not accepted yet."""
    return normalise(text) == "review"


def status_class(text: str) -> str | None:
    """Return the class of a status as written, or None if it is unknown."""
    return CLASSES.get(text) or CLASSES.get(normalise(text))
