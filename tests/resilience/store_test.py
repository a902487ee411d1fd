"""The store fails: never a 2xx, never half a message, and all is well again when the disk is."""
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, House, deelname, kennisgeving, wait_for  # noqa: E402


class Store(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.start_afnemers()

    def assert_nothing_is_taken(self):
        house = self.house
        self.assertEqual(house.push("deelnames", deelname(kenmerk="NEE-1")).status, 503)
        response = house.notify("SS102")
        self.assertEqual(response.status, 503)
        self.assertIn("fouttekst", response.json)
        response = house.stuf(kennisgeving())
        self.assertEqual(response.status, 500)
        self.assertIn(b"StUF046", response.body)
        self.assertEqual(house.push("deelnames", "{}").status, 503, "a refusal that cannot be logged is not given either")
        self.assertEqual(house.operator("/readyz").status, 503)
        self.assertEqual(house.operator("/healthz").status, 200)

    def assert_all_is_well(self, events):
        house = self.house
        wait_for(lambda: house.push("deelnames", deelname(kenmerk="JA-2")).status == 201)
        self.assertEqual(house.operator("/readyz").status, 200)
        delivered = house.expect_events(events)
        self.assertNotIn("NEE-1", {event["data"]["object"].get("kenmerk") for event in delivered})
        database = sqlite3.connect(f"file:{house.dir}/store/gateway.db?mode=ro", uri=True)
        self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))

    def test_a_full_disk(self):
        """A limit on the size of files stands for the disk: writing beyond it fails as on a full one."""
        gateway = self.house.start_gateway()
        self.assertEqual(self.house.push("deelnames", deelname(kenmerk="JA-1")).status, 201)
        self.house.expect_events(1)
        limit = lambda value: subprocess.run(["prlimit", "--pid", str(gateway.process.pid), f"--fsize={value}:unlimited"], check=True)
        limit(1024)
        self.assert_nothing_is_taken()
        limit("unlimited")
        self.assert_all_is_well(2)

    def test_a_store_that_another_process_holds(self):
        self.house.start_gateway()
        self.assertEqual(self.house.push("deelnames", deelname(kenmerk="JA-1")).status, 201)
        self.house.expect_events(1)
        wait_for(lambda: len(self.house.log()) == 2)
        other = sqlite3.connect(self.house.dir / "store/gateway.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        self.assert_nothing_is_taken()
        other.execute("ROLLBACK")
        other.close()
        self.assert_all_is_well(2)

    def test_a_store_that_is_gone(self):
        """SQLite would go on writing to the removed file: acknowledged, and lost at the next start."""
        self.house.start_gateway()
        self.assertEqual(self.house.push("deelnames", deelname(kenmerk="JA-1")).status, 201)
        self.house.expect_events(1)
        os.rename(self.house.dir / "store", self.house.dir / "elsewhere")
        self.assert_nothing_is_taken()
        os.rename(self.house.dir / "elsewhere", self.house.dir / "store")
        self.assert_all_is_well(2)

    def test_the_wal_beside_the_store_is_gone(self):
        """What was acknowledged stands in it; SQLite would go on writing to the removed file."""
        house = self.house
        house.start_gateway()
        for number in range(20):
            self.assertEqual(house.push("deelnames", deelname(kenmerk=f"JA-{number}")).status, 201)
        house.expect_events(20)
        os.unlink(house.dir / "store/gateway.db-wal")
        self.assert_nothing_is_taken()
        self.assertIn("-wal", house.operator("/readyz").body.decode())
        house.stop("gateway", signal.SIGKILL)
        house.start_gateway()
        for number in range(20):
            self.assertEqual(house.call("GET", f"/taalschool/v1/deelnames/JA-{number}", name="taalschool-client").status, 200)
        self.assertEqual(house.push("deelnames", deelname(kenmerk="JA-20")).status, 201)

    def test_who_only_looks_does_not_wait_for_who_writes(self):
        house = self.house
        house.start_gateway()
        self.assertEqual(house.push("deelnames", deelname(kenmerk="JA-1")).status, 201)
        other = sqlite3.connect(house.dir / "store/gateway.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            for command in (("log", "list"), ("log", "verify"), ("subscription", "list"), ("sync", "list")):
                looked = subprocess.run([GATEWAY, *command, "--config", house.config], capture_output=True, text=True, timeout=30)
                self.assertEqual((looked.returncode, looked.stderr), (0, ""), command)
        finally:
            other.execute("ROLLBACK")
            other.close()

    def test_a_second_gateway_does_not_start_on_it_by_whatever_name(self):
        house = self.house
        house.start_gateway()
        text = house.config.read_text()
        (house.dir / "anders").mkdir()
        for make in (os.link, os.symlink):
            name = house.dir / "anders" / f"{make.__name__}.db"
            make(house.dir / "store/gateway.db", name)
            config = house.dir / f"anders-{make.__name__}.yaml"
            config.write_text(text.replace("store/gateway.db", f"anders/{name.name}"))
            self.assertNotEqual(config.read_text(), text)
            second = subprocess.run([GATEWAY, "serve", "--config", config], capture_output=True, text=True, timeout=30)
            self.assertEqual(second.returncode, 1, second.stderr)
            self.assertIn("draait al een gateway", second.stderr)


if __name__ == "__main__":
    unittest.main()
