"""Files that a school drops by SFTP: each is taken once and whole, and its report lies beside it."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bestanden"))
import sftp_server  # noqa: E402
from house import GATEWAY, MIRIAM, ROOT, SCHOOL, House  # noqa: E402
from maak_xlsx import KOP, Book, row, zipped  # noqa: E402


def csv(*rows):
    return "".join(";".join(each) + "\r\n" for each in [KOP, *rows])


class Drop(unittest.TestCase):
    def setUp(self):
        self.house = House().start_all()
        self.addCleanup(self.house.close)
        self.house.enrol()
        self.house.expect_events(1)
        self.sftp = sftp_server.SftpServer(self.house.dir)
        self.addCleanup(self.sftp.close)

    def put(self, name, content):
        file = self.sftp.inside / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        if os.getuid() == 0:
            shutil.chown(file, "nobody", "nogroup")
        return file

    def collect(self, rest="1", hosts=None, party=SCHOOL):
        return subprocess.run([*map(str, [GATEWAY, "taalschool", "ophalen", "--config", self.house.config, "--party", party, "--van", self.sftp.url, "--sleutel", self.sftp.client,
                                          "--bekende-servers", hosts or self.sftp.known, "--rust", rest])], capture_output=True, text=True, timeout=120)

    def lying(self, folder=""):
        there = self.sftp.inside / folder
        return sorted(path.name for path in there.iterdir() if path.is_file()) if there.exists() else []

    def report(self, folder, name):
        found = [path for path in self.lying(folder) if path.endswith(f"-{name}.verslag.json")]
        self.assertEqual(len(found), 1, self.lying(folder))
        self.assertIn(found[0].removesuffix(".verslag.json"), self.lying(folder), "the file lies beside its report")
        return json.loads((self.sftp.inside / folder / found[0]).read_text())

    def test_each_file_is_taken_once_and_its_report_lies_beside_it(self):
        self.put("aanwezigheid november.csv", csv(row(bsn=MIRIAM)))
        self.put("aanwezigheid-2.xlsx", zipped(Book().sheet("Uren", [KOP, row("A-2", bsn=MIRIAM)]).parts()))
        self.put("aanwezigheid-fout.csv", csv(row("A-3", bsn=MIRIAM, uren="veel")))
        self.put("brief.docx", "geachte")
        done = self.collect()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(self.lying(), [])
        self.assertEqual(self.lying("in-behandeling"), [])
        self.assertEqual(self.report("klaar", "aanwezigheid november.csv")["aangenomen"], 1)
        self.assertEqual(self.report("klaar", "aanwezigheid-2.xlsx")["goed"], True)
        refused = self.report("afgekeurd", "aanwezigheid-fout.csv")
        self.assertEqual((refused["goed"], refused["bevindingen"][0]["kolom"], refused["bestand"]), (False, "urenGevolgd", "aanwezigheid-fout.csv"))
        self.assertIn("laat de naam beginnen met", self.report("afgekeurd", "brief.docx")["bevindingen"][0]["melding"])
        self.assertEqual(self.house.count("schoolrij", "resource = 'aanwezigheid'"), 2)
        self.assertEqual((self.collect().returncode, len(self.lying("klaar")), len(self.lying("afgekeurd"))), (0, 4, 4), "nothing is there to take")

    def test_what_is_still_being_written_is_not_read(self):
        for name in ("aanwezigheid-1.csv.part", ".aanwezigheid-2.csv", "aanwezigheid-3.csv.filepart"):
            self.put(name, csv(row()))
        growing = self.put("aanwezigheid-groeit.csv", csv(row(bsn=MIRIAM)))
        stop = threading.Event()

        def grow():
            number = 2
            while not stop.is_set():
                with growing.open("a") as file:
                    file.write(";".join(row(f"A-{number}", bsn=MIRIAM)) + "\r\n")
                number += 1
                time.sleep(0.1)

        writing = threading.Thread(target=grow)
        writing.start()
        try:
            self.assertEqual(self.collect().returncode, 0)
            self.assertEqual(len(self.lying()), 4)
        finally:
            stop.set()
            writing.join()
        rows = growing.read_text().count("\n") - 1
        self.assertEqual(self.collect().returncode, 0)
        self.assertEqual((self.report("klaar", "aanwezigheid-groeit.csv")["aangenomen"], len(self.lying())), (rows, 3))

    def test_two_that_collect_at_once_take_each_file_once(self):
        for number in range(8):
            self.put(f"aanwezigheid-{number}.csv", csv(row(f"A-{number}", bsn=MIRIAM)))
        both = []
        threads = [threading.Thread(target=lambda: both.append(self.collect())) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({done.returncode for done in both} - {0, 1}, set())
        self.collect()
        self.assertEqual((self.lying(), self.lying("in-behandeling"), self.house.count("schoolrij", "resource = 'aanwezigheid'")), ([], [], 8))
        self.assertEqual(len([name for name in self.lying("klaar") if name.endswith(".csv")]), 8)

    def test_what_another_run_works_on_is_not_left_over(self):
        file = self.put("aanwezigheid-1.csv", csv(row(bsn=MIRIAM)))
        first = threading.Thread(target=lambda: first_done.append(self.collect(rest="6")))
        first_done = []
        first.start()
        second = None
        while first.is_alive() and (second is None or second.returncode == 0):
            time.sleep(1)
            second = self.collect(rest="3")
        first.join()
        self.assertEqual({done.returncode for done in (first_done[0], second)}, {0, 1})
        self.assertIn("een ander proces is daar nu mee bezig", first_done[0].stderr + second.stderr)
        self.assertEqual(self.report("klaar", file.name)["goed"], True)

    def test_a_number_of_a_person_in_a_name_is_not_printed_and_the_report_is_for_us_alone(self):
        self.put(f"aanwezigheid-{MIRIAM}.csv", csv(row(bsn=MIRIAM)))
        done = self.collect()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(MIRIAM, done.stdout + done.stderr)
        self.assertIn("aanwezigheid-*********.csv", done.stdout)
        modes = {oct(path.stat().st_mode & 0o777) for path in (self.sftp.inside / "klaar").glob("*.verslag.json")}
        self.assertEqual((modes, oct((self.sftp.inside / "klaar").stat().st_mode & 0o777)), ({"0o600"}, "0o700"))

    def test_what_was_taken_and_not_ended_is_ended_the_next_time(self):
        file = self.put("aanwezigheid-1.csv", csv(row(bsn=MIRIAM)))
        half = self.sftp.inside / "in-behandeling"
        half.mkdir()
        file.rename(half / file.name)
        if os.getuid() == 0:
            shutil.chown(half, "nobody", "nogroup")
        self.assertEqual(self.collect().returncode, 0)
        self.assertEqual((self.report("klaar", file.name)["goed"], self.lying("in-behandeling")), (True, []))

    def test_who_is_not_known_is_told_and_nothing_moves(self):
        self.put("aanwezigheid-1.csv", csv(row(bsn=MIRIAM)))
        done = self.collect(hosts=self.sftp.unknown)
        self.assertEqual((done.returncode, self.lying()), (1, ["aanwezigheid-1.csv"]))
        self.assertIn("de sleutel van de server", done.stderr)
        self.assertEqual(self.collect(party=MIRIAM).returncode, 2)
        self.assertEqual(self.lying(), ["aanwezigheid-1.csv"])
        self.sftp.running.terminate()
        self.sftp.running.wait()
        self.assertIn("is niet te bereiken", self.collect().stderr)

    def test_the_guide_does_what_it_says(self):
        block = next(each for each in re.findall(r"```bash\n(.*?)```", (ROOT / "docs/taalscholen.md").read_text(), re.DOTALL) if "taalschool ophalen" in each)
        self.put("aanwezigheid-1.csv", csv(row(bsn=MIRIAM)))
        names = {"OIN": SCHOOL, "SFTP": self.sftp.url, "SLEUTEL": self.sftp.client, "BEKENDE_SERVERS": self.sftp.known, "CONFIG": self.house.config}
        subprocess.run(["bash", "-euc", block], check=True, timeout=120, env={"PATH": f"{pathlib.Path(GATEWAY).parent}:{os.environ['PATH']}"} | {name: str(value) for name, value in names.items()})
        self.assertEqual(self.report("klaar", "aanwezigheid-1.csv")["aangenomen"], 1)


if __name__ == "__main__":
    if not sftp_server.is_there():
        print("skipped: sshd is not there (scripts/install-deps --conformance)")
        sys.exit(77)
    unittest.main()
