"""``planlint completion``: a script for the shell, made from the parsers themselves."""

from __future__ import annotations

from linter.cli.arguments import parser_of
from linter.config.settings import OUTPUT_FORMATS, PRESETS
from linter.config.validation import FAIL_ON, SEVERITIES
from linter.rules.registry import Registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

_LISTS = ("select", "extend_select", "ignore")  # of rules, comma separated


def run_completion(options: argparse.Namespace) -> int:
    """Print the script."""
    from linter.cli.main import COMMANDS

    parsers = {command: parser_of(command) for command in COMMANDS}
    print({"bash": bash, "zsh": zsh, "fish": fish}[options.shell](parsers), end="")
    return 0


def selectors() -> list[str]:
    """What names rules: families, the rules themselves, ``all``."""
    registry = Registry()
    return [*registry.families, *registry.family, "all"]


def words(action: argparse.Action) -> list[str]:
    """The values that the option or argument takes, where they can be listed."""
    if action.choices is not None:
        return list(action.choices)
    if action.dest in _LISTS or action.dest == "names":
        return selectors()
    if action.dest == "severity":
        return [f"{selector}={level}" for selector in selectors() for level in SEVERITIES]
    values = {"output_format": OUTPUT_FORMATS, "preset": PRESETS, "fail_on": FAIL_ON}
    return list(values.get(action.dest, ()))


