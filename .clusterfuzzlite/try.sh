#!/bin/bash -eu
# Build the fuzzers without Docker, as the base image of OSS-Fuzz does, and run each over a few inputs:
# .clusterfuzzlite/try.sh [NUMBER]. Downloads atheris and PyInstaller, and takes some minutes.
runs="${1:-200}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export SRC="$work/src" OUT="$work/out" SANITIZER=address PYTHONDONTWRITEBYTECODE=1
mkdir -p "$SRC/planlint" "$OUT" "$work/bin"

sed -n 's/^!//p' .dockerignore | while read -r name; do # the context of a build
    cp -r --parents "$name" "$SRC/planlint"
done
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet atheris pyinstaller

cat >"$work/bin/compile_python_fuzzer" <<'SH'
#!/bin/bash -eu
name="$(basename -s .py "$1")"
pyinstaller --log-level ERROR --distpath "$OUT" --workpath "$SRC/work/$name" --onefile --name "$name.pkg" "${@:2}" "$1"
SH
chmod +x "$work/bin/compile_python_fuzzer"
export PATH="$work/bin:$work/python/bin:$PATH"
(cd "$SRC/planlint" && bash -eu .clusterfuzzlite/build.sh)
rm -rf "$SRC" # what a fuzzer needs is in its package

for package in "$OUT"/*.pkg; do
    name="$(basename -s .pkg "$package")"
    mkdir "$work/$name"
    python3 -m zipfile -e "$OUT/${name}_seed_corpus.zip" "$work/$name"
    some=()
    for seed in "$work/$name"/*; do
        some+=("$seed")
        [[ ${#some[@]} -lt 5 ]] || break
    done
    (cd "$work/$name" && "$package" -rss_limit_mb=2048 "${some[@]}" && "$package" -rss_limit_mb=2048 -runs="$runs") \
        >"$work/log" 2>&1 || { cat "$work/log" && echo "$name failed" && exit 1; }
    echo "$name: ${#some[@]} seeds, $(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/log") runs"
done
