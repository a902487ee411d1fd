"""Every status that DUO's files name, at every question and every report: what the gateway makes of it."""
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, ROOT, House, wait_for  # noqa: E402

PERSON = {"gemeente": "0518", "bsn": MIRIAM}
CONTACT = {"naam": "J. de Vries", "email": "j@denhaag.example", "telefoonnummer": "0701234567"}
QUESTIONS = {400: "fout", 401: "fout", 403: "niet-van-ons", 404: "niet-gevonden", 429: "mislukt", 500: "mislukt", 503: "mislukt"}
REPORTS = {400: "geweigerd", 401: "geweigerd", 403: "geweigerd", 404: "geweigerd", 429: "mislukt", 500: "mislukt", 503: "mislukt"}


class Statuses(unittest.TestCase):
    def setUp(self):
        self.house = House(duo={"ask_back": "1h"}).start_all()
        self.addCleanup(self.house.close)

    def outcomes(self, prefix):
        return [(entry["soort"], entry["uitkomst"], entry["httpStatus"]) for entry in self.house.log() if entry["soort"].startswith(prefix)]

    def test_questions(self):
        house = self.house
        self.assertEqual(house.notify("SS999").status, 201)
        known = 0
        for status, outcome in QUESTIONS.items():
            for extra in ([], ["--resource", "instellingen", "--resource", "verlengingsgronden"]):
                count = 2 if extra else 16
                house.behave("/simulator/gedrag", {"status": status, "aantal": count})
                subprocess.run([GATEWAY, "sync", "run", "--config", house.config, "--gemeente", "0518"] + extra, capture_output=True, timeout=60)
                seen = self.outcomes("GET ")[known:]
                known += len(seen)
                with self.subTest(status=status, lists=bool(extra)):
                    first = {kind: (what, answered) for kind, what, answered in reversed(seen)}
                    self.assertEqual((len(first), set(first.values())), (count, {(outcome, status)}))
                    self.assertEqual(len(seen), count * (2 if outcome == "mislukt" else 1), "asked again when that may help")
        self.assertEqual([event for event in house.events() if event["data"]["objecttype"] == "Foutmelding"], [])

    def test_reports(self):
        house = self.house
        dossier = None
        for status, outcome in REPORTS.items():
            for method, soort, body in (
                    ("PUT", "uren-taallesknm", PERSON | {"GevolgdeUren": {"gemeentecode": "0518", "urenTaallesEnKnmBredeIntake": status}}),
                    ("PUT", "map", PERSON | {"MAP": {"datumEindgesprek": "2026-11-20"}}),
                    ("POST", "contactpersoon", {"gemeente": "0518", "Contactpersoon": CONTACT}),
                    ("DELETE", "examennummer", None)):
                if body is None and dossier is None:
                    continue
                with self.subTest(status=status, soort=soort):
                    wait_for(lambda: house.questions() == 0)  # what an earlier report gave reason to ask would meet the status instead
                    known = len(self.outcomes(f"{method} {soort}"))
                    house.behave("/simulator/gedrag", {"status": status, "aantal": 1})
                    target = f"/gemeente/v1/meldingen/{soort}" + ("" if body else f"?gemeente=0518&dossier={dossier}")
                    response = house.call(method, target, body and json.dumps(body), {"Content-Type": "application/json"}, "afnemer-0518-client")
                    self.assertEqual(response.status, 202, response.body)
                    done = wait_for(lambda: (now := house.call("GET", response.headers["Location"], name="afnemer-0518-client").json)["afgerond"] and now)
                    if body and "bsn" in body:
                        dossier = done["dossier"]
                    attempts = self.outcomes(f"{method} {soort}")[known:]
                    self.assertEqual(attempts[0][1:], (outcome, status))
                    self.assertEqual(len(attempts), 2 if outcome == "mislukt" else 1)

    def test_the_table_has_every_status_that_duo_names(self):
        files = list((pathlib.Path(os.environ.get("INBURGERING_STANDARDS", ROOT / "../shared/standards")) / "duo-m2m/API").glob("*/openapi.yml"))
        if not files:
            self.skipTest("de standaarden staan niet naast het project")
        named = {int(status) for file in files for status in re.findall(r'^        "?(\d{3})"?:', file.read_text(), re.MULTILINE)}
        self.assertIn(503, named)
        self.assertEqual({status for status in named if status >= 300} - QUESTIONS.keys(), set())


if __name__ == "__main__":
    unittest.main()
