"""Draw terminal output as an image: text with color codes (ECMA-48, SGR) as an SVG with light and dark colors."""

from __future__ import annotations

import re
from html import escape

SIZE, LINE, WIDTH = 14, 20, 8.43  # px; a character of a monospaced font is about 0.602 of its size wide
PAD, BAR = 18, 34  # px around the text, and the bar above it
_CODE = re.compile(r"\x1b\[([\d;]*)m")
_OTHER = re.compile(r"\x1b\].*?(?:\x07|\x1b\\)|\x1b\[[\d;?]*[A-Za-ln-z]")  # links and movements show nothing
_CLASSES = {1: "b", 2: "d", 31: "red", 32: "green", 33: "yellow", 34: "blue", 36: "cyan"}
_STYLE = """\
.t{--paper:#ffffff;--line:#d1d9e0;--text:#1f2328;--muted:#59636e;--red:#cf222e;--green:#1a7f37;--yellow:#9a6700;\
--blue:#0969da;--cyan:#1b7c83}
@media(prefers-color-scheme:dark){.t{--paper:#0d1117;--line:#3d444d;--text:#e6edf3;--muted:#9198a1;--red:#ff7b72;\
--green:#3fb950;--yellow:#d29922;--blue:#58a6ff;--cyan:#39c5cf}}
.t text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;\
fill:var(--text);white-space:pre}
.t .paper{fill:var(--paper);stroke:var(--line)}.t .dot{fill:var(--line)}
.t .b{font-weight:700}.t .d{fill:var(--muted)}
.t .red{fill:var(--red)}.t .green{fill:var(--green)}.t .yellow{fill:var(--yellow)}
.t .blue{fill:var(--blue)}.t .cyan{fill:var(--cyan)}"""


def picture(command: str, printed: str) -> str:
    """Return the SVG of a window with *command* and its output *printed*. Raises ValueError for an unknown code."""
    lines = [f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m", *_OTHER.sub("", printed).rstrip("\n").split("\n")]
    longest = max(len(_CODE.sub("", line)) for line in lines)
    width, height = round(2 * PAD + longest * WIDTH), BAR + PAD + len(lines) * LINE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="t" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" aria-label="{escape(command)}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8"/>',
        *(f'<circle class="dot" cx="{PAD + 4 + 18 * n}" cy="{BAR / 2:g}" r="5"/>' for n in range(3)),
    ]
    for number, line in enumerate(lines):
        if line:
            y = BAR + number * LINE + SIZE
            parts.append(f'<text x="{PAD}" y="{y}" xml:space="preserve">{_spans(line)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _spans(line: str) -> str:
    """Return the styled runs of one line; styles end with the line."""
    shown, classes = "", list[str]()
    for index, part in enumerate(_CODE.split(line)):
        if index % 2:
            classes = _after(classes, part)
        elif part:
            text = escape(part, quote=False)
            shown += f'<tspan class="{" ".join(classes)}">{text}</tspan>' if classes else text
    return shown


def _after(classes: list[str], codes: str) -> list[str]:
    for code in map(int, (codes or "0").split(";")):
        if code and code not in _CLASSES:
            raise ValueError(f"no style for the colour code {code}")
        classes = [*classes, _CLASSES[code]] if code else []
    return classes
