"""argparse as planlint wants it. Imported for the command lines that ``quick`` leaves to it."""

from __future__ import annotations

import argparse
import os


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Of a fixed width: it does not depend on the terminal, unless ``COLUMNS`` says so."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=int(columns) - 2 if columns.isdigit() and int(columns) > 40 else 110)


class _Parser(argparse.ArgumentParser):
    def convert_arg_line_to_args(self, arg_line: str) -> list[str]:
        return [arg_line] if arg_line.strip() else []


def new_parser(name: str, description: str, epilog: str) -> argparse.ArgumentParser:
    """A parser for the command *name*."""
    return _Parser(
        prog=f"planlint {name}",
        description=description,
        epilog=epilog,
        formatter_class=_Formatter,
        fromfile_prefix_chars="@",
        allow_abbrev=False,
    )
