"""Tien fouten die met opzet in het programma worden gezet: de simulatie vindt ze.

    python3 tests/proof/mutanten.py [--short] [--seed N] [--runs K] [--only NAME]

Each of tests/proof/mutants is put into a copy of the tree, of which the simulation is then built and run. Short: only whether each
still fits, and says what it is. A fault that another proof finds names it ("Gevonden door: …").
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import form  # noqa: E402

MUTANTS = pathlib.Path(__file__).resolve().parent / "mutants"
COPY = form.STATE / "mutanten"
HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@", re.MULTILINE)


def parts(patch):
    """Of each file: its name, and of each hunk what stood there and what comes in its place."""
    for part in re.split(r"^--- a/", patch.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        hunks = []
        for body in HUNK.split(part)[3::3]:
            lines = [line for line in body.strip("\n").split("\n") if line[:1] in " +-" or line == ""]
            hunks.append(("\n".join(line[1:] for line in lines if line[:1] != "+"), "\n".join(line[1:] for line in lines if line[:1] != "-")))
        yield part.split("\n", 1)[0].strip(), hunks


def applied(patch, root):
    """Name → text of the files that it changes. Where it does not fit: ValueError."""
    changed = {}
    for name, hunks in parts(patch):
        text = (root / name).read_text(encoding="utf-8")
        for before, after in hunks:
            if text.count(before) != 1:
                raise ValueError(f"{patch.name} past niet meer op {name}")
            text = text.replace(before, after)
        changed[name] = text
    if not changed:
        raise ValueError(f"{patch.name} verandert niets")
    return changed


def elsewhere(patch):
    found = re.search(r"^Gevonden door: (\S+)", patch.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else None


def build(target):
    with open(COPY / "build.log", "ab") as log:
        return subprocess.run(["cmake", "--build", COPY / "build/release", "--target", target], stdout=log, stderr=log).returncode == 0


def make_copy():
    """The tree as it stands, configured apart. Only what changed since the last time is copied."""
    COPY.mkdir(parents=True, exist_ok=True)
    listed = subprocess.run(["git", "-C", form.ROOT, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True).stdout.split("\n")
    for name in filter(None, listed):
        source, target = form.ROOT / name, COPY / name
        if source.is_file() and (not target.exists() or target.read_bytes() != source.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
            os.utime(target)
    if not (COPY / "build/release/build.ninja").exists():
        subprocess.run(["cmake", "--preset", "release", "-DINBURGERING_MONITOR=OFF"], cwd=COPY, check=True, stdout=subprocess.DEVNULL)


def found_by_simulation(asked):
    """Seed and step at which something did not hold; nothing when all did."""
    for seed in range(asked.seed, asked.seed + asked.runs):
        done = subprocess.run([COPY / "build/release/bin/simulate", "--seed", str(seed), "--steps", str(asked.steps), "--no-shrink", "--out", COPY], capture_output=True, text=True)
        if said := re.search(r"^seed (\d+), step (\d+): (.*)$", done.stdout, re.MULTILINE):
            return int(said.group(1)), int(said.group(2)), said.group(3)
        if done.returncode != 0:
            return seed, 0, "de simulatie viel om"
    return None


def try_one(patch, asked):
    """What is to be told of a mutant, and whether it is as it should be."""
    changed = applied(patch, COPY)
    kept = {name: (COPY / name).read_text(encoding="utf-8") for name in changed}
    try:
        for name, text in changed.items():
            (COPY / name).write_text(text, encoding="utf-8")
        if not build("simulate"):
            return False, "bouwt niet"
        found = found_by_simulation(asked)
    finally:
        for name, text in kept.items():
            (COPY / name).write_text(text, encoding="utf-8")
    return (True, f"seed {found[0]}, na {found[1]} stappen: {found[2]}") if found else (False, f"niet gevonden in {asked.runs} seeds")


def main():
    asked = form.options(__doc__, ("--runs", {"type": int, "default": 60}), ("--steps", {"type": int, "default": 300}), ("--only", {}))
    patches = [each for each in sorted(MUTANTS.glob("*.patch")) if not asked.only or asked.only in each.name]
    told, wrong = {}, []
    for patch in patches:
        try:
            applied(patch, form.ROOT)
        except ValueError as error:
            wrong.append(str(error))
    if not asked.short and not wrong:
        asked.seed = min(asked.seed, 1) or 1
        make_copy()
        for patch in patches:
            if other := elsewhere(patch):
                told[patch.stem] = f"gevonden door: {other}"
                continue
            good, told[patch.stem] = try_one(patch, asked)
            print(f"{patch.stem}: {told[patch.stem]}", flush=True)
            if not good:
                wrong.append(f"{patch.stem}: {told[patch.stem]}")
    return form.told("mutanten", asked, not wrong, len(patches), "mutanten", found=wrong, **told)


if __name__ == "__main__":
    sys.exit(main())