def _options(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    return (action for action in parser._actions if action.option_strings)  # argparse has no public list


def _arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    return (action for action in parser._actions if not action.option_strings)


def _takes_file(action: argparse.Action) -> bool:
    return any(word in str(action.metavar) for word in ("FILE", "PATH", "DIR"))


def _names(parser: argparse.ArgumentParser) -> list[str]:
    return [name for action in _options(parser) for name in action.option_strings]


def _help(text: str | None) -> str:
    return " ".join((text or "").split())


_BASH = """\
# planlint completion bash
_planlint() {{
    local cur="${{COMP_WORDS[COMP_CWORD]}}" prev="" left="" command="check" words="" prefix="" word
    ((COMP_CWORD > 0)) && prev="${{COMP_WORDS[COMP_CWORD - 1]}}"
    # bash makes '=' a word of its own
    if [[ $cur == "=" ]]; then
        cur=""
        ((COMP_CWORD > 1)) && left="${{COMP_WORDS[COMP_CWORD - 2]}}"
    elif [[ $prev == "=" ]] && ((COMP_CWORD > 2)); then
        prev="${{COMP_WORDS[COMP_CWORD - 2]}}"
        left="${{COMP_WORDS[COMP_CWORD - 3]}}"
    fi
    if ((COMP_CWORD > 1)); then
        case "${{COMP_WORDS[1]}}" in
        {commands}) command="${{COMP_WORDS[1]}}" ;;
        esac
    fi
    COMPREPLY=()
    case "$command $prev" in
{values}    esac
    if [[ $left == --severity ]]; then
        words="{severities}"
    elif [[ -z $words && $cur == -* ]]; then
        case "$command" in
{options}        esac
    elif [[ -z $words && $prev != -* ]]; then
        case "$command" in
{arguments}        esac
        ((COMP_CWORD == 1)) && words="$words {commands_plain}"
    fi
    while IFS="" read -r word; do
        [[ -n $word ]] && COMPREPLY+=("$prefix$word")
    done < <(compgen -W "$words" -- "$cur")
}}
complete -o bashdefault -o default -F _planlint planlint
"""


def bash(parsers: dict[str, argparse.ArgumentParser]) -> str:
    """For bash from 3.2 on."""
    values, options, arguments = "", "", ""
    for command, parser in parsers.items():
        for action in _options(parser):
            listed = words(action)
            if action.dest == "severity":
                listed = selectors()  # what follows '=' is a word of its own
            if listed:
                patterns = " | ".join(f'"{command} {name}"' for name in action.option_strings)
                split = ""
                if action.dest in _LISTS:
                    split = ' [[ $cur == *,* ]] && prefix="${cur%,*}," && cur="${cur##*,}";'
                values += f'    {patterns}){split} words="{" ".join(listed)}" ;;\n'
        options += f'        {command}) words="{" ".join(_names(parser))}" ;;\n'
        listed = [word for action in _arguments(parser) for word in words(action)]
        if listed:
            arguments += f'        {command}) words="{" ".join(listed)}" ;;\n'
    return _BASH.format(
        commands=" | ".join(parsers),
        commands_plain=" ".join(parsers),
        severities=" ".join(SEVERITIES),
        values=values,
        options=options,
        arguments=arguments,
    )


_ZSH = """\
#compdef planlint
# planlint completion zsh
_planlint() {{
    local command=check
    local -a commands
    commands=(
{described}    )
    if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
        _describe -t commands 'command' commands
    elif (( CURRENT > 2 )); then
        case $words[2] in
            ({commands}) command=$words[2]; shift words; (( CURRENT-- )) ;;
        esac
    fi
    case $command in
{cases}    esac
}}
if [[ $funcstack[1] == _planlint ]]; then
    _planlint "$@"
else
    compdef _planlint planlint
fi
"""


def zsh(parsers: dict[str, argparse.ArgumentParser]) -> str:
    """For zsh: as a file ``_planlint`` on ``fpath``, or sourced."""
    cases = ""
    for command, parser in parsers.items():
        specs = [spec for action in parser._actions for spec in _zsh_specs(action)]
        cases += (
            f"        ({command}) _arguments -s \\\n" + " \\\n".join(f"            {spec}" for spec in specs) + " ;;\n"
        )
    described = [_zsh_quoted(f"{name}:{_help(parser.description)}") for name, parser in parsers.items()]
    return _ZSH.format(
        described="".join(f"        {line}\n" for line in described), commands="|".join(parsers), cases=cases
    )


def _zsh_specs(action: argparse.Action) -> Iterator[str]:
    listed = words(action)
    label = str(action.metavar or action.dest).replace(":", "")
    if action.dest in _LISTS:
        value = f":{label}:_values -s , rule {' '.join(listed)}"
    elif listed:
        value = f":{label}:({' '.join(listed)})"
    elif _takes_file(action):
        value = f":{label}:_files"
    else:
        value = f":{label}: "
    if not action.option_strings:
        yield _zsh_quoted(f"{'*' if action.nargs in ('*', '+') else ''}{value}")
        return
    help = _help(action.help).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
    for name in action.option_strings:
        equals = "=" if name.startswith("--") and action.nargs != 0 else ""
        yield _zsh_quoted(f"*{name}{equals}[{help}]{value if action.nargs != 0 else ''}")


def _zsh_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


_FISH = """\
# planlint completion fish
function __planlint_command
    set -l words (commandline -opc)
    if set -q words[2]; and contains -- $words[2] {commands}
        echo $words[2]
    else
        echo check
    end
end
function __planlint_is
    test (__planlint_command) = $argv[1]
end
function __planlint_first
    test (count (commandline -opc)) -eq 1
end
"""


def fish(parsers: dict[str, argparse.ArgumentParser]) -> str:
    """For fish from 3.0 on."""
    lines = [
        f"complete -c planlint -n __planlint_first -a {name} -d {_fish_quoted(_help(parser.description))}"
        for name, parser in parsers.items()
    ]
    for command, parser in parsers.items():
        condition = f"complete -c planlint -n '__planlint_is {command}'"
        if not any(_takes_file(action) for action in _arguments(parser)):
            lines.append(f"{condition} -f")
        for action in parser._actions:
            listed = words(action)
            given = f" -a {_fish_quoted(' '.join(listed))}" if listed else ""
            if not action.option_strings:
                lines += [f"{condition}{given}"] if given else []
                continue
            value = "" if action.nargs == 0 else " -x" if listed or not _takes_file(action) else " -r -F"
            lines.append(
                f"{condition}{_fish_names(action.option_strings)}{value}{given} -d {_fish_quoted(_help(action.help))}"
            )
    return _FISH.format(commands=" ".join(parsers)) + "\n".join(lines) + "\n"


def _fish_names(names: Iterable[str]) -> str:
    return "".join(f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}" for name in names)


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
