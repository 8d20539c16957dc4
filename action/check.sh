#!/usr/bin/env bash
# Run 'planlint check': annotations and the job's summary, json for the outputs of the action, SARIF when asked for.
# Reads PYTHON, INPUT_PATHS, INPUT_ARGS and INPUT_SARIF_FILE; ends with planlint's exit code.
set -euo pipefail
: "${PYTHON:?}" "${RUNNER_TEMP:?}" "${GITHUB_OUTPUT:?}"

fail() {
    echo "::error title=planlint::$1"
    echo "exit-code=2" >>"$GITHUB_OUTPUT"
    exit 2
}

# The words of a text, each ended by NUL. Quotes keep words together; nothing is expanded, a backslash is a backslash.
split='
import shlex, sys
lexer = shlex.shlex(sys.argv[1], posix=True, punctuation_chars=False)
lexer.whitespace_split, lexer.escape, lexer.commenters = True, "", ""
try:
    words = list(lexer)
except ValueError:
    sys.exit(1)
sys.stdout.buffer.write(b"".join(word.encode("utf-8", "surrogateescape") + b"\0" for word in words))
'
home="$(mktemp -d "$RUNNER_TEMP/planlint.XXXXXX")"
"$PYTHON" -I -c "$split" "${INPUT_ARGS:-}" >"$home/args" || fail "a quote in the input 'args' is not closed"
"$PYTHON" -I -c "$split" "${INPUT_PATHS:-.}" >"$home/paths" || fail "a quote in the input 'paths' is not closed"

arguments=(check --output-format github --output-format "json=$home/planlint.json")
sarif="${INPUT_SARIF_FILE:-}"
if [[ -n $sarif ]]; then
    [[ $sarif == *[[:cntrl:]]* ]] && fail "the input 'sarif-file' has a line break or another control character"
    arguments+=(--output-format "sarif=$sarif")
fi
while IFS="" read -r -d "" word; do
    case "$word" in
    --output-f* | --quiet | -[!-]*[oq]* | -[oq]*)
        fail "remove --output-format, --output-file (-o) and --quiet (-q) from the input 'args': they replace the log"
        ;;
    --watch) fail "remove --watch from the input 'args': the step would not end" ;;
    @*) fail "remove @FILE from the input 'args': a pull request can change the options in the file" ;;
    esac
    arguments+=("$word")
done <"$home/args"
while IFS="" read -r -d "" word; do
    case "$word" in
    -* | @*) word="./$word" ;; # a file, whatever it is called
    esac
    arguments+=("$word")
done <"$home/paths"

# The check writes to the checkout, to its own reports and to the summary of the job, and nowhere else.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
writable=("$PWD" "$home" "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/planlint")
if [[ -n ${GITHUB_STEP_SUMMARY:-} ]]; then
    { : >>"$GITHUB_STEP_SUMMARY"; } 2>/dev/null || true # only what exists can be named
    writable+=("$GITHUB_STEP_SUMMARY")
fi
mkdir -p "${writable[2]}" 2>/dev/null || true # of the key of the cache

code=0
"$PYTHON" -I "$here/confine.py" "${writable[@]}" -- linter "${arguments[@]}" || code=$?

counts='
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    summary = json.load(file)["summary"]
sys.stdout.reconfigure(newline="\n")
print("errors={errors}\nwarnings={warnings}".format(**summary))
'
{
    echo "exit-code=$code"
    if [[ -f $home/planlint.json ]]; then
        "$PYTHON" -I -c "$counts" "$home/planlint.json"
        echo "json-file=$home/planlint.json"
    fi
    # a file that was there before, such as one of a pull request, is not the report
    if [[ -n $sarif && -f $sarif && ! -L $sarif && ! $sarif -ot "$home/args" ]]; then
        echo "sarif-file=$sarif"
    fi
} >>"$GITHUB_OUTPUT"
((code < 2)) || echo "::error title=planlint::planlint ended with exit code $code: the log of this step says why"
exit "$code"
