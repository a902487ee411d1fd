"""The whole chain in one thread, from fixed seeds; and what once went wrong does not any more."""
import json
import os
import pathlib
import subprocess
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SIMULATE = pathlib.Path(os.environ.get("INBURGERING_BIN", HERE.parents[1] / "build/release/bin")) / "simulate"


def simulate(*arguments):
    done = subprocess.run([SIMULATE, *map(str, arguments)], capture_output=True, text=True, cwd=os.environ.get("TMPDIR", "/tmp"))
    last = done.stdout.strip().split("\n")[-1]
    return done, json.loads(last) if last.startswith("{") else {}


class Simulation(unittest.TestCase):
    def test_the_same_seed_gives_the_same_history(self):
        for seed in (4, 5):  # one node, and several
            first, second = (simulate("--seed", seed, "--steps", 120, "--no-shrink")[1] for _ in range(2))
            self.assertEqual({key: first[key] for key in ("digest", "turns", "counts", "faults", "step")},
                             {key: second[key] for key in ("digest", "turns", "counts", "faults", "step")})
            self.assertNotEqual(first["digest"], simulate("--seed", seed + 2, "--steps", 120, "--no-shrink")[1]["digest"])

    def test_what_went_wrong_once_holds(self):
        kept = sorted((HERE / "histories").glob("*.geschiedenis"))
        if kept:
            done, _ = simulate("--history", *kept)
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_fixed_seeds(self):
        done, counted = simulate("--seed", 1, "--steps", 200, "--runs", 12, "--no-shrink")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertGreater(counted["counts"]["afgeleverd"], 0)
        self.assertGreater(len(counted["faults"]), 8, "hardly anything went wrong: do the steps still do what they say?")


if __name__ == "__main__":
    unittest.main()
