"""``planlint completion``: a completion script for a shell, made by shtab from the argument parsers."""

from __future__ import annotations

from linter.cli.command_arguments import build_parser
from linter.cli.exit_codes import OK
from linter.config.loader import ConfigError
from linter.config.settings import FORMATS, OUTPUT_FORMATS
from linter.config.validation import SEVERITIES
from linter.rules.links import install_command
from linter.rules.registry import Registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    Completed = dict[str, str | dict[str, str]]  # shtab's format: a function for each shell, and their definitions

LISTS = ("select", "extend_select", "ignore")  # options with comma-separated rules
_BASH_LIST = """\
_planlint_rules() {{
  local typed="$1" before=""
  [[ $typed == *,* ]] && before="${{typed%,*}}," && typed="${{typed##*,}}"
  compgen -P "$before" -W "{words}" -- "$typed"
}}
"""
# bash makes '=' a separate word, which shtab does not expect
_BASH_EQUALS = """
_planlint() {
  local -a typed=("${COMP_WORDS[@]}") words=()
  local index current=$COMP_CWORD last="" cut=""
  for ((index = 0; index < ${#typed[@]}; index++)); do
    if [[ $last == "=" ]]; then
      words[${#words[@]}-1]+="${typed[index]}"
    elif [[ ${typed[index]} == "=" && $last == --* ]]; then
      words+=("")
    elif [[ ${typed[index]} == "=" && -n $last ]]; then
      words[${#words[@]}-1]+="="
      ((index <= COMP_CWORD)) && cut="${words[${#words[@]}-1]}"
    else
      words+=("${typed[index]}")
      cut=""
    fi
    last="${typed[index]}"
    ((index == COMP_CWORD)) && current=$((${#words[@]} - 1)) && break
  done
  local COMP_WORDS=("${words[@]}") COMP_CWORD=$current
  _shtab_planlint "$@"
  COMPREPLY=("${COMPREPLY[@]#"$cut"}")
}
complete -o bashdefault -o default -F _planlint planlint
"""
_BASH_WORDS = '{name}() {{ compgen -W "{words}" -- "$1"; }}\n'


def run_completion(options: argparse.Namespace) -> int:
    """Print the script. Raises ConfigError if the extra is not installed."""
    print(script(options.shell), end="")
    return OK


def script(shell: str) -> str:
    """Return the completion script for *shell*. Raises ConfigError if shtab is not installed."""
    try:
        import shtab
    except ImportError:
        tip = install_command("completion")
        raise ConfigError(["shell completion needs shtab, which is not installed"], tip) from None
    parser = build_parser(with_check=True)
    for action in _actions(parser):
        completed = _completed(action)
        if completed:
            action.complete = completed  # type: ignore[attr-defined]
    text: str = shtab.complete(parser, shell)
    return text.rstrip("\n") + "\n" + (_BASH_EQUALS if shell == "bash" else "")


def selectors() -> list[str]:
    """Return all selectors: families, rules and ``all``."""
    registry = Registry()
    return [*registry.families, *registry.family, "all"]


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the options and arguments of *parser* and of its commands."""
    for action in parser._actions:  # argparse has no public list
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from _actions(command)
        else:
            yield action


def _completed(action: argparse.Action) -> Completed | str:
    """Return how the values of *action* are completed; "" if shtab knows them (choices) or they are unknown."""
    if action.choices is not None or action.nargs == 0:
        return ""
    if action.dest in LISTS:
        words = " ".join(selectors())
        return {
            "bash": "_planlint_rules",
            "zsh": f"_values -s , rule {words}",
            "fish": f"(__fish_append , {words})",
            "preamble": {"bash": _BASH_LIST.format(words=words)},
        }
    if action.dest == "names":
        return _of_words("names", [*selectors(), *FORMATS])
    if action.dest == "severity":
        return _of_words("severities", [f"{name}={level}" for name in selectors() for level in SEVERITIES])
    if action.dest == "output_format":
        return _of_words("outputs", list(OUTPUT_FORMATS))
    metavar = str(action.metavar)
    return "directory" if metavar == "DIR" else "file" if "FILE" in metavar or metavar == "PATH" else ""


def _of_words(name: str, words: list[str]) -> Completed:
    listed = " ".join(words)
    function = f"_planlint_{name}"
    return {
        "bash": function,
        "zsh": f"({listed})",
        "fish": listed,
        "preamble": {"bash": _BASH_WORDS.format(name=function, words=listed)},
    }
