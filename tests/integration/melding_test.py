"""Reports to DUO: checked, kept, forwarded once, and answered to who made them and to nobody else."""
import json
import pathlib
import signal
import subprocess
import sys
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, GATEWAY, MIRIAM, STRANGER, House, wait_for  # noqa: E402

PIP = {"gemeentecode": "0518", "dagtekening": "2026-11-10", "magOpleidingAfmaken": False}
LEERROUTE = {"gemeentecode": "0518", "dagtekeningPip": "2026-11-10", "leerroute": "B1-route", "niveau": "B1", "alfabetisering": "NVT"}
AANBOD = {"instellingsnummer": "0000012345", "datumInburgeringsaanbod": "2026-11-12", "verwachteStartdatumOpleiding": "2026-11-16",
          "verwachteEinddatumOpleiding": "2027-11-16", "alfabetisering": "NVT"}


class MeldingHouse(House):
    def melding(self, method, soort, body=None, name="afnemer-0518-client", **headers):
        path = f"/gemeente/v1/meldingen/{soort}"
        text = None if body is None else json.dumps({"gemeente": "0518"} | body)
        return self.call(method, path, text, {"Content-Type": "application/json"} | headers, name)

    def status(self, melding, name="afnemer-0518-client"):
        return self.call("GET", f"/gemeente/v1/meldingen/{melding}", name=name)

    def outcome(self, response, status, seconds=15):
        assert response.status == 202, (response.status, response.body)
        wait_for(lambda: self.status(response.json["meldingId"]).json["status"] == status, seconds)
        return self.status(response.json["meldingId"]).json

    def told(self, code="0518"):
        return [event["data"]["object"] for event in self.events(code) if event["data"]["objecttype"] == "Melding"]

    def attempts(self, kind):
        return [entry for entry in self.log() if entry["soort"] == kind]

    def decide(self, what, melding):
        return subprocess.run([GATEWAY, "melding", what, "--config", self.config, melding], capture_output=True, text=True)

    def know(self, *resources):
        """What DUO knows of her, in the dossier."""
        subprocess.run([GATEWAY, "sync", "run", "--config", self.config, "--gemeente", "0518"] +
                       [part for resource in resources for part in ("--resource", resource)], check=True, capture_output=True)


def about(**objects):
    return {"bsn": MIRIAM} | objects


