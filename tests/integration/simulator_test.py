"""keten-simulator: its DUO holds to DUO's specification, so that what works against it works against DUO."""
import http.client
import json
import pathlib
import subprocess
import sys
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, DUO, MIRIAM, ROOT, SIMULATOR, STRANGER, House, wait_for  # noqa: E402


class SimulatedDuo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()
        cls.house.start_duo()
        cls.addClassCleanup(cls.house.close)

    def ask(self, path, method="GET", body=None, **headers):
        all_headers = {"bron": DEN_HAAG, "doel": DUO, "berichtId": str(uuid.uuid4())} | headers
        connection = http.client.HTTPSConnection("127.0.0.1", self.house.duo_port, context=self.house.tls("gateway-client"), timeout=10)
        connection.request(method, path, body=body, headers={key: value for key, value in all_headers.items() if value is not None})
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status, response.headers["API-Version"], text

    def test_a_question_is_answered_from_the_fixtures(self):
        status, version, text = self.ask(f"/v1/personen/{MIRIAM}/inburgeringsplicht")
        self.assertEqual((status, version), (200, "1.2.2"))
        self.assertTrue(json.loads(text)["indicatorInburgeringsplicht"])

    def test_what_breaks_the_specification_is_refused(self):
        path = f"/v1/personen/{MIRIAM}/doelgroep"
        for headers in ({"bron": None}, {"doel": None}, {"berichtId": None}, {"bron": "1"}, {"berichtId": "1"}):
            self.assertEqual(self.ask(path, **headers)[0], 400, headers)
        self.assertEqual(self.ask(path, "DELETE")[0], 405)
        self.assertEqual(self.ask(f"/v1/personen/{STRANGER}/doelgroep")[0], 404)
        self.assertEqual(self.ask("/v1/personen/1/doelgroep")[0], 404)

    def test_it_is_slow_and_fails_when_told_to(self):
        path = f"/v1/personen/{MIRIAM}/doelgroep"
        self.assertEqual(self.ask("/simulator/gedrag", "PUT", '{"vertragingMs":200,"status":500,"aantal":1}')[0], 204)
        began = time.monotonic()
        self.assertEqual([self.ask(path)[0], self.ask(path)[0]], [500, 200])
        self.assertGreaterEqual(time.monotonic() - began, 0.4)
        self.ask("/simulator/gedrag", "PUT", '{"vertragingMs":0}')

    def test_what_was_reported_is_what_it_answers(self):
        path = f"/v1/personen/{MIRIAM}"
        pip = {"dagtekeningPip": "2026-11-10", "leerroute": "Z"}
        sent = {"Content-Type": "application/json"}
        self.assertEqual(self.ask(f"{path}/PIP", "POST", json.dumps(pip), **sent)[0], 201)
        self.assertEqual(json.loads(self.ask(f"{path}/PIP")[2]), {"gemeentecode": "0518", "pip": pip})
        self.assertEqual(self.ask(f"{path}/uren/bredeintake/taallesknm", "PUT", '{"uren":31}', **sent)[0], 200)
        self.assertEqual(json.loads(self.ask(f"{path}/uren")[2])[0]["TaallesEnKnmBredeIntake"], {"uren": 31})
        self.assertEqual(self.ask(f"{path}/zroute", "PUT", '{"datumAfrondingZroute":"2026-11-12"}', **sent)[0], 200)
        self.assertEqual(self.ask(f"{path}/PIP", "POST", '{"leerroute":"Z"}', **sent)[0], 400, "no day")

    def test_what_breaks_a_rule_is_refused_in_words(self):
        path, sent = f"/v1/personen/{MIRIAM}", {"Content-Type": "application/json"}
        for method, resource, body in (("PUT", "map", {"datumEindgesprekMap": "2036-01-01"}), ("POST", "PIP", {"dagtekeningPip": "2020-01-01", "leerroute": "B"}),
                                       ("POST", "PIP", {"dagtekeningPip": "2026-11-10", "leerroute": "O", "niveau": "A2"})):
            with self.subTest(resource=resource, body=body):
                status, _, text = self.ask(f"{path}/{resource}", method, json.dumps(body), **sent)
                self.assertEqual(status, 403, text)
                self.assertTrue(json.loads(text)[0]["fouttekst"])

    def test_fixtures_that_break_the_specification_do_not_start(self):
        file = self.house.dir / "broken.json"
        file.write_text(json.dumps({MIRIAM: {"doelgroep": {"indeling": 7}}}))
        done = subprocess.run([SIMULATOR, "duo", "serve", "--pki", self.house.pki, "--port", "0", "--fixtures", file], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("/indeling", done.stderr)


class AYear(unittest.TestCase):
    def test_a_scripted_year_reaches_the_subscriber(self):
        house = House().start_all()
        self.addCleanup(house.close)
        done = subprocess.run([SIMULATOR, "duo", "year", "--pki", house.pki, "--to", f"https://127.0.0.1:{house.port}/duo/v1/notificaties",
                               "--simulator", f"https://127.0.0.1:{house.duo_port}", "--doel", DEN_HAAG, "--day-ms", "10"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("999993367", done.stdout + done.stderr)
        script = json.loads((ROOT / "simulator/fixtures/jaar.json").read_text())["dagen"]
        sent = wait_for(lambda: (entries := [entry["uitkomst"] for entry in house.log() if entry["soort"].startswith("notificatie")]) and len(entries) == len(script) and entries)
        self.assertEqual(set(sent), {"verwerkt"})
        types = lambda: {event["data"]["objecttype"] for event in house.events()}  # noqa: E731
        wait_for(lambda: {"Inburgeringsplichtige", "AanmeldingLeerbaarheidstoets", "Leerbaarheidstoets", "Inburgeringstermijn", "Examenonderdeel", "Ontheffing"} <= types())
        self.assertEqual(house.events("0344"), [])


class ASchool(unittest.TestCase):
    def test_two_hundred_participants_through_a_year(self):
        house = House(limits={"body": 4000000}, den_haag={"waarschuwingen": {"aanwezigheid_onder": 80, "geen_voortgang": "ja"}})
        self.addCleanup(house.close)
        house.start_afnemers()
        house.start_gateway()
        done = subprocess.run([SIMULATOR, "taalschool", "year", "--pki", house.pki, "--to", f"https://127.0.0.1:{house.port}/taalschool/v1"], capture_output=True, text=True, timeout=100)
        self.assertEqual(done.returncode, 0, done.stderr)
        wait_for(lambda: house.waiting() == 0, 60)
        told = {}
        for event in house.events():
            told.setdefault(event["data"]["objecttype"], []).append(event)
        kept = lambda kind: {(event["subject"], json.dumps(event["data"]["object"].get("kenmerk"))) for event in told[kind]}  # noqa: E731
        self.assertEqual(len(kept("Deelname")), 200)
        self.assertGreater(len(kept("Aanwezigheid")), 2200)
        self.assertGreater(len(kept("Voortgangsmeting")), 700)
        ended = [event for event in told["Deelname"] if event["data"]["object"].get("uitkomst") == "gestopt"]
        self.assertEqual(len(ended), 20, "one of ten stops")
        warned = {event["subject"] for event in told["Waarschuwing"]}
        self.assertEqual(len(warned), 60, "those who miss much and those who stop, and nobody else")
        self.assertEqual(house.count("dossier"), 200)
        print(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
