#!/usr/bin/env bash
# Install planlint into an environment of its own, which no other step of the job sees.
# Reads PYTHON and INPUT_VERSION; writes the output 'python', the interpreter to run planlint with.
set -euo pipefail
: "${PYTHON:?}" "${RUNNER_TEMP:?}" "${GITHUB_OUTPUT:?}"

version="${INPUT_VERSION:-}"
if [[ -n $version && ! $version =~ ^[0-9][0-9A-Za-z.]*$ ]]; then
    echo "::error title=planlint::the input 'version' is no version of planlint, such as 0.1.0"
    exit 2
fi

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="$(mktemp -d "$RUNNER_TEMP/planlint.XXXXXX")"
"$PYTHON" -I -m venv --without-pip "$home/venv"  # to install pip takes longer than all else
python="$home/venv/bin/python"
[[ -d $home/venv/Scripts ]] && python="$home/venv/Scripts/python.exe"

install() {
    "$PYTHON" -I -m pip --python "$python" install --quiet --no-input --disable-pip-version-check "$@"
}
install --require-hashes --only-binary :all: --requirement "$here/requirements.txt"
if [[ -n $version ]]; then
    install --only-binary :all: "planlint==$version"
else
    install --no-deps --no-build-isolation "$here/.."
fi
"$python" -I -m linter --version
echo "python=$python" >>"$GITHUB_OUTPUT"
