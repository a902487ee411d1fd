"""`export`: the state of a gemeente for a data warehouse; both forms tell the same, nothing half ever has the name of a whole, and what
was cut off is taken up."""
import csv
import datetime
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import sftp_server  # noqa: E402
from house import GATEWAY, MIRIAM, ROOT, House, invented, kennisgeving, wait_for  # noqa: E402

MODULES = ROOT / "build/conformance/node_modules"
TEXT = 'met ; en "aanhalingstekens"\nen een regel'
WHY = ["--grondslag", "Wet inburgering 2021, artikel 39", "--doel", "maandrapportage over de uitvoering"]


class Export(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.start_all()
        self.to = self.house.dir / "uitvoer"

    def command(self, *options):
        return [GATEWAY, "export", "--config", self.house.config, "--gemeente", "0518", "--naar", self.to, *WHY, *options]

    def export(self, *options, code=0):
        done = subprocess.run([*map(str, self.command(*options))], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        self.told = done.stderr
        if code == 0:
            return pathlib.Path(done.stdout.strip())
        return None

    def rows(self, folder, table):
        with open(folder / f"{table}.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    def digests(self, folder):
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != "manifest.json"}

    def know_a_few(self):
        self.house.know(MIRIAM)
        self.assertEqual(self.house.stuf(kennisgeving()).status, 200)
        self.house.enrol()
        for number, bsn in enumerate(invented(3)):
            self.house.enrol(kenmerk=f"D-{number}", bsn=bsn)
        self.assertEqual(self.house.push("signalen", {"kenmerk": "S-1", "gemeentecode": "0518", "bsn": MIRIAM, "soort": "overig", "datum": "2026-11-02", "toelichting": TEXT}).status, 201)

    def test_everything_once_whole_and_for_its_owner_alone(self):
        self.know_a_few()
        folder = self.export()
        manifest = json.loads((folder / "manifest.json").read_text())
        self.assertEqual((manifest["gemeente"], manifest["volledig"], manifest["pseudoniem"]), ("0518", True, False))
        self.assertEqual({each["naam"]: each["sha256"] for each in manifest["bestanden"]}, self.digests(folder))
        for each in manifest["bestanden"]:
            self.assertEqual(os.stat(folder / each["naam"]).st_mode & 0o777, 0o600, each["naam"])
            self.assertEqual((folder / each["naam"]).stat().st_size, each["bytes"])
        self.assertEqual(os.stat(folder).st_mode & 0o777, 0o700)
        self.assertEqual([path.name for path in self.to.iterdir()], [folder.name], "nothing is left beside it")
        objects = sum(each["rijen"] for each in manifest["bestanden"] if each["naam"].endswith(".csv") and each["naam"] not in ("woordenboek.csv", "codelijsten.csv", "dossiers.csv", "beeindigd.csv"))
        self.assertEqual(objects, manifest["objecten"])
        self.assertEqual(objects, self.house.count("object"))
        [person] = self.rows(folder, "Persoon")
        self.assertEqual((person["_persoon"], person["geslachtsnaam"], person["_gemeente"], person["_bron"]), (MIRIAM, "Tesfay", "0518", "brp"))
        self.assertEqual([row["toelichting"] for row in self.rows(folder, "Signaal")], [TEXT])
        self.assertLessEqual({row["_dossier"] for table in ("Persoon", "Deelname") for row in self.rows(folder, table)}, {row["_dossier"] for row in self.rows(folder, "dossiers")})
        # The dictionary has each column of each table, and no other.
        said = {(row["tabel"], row["kolom"]) for row in self.rows(folder, "woordenboek")}
        there = set()
        for path in folder.glob("*.csv"):
            if path.stem not in ("woordenboek", "codelijsten", "dossiers", "beeindigd"):
                there |= {(path.stem, column) for column in next(csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter=";"))}
        self.assertEqual(said, there)
        # Who took what out, on which ground and for what, stands in the log: before it was read, and when it was done.
        entries = [entry for entry in self.house.log() if entry["soort"] == "gegevens uitgevoerd"]
        self.assertEqual([entry["uitkomst"] for entry in entries], ["ingezien", "voltooid"])
        for entry in entries:
            self.assertTrue(entry["certificaat"].startswith("opdrachtregel"))
            self.assertEqual({fault["regel"]: fault["melding"] for fault in entry["fouten"]}["grondslag"], WHY[1])
            self.assertEqual(entry["referentie"], folder.name)
        done = subprocess.run([GATEWAY, "export", "--config", self.house.config, "--gemeente", "0518", "--naar", self.to, "--grondslag", "kort", *WHY[2:]], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("grondslag", done.stderr)

    def test_a_pseudonym_in_the_place_of_the_bsn_and_no_names(self):
        self.know_a_few()
        folder = self.export("--pseudoniem", "--vorm", "csv")
        text = b"".join(path.read_bytes() for path in folder.iterdir())
        for what in (MIRIAM, "Tesfay", *invented(3)):
            self.assertNotIn(what.encode(), text)
        [person] = self.rows(folder, "Persoon")
        self.assertRegex(person["_persoon"], "^[0-9a-f]{64}$")
        self.assertEqual({row["_persoon"] for row in self.rows(folder, "Inburgeringsplichtige")} - {person["_persoon"]}, set(), "one person has one pseudonym")
        self.assertEqual(list(folder.glob("*.parquet")), [])

    def test_a_reader_that_is_not_ours_reads_in_parquet_what_stands_in_csv(self):
        if not (MODULES / "hyparquet").exists():
            self.skipTest("hyparquet is not there (scripts/install-deps --conformance)")
        self.know_a_few()
        folder = self.export()
        tables = sorted(path.stem for path in folder.glob("*.parquet"))
        done = subprocess.run(["node", pathlib.Path(__file__).with_name("parquet_reader.mjs"), MODULES, *(folder / f"{table}.parquet" for table in tables)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        kinds = {(row["tabel"], row["kolom"]): row["soort"] for row in self.rows(folder, "woordenboek")}
        compared = 0

        def as_csv(table, column, value):
            if value is None:
                return ""
            kind = kinds.get((table, column))
            if isinstance(value, bool):
                return "true" if value else "false"
            if kind == "dag" or column == "gesloten":
                return value[:10]
            return f"{value:.2f}" if kind == "getal met twee decimalen" else str(value)

        for table, line in zip(tables, done.stdout.splitlines()):
            read = json.loads(line)
            rows = self.rows(folder, table)
            self.assertEqual(read["rows"], len(rows), table)
            for theirs, ours in zip(read["values"], rows):
                self.assertEqual({column: as_csv(table, column, value) for column, value in theirs.items()}, ours, table)
                compared += len(ours)
        self.assertEqual(len(tables), len(done.stdout.splitlines()))
        self.assertGreater(compared, 100)

    def test_since_a_mark_only_what_changed_and_what_ended(self):
        self.know_a_few()
        mark = self.house.dir / "0518.merk"
        first = self.export("--merk", mark)
        self.assertEqual(len(self.rows(first, "Deelname")), 4)
        nothing = self.export("--merk", mark)
        self.assertEqual((self.rows(nothing, "Deelname"), self.rows(nothing, "beeindigd")), ([], []))
        self.assertEqual({row["bijgewerkt"] for row in self.rows(nothing, "dossiers")}, {"false"})
        self.assertEqual(self.house.call("DELETE", "/taalschool/v1/deelnames/D-1", name="taalschool-client").status, 200)
        self.house.enrol(kenmerk="D-9", bsn=invented(3)[2])
        then = self.export("--merk", mark)
        self.assertEqual({row["kenmerk"] for row in self.rows(then, "Deelname")}, {"D-2", "D-9"}, "a dossier that changed is told whole")
        [ended] = self.rows(then, "beeindigd")
        self.assertEqual((ended["objecttype"], json.loads(ended["sleutel"])["kenmerk"]), ("Deelname", "D-1"))
        self.assertEqual(sum(row["bijgewerkt"] == "true" for row in self.rows(then, "dossiers")), 2)
        # Laid over the first, dossier by dossier, it is what a whole export of now tells.
        renewed = {row["_dossier"] for row in self.rows(then, "dossiers") if row["bijgewerkt"] == "true"}
        laid = [row for row in self.rows(first, "Deelname") if row["_dossier"] not in renewed] + self.rows(then, "Deelname")
        key = lambda row: (row["_dossier"], row["kenmerk"])
        self.assertEqual(sorted(laid, key=key), sorted(self.rows(self.export(), "Deelname"), key=key))
        mark.write_text("iets anders\n")
        self.export("--merk", mark, code=1)
        self.assertIn("merk", self.told)

    def test_what_was_cut_off_is_taken_up_and_is_the_same_to_the_byte(self):
        for number, bsn in enumerate(invented(150)):
            self.house.enrol(kenmerk=f"D-{number}", bsn=bsn)
        work = self.to / ".uitvoer-0518"
        process = subprocess.Popen([*map(str, self.command("--per-deel", 1))], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(list(work.glob("gelezen-*"))) < 5 and process.poll() is None:
            pass
        process.send_signal(signal.SIGKILL)
        self.assertEqual(process.wait(), -signal.SIGKILL, "it was done before it could be killed")
        self.assertEqual([path.name for path in self.to.iterdir()], [".uitvoer-0518"], "nothing has the name of an export")
        for path in work.rglob("*"):
            self.assertEqual(os.stat(path).st_mode & 0o077, 0, path)
        again = self.export("--per-deel", 1)
        self.assertRegex(self.told, r"\d+ dossiers waren al gelezen")
        self.assertEqual(self.digests(again), self.digests(self.export()), "as of one that was never cut off")
        self.assertEqual(len(self.rows(again, "Deelname")), 150)

    def test_the_way_to_a_folder_is_not_made(self):
        nowhere = self.house.dir / "schijf" / "in"
        done = subprocess.run([GATEWAY, "export", "--config", self.house.config, "--gemeente", "0518", "--naar", nowhere, *WHY], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"de map {nowhere.parent} bestaat niet", done.stderr)
        self.assertFalse(nowhere.parent.exists())
        self.assertEqual([entry for entry in self.house.log() if entry["soort"] == "gegevens uitgevoerd"], [])

    def test_over_sftp_to_a_server_that_is_known(self):
        if not sftp_server.is_there():
            self.skipTest("sshd is not there (scripts/install-deps --conformance)")
        self.know_a_few()
        sftp = sftp_server.SftpServer(self.house.dir)
        self.addCleanup(sftp.close)
        server, known, unknown = sftp.folder, sftp.known, sftp.unknown
        mark, work = self.house.dir / "0518.merk", self.house.dir / "werk"

        def bring(hosts, code=0):
            done = subprocess.run([*map(str, [GATEWAY, "export", "--config", self.house.config, "--gemeente", "0518", "--naar", sftp.url, *WHY, "--merk", mark,
                                                 "--werkmap", work, "--sleutel", self.house.dir / "client", "--bekende-servers", hosts])], capture_output=True, text=True)
            self.assertEqual(done.returncode, code, done.stderr)
            return done
        self.assertIn("de sleutel van de server", bring(unknown, 1).stderr)
        self.assertNotIn("voltooid", [entry["uitkomst"] for entry in self.house.log() if entry["soort"] == "gegevens uitgevoerd"])
        self.assertEqual((list((server / "in").iterdir()), mark.exists()), ([], False), "nothing went, so nothing counts as brought")
        name = bring(known).stdout.strip().rpartition("/")[2]
        self.assertEqual([path.name for path in (server / "in").iterdir()], [name])
        there = server / "in" / name
        manifest = json.loads((there / "manifest.json").read_text())
        self.assertEqual({each["naam"]: each["sha256"] for each in manifest["bestanden"]}, self.digests(there))
        self.assertEqual({os.stat(path).st_mode & 0o777 for path in there.iterdir()}, {0o600})
        self.assertEqual((list(work.iterdir()), mark.exists()), ([], True), "here nothing is left of it")

        # A server that takes no more: the log says so, and what half came is taken away by who comes after.
        outcomes = lambda: [entry["uitkomst"] for entry in self.house.log() if entry["soort"] == "gegevens uitgevoerd"]
        before = outcomes()
        (server / "in").chmod(0o555)
        failed = bring(known, 1)
        self.assertIn("mislukte", failed.stderr)
        self.assertEqual(outcomes()[len(before):], ["ingezien", "mislukt"])
        (server / "in").chmod(0o755)
        left = (work / ".uitvoer-0518" / "onderweg").read_text().strip()
        half = server / "in" / f".{left}.deel"
        half.mkdir()
        (half / "Persoon.csv").write_text("half")
        for path in (half, half / "Persoon.csv"):
            if os.getuid() == 0:
                shutil.chown(path, "nobody", "nogroup")
        again = bring(known).stdout.strip().rpartition("/")[2]
        self.assertEqual(sorted(path.name for path in (server / "in").iterdir()), sorted([name, again]))

        # A name that stands there already gets a number: each of the coming seconds is taken.
        moment = datetime.datetime.now(datetime.timezone.utc)
        for seconds in range(120):
            taken = server / "in" / f"0518-{moment + datetime.timedelta(seconds=seconds):%Y%m%dT%H%M%SZ}"
            taken.mkdir(exist_ok=True)
        self.assertRegex(bring(known).stdout.strip(), r"/0518-\d{8}T\d{6}Z-2$")

    def test_with_four_eyes_only_with_the_consent_of_another(self):
        self.house.settings["den_haag"] = {"vier_ogen": ["inhoud"]}
        self.house.write_config()
        self.export(code=1)
        self.assertIn("tweede beheerder", self.told)
        self.assertFalse(list(self.to.glob("0518-*")))
        missing = [entry for entry in self.house.log() if entry["soort"] == "toestemming ontbreekt"]
        self.assertEqual(len(missing), 1)
        asked = subprocess.run([GATEWAY, "toestemming", "ask", "inhoud", "export", "--gemeente", "0518", "--config", self.house.config, "--reden", "maandrapportage van november"], capture_output=True, text=True)
        self.assertEqual(asked.returncode, 0, asked.stderr)
        answer = self.house.operator(f"/beheer/v1/toestemmingen/{asked.stdout.split()[0]}/antwoord", {"antwoord": "ja"}, cookie=self.house.log_in("privacy", "T. Tweede"))
        self.assertEqual(answer.status, 200, answer.body)
        self.export()
        self.export(code=1)

    def test_what_cannot_be_read_is_told_and_the_mark_stays(self):
        self.know_a_few()
        mark = self.house.dir / "0518.merk"
        self.export("--merk", mark)
        before = mark.read_bytes()
        broken = self.house.rows("SELECT DISTINCT dossier FROM object WHERE objecttype = 'Signaal'")[0][0]
        nameless = self.house.rows(f"SELECT id FROM dossier WHERE id <> '{broken}' ORDER BY id")[0][0]
        self.house.change("UPDATE object SET sealed = 'AAAA' WHERE objecttype = 'Signaal'")
        self.house.change(f"UPDATE dossier SET sealed_subject = 'AAAA' WHERE id = '{nameless}'")
        self.house.change("UPDATE dossier SET version = version + 1")
        for options in ((), ("--merk", mark)):
            self.export(*options, code=1)
            folder = max(self.to.glob("0518-*"), key=lambda each: each.stat().st_mtime_ns)
            manifest = json.loads((folder / "manifest.json").read_text())
            self.assertEqual((manifest["volledig"], sorted(manifest["onleesbaar"])), (False, sorted([broken, nameless])))
            self.assertEqual({row["_dossier"] for row in self.rows(folder, "dossiers") if row["bijgewerkt"] == "false"}, {broken, nameless})
            self.assertIn(broken, self.told)
            self.assertNotIn(MIRIAM, self.told)
        self.assertEqual(mark.read_bytes(), before)
        last = [entry for entry in self.house.log() if entry["soort"] == "gegevens uitgevoerd"][-1]
        self.assertIn("waarvan 2 niet geheel leesbaar", json.dumps(last))
        shown = subprocess.run([GATEWAY, "log", "show", last["berichtId"], "--config", self.house.config], capture_output=True, text=True)
        self.assertRegex(shown.stdout, r"(?m)^\s*grondslag.*artikel 39")
        self.assertNotRegex(shown.stdout, r"(?m)^\s*fout")

    def test_a_mark_serves_one_kind_of_export(self):
        self.know_a_few()
        mark = self.house.dir / "0518.merk"
        self.export("--merk", mark, "--pseudoniem")
        self.export("--merk", mark, code=1)
        self.assertIn("met pseudoniem", self.told)
        self.export("--merk", mark, "--pseudoniem")

    def test_more_than_one_in_a_second_are_numbered(self):
        self.know_a_few()
        now = time.time()
        for second in range(20):
            (self.to / time.strftime("0518-%Y%m%dT%H%M%SZ", time.gmtime(now + second))).mkdir(parents=True)
        self.assertRegex(self.export().name, "Z-2$")
        self.assertFalse((self.to / ".uitvoer-0518").exists())

    def test_two_at_once_do_not_meet(self):
        self.know_a_few()
        (self.to / ".uitvoer-0518").mkdir(parents=True)
        busy = open(self.to / ".uitvoer-0518/bezet", "w")
        import fcntl
        fcntl.flock(busy, fcntl.LOCK_EX)
        self.export(code=1)
        self.assertIn("er loopt al een export", self.told)
        busy.close()
        self.export()


if __name__ == "__main__":
    unittest.main()
