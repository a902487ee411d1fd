"""De hele keten in één draad, uit seeds: wat er ook misgaat, niets raakt kwijt, niets telt dubbel.

    python3 tests/proof/simulatie.py [--short] [--seed N] [--steps M] [--seconds S]

Whole: ten minutes of seeds from N on. Short: those of half a minute. The kept histories go before.
"""
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import form  # noqa: E402

SIMULATE = pathlib.Path(os.environ.get("INBURGERING_BIN", form.ROOT / "build/release/bin")) / "simulate"
HISTORIES = form.ROOT / "tests/simulation/histories"


def simulate(*arguments):
    """What it counted, and what it said did not hold."""
    done = subprocess.run([SIMULATE, *map(str, arguments)], capture_output=True, text=True)
    print(done.stdout, end="", flush=True)
    lines = done.stdout.strip().split("\n")
    if not lines[-1].startswith("{"):
        return {"runs": 0, "step": 0, "hours": 0, "seconds": 0, "failed": 1, "counts": {}, "faults": {}}, [done.stderr.strip() or "simulate gaf geen uitslag"]
    return json.loads(lines[-1]), [line for line in lines if line.startswith("seed ") or (line.startswith("/") and not line.endswith(": holds"))]


def main():
    asked = form.options(__doc__, ("--steps", {"type": int, "default": 300}), ("--seconds", {"type": int}))
    if not SIMULATE.exists():
        form.skipped("simulate is niet gebouwd")
    kept = sorted(HISTORIES.glob("*.geschiedenis"))
    found = []
    if kept:
        found += simulate("--history", *kept)[1]
    seconds = asked.seconds or (30 if asked.short else 600)
    out = form.ROOT / "build/proof"
    out.mkdir(parents=True, exist_ok=True)
    result, wrong = simulate("--seed", asked.seed, "--steps", asked.steps, "--seconds", seconds, "--out", out)
    found += wrong
    return form.told("simulatie", asked, not found and result["failed"] == 0, result["runs"], "runs", found=found, stappen=result["step"],
                     geschiedenissen=len(kept), uren=round(result["hours"]), **{"uren per minuut": round(result["hours"] / max(result["seconds"], 1) * 60)},
                     **result["counts"], **result["faults"])


if __name__ == "__main__":
    sys.exit(main())
