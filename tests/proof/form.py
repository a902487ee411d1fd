"""The form of a proof: how it is called, and the one line in which it ends.

A proof is a file in tests/proof that can be run by itself (not one that ends on _test.py):

    python3 tests/proof/NAME.py [--short] [--seed N] [what it knows itself]

The first line of its docstring says what is tried. --short takes at most a minute and runs in the ordinary suite (proofs.NAME); whole, it is
the test proof.NAME. Its last line of output is `uitslag: {...}`, which `told` prints; `scripts/proof NAME --keep` puts it in docs/storingen.
Exit code 0: all went well; 1: it did not; 77: what it needs is not here.
"""
import argparse
import json
import pathlib
import random
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
STATE = ROOT / "build/proof"  # where a proof that goes on over several runs keeps how far it is
SKIPPED = 77


def options(description, *more, arguments=None):
    """What was asked. `more`: (names, keywords) of what the proof knows itself, as add_argument takes them."""
    parser = argparse.ArgumentParser(description=(description or "").strip(), formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="a minute at most")
    parser.add_argument("--seed", type=int, help="repeats what this seed chose; another one at each run otherwise")
    for names, keywords in more:
        parser.add_argument(*([names] if isinstance(names, str) else names), **keywords)
    asked = parser.parse_args(arguments)
    asked.began = time.monotonic()
    if asked.seed is None:
        asked.seed = random.SystemRandom().randrange(1 << 31)
    print(f"seed {asked.seed}", flush=True)
    return asked


def told(name, asked, good, count, unit, lost=0, twice=0, disordered=0, found=(), **figures):
    """Prints the last line and answers the exit code. `count` is how many of `unit` (Dutch, plural) were tried, over all runs that
    count together; `lost`, `twice` and `disordered` are None where the proof does not look for them; `figures` are measured, with names
    in Dutch; `found`: what was wrong, a line each."""
    good = bool(good) and not (lost or twice or disordered)
    result = {"proef": name, "goed": good, "kort": asked.short, "seed": asked.seed, "seconden": round(time.monotonic() - asked.began, 1), "aantal": count, "eenheid": unit,
              "verloren": lost, "dubbel": twice, "volgorde": disordered, "gevonden": list(found), "cijfers": figures}
    print("uitslag: " + json.dumps(result, ensure_ascii=False), flush=True)
    return 0 if good else 1


def skipped(why):
    """Ends the proof where what it needs is not here."""
    print(f"overgeslagen: {why}", flush=True)
    sys.exit(SKIPPED)
