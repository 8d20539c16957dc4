"""The style of a diagram: light and dark colours, and a mark for each state, because colour alone is not accessible."""

from __future__ import annotations

# on a square of 12 pixels
MARKS = {
    "done": "M1.5 6.5 L4.5 9.5 L10.5 2.5",
    "running": "M3 1.5 L10 6 L3 10.5z",
    "open": "M6 1.5 A4.5 4.5 0 1 1 5.99 1.5z",
    "blocked": "M2 2 h8 v8 h-8z",
    "at risk": "M6 1 L11 10.5 H1z",
    "closed": "M1.5 6 H10.5",
    "unknown": "M3.5 4 A2.6 2.6 0 1 1 6 6.6 V8 M6 10 V11",
    "external": "M2.5 9.5 L9.5 2.5 M4.5 2.5 H9.5 V7.5",
    "missing": "M2 2 L10 10 M10 2 L2 10",
}
# name: light, dark
_COLOURS = {
    "paper": ("#ffffff", "#0d1117"),
    "text": ("#1f2328", "#e6edf3"),
    "muted": ("#59636e", "#9198a1"),
    "column": ("#f6f8fa", "#151b23"),
    "wire": ("#8c959f", "#6e7681"),
    "strong": ("#1f2328", "#e6edf3"),
    "bad": ("#cf222e", "#ff7b72"),
    "done": ("#1a7f37", "#3fb950"),
    "done-fill": ("#dafbe1", "#12261e"),
    "running": ("#0969da", "#58a6ff"),
    "running-fill": ("#ddf4ff", "#0f2743"),
    "open": ("#818b98", "#8b949e"),
    "open-fill": ("#ffffff", "#1c222a"),
    "blocked": ("#bc4c00", "#f0883e"),
    "blocked-fill": ("#fff1e5", "#3a1f0a"),
    "risk": ("#9a6700", "#d29922"),
    "risk-fill": ("#fff8c5", "#2f2407"),
    "closed": ("#818b98", "#6e7681"),
    "closed-fill": ("#eaeef2", "#21262d"),
    "unknown": ("#8250df", "#bc8cff"),
    "unknown-fill": ("#fbefff", "#271b3a"),
    "ghost": ("#afb8c1", "#57606a"),
    "ghost-fill": ("#f6f8fa", "#161b22"),
    "missing-fill": ("#ffebe9", "#3c1618"),
}
_STATES = {
    "done": ("done", "done-fill"),
    "running": ("running", "running-fill"),
    "open": ("open", "open-fill"),
    "blocked": ("blocked", "blocked-fill"),
    "at-risk": ("risk", "risk-fill"),
    "closed": ("closed", "closed-fill"),
    "unknown": ("unknown", "unknown-fill"),
    "external": ("ghost", "ghost-fill"),
    "missing": ("bad", "missing-fill"),
}
_RULES = """\
.pl{font-family:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
.pl text{fill:var(--text)}
.pl .paper{fill:var(--paper)}
.pl .h1{font-size:15px;font-weight:600}
.pl .sub{font-size:11px;fill:var(--muted)}
.pl .band{font-size:12px;font-weight:600}
.pl .col{fill:var(--column);stroke:none}
.pl .col.bad{stroke:var(--bad);stroke-dasharray:4 3}
.pl .head{font-size:11px;font-weight:600;fill:var(--muted)}
.pl .head.bad{fill:var(--bad)}
.pl .wire path{fill:none;stroke:var(--wire);stroke-width:1.4}
.pl .wire .tip{fill:var(--wire);stroke:none}
.pl .wire.ext path{stroke-dasharray:5 3}
.pl .wire.ext .tip{stroke-dasharray:none}
.pl .wire.crit path{stroke:var(--strong);stroke-width:3.2}
.pl .wire.crit .tip{fill:var(--strong);stroke:var(--strong);stroke-width:1}
.pl .wire.bad path{stroke:var(--bad);stroke-width:2.2}
.pl .wire.bad.crit path{stroke-width:3.2}
.pl .wire.bad .tip{fill:var(--bad);stroke:none}
.pl .box rect{stroke-width:1.2}
.pl .box.crit>rect{stroke-width:3}
.pl .box .mark{fill:none;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.pl .id{font-size:12px;font-weight:600}
.pl .box .title{font-size:11px;fill:var(--muted)}
.pl .box .flag{font-size:10px;font-weight:600;fill:var(--bad)}
.pl .box .cross{fill:none;stroke:var(--bad);stroke-width:1.6}
.pl .s-closed .id{text-decoration:line-through}
.pl .s-external .id{fill:var(--muted)}
.pl .s-external>rect,.pl .s-missing>rect,.pl .s-closed>rect{stroke-dasharray:4 3}
"""
_SOLID = ("running", "blocked")  # marks that are filled


def css() -> str:
    """Return the style sheet of a diagram; all rules are scoped to ``.pl``."""
    light, dark = (";".join(f"--{name}:{colours[place]}" for name, colours in _COLOURS.items()) for place in (0, 1))
    lines = [f".pl{{{light}}}", f"@media(prefers-color-scheme:dark){{.pl{{{dark}}}}}", _RULES.rstrip()]
    for state, (line, fill) in _STATES.items():
        lines.append(f".pl .s-{state}>rect{{fill:var(--{fill});stroke:var(--{line})}}")
        solid = f";fill:var(--{line})" if state in _SOLID else ""
        lines.append(f".pl .s-{state} .mark{{stroke:var(--{line}){solid}}}")
    lines.append(".pl .box.bad>rect{stroke:var(--bad)}")
    return "\n".join(lines) + "\n"
