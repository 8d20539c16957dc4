"""String widths in an unknown font: an upper bound for common sans-serif fonts."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

# in em, from DejaVu Sans and Verdana, the widest common fonts
_CLASSES = ((0.36, "iIjl.,:;!|'`"), (0.47, ' frtJ()[]{}-/\\"*'), (1.0, "mMwW@%&—…"), (0.79, "OQGDNHU"))
_WIDTHS = {character: width for width, characters in _CLASSES for character in characters}
_LOWER, _UPPER, _OTHER, _WIDE, _BOLD = 0.64, 0.72, 0.84, 1.1, 1.12


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of *text* at *size* pixels, in pixels."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def _em(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if character.isascii():
        return _UPPER if character.isupper() else _LOWER if character.isalnum() else _OTHER
    if combining(character):
        return 0.0
    return _WIDE if east_asian_width(character) in "WF" or ord(character) > 0x2190 else _OTHER


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return *text*, truncated with ``…`` if it is wider than *room* pixels."""
    if width(text, size, bold=bold) <= room:
        return text
    room -= width("…", size, bold=bold)
    kept = 0
    for character in text:
        room -= width(character, size, bold=bold)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def wrap(text: str, room: float, size: float, most: int) -> list[str]:
    """Return *text* on at most *most* lines of *room* pixels; the last line is truncated."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size) <= room:
            line += " " + words.pop(0)
        if width(line, size) > room:  # a word longer than a line
            break_at = max(len(cut(line, room, size)) - 1, 1)
            break_at = max((at for at in range(break_at // 2, break_at + 1) if line[at - 1] in "-_/"), default=break_at)
            line, rest = line[:break_at], line[break_at:]
            words.insert(0, rest)
        lines.append(line)
    if words:
        lines.append(cut(" ".join(words), room, size))
    return lines
