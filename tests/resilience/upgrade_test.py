"""Killed while a store is brought to the present version, at ten places: each time it is as it was or as it should be, and the next start
goes on."""
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from house import GATEWAY, House  # noqa: E402
from upgrade_test import FORMER, NOW, place  # noqa: E402

KILLS = 10
EXTRA = 60_000


class KilledUpgrade(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.known = place(FORMER[0], self.house)
        self.file = self.house.dir / "store/gateway.db"
        # Large enough that killing it falls within: events of a gemeente that is not there any more.
        with sqlite3.connect(self.file) as database:
            database.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO event (tenant, dossier, sequence, id, type, message_id, sealed)"
                " SELECT '00000099000000000001', 'd' || i, 1, 'e' || i, 'type', 'm' || i, hex(randomblob(100)) FROM n", (EXTRA,))
        self.kept = self.house.dir / "eerst"
        shutil.copytree(self.house.dir / "store", self.kept)

    def put_back(self):
        shutil.rmtree(self.house.dir / "store")
        shutil.copytree(self.kept, self.house.dir / "store")

    def version(self):
        database = sqlite3.connect(self.file)
        try:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            self.assertEqual(database.execute("SELECT COUNT(*) FROM event").fetchone()[0] >= EXTRA, True)
            return database.execute("PRAGMA user_version").fetchone()[0]
        finally:
            database.close()

    def serve(self):
        return subprocess.Popen([GATEWAY, "serve", "--zonder-backup", "--config", self.house.config], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def test_killed_at_ten_places(self):
        began = time.monotonic()
        process = self.serve()
        self.assertIn("ketenpartners", process.stdout.readline())
        whole = time.monotonic() - began
        process.terminate()
        process.wait(60)
        process.stdout.close()
        chance = random.Random(21)
        seen = []
        for number in range(KILLS):
            self.put_back()
            process = self.serve()
            time.sleep(whole * (number + chance.random()) / KILLS * 0.9)
            process.send_signal(signal.SIGKILL)
            process.wait(60)
            process.stdout.close()
            seen.append(self.version())
            self.assertIn(seen[-1], (self.known["stap"], NOW), "one transaction: all of it or nothing")
        self.assertIn(self.known["stap"], seen, "some of them fell within")
        self.house.start_gateway()
        verified = subprocess.run([GATEWAY, "log", "verify", "--config", self.house.config], capture_output=True, text=True)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)


if __name__ == "__main__":
    unittest.main()
