"""The names of GSD's files and phases: plans, the numbers in their names, and their SUMMARY files."""

from __future__ import annotations

import re

TOKEN = r"\d++[A-Za-z]?(?:\.\d++)*+"
_PAIR = re.compile(rf"(?:[A-Z]{{1,8}}-)?(?P<phase>{TOKEN})-(?P<plan>\d{{1,3}}[A-Za-z]?|[A-Z]\d{{0,2}})(?=-|\Z)")
_PLAN_NUMBER = re.compile(rf"(?:(?P<phase>{TOKEN})-)?PLAN-(?P<plan>\d{{1,3}}[A-Za-z]?)(?=-|\Z)", re.IGNORECASE)
_ALONE = re.compile(r"(?P<plan>\d{1,3}[A-Za-z]?)(?=-|\Z)")
_NO_PLAN = re.compile(r"-OUTLINE\.md\Z|-PLAN-REVIEW\.md\Z|\.pre-bounce\.md\Z|(?:^|-)SUMMARY\.md\Z", re.IGNORECASE)
_PLAN = re.compile(r"(?:^|-)PLAN\.md\Z|(?:^|-)PLAN-\d[^/]*\.md\Z")
_PHASE = re.compile(rf"(?:[A-Z]{{1,8}}-)?({TOKEN})(?=-|\Z)")
_MENTIONED_PHASE = re.compile(rf"(?m)^[ \t]*[-*#][^\n]*?\bPhase ({TOKEN})\b")
_ZEROS = re.compile(r"(?<![\d])0+(?=\d)")


def is_plan(file: str) -> bool:
    """Whether a file of that name is a plan."""
    return _PLAN.search(file) is not None and _NO_PLAN.search(file) is None


def is_summary(file: str) -> bool:
    """Whether a file of that name is the SUMMARY of a plan."""
    return file == "SUMMARY.md" or file.endswith("-SUMMARY.md")


def phase_of(folder: str) -> str:
    """Return the phase that a directory name begins with, or ""."""
    match = _PHASE.match(folder)
    return match[1] if match else ""


def phases_of(text: str) -> frozenset[str]:
    """Return the phases that headings and list items of *text*, all or part of a roadmap, mention."""
    return frozenset(bare(match[1]) for match in _MENTIONED_PHASE.finditer(text))


def bare(token: str) -> str:
    """Return a phase or plan token without leading zeros and in lower case, so that equal tokens are equal strings."""
    return _ZEROS.sub("", token.lower())


def padded(phase: str, plan: str) -> str:
    """Return ``01-02`` for ``1`` and ``2``, and ``01-B`` for ``1`` and ``b``."""
    tokens = filter(None, (bare(phase), bare(plan)))
    return "-".join(
        "0" + token if re.match(r"\d(?!\d)", token) else token.upper() if token[0].isalpha() else token
        for token in tokens
    )


class PlanName:
    """The parts of the name of a plan file.

    ``id`` is GSD's id (the name without ``-PLAN.md``), ``phase`` and ``plan`` are its tokens as written (the phase from
    *folder* if the name has none), ``is_canonical`` tells whether the name begins with both.
    """

    def __init__(self, file: str, folder: str) -> None:
        stem = file.removesuffix(".md")
        self.id = re.sub(r"-?PLAN\Z", "", stem) or stem
        pair, numbered, alone = _PAIR.match(self.id), _PLAN_NUMBER.match(stem), _ALONE.match(self.id)
        self.is_canonical = pair is not None and numbered is None
        match = numbered or pair or alone
        found = match.groupdict() if match else {}
        self.phase: str = found.get("phase") or phase_of(folder)
        self.plan: str = found.get("plan") or ""

    @property
    def pair(self) -> tuple[str, str]:
        """Phase and plan, as equal strings for equal numbers."""
        return bare(self.phase), bare(self.plan)

    @property
    def padded(self) -> str:
        """The name in VBW's form, ``01-02``."""
        return padded(self.phase, self.plan)

    @property
    def canonical(self) -> str:
        """The name in GSD's form for ``depends_on``, ``06.3-05``, or the id for other names."""
        return f"{self.phase}-{self.plan}" if self.is_canonical else self.id


def pair_of(text: str) -> tuple[str, str] | None:
    """Return phase and plan of a reference such as ``06.3-05``, ``6.3-5-PLAN.md`` or ``12-PLAN-03``, or None."""
    text = re.sub(r"\.md\Z", "", text.strip(), flags=re.IGNORECASE)
    match = _PLAN_NUMBER.match(text) or _PAIR.match(text.removesuffix("-PLAN").removesuffix("-plan"))
    if match is None or match["phase"] is None:
        return None
    return bare(match["phase"]), bare(match["plan"])


def summaries(file: str, name: PlanName) -> tuple[str, ...]:
    """Return the possible names of the SUMMARY of the plan *file*."""
    stem = file.removesuffix(".md")
    swapped = re.sub(r"PLAN(?=\Z|-\d)", "SUMMARY", stem)
    return f"{swapped}.md", f"{stem}-SUMMARY.md", f"{name.id}-SUMMARY.md", f"{name.phase}-{name.plan}-SUMMARY.md"
