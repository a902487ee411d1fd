"""Each parser of outside input and of the store under a fuzzer (ASan and UBSan), in pieces that add up over runs to 24 hours of processor time.

Needs the preset fuzz: cmake --preset fuzz && cmake --build --preset fuzz --target fuzz_targets. How long each target ran, and from which source, is
kept in build/proof/fuzz.json; what was found in between stays in build/fuzz/found-TARGET. --minutes: so long now, of processor time together (until
24 hours are there); --target: one alone;
--merge puts what reaches new code into the corpus of the tree, at most 40 files of 4 KB a target. Coverage is told in edges of the program that
the target reached, as libFuzzer counts them (`takken`).
"""
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import form  # noqa: E402

NAME = "fuzz"
HOURS = 24
BIN = form.ROOT / "build/fuzz/bin"
CORPUS = form.ROOT / "tests/fuzz/corpus"
STATE = form.STATE / "fuzz.json"
PIECE = 120  # seconds at a time, so that a run that is cut off loses little
FILES, BYTES = 40, 4096
# Whose input is long by nature, or slow to run: more of the time.
WEIGHT = {"kennisgeving": 3, "http": 3, "canonical": 2, "notificatie": 2, "rows": 2}
STANDARDS = pathlib.Path(os.environ.get("INBURGERING_STANDARDS", form.ROOT.parent / "shared/standards")) / "stuf-bg-0310/examples"


def targets():
    return sorted(file.stem.removeprefix("fuzz_") for file in (form.ROOT / "tests/fuzz").glob("fuzz_*.cpp"))


def corpora(target):
    """Where it begins: what was found before, the tree's, and messages of others."""
    found = form.ROOT / f"build/fuzz/found-{target}"
    found.mkdir(parents=True, exist_ok=True)
    (CORPUS / target).mkdir(exist_ok=True)
    more = [form.ROOT / "tests/bestanden"] if target == "bestand" else []
    if target in ("kennisgeving", "brp_antwoord") and STANDARDS.is_dir():
        more = [STANDARDS, STANDARDS / "found"]
    return [found, CORPUS / target, *more]


def run(target, seconds, seed):
    """(what went wrong, or nothing; processor seconds; executions; edges reached)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:  # for what a target writes, and what it fails on
        command = ["nice", "-n", "19", BIN / f"fuzz_{target}", f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=65536", "-timeout=60", "-rss_limit_mb=1500",
                   "-print_final_stats=1", f"-artifact_prefix={folder}/", *corpora(target)]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace", cwd=form.ROOT, env=os.environ | {"TMPDIR": folder})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wrong = None
        if done.returncode != 0:
            kept = form.STATE / "fuzz-faults"
            kept.mkdir(parents=True, exist_ok=True)
            for file in pathlib.Path(folder).glob("*-*"):
                if file.is_file():
                    shutil.copy(file, kept / f"{target}-{file.name}")
            told = re.search(r"(SUMMARY: .*|ERROR: .*|runtime error: .*)", done.stderr)
            wrong = f"{target}: {told.group(1) if told else done.stderr[-300:]}"
            (kept / f"{target}.txt").write_text(done.stderr[-20000:])
    number = lambda pattern: int((re.findall(pattern, done.stderr) or ["0"])[-1])  # noqa: E731
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if wrong and "timeout" in wrong and spent < 30:
        # libFuzzer counts by the clock: the machine had no time for it, which says nothing of the input.
        print(f"{wrong}, in {spent:.0f} s processortijd: telt niet", flush=True)
        wrong = None
    return wrong, spent, number(r"stat::number_of_executed_units: (\d+)"), number(r"cov: (\d+)")


def source():
    return subprocess.run(["git", "-C", form.ROOT, "rev-parse", "--short=9", "HEAD"], capture_output=True, text=True).stdout.strip()


def merge(target):
    """The fewest small inputs that reach what all do. What the tree has stays first, so that it changes little."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["nice", "-n", "19", str(BIN / f"fuzz_{target}"), "-merge=1", f"-max_len={BYTES}", "-timeout=10", folder, str(CORPUS / target), str(corpora(target)[0])],
                       capture_output=True, cwd=form.ROOT, check=True, env=os.environ | {"TMPDIR": folder})
        have = {file.read_bytes() for file in (CORPUS / target).iterdir()}
        new = sorted((file for file in pathlib.Path(folder).iterdir() if file.is_file() and file.read_bytes() not in have and file.stat().st_size <= BYTES), key=lambda file: file.stat().st_size)
        for file in new[:max(0, FILES - len(have))]:
            shutil.copy(file, CORPUS / target / file.name[:16])
        print(f"{target}: {len(have)} in de boom, {min(len(new), max(0, FILES - len(have)))} erbij")


def main():
    asked = form.options(__doc__, ("--minutes", {"type": float, "default": None, "help": "of processor time, now; without: until 24 hours are there"}), ("--target", {"choices": targets()}),
                         ("--merge", {"action": "store_true"}), ("--coverage", {"action": "store_true"}))
    wanted = [asked.target] if asked.target else targets()
    missing = [each for each in wanted if not (BIN / f"fuzz_{each}").exists()]
    if missing:
        form.skipped("de fuzzdoelen zijn niet gebouwd: " + ", ".join(missing))
    form.STATE.mkdir(parents=True, exist_ok=True)
    if asked.merge:
        for target in wanted:
            merge(target)
    state = json.loads(STATE.read_text()) if STATE.exists() else {}
    so_far = lambda: sum(each["seconden"] for each in state.values())  # noqa: E731
    left = HOURS * 3600 - so_far() if asked.minutes is None else asked.minutes * 60
    if asked.merge:
        left = 0
    faults, turn = [], 0
    while left > 0 and not faults:
        # Who had least of its share is next.
        target = min(wanted, key=lambda each: state.get(each, {"seconden": 0})["seconden"] / WEIGHT.get(each, 1)) if not asked.short else wanted[turn]
        seconds = 2 if asked.short else max(5, min(PIECE, int(left)))
        wrong, spent, executions, edges = run(target, seconds, asked.seed + turn + 1)
        kept = state.setdefault(target, {"seconden": 0, "uitvoeringen": 0, "takken": 0})
        kept.update(seconden=kept["seconden"] + spent, uitvoeringen=kept["uitvoeringen"] + executions, takken=max(kept["takken"], edges), commit=source(), laatst=time.strftime("%F %T"))
        STATE.write_text(json.dumps(state, indent=1))
        print(f"{target:<14} {spent:5.0f} s, {executions:>9} uitvoeringen, {edges} takken; samen {so_far() / 3600:.2f} van {HOURS} uur", flush=True)
        if wrong:
            faults.append(wrong)
            print(wrong, flush=True)
        left, turn = left - spent, turn + 1
        if asked.short and turn == len(wanted):
            break
    return form.told(NAME, asked, not faults, round(so_far()), "seconden processortijd", None, None, None, faults, doelen=len(targets()), uren=round(so_far() / 3600, 2), van_uren=HOURS,
                     uitvoeringen=sum(each["uitvoeringen"] for each in state.values()),
                     takken=", ".join(f"{target} {each['takken']}" for target, each in sorted(state.items())))


if __name__ == "__main__":
    sys.exit(main())
