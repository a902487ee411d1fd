"""A whole store goes to another place: from a pilot in a file to PostgreSQL, and back."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import cluster  # noqa: E402
from house import GATEWAY, MIRIAM, STRANGER, House, deelname, meting, own_schema, wait_for  # noqa: E402


class Copy(unittest.TestCase):
    def setUp(self):
        self.server = cluster.Server()
        self.addCleanup(self.server.close)
        self.house = House()
        self.addCleanup(self.house.close)
        self.assertIsNone(self.house.postgres, "it begins in a file")
        os.environ["INBURGERING_TEST_POSTGRES"] = self.server.conninfo
        self.schema = own_schema()
        del os.environ["INBURGERING_TEST_POSTGRES"]
        house = self.house
        house.start_duo()
        house.start_gateway()
        house.know(MIRIAM)
        for bsn, kenmerk in ((MIRIAM, "DN-1"), (STRANGER, "DN-2")):
            self.assertEqual(house.push("deelnames", deelname(kenmerk=kenmerk, bsn=bsn)).status, 201)
            self.assertEqual(house.push("voortgangsmetingen", meting(kenmerk=f"VM-{kenmerk}", bsn=bsn)).status, 201)
        forgotten = subprocess.run([GATEWAY, "log", "person", "--config", house.config, "--gemeente", "0518", "--bsn", "-", "--reden", "zaak 1: wissing", "--vergeet"],
                                   input=STRANGER + "\n", capture_output=True, text=True)
        self.forgotten = forgotten.returncode == 0

    def copy(self, source, target):
        return subprocess.run([GATEWAY, "store", "copy", "--config", self.house.config, "--from", source, "--to", target], capture_output=True, text=True, timeout=120)

    def file(self, name="store/gateway.db"):
        return f"sqlite:{self.house.dir / name}"

    def database(self):
        return f"postgres:{self.schema}"

    def all_rows(self):
        """What stands in the database, in a form that a copy must have too."""
        return {table: sorted(cluster.sql(self.schema, f"SELECT * FROM {table}")) for table in ("log", "object", "dossier", "lane", "delivery", "schoolrij", "log_checkpoint")}

    def test_there_and_back(self):
        house = self.house
        refused = self.copy(self.file(), self.database())
        self.assertEqual(refused.returncode, 1)
        self.assertIn("draait al een gateway", refused.stderr)
        waiting = house.waiting()
        self.assertGreater(waiting, 0)
        before = house.rows("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
        house.stop("gateway")
        entries = house.count("log")
        done = self.copy(self.file(), self.database())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("NIET", done.stdout)
        self.assertIn(f"{entries} regels", done.stdout)
        self.assertIn(before[0], cluster.sql(self.schema, "SELECT seq, hash FROM log"))
        # It goes on there: the queue is delivered, the person is known, numbers go on.
        house.postgres = self.schema
        house.start_afnemers()
        house.start_node("a")
        self.assertEqual(house.call("GET", "/taalschool/v1/deelnames/DN-1", name="taalschool-client").status, 200)
        self.assertEqual(house.push("voortgangsmetingen", meting(kenmerk="VM-2", niveauLezen="B1")).status, 201)
        wait_for(lambda: house.waiting() == 0, 30)
        self.assertGreater(len(house.events(derived=True)), waiting)
        house.stop("a")
        # Into a place that holds something already nothing is copied.
        full = self.copy(self.file(), self.database())
        self.assertEqual(full.returncode, 1)
        self.assertIn("niet leeg", full.stderr)
        # And back.
        back = self.copy(self.database(), self.file("terug/gateway.db"))
        self.assertEqual(back.returncode, 0, back.stdout + back.stderr)
        house.postgres, house.nodes = None, {}
        house.settings["store"] = {"file": "terug/gateway.db"}
        house.start_gateway()
        self.assertEqual(house.call("GET", "/taalschool/v1/deelnames/DN-1", name="taalschool-client").status, 200)
        verified = subprocess.run([GATEWAY, "log", "verify", "--config", house.config], capture_output=True, text=True)
        self.assertEqual(verified.returncode, 0, verified.stdout)

    def test_broken_off_it_is_no_store_and_goes_on(self):
        house = self.house
        house.stop("gateway")
        self.assertEqual(self.copy(self.file(), self.database()).returncode, 0)
        whole = self.all_rows()
        # As it stands when it was broken off half way.
        last = int(cluster.sql(self.schema, "SELECT MAX(seq) FROM log")[0][0])
        for statement in (f"DELETE FROM log WHERE seq > {last // 2}", "DELETE FROM object", "DELETE FROM schoolrij", "DELETE FROM store_key",
                          "INSERT INTO change_counter (name, value) VALUES ('kopie', 1)"):
            cluster.sql(self.schema, statement)
        config = house.configuration()
        config["store"] = {"postgres": self.schema, "map": "store-a", "key": "pki/store.key"}
        file = house.dir / "half.yaml"
        file.write_text(json.dumps(config))
        refused = subprocess.run([GATEWAY, "serve", "--config", file], capture_output=True, text=True, timeout=30)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("kopie die nog niet af is", refused.stderr)
        again = self.copy(self.file(), self.database())
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(self.all_rows(), whole)

    def test_what_cannot_be_copied_is_told(self):
        self.house.stop("gateway")
        for source, target, words in ((self.file("nergens.db"), self.database(), "is er niet"), ("gateway.db", self.database(), "geen opslag"),
                                      (self.file(), "postgres:host=127.0.0.1 port=1", "niet te bereiken")):
            done = self.copy(source, target)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
