#!/bin/bash -eu
# Build a fuzzer for each target of fuzz/targets.py, with its initial corpus, for ClusterFuzzLite and OSS-Fuzz.
pip3 install --require-hashes --only-binary=:all: --requirement action/requirements.txt
pip3 install --no-deps --no-build-isolation .

for target in $(python3 -c 'from fuzz.targets import TARGETS; print(*TARGETS)'); do
    name="fuzz_${target//-/_}"
    cat >"$name.py" <<PYTHON
import sys

import atheris

with atheris.instrument_imports(include=["linter"]):
    from fuzz.targets import TARGETS, start

start()
atheris.Setup(sys.argv, TARGETS["$target"])
atheris.Fuzz()
PYTHON
    compile_python_fuzzer "$name.py" --collect-all linter --collect-submodules fuzz
    seeds="$(mktemp -d)"
    python3 -c 'import sys, pathlib; from fuzz.seeds import seeds; seeds(sys.argv[1], pathlib.Path(sys.argv[2]))' "$target" "$seeds"
    (cd "$seeds" && zip -qr "$OUT/${name}_seed_corpus.zip" .)
done