class Melden(unittest.TestCase):
    def setUp(self):
        self.house = MeldingHouse().start_all()
        self.addCleanup(self.house.close)
        self.house.forget(MIRIAM, "inburgeringstermijn", "pip")

    def test_a_pip_reaches_duo_and_comes_back_as_what_holds(self):
        house = self.house
        response = house.melding("POST", "pip", about(kenmerk="ZAAK-7", PIP=PIP | {"naamContactpersoon": "J. de Vries"}, Leerroute=LEERROUTE))
        self.assertEqual(response.status, 202, response.body)
        self.assertEqual(response.headers["Location"], f"/gemeente/v1/meldingen/{response.json['meldingId']}")
        self.assertEqual(response.json["nietDoorgegeven"], ["PIP.naamContactpersoon"])
        done = house.outcome(response, "aanvaard")
        self.assertEqual((done["soort"], done["pogingen"], done["toelichting"]), ("pip", 1, None))
        wait_for(lambda: house.told())
        self.assertEqual({key: house.told()[0][key] for key in ("meldingId", "soort", "handeling", "kenmerk", "status")},
                         {"meldingId": response.json["meldingId"], "soort": "pip", "handeling": "vastleggen", "kenmerk": "ZAAK-7", "status": "aanvaard"})
        wait_for(lambda: house.attempts("GET pip"))
        types = [event["data"]["objecttype"] for event in house.events()]
        self.assertEqual((types.count("PIP"), types.count("Leerroute")), (1, 1), "DUO's own word afterwards says the same")
        journey = house.attempts("POST pip")
        self.assertEqual([(entry["uitkomst"], entry["httpStatus"]) for entry in journey], [("aanvaard", 201)])
        self.assertEqual(journey[0]["oorzaak"], response.json["meldingId"])

    def test_everything_that_can_be_reported(self):
        house = self.house
        house.outcome(house.melding("POST", "pip", about(PIP=PIP, Leerroute=LEERROUTE)), "aanvaard")
        house.remember(MIRIAM, "inburgeringstermijn", {"startdatum": "2026-11-11", "einddatum": "2029-11-11"})
        house.know("inburgeringstermijn", "pip")
        dossier = house.status(house.melding("PUT", "uren-taallesknm", about(GevolgdeUren={"gemeentecode": "0518", "urenTaallesEnKnmBredeIntake": 40})).json["meldingId"]).json["dossier"]
        for method, soort, body in (
                ("POST", "inburgeringsaanbod", about(Inburgeringsaanbod=AANBOD)),
                ("DELETE", f"inburgeringsaanbod?gemeente=0518&dossier={dossier}&instellingsnummer=0000012345", None),
                ("PUT", "map", about(MAP={"datumEindgesprek": "2026-11-20"})), ("PUT", "map", {"dossier": dossier, "MAP": {}}),
                ("PUT", "pvt", about(PVT={"datumOndertekening": "2026-11-20"})),
                ("PUT", "zroute", about(ZRoute={"gemeentecode": "0518", "dagtekeningPip": "2026-11-10", "datumAfronding": "2026-11-21"})),
                ("PUT", "uren-participatieactiviteiten", about(GevolgdeUren={"gemeentecode": "0518", "urenParticipatieactiviteiten": 7})),
                ("PUT", "uren-participatietaalles", about(GevolgdeUren={"gemeentecode": "0518", "urenParticipatieAlsTaalles": 8}))):
            with self.subTest(method=method, soort=soort):
                house.outcome(house.melding(method, soort, body), "aanvaard")
        made = house.outcome(house.melding("POST", "contactpersoon", {"Contactpersoon": {"naam": "J. de Vries", "email": "j@denhaag.example", "telefoonnummer": "+31 70-1234567"}}), "aanvaard")
        self.assertEqual(made["toelichting"], "contactpersoonId 1")
        house.outcome(house.melding("POST", "contactpersoon-persoon", about(contactpersoonId=1)), "aanvaard")
        house.outcome(house.melding("PUT", "contactpersoon", {"Contactpersoon": {"contactpersoonId": 1, "naam": "J. Vries", "email": "j@denhaag.example", "telefoonnummer": "0701234567"}}), "aanvaard")
        house.outcome(house.melding("DELETE", f"contactpersoon-persoon?gemeente=0518&dossier={dossier}&contactpersoonId=1"), "aanvaard")
        house.outcome(house.melding("DELETE", "contactpersoon?gemeente=0518&contactpersoonId=1"), "aanvaard")
        contact = [event["type"].rsplit(".", 1)[1] for event in house.events() if event["data"]["objecttype"] == "Contactpersoon"]
        self.assertEqual(contact, ["vastgelegd", "vastgelegd", "gewijzigd", "beeindigd", "beeindigd"])

    def test_what_breaks_a_rule_is_not_sent(self):
        house = self.house
        house.notify("SS101")
        wait_for(lambda: house.attempts("GET inburgeringsplicht"))
        early = house.melding("POST", "pip", about(PIP=PIP | {"dagtekening": "2026-09-01"}, Leerroute=LEERROUTE | {"dagtekeningPip": "2026-09-01", "leerroute": "Onderwijsroute", "niveau": "A2"}))
        self.assertEqual(early.status, 422)
        self.assertEqual({fault["regel"] for fault in early.json["fouten"]}, {"pip-voor-plicht", "pip-niveau-onderwijsroute"})
        self.assertEqual(house.attempts("POST pip"), [])
        self.assertEqual(house.attempts("melding POST pip")[0]["uitkomst"], "geweigerd")

    def test_what_cannot_be_read_is_refused_with_every_fault(self):
        house = self.house
        for method, soort, body, pointers in (
                ("POST", "pip", {}, ["/bsn", "/PIP", "/Leerroute"]),
                ("POST", "pip", {"bsn": "123456789", "PIP": PIP | {"dagtekening": "2026-02-30"}, "Leerroute": LEERROUTE, "x": 1}, ["/bsn", "/PIP/dagtekening", "/x"]),
                ("POST", "pip", about(PIP=PIP | {"gemeentecode": "0344"}, Leerroute=LEERROUTE), ["/PIP/gemeentecode", "/Leerroute"]),
                ("POST", "pip", about(PIP=PIP, Leerroute=LEERROUTE | {"niveau": "B2"}), ["/Leerroute/niveau"]),
                ("PUT", "map", {"bsn": MIRIAM, "dossier": str(uuid.uuid4()), "MAP": {}}, ["/dossier"]),
                ("PUT", "uren-taallesknm", about(GevolgdeUren={"gemeentecode": "0518"}), ["/GevolgdeUren/urenTaallesEnKnmBredeIntake"]),
                ("POST", "contactpersoon", {"Contactpersoon": {"naam": "J", "email": "x", "telefoonnummer": "bel maar"}}, ["/email", "/telefoonnummer"]),
                ("DELETE", f"pip?gemeente=0518&bsn={MIRIAM}", None, ["/bsn"]),
                ("DELETE", "contactpersoon?gemeente=0518&contactpersoonId=nul", None, ["/contactpersoonId"])):
            with self.subTest(method=method, soort=soort):
                response = house.melding(method, soort, body)
                self.assertEqual(response.status, 400, response.body)
                self.assertLessEqual(set(pointers), set(response.pointers), response.body)
        self.assertEqual(house.melding("PUT", "map", {"dossier": str(uuid.uuid4()), "MAP": {}}).status, 422, "no such dossier")
        self.assertEqual(house.melding("PUT", "vlieg", {}).status, 405)
        self.assertEqual(house.call("GET", "/gemeente/v1/meldingen/vlieg", name="afnemer-0518-client").status, 404)
        self.assertEqual(house.status("00000000-0000-7000-8000-000000000000").status, 404)

    def test_tenants_and_afnemers_do_not_mix(self):
        house = self.house
        mine = house.melding("PUT", "map", about(MAP={"datumEindgesprek": "2026-11-20"}), name="afnemer-0518-client")
        self.assertEqual(house.melding("PUT", "map", about(MAP={}), name="afnemer-0344-client").status, 403)
        self.assertEqual(house.melding("PUT", "map", about(MAP={}), name="taalschool-client").status, 403)
        self.assertEqual(house.status(mine.json["meldingId"], "afnemer-0344-client").status, 404)
        dossier = house.status(mine.json["meldingId"]).json["dossier"]
        crossing = house.melding("PUT", "map", {"gemeente": "0344", "dossier": dossier, "MAP": {}}, name="afnemer-0344-client")
        self.assertEqual((crossing.status, crossing.pointers), (422, ["/dossier"]))
        listed = lambda name: house.call("GET", "/gemeente/v1/meldingen", name=name).json["meldingen"]  # noqa: E731
        self.assertEqual([each["meldingId"] for each in listed("afnemer-0518-client")], [mine.json["meldingId"]])
        self.assertEqual(listed("afnemer-0344-client"), [])

    def test_an_idempotency_key_makes_one_melding(self):
        house = self.house
        body = about(PIP=PIP, Leerroute=LEERROUTE)
        first, again = (house.melding("POST", "pip", body, **{"Idempotency-Key": "k1"}) for _ in range(2))
        self.assertEqual((first.status, first.body), (again.status, again.body))
        self.assertEqual(house.melding("POST", "pip", about(PIP=PIP, Leerroute=LEERROUTE | {"niveau": "A2"}), **{"Idempotency-Key": "k1"}).status, 409)
        house.outcome(first, "aanvaard")
        self.assertEqual(len(house.attempts("POST pip")), 1)


