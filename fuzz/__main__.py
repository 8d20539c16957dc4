"""Fuzz for a while: ``python -m fuzz [TARGET…] --seconds N --out FOLDER``; ``--status`` shows the progress.

Needs atheris (libFuzzer for Python). Crashes are kept as files, one for each location that raised, and do not end the
run. Each target is a separate process, and its corpus is kept for later runs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from fuzz.seeds import dictionary, seeds

ROOT = Path(__file__).parent.parent
SLICE = 300  # seconds that a target runs before the next one has its turn


def main() -> int:
    """Run the targets in turn until the time is over."""
    from fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="in all (default: 60)")
    parser.add_argument("--out", type=Path, default=Path("fuzz-out"), help="corpora, findings, statistics")
    parser.add_argument("--corpus", type=Path, action="append", default=[], help="more plans to begin with")
    parser.add_argument("--status", action="store_true", help="what was run and found so far")
    options = parser.parse_args()
    if options.status:
        return _status(options.out)
    targets = options.targets or list(TARGETS)
    end = time.monotonic() + options.seconds
    slice_ = max(5, min(SLICE, options.seconds // len(targets)))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "words.dict").write_text(dictionary(), encoding="utf-8")
    for target in targets:
        seeds(target, options.out / "corpus" / target, options.corpus)
    failed = set()
    while time.monotonic() < end - 1:
        for target in targets:
            left = int(min(slice_, end - time.monotonic()))
            if left > 0 and _fuzz(target, options.out, left):
                failed.add(target)
    return _status(options.out) or _report_failed(options.out, failed)


def _fuzz(target: str, out: Path, seconds: int) -> int:
    """Fuzz *target*; return the exit code of its process."""
    corpus, found = out / "corpus" / target, out / "findings" / target
    found.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzz.drive", target, str(found), str(corpus)]
    command += [f"-max_total_time={seconds}", f"-dict={out / 'words.dict'}", f"-artifact_prefix={found}/"]
    command += ["-timeout=120", "-report_slow_units=60", "-rss_limit_mb=2048", "-max_len=16384", "-print_final_stats=1"]
    begun = time.monotonic()
    before = os.times()
    log = out / f"{target}.log"
    with log.open("wb") as stream:
        code = subprocess.run(command, cwd=ROOT, stdout=stream, stderr=subprocess.STDOUT, check=False).returncode
    after = os.times()
    text = log.read_text(encoding="utf-8", errors="replace")
    numbers = re.findall(r"^#(\d+)\s.*?cov: (\d+) ft: (\d+) corp: (\d+)", text, re.MULTILINE)
    executed, edges, features, size = map(int, numbers[-1]) if numbers else (0, 0, 0, 0)
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    facts = {
        "target": target,
        "seconds": round(time.monotonic() - begun, 1),
        "processor": round(processor, 1),
        "executions": executed,
        "edges": edges,
        "features": features,
        "corpus": size,
        "code": code,
    }
    with (out / "statistics.jsonl").open("a", encoding="utf-8") as stream2:
        stream2.write(json.dumps(facts) + "\n")
    return code


def _report_failed(out: Path, targets: set[str]) -> int:
    """Print the end of the logs of *targets*, whose processes failed; return the exit code."""
    for target in sorted(targets):
        lines = (out / f"{target}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        print(f"{target} failed:", *lines[-10:], sep="\n  ")
    return 1 if targets else 0


def _status(out: Path) -> int:
    file = out / "statistics.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    rows = [json.loads(line) for line in lines]
    print("| target | executions | processor s | edges | features | corpus | findings |")
    print("|---|---|---|---|---|---|---|")
    total = 0
    for target in dict.fromkeys(row["target"] for row in rows):
        own = [row for row in rows if row["target"] == target]
        kept = sorted(path.name for path in (out / "findings" / target).glob("*"))
        findings = [name for name in kept if not name.endswith(".txt") and not name.startswith("slow-unit")]
        total += len(findings)
        executed, processor = sum(row["executions"] for row in own), sum(row["processor"] for row in own)
        most = [max(row[name] for row in own) for name in ("edges", "features", "corpus")]
        print(f"| {target} | {executed:,} | {processor:,.0f} | " + " | ".join(map(str, most)) + f" | {len(findings)} |")
    hours = sum(row["processor"] for row in rows) / 3600
    print(f"\n{sum(row['executions'] for row in rows):,} executions in {hours:.2f} hours of processor time")
    for path in sorted((out / "findings").glob("*/*.txt")):
        print(f"{path.parent.name}: {path.read_text(encoding='utf-8').splitlines()[0][:160]}")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
