"""A person who is removed: gone from the store while the gateway runs, and dark in each copy that was made before."""
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, GATEWAY, MIRIAM, STRANGER, House, deelname, meting, only_on_sqlite, wait_for  # noqa: E402

REASON = "zaak 2026-114: verzoek om wissing"


class Forget(unittest.TestCase):
    def setUp(self):
        self.house = house = House().start_all()
        self.addCleanup(house.close)
        for bsn in (MIRIAM, STRANGER):
            self.assertEqual(house.notify("SS101", bsn=bsn).status, 201)
            self.assertEqual(house.push("deelnames", deelname(kenmerk=f"D-{bsn[-3:]}", bsn=bsn)).status, 201)
            self.assertEqual(house.push("voortgangsmetingen", meting(kenmerk=f"V-{bsn[-3:]}", bsn=bsn)).status, 201)
        self.settle()

    def settle(self):
        wait_for(lambda: self.house.questions() == 0 and self.house.waiting() == 0, 30)

    def run_cli(self, *arguments, config=None, text=None):
        return subprocess.run([GATEWAY, *arguments, "--config", config or self.house.config], capture_output=True, text=True, input=text, timeout=60)

    def forget(self, bsn=MIRIAM, *more):
        return self.run_cli("log", "person", "--gemeente", "0518", "--bsn", "-", "--reden", REASON, "--vergeet", *more, text=bsn + "\n")

    def rows(self, query, file=None):
        if file is None:
            return self.house.rows(query)
        store = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            return [[str(value) for value in row] for row in store.execute(query)]
        finally:
            store.close()

    def dossier_of(self, kenmerk):
        return self.rows(f"SELECT dossier FROM schoolrij WHERE kenmerk = '{kenmerk}'")[0][0]

    def test_gone_while_the_gateway_runs_and_nobody_else(self):
        house = self.house
        gone, kept = (self.dossier_of(f"D-{bsn[-3:]}") for bsn in (MIRIAM, STRANGER))
        done = self.forget()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("1 dossier, ", done.stdout)
        holds = lambda dossier: {table for table, columns in self.house.tables().items() for column in columns  # noqa: E731
                                 if self.rows(f"SELECT 1 FROM {table} WHERE CAST({column} AS TEXT) = '{dossier}' LIMIT 1")}
        self.assertLessEqual(holds(gone), {"log", "log_key", "traffic"})
        self.assertGreater(len(holds(kept)), 6)
        self.assertEqual(self.rows("SELECT * FROM dossier_key_gone"), [])
        entry = next(each for each in house.log() if each["soort"] == "persoon verwijderd")
        self.assertEqual(entry["uitkomst"], "verwerkt")
        self.assertIn(REASON, str(entry["fouten"]))
        verified = self.run_cli("log", "verify")
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        again = self.forget()
        self.assertEqual(again.returncode, 1)
        self.assertIn("niets bekend", again.stderr)
        # The school finds the row no more; what it tells now is of somebody new.
        self.assertEqual(house.call("GET", f"/taalschool/v1/deelnames/D-{MIRIAM[-3:]}", name="taalschool-client").status, 404)
        self.assertEqual(house.push("deelnames", deelname(kenmerk="D-nieuw", bsn=MIRIAM)).status, 201)
        self.settle()
        self.assertNotEqual(self.dossier_of("D-nieuw"), gone)
        self.assertEqual(house.call("GET", f"/taalschool/v1/deelnames/D-{STRANGER[-3:]}", name="taalschool-client").status, 200)

    @only_on_sqlite
    def test_a_copy_of_before_is_dark_about_them_with_the_newest_keys(self):
        house = self.house
        copy = house.dir / "kopie"
        copy.mkdir()
        with sqlite3.connect(house.dir / "store/gateway.db") as store:
            store.execute("VACUUM INTO ?", (str(copy / "gateway.db"),))
        config = house.dir / "kopie.yaml"
        config.write_text(house.config.read_text().replace("store/gateway.db", "kopie/gateway.db"))
        bodies = {bsn: self.rows("SELECT l.message_id FROM log l JOIN body b ON b.message_id = l.message_id WHERE l.dossier = '" + self.dossier_of(f"D-{bsn[-3:]}") + "'")
                  for bsn in (MIRIAM, STRANGER)}
        self.assertGreater(len(bodies[MIRIAM]), 2)

        def opened():
            """How many of each can be read in the copy, beside the newest keys."""
            shutil.copy(house.dir / "store/gateway.db.dossiersleutels", copy)
            show = lambda message: self.run_cli("log", "body", message, "--reden", "toets van de kopie", config=config).returncode == 0  # noqa: E731
            return {bsn: sum(show(message) for (message,) in ids) for bsn, ids in bodies.items()}

        every = {bsn: len(ids) for bsn, ids in bodies.items()}
        self.assertEqual(opened(), every)
        self.assertEqual(self.forget().returncode, 0)
        self.assertEqual(opened(), every | {MIRIAM: 0})
        verified = self.run_cli("log", "verify", config=config)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        self.assertIn("van wie verwijderd is", verified.stdout)
        # Without the file of the keys of dossiers it is not opened at all.
        (copy / "gateway.db.dossiersleutels").unlink()
        refused = self.run_cli("log", "person", "--gemeente", "0518", "--bsn", STRANGER, "--reden", "toets van de kopie", config=config)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("dossiersleutels", refused.stderr)

    def test_what_must_come_first_is_told_and_nothing_is_gone(self):
        house = self.house
        house.stop("afnemer-0518")
        self.assertEqual(house.push("voortgangsmetingen", meting(kenmerk="V-wacht", bsn=MIRIAM)).status, 201)
        waiting = self.forget()
        self.assertEqual(waiting.returncode, 1)
        self.assertIn("nog niet afgeleverd", waiting.stderr)
        house.start_afnemers() if "afnemer-0344" not in house.processes else self.restart_den_haag()
        self.settle()
        held = self.run_cli("log", "hold", "add", "--gemeente", DEN_HAAG, "--reden", "onderzoek loopt nog")
        self.assertEqual(held.returncode, 0, held.stderr)
        refused = self.forget()
        self.assertEqual(refused.returncode, 1)
        self.assertIn("bewaarplicht", refused.stderr)
        for wrong in ("kort", f"over {MIRIAM} zelf"):
            told = self.run_cli("log", "person", "--gemeente", "0518", "--bsn", MIRIAM, "--reden", wrong, "--vergeet")
            self.assertEqual(told.returncode, 2)
        elsewhere = self.run_cli("log", "person", "--gemeente", "0344", "--bsn", "-", "--reden", REASON, "--vergeet", text=MIRIAM + "\n")
        self.assertIn("niets bekend", elsewhere.stderr)
        self.assertEqual(house.call("GET", f"/taalschool/v1/deelnames/D-{MIRIAM[-3:]}", name="taalschool-client").status, 200)

    def restart_den_haag(self):
        from house import SIMULATOR
        process = self.house.start("afnemer-0518", SIMULATOR, "afnemer", "serve", "--pki", self.house.pki, "--name", "afnemer-0518-server",
                                   "--port", self.house.den_haag_port, "--out", self.house.dir / "afnemer-0518.jsonl")
        process.line(r": https://127.0.0.1:(\d+)")

    @only_on_sqlite
    def test_killed_before_the_key_was_destroyed_it_goes_at_the_next_start(self):
        house = self.house
        number = int(self.rows("SELECT key_number FROM dossier WHERE id = '" + self.dossier_of(f"D-{MIRIAM[-3:]}") + "'")[0][0])
        house.stop("gateway", signal.SIGKILL)
        # As a command leaves it that ended between the two.
        with sqlite3.connect(house.dir / "store/gateway.db") as store:
            store.execute("INSERT INTO dossier_key_gone (number) VALUES (?)", (number,))
        keys = house.dir / "store/gateway.db.dossiersleutels"
        before = keys.read_bytes()[(number - 1) * 128:number * 128]
        record = before[1:1 + before[0]]
        self.assertGreater(len(record), 32)
        house.start_gateway()
        wait_for(lambda: self.rows("SELECT * FROM dossier_key_gone") == [])
        # By the mark that is left nobody opens anything; of the record itself nothing is.
        after = keys.read_bytes()[(number - 1) * 128:number * 128]
        self.assertEqual((after[0], after[33:]), (0, bytes(95)))
        self.assertTrue(all(record[at:at + 4] not in after for at in range(len(record) - 4)))


if __name__ == "__main__":
    unittest.main()