class AtDuo(unittest.TestCase):
    def setUp(self):
        self.house = MeldingHouse(duo={"timeout": "1s", "ask_back": "1500ms"}).start_all()
        self.addCleanup(self.house.close)
        self.house.forget(MIRIAM, "inburgeringstermijn", "pip")

    def test_a_functional_refusal_is_told_and_never_repeated(self):
        house = self.house
        refused = house.outcome(house.melding("PUT", "zroute", about(ZRoute={"gemeentecode": "0518", "dagtekeningPip": "2026-11-10", "datumAfronding": "2026-11-20"})), "geweigerd")
        self.assertEqual(refused["toelichting"], "Er is geen PIP")
        wait_for(lambda: house.told())
        self.assertEqual((house.told()[0]["status"], house.told()[0]["toelichting"]), ("geweigerd", "Er is geen PIP"))
        stranger = house.outcome(house.melding("PUT", "map", {"bsn": STRANGER, "MAP": {"datumEindgesprek": "2026-11-20"}}), "geweigerd")
        self.assertIn("404", stranger["toelichting"])
        time.sleep(1)
        self.assertEqual([len(house.attempts(kind)) for kind in ("PUT zroute", "PUT map")], [1, 1])

    def test_what_may_pass_is_sent_again(self):
        house = self.house
        for status in (503, 500, 429):
            with self.subTest(status=status):
                wait_for(lambda: house.questions() == 0)  # what was asked after the report before would meet it instead
                house.behave("/simulator/gedrag", {"status": status, "aantal": 1})
                house.outcome(house.melding("PUT", "uren-taallesknm", about(GevolgdeUren={"gemeentecode": "0518", "urenTaallesEnKnmBredeIntake": status})), "aanvaard")
        self.assertEqual([entry["uitkomst"] for entry in house.attempts("PUT uren-taallesknm")], ["mislukt", "aanvaard"] * 3)

    def test_without_duo_it_waits(self):
        house = self.house
        house.stop("duo")
        response = house.melding("PUT", "uren-taallesknm", about(GevolgdeUren={"gemeentecode": "0518", "urenTaallesEnKnmBredeIntake": 3}))
        wait_for(lambda: house.attempts("PUT uren-taallesknm"))
        self.assertEqual(house.status(response.json["meldingId"]).json["status"], "wacht", "what was never sent need not be asked back")
        house.start_duo()
        house.outcome(response, "aanvaard")

    def test_a_lost_answer_is_asked_back_before_anything_is_sent_again(self):
        house = self.house
        house.behave("/simulator/gedrag", {"vertragingMs": 1500})
        response = house.melding("POST", "pip", about(PIP=PIP, Leerroute=LEERROUTE))
        wait_for(lambda: house.attempts("POST pip"))
        self.assertEqual(house.attempts("POST pip")[0]["uitkomst"], "mislukt")
        house.behave("/simulator/gedrag", {"vertragingMs": 0})
        house.outcome(response, "aanvaard")
        self.assertEqual([len(house.attempts(kind)) for kind in ("POST pip", "navraag pip")], [1, 1])

    def test_what_duo_turns_out_not_to_have_is_sent_again(self):
        house = self.house
        house.behave("/simulator/gedrag", {"vertragingMs": 1500, "status": 503, "aantal": 1})
        response = house.melding("PUT", "uren-taallesknm", about(GevolgdeUren={"gemeentecode": "0518", "urenTaallesEnKnmBredeIntake": 77}))
        wait_for(lambda: house.attempts("PUT uren-taallesknm"))
        house.behave("/simulator/gedrag", {"vertragingMs": 0})
        house.outcome(response, "aanvaard")
        self.assertEqual([entry["uitkomst"] for entry in house.attempts("navraag uren-taallesknm")], ["niet-aangekomen"])
        self.assertEqual(len(house.attempts("PUT uren-taallesknm")), 2)

    def test_what_cannot_be_asked_back_waits_for_a_person(self):
        house = self.house
        house.melding("POST", "pip", about(PIP=PIP, Leerroute=LEERROUTE))
        wait_for(lambda: house.attempts("GET pip"))
        for decision, end in (("accept", "aanvaard"), ("retry", "aanvaard"), ("withdraw", "ingetrokken")):
            with self.subTest(decision=decision):
                house.behave("/simulator/gedrag", {"vertragingMs": 1500})
                response = house.melding("PUT", "zroute", about(ZRoute={"gemeentecode": "0518", "dagtekeningPip": "2026-11-10", "datumAfronding": "2026-11-20"}))
                uncertain = house.outcome(response, "onzeker")
                self.assertIn("ging verloren", uncertain["toelichting"])
                house.behave("/simulator/gedrag", {"vertragingMs": 0})
                self.assertIn("inburgering_waiting{queue=\"meldingen_onzeker\"} 1", house.operator("/metrics").body.decode())
                self.assertEqual(house.decide(decision, response.json["meldingId"]).returncode, 0)
                house.outcome(response, end)
                self.assertEqual(house.decide(decision, response.json["meldingId"]).returncode, 1, "decided once")
        wait_for(lambda: [each["status"] for each in house.told()].count("onzeker") == 3)
        self.assertEqual(len(house.attempts("PUT zroute")), 4)

    def test_a_crash_between_sending_and_writing_sends_nothing_twice(self):
        house = self.house
        house.behave("/simulator/gedrag", {"vertragingMs": 700})
        hours = lambda number: about(GevolgdeUren={"gemeentecode": "0518", "urenTaallesEnKnmBredeIntake": number})  # noqa: E731
        response = house.melding("PUT", "uren-taallesknm", hours(55))
        wait_for(lambda: house.status(response.json["meldingId"]).json["status"] == "onderweg")
        time.sleep(0.3)
        house.stop("gateway", signal.SIGKILL)
        house.behave("/simulator/gedrag", {"vertragingMs": 0})
        house.start_gateway()
        house.outcome(response, "aanvaard")
        self.assertEqual([len(house.attempts(kind)) for kind in ("PUT uren-taallesknm", "navraag uren-taallesknm")], [0, 1])

    def test_reports_about_one_person_reach_duo_in_order(self):
        house = self.house
        house.behave("/simulator/gedrag", {"vertragingMs": 100})
        responses = [house.melding("PUT", "uren-taallesknm", about(GevolgdeUren={"gemeentecode": "0518", "urenTaallesEnKnmBredeIntake": number})) for number in range(6)]
        for response in responses:
            house.outcome(response, "aanvaard")
        sent = house.attempts("PUT uren-taallesknm")
        self.assertEqual([entry["oorzaak"] for entry in sent], [response.json["meldingId"] for response in responses])


if __name__ == "__main__":
    unittest.main()
