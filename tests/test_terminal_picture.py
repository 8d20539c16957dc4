"""Colored output as a picture."""

import xml.etree.ElementTree as ET

import pytest

from docs.terminal import picture

SVG = "{http://www.w3.org/2000/svg}"


def lines(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_every_line_is_shown_as_it_was_printed() -> None:
    svg = picture(
        "planlint <x>", "\x1b[1;31merror\x1b[0m  <&>\n\n   ^^ \x1b]8;;https://x.test\x1b\\link\x1b]8;;\x1b\\\n"
    )
    assert lines(svg) == ["$ planlint <x>", "error  <&>", "   ^^ link"]


def test_colours_are_classes_and_end_where_they_are_reset() -> None:
    svg = picture("x", "a\x1b[1;31mb\x1b[0mc\x1b[33md\x1b[me")
    found = {span.text: span.get("class") for span in ET.fromstring(svg).iter(f"{SVG}tspan")}
    assert (found["b"], found["d"]) == ("b red", "yellow")
    assert lines(svg)[1] == "abcde"
    assert "c" not in found and "e" not in found


def test_the_window_is_as_wide_as_the_longest_line() -> None:
    narrow, wide = (ET.fromstring(picture("x", text)).get("width") or "" for text in ("a" * 40, "\x1b[31m" + "a" * 80))
    assert int(wide) - int(narrow) == pytest.approx(40 * 8.43, abs=1)


def test_a_colour_without_a_style_is_refused() -> None:
    with pytest.raises(ValueError, match="45"):
        picture("x", "\x1b[45mtext")
