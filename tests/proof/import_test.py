"""Proof: a file of a hundred thousand rows, judged and taken up; one that is bad in its last row, and none of it taken up."""
import os
import pathlib
import pty
import re
import resource
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, SCHOOL, House, invented, wait_for  # noqa: E402

ROWS = int(os.environ.get("PROOF_ROWS", "100000"))
PERSONS = ROWS // 20


class Import(unittest.TestCase):
    def run_import(self, house, kind, file, *options):
        began = time.monotonic()
        done = subprocess.run([GATEWAY, "taalschool", "import", "--config", house.config, "--party", SCHOOL, "--resource", kind, file, *options],
                              capture_output=True, text=True)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        return done, time.monotonic() - began, peak

    def test_a_hundred_thousand_rows(self):
        house = House()
        self.addCleanup(house.close)
        house.start_afnemers()
        house.start_gateway()
        house.stop("gateway")
        persons = invented(PERSONS)
        enrolments = house.dir / "deelnames.csv"
        enrolments.write_text("kenmerk;gemeentecode;bsn;soort;startdatum\n" + "".join(f"DN-{n};0518;{bsn};taalles;01-09-2026\n" for n, bsn in enumerate(persons)))
        done, seconds, _ = self.run_import(house, "deelnames", enrolments)
        self.assertEqual(done.returncode, 0, done.stderr)
        print(f"\n{PERSONS} deelnames in {seconds:.1f} s")

        rows = [f"AW-{n};0518;{persons[n % PERSONS]};taalles;{1 + n // PERSONS % 28:02}-10-2026;{1 + n // PERSONS % 28:02}-10-2026;{n % 8},5;0;{n % 3}\n" for n in range(ROWS)]
        head = "kenmerk;gemeentecode;bsn;soort;periodeVan;periodeTot;urenGevolgd;urenGeoorloofdVerzuim;urenOngeoorloofdVerzuim\n"
        file = house.dir / "aanwezigheid.csv"
        file.write_text(head + "".join(rows[:-1]) + rows[-1].replace("taalles", "dansles"))
        before = house.count("log")
        done, seconds, peak = self.run_import(house, "aanwezigheid", file)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"rij {ROWS + 1}, soort: onbekende code", done.stderr)
        self.assertEqual(house.count("log"), before, "nothing of it")
        print(f"{ROWS} rows of which the last is bad: refused in {seconds:.1f} s, {peak:.0f} MB")

        file.write_text(head + "".join(rows))
        self.bar(house, file)
        done, seconds, peak = self.run_import(house, "aanwezigheid", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"{ROWS} rijen verwerkt", done.stdout)
        print(f"{ROWS} rows taken up in {seconds:.1f} s ({ROWS / seconds:.0f} a second), {peak:.0f} MB")
        self.assertLess(peak, 150)
        house.start_gateway()
        events = ROWS + 2 * PERSONS  # each row, the hours of each person, and each deelname
        wait_for(lambda: house.waiting() == 0, 900, 1)
        self.assertEqual(len(house.events()), events)

    def bar(self, house, file):
        """On a terminal a bar is drawn."""
        master, slave = pty.openpty()
        process = subprocess.Popen([GATEWAY, "taalschool", "import", "--config", house.config, "--party", SCHOOL, "--resource", "aanwezigheid", "--proef", file],
                                   stdout=subprocess.DEVNULL, stderr=slave)
        os.close(slave)
        drawn = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            drawn += part
        os.close(master)
        self.assertEqual(process.wait(60), 0)
        self.assertTrue(re.search("█+░+ [0-9]+ rijen nagekeken".encode(), drawn), drawn[:300])


if __name__ == "__main__":
    unittest.main()
