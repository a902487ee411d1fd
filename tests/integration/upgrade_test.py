"""Stores that former versions made (tests/opslag) are brought to the present one: told beforehand, with a backup first, forwards only;
and all that stood in them is there after."""
import gzip
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import cluster  # noqa: E402
from house import GATEWAY, ROOT, House, meting, on_postgres, only_on_sqlite, wait_for  # noqa: E402

KVS = "afnemer-0518-client"
FORMER = sorted((ROOT / "tests/opslag").glob("stap-*"))
NOW = len(list((ROOT / "gateway/store/engine/migrations").glob("*.sql")))


def place(former, house):
    """Puts a store of before where the gateway will find it, with its key, and those whom its log was signed by trusted."""
    store = house.dir / "store"
    store.mkdir(exist_ok=True)
    for packed in former.glob("*.gz"):
        (store / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
    shutil.copy(former / "store.key", house.pki / "store.key")
    (house.pki / "store.key").chmod(0o600)
    (house.pki / "beide.pem").write_text((house.pki / "root.pem").read_text() + (former / "root.pem").read_text())
    tls = {"certificate": "pki/gateway-client.pem", "key": "pki/gateway-client.key", "trust": "pki/beide.pem"}
    house.settings["tls"] = {"client": tls}
    house.write_config()
    return json.loads((former / "verwacht.json").read_text())


class Upgrade(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)

    def cli(self, *arguments, code=0):
        done = subprocess.run([GATEWAY, *map(str, arguments), "--config", self.house.config], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    @only_on_sqlite
    def test_each_former_store_is_brought_to_the_present_version(self):
        self.assertGreaterEqual(len(FORMER), 3)
        for former in FORMER:
            with self.subTest(former.name):
                self.house.close()
                self.house = House()
                self.addCleanup(self.house.close)
                self.bring(former)

    def bring(self, former):
        house = self.house
        known = place(former, house)
        told = self.cli("check")
        self.assertIn(f"{NOW - known['stap']} stappen ({known['stap'] + 1} tot en met {NOW})", told.stdout)
        self.assertIn("back-up", told.stdout)
        self.assertIn("oudere versie", self.cli("log", "list", code=2).stderr, "who only looks changes nothing")
        house.start_duo()
        house.start_afnemers()
        gateway = house.start_gateway()
        self.assertIn("back-up gemaakt", gateway.text())
        kept = house.dir / f"store/gateway.db.voor-stap-{known['stap'] + 1}.back-up"
        self.assertTrue(kept.exists())
        # Without keys: who is forgotten after this is dark in it.
        self.assertLessEqual({each.name for each in (house.dir / "store").glob("*.dossiersleutels")}, {"gateway.db.dossiersleutels"})
        wait_for(lambda: house.waiting() == 0 and house.questions() == 0, 60)
        # What waited arrives, and nothing that was delivered comes again.
        received = {event["id"] for event in house.received("0518") + house.received("0344")}
        self.assertLessEqual(set(known["wachtend"]), received)
        self.assertEqual(set(known["geleverd"]) & received, set())
        counts = {table: int(house.count(table)) for table in known["aantallen"] if table in house.tables()}
        for table in ("dossier", "received", "schoolrij"):
            self.assertEqual(counts.get(table), known["aantallen"].get(table), table)
        for table in ("log", "event", "object", "body"):
            self.assertGreaterEqual(counts[table], known["aantallen"][table], table)
        seq, hash_of = known["logregel"]
        self.assertEqual(house.rows(f"SELECT COUNT(*) FROM log WHERE seq = {seq}"), [["1"]])
        if known["stap"] >= 9:
            self.assertEqual(house.rows(f"SELECT hash FROM log WHERE seq = {seq}"), [[hash_of]])
        self.cli("log", "verify")
        checked = json.loads(self.cli("store", "check", "--json").stdout)
        self.assertTrue(checked["heel"], checked)
        persons = set()
        for (dossier,) in house.rows("SELECT id FROM dossier"):
            answer = house.call("GET", f"/gemeente/v1/dossiers/{dossier}", name=KVS)
            self.assertEqual(answer.status, 200)
            persons.add(answer.json["bsn"])
            self.assertIn("Persoon", {each["objecttype"] for each in answer.json["objecten"]})
        self.assertLessEqual(persons, set(known["personen"]))
        self.assertEqual(len(persons), known["aantallen"]["dossier"])
        # It goes on as any store does, and started once more it makes no second backup.
        self.assertIn(house.push("voortgangsmetingen", meting(kenmerk="VM-NIEUW", niveauLezen="B2")).status, (201, 422))
        house.stop("gateway")
        kept.unlink()
        self.assertNotIn("back-up", house.start_gateway().text())
        self.assertFalse(kept.exists())

    @only_on_sqlite
    def test_back_to_what_was_kept_before(self):
        house = self.house
        known = place(FORMER[1], house)
        house.start_gateway()
        house.stop("gateway")
        kept = house.dir / f"store/gateway.db.voor-stap-{known['stap'] + 1}.back-up"
        self.cli("store", "restore", "--from", kept, "--vervang")
        house.start_gateway()
        wait_for(lambda: any(entry["soort"] == "opslag teruggezet" for entry in house.log()))
        self.cli("log", "verify")

    @only_on_sqlite
    def test_no_room_for_a_backup_is_told_and_nothing_changes(self):
        house = self.house
        known = place(FORMER[0], house)
        full = subprocess.run(["prlimit", "--fsize=100000", GATEWAY, "serve", "--config", house.config], capture_output=True, text=True, timeout=60)
        self.assertEqual(full.returncode, 2, full.stderr)
        self.assertIn("--zonder-backup", full.stderr)
        self.assertEqual(self.version(), known["stap"])
        # A disk that fills while it is brought over: the store is as it was, and goes on when there is room.
        full = subprocess.run(["prlimit", "--fsize=100000", GATEWAY, "serve", "--zonder-backup", "--config", house.config], capture_output=True, text=True, timeout=60)
        self.assertEqual(full.returncode, 1, "it may pass, so who supervises tries again\n" + full.stderr)
        self.assertEqual(self.version(), known["stap"])
        house.settings["store"] = {"backup_voor_migratie": "nee"}
        self.assertNotIn("back-up", house.start_gateway().text())
        self.cli("log", "verify")

    def version(self):
        database = sqlite3.connect(self.house.dir / "store/gateway.db")
        try:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            return database.execute("PRAGMA user_version").fetchone()[0]
        finally:
            database.close()

    @only_on_sqlite
    def test_a_newer_store_is_left_alone(self):
        house = self.house
        place(FORMER[1], house)
        with sqlite3.connect(house.dir / "store/gateway.db") as database:
            database.execute(f"PRAGMA user_version = {NOW + 1}")
        for command in (("serve",), ("check",), ("store", "backup", "--to", house.dir / "x")):
            told = self.cli(*command, code=2)
            self.assertIn("nieuwere versie", told.stderr)

    @unittest.skipUnless(on_postgres(), "of PostgreSQL")
    def test_on_postgresql_who_starts_it_says_that_there_is_a_backup(self):
        house = self.house
        house.start_gateway()
        house.stop("gateway")
        steps = len(list((ROOT / "gateway/store/engine/migrations_postgres").glob("*.sql")))
        cluster.sql(house.postgres, "DROP TABLE schijf_meting")
        cluster.sql(house.postgres, f"UPDATE schema_version SET version = {min(steps, 4) - 1}")
        self.assertIn("--zonder-backup", self.cli("check").stdout)
        self.assertIn("--zonder-backup", self.cli("serve", code=2).stderr)
        for extra in range(5, steps + 1):
            self.skipTest(f"step {extra} is another's")
        process = house.start("gateway", GATEWAY, "serve", "--zonder-backup", "--config", house.config)
        process.line(r"^ketenpartners")


if __name__ == "__main__":
    unittest.main()
