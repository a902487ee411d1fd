"""Proof: a synchronisation of many persons with DUO at 20 ms an answer. Ends in counts and ratios.

First a run in which every answer is new, killed halfway; then one in which nothing changed, whose rate is set against what
so many questions in flight can reach at this latency."""
import datetime
import http.client
import json
import os
import pathlib
import signal
import sqlite3
import sys
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, DUO, MIRIAM, ROOT, House, invented, wait_for  # noqa: E402

PERSONS = int(os.environ.get("PROOF_PERSONS", "10000"))
IN_FLIGHT = 16
LATENCY = 0.020
RESOURCES = ["inburgeringsplicht", "doelgroep", "inburgeringstermijn", "pip", "examenresultaten", "gratispogingen", "leerbaarheidstoets", "vrijstellingen", "uren"]


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Load(unittest.TestCase):
    def test_ten_thousand_persons(self):
        house = House(duo={"in_flight": IN_FLIGHT, "requests_per_second": 100000}, limits={"requests_per_second": 100000})
        self.addCleanup(house.close)
        fixture = json.loads((ROOT / "simulator/fixtures/duo.json").read_text())
        numbers = invented(PERSONS)
        (house.dir / "duo.json").write_text(json.dumps({bsn: fixture[MIRIAM] for bsn in numbers} | {"referentie": fixture["referentie"]}))
        house.start_duo("--threads", "64", "--delay-ms", int(LATENCY * 1000), "--fixtures", house.dir / "duo.json")
        house.start_afnemers()
        house.start_gateway()
        self.fill(house, numbers)

        began = time.monotonic()
        run = self.begin(house)
        wait_for(lambda: self.progress(house, run)["gedaan"] > PERSONS * len(RESOURCES) // 2, 1800, 1)
        house.stop("gateway", signal.SIGKILL)
        house.start_gateway()
        wait_for(lambda: self.progress(house, run)["staat"] == "voltooid", 1800, 1)
        first = time.monotonic() - began
        done = self.progress(house, run)
        self.assertEqual((done["gedaan"], done["totaal"]), (PERSONS * len(RESOURCES),) * 2)
        with sqlite3.connect(f"file:{house.dir}/store/gateway.db?mode=ro", uri=True) as database:
            asked = dict(database.execute("SELECT times, count(*) FROM (SELECT count(*) AS times FROM log WHERE kind LIKE 'GET %' AND dossier <> '' GROUP BY dossier, kind) GROUP BY times"))
        self.assertEqual(asked, {1: PERSONS * len(RESOURCES)}, "each finished question was asked once, and none was skipped")
        wait_for(lambda: house.waiting() == 0, 1800, 1)

        process = house.processes["gateway"].process.pid
        run = self.begin(house)
        memory = []
        while self.progress(house, run)["staat"] == "loopt":
            memory.append(int(pathlib.Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024)
            time.sleep(1)
        ended = self.progress(house, run)
        elapsed = (moment(ended["geeindigd"]) - moment(ended["gestart"])).total_seconds()
        with sqlite3.connect(f"file:{house.dir}/store/gateway.db?mode=ro", uri=True) as database:
            last = database.execute("SELECT max(seq) FROM log").fetchone()[0] - PERSONS * len(RESOURCES)
            # The log counts whole milliseconds: half of one is lost on average.
            busy = database.execute("SELECT avg(duration_ms) FROM log WHERE kind LIKE 'GET %' AND seq > ?", (last,)).fetchone()[0] / 1000 + 0.0005
        latency = self.latency(house, numbers[0])
        # One place is kept free for what notifications ask.
        rate, limit, usable = PERSONS * len(RESOURCES) / elapsed, IN_FLIGHT / latency, (IN_FLIGHT - 1) / latency
        third = len(memory) // 3
        growth = max(memory[-third:]) / max(memory[:third]) if third else 1
        print(f"\nall new, killed halfway: {PERSONS * len(RESOURCES)} questions in {first:.0f} s; "
              f"each asked once\nnothing new: {rate:.0f} a second; an answer takes {1000 * latency:.2f} ms when one is asked at a time ({1000 * busy:.1f} ms in the run): "
              f"{rate / limit:.0%} of {IN_FLIGHT} in flight / latency, {rate / usable:.0%} of the {IN_FLIGHT - 1} that a run may use; memory {memory[0]:.0f} to {memory[-1]:.0f} MB, "
              f"last third over first third {growth:.2f}")
        self.assertLess(growth, 1.2, "memory")
        self.assertEqual(sum(each["gewijzigd"] for each in ended["resources"]), 0)

    def fill(self, house, numbers):
        """A dossier for each, over one connection; an unknown event asks DUO nothing yet."""
        connection = house.connect()
        for bsn in numbers:
            body = json.dumps({"registratieDatumTijd": "2026-11-02T09:30:15+01:00", "gebeurtenisId": "SS999", "bsn": bsn})
            headers = {"Content-Type": "application/json", "bron": DUO, "doel": DEN_HAAG, "berichtId": str(uuid.uuid4())}
            for attempt in (1, 2):
                try:
                    connection.request("POST", "/duo/v1/notificaties", body, headers)
                    response = connection.getresponse()
                    break
                except http.client.RemoteDisconnected:
                    connection.close()
            response.read()
            assert response.status == 201, response.status
        connection.close()

    def latency(self, house, bsn):
        """What one answer takes on a standing connection, with nothing else to do."""
        connection = http.client.HTTPSConnection("127.0.0.1", house.duo_port, context=house.tls("gateway-client"), timeout=20)
        taken = []
        for _ in range(200):
            began = time.monotonic()
            connection.request("GET", f"/v1/personen/{bsn}/inburgeringsplicht", headers={"bron": DEN_HAAG, "doel": DUO, "berichtId": str(uuid.uuid4())})
            response = connection.getresponse()
            response.read()
            taken.append(time.monotonic() - began)
            assert response.status == 200, response.status
        connection.close()
        return sum(taken[10:]) / len(taken[10:])

    def begin(self, house):
        begun = house.operator("/beheer/v1/synchronisaties", {"gemeente": "0518", "resources": RESOURCES})
        self.assertEqual(begun.status, 202, begun.body)
        return begun.json["id"]

    def progress(self, house, run):
        return house.operator(f"/beheer/v1/synchronisaties/{run}").json


if __name__ == "__main__":
    unittest.main()
