"""DUO's notifications in, our questions out, events onwards: real binaries, real TLS."""
import json
import pathlib
import sys
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, DUO, MIRIAM, STRANGER, UTRECHT, House, wait_for  # noqa: E402


class Duo(unittest.TestCase):
    def setUp(self):
        self.house = House().start_all()
        self.addCleanup(self.house.close)

    def outcomes(self, kind):
        return [entry["uitkomst"] for entry in self.house.log() if entry["soort"] == kind]

    def test_a_notification_leads_to_questions_and_events(self):
        response = self.house.notify("SS101")
        self.assertEqual((response.status, response.body), (201, b""))
        self.assertEqual(response.headers["API-Version"], "1.8.0")
        for header in ("bron", "doel", "berichtId"):
            self.assertIsNone(response.headers[header])
        events = self.house.expect_events(8)
        self.assertEqual([event["sequence"] for event in self.house.events(derived=True)], [str(number) for number in range(1, 10)])
        self.assertEqual(len({event["id"] for event in events}), 8)
        self.assertEqual({event["data"]["objecttype"] for event in events}, {"Gebeurtenis", "Inburgeringsplichtige", "Startinburgering", "Examenonderdeel", "KNM", "GratisPogingTegoed"})
        for event in events:
            self.assertEqual(event["data"]["bsn"], MIRIAM)
            self.assertNotIn(MIRIAM, json.dumps({key: value for key, value in event.items() if key != "data"}))
        self.assertEqual(self.house.events("0344"), [])

    def test_asking_again_when_nothing_changed_makes_no_event(self):
        self.house.notify("SS101")
        self.house.expect_events(8)
        self.house.notify("SS101")
        wait_for(lambda: self.outcomes("GET doelgroep").count("verwerkt") == 2)
        self.house.expect_events(8)

    def test_the_same_bericht_id_again_is_answered_as_the_first_time_and_does_nothing(self):
        bericht_id = str(uuid.uuid4())
        self.assertEqual([self.house.notify("SS102", berichtId=bericht_id).status for _ in range(3)], [201] * 3)
        self.house.expect_events(3)
        self.assertEqual(self.outcomes("notificatie SS102"), ["verwerkt", "herhaald", "herhaald"])
        self.assertEqual(len(self.outcomes("GET inburgeringstermijn")), 1)

    def test_the_same_bericht_id_for_something_else_is_refused(self):
        bericht_id = str(uuid.uuid4())
        self.assertEqual(self.house.notify("SS102", berichtId=bericht_id).status, 201)
        self.assertEqual(self.house.notify("SS101", berichtId=bericht_id).status, 400)

    def test_an_unknown_event_is_accepted_logged_and_forwarded(self):
        self.assertEqual(self.house.notify("SS999").status, 201)
        event = self.house.expect_events(2)[1]
        self.assertEqual(event["type"], "nl.inburgering.attentiesignaal.vastgelegd")
        self.assertEqual(event["data"]["object"]["gebeurtenisId"], "SS999")

    def test_a_person_known_by_v_nummer_alone_is_taken_but_cannot_be_asked_about(self):
        body = json.dumps({"registratieDatumTijd": "2026-11-02T09:30:15Z", "gebeurtenisId": "SS112", "vNummer": 1234567890})
        self.assertEqual(self.house.notify(body=body).status, 201)
        self.assertEqual(self.house.expect_events(2)[0]["data"]["vNummer"], 1234567890)
        self.assertEqual(self.outcomes("GET inburgeringsplicht"), [])

    def test_a_person_that_duo_does_not_know_is_a_normal_outcome(self):
        self.assertEqual(self.house.notify("SS102", bsn=STRANGER).status, 201)
        wait_for(lambda: self.outcomes("GET inburgeringstermijn") == ["niet-gevonden"])
        self.house.expect_events(1)

    def test_every_gemeente_receives_its_own(self):
        self.assertEqual(self.house.notify("SS102", doel=UTRECHT).status, 201)
        self.house.expect_events(3, "0344")
        self.assertEqual(self.house.events("0518"), [])

    def test_what_breaks_the_specification_gets_400_without_body_and_its_faults_in_the_log(self):
        good = {"registratieDatumTijd": "2026-11-02T09:30:15Z", "gebeurtenisId": "SS101", "bsn": MIRIAM}
        cases = {
            "no json": ("hallo", ""), "wrong type": (json.dumps(good | {"gebeurtenisId": 101}), "/gebeurtenisId"),
            "missing": (json.dumps({"bsn": MIRIAM}), "/registratieDatumTijd"), "bad bsn": (json.dumps(good | {"bsn": "123456789"}), "/bsn"),
            "about nobody": (json.dumps({k: v for k, v in good.items() if k != "bsn"}), ""), "deep": ("[" * 200000, ""), "empty": ("", ""),
            "no utf-8": (b'{"gebeurtenisId":"\xff\xfe"}', ""),
        }
        for name, (body, pointer) in cases.items():
            with self.subTest(name):
                response = self.house.notify(body=body)
                self.assertEqual((response.status, response.body), (400, b""))
                self.assertEqual(response.headers["API-Version"], "1.8.0")
                entry = self.house.log()[-1]
                self.assertEqual((entry["uitkomst"], entry["fouten"][0]["pointer"]), ("geweigerd", pointer))
        self.house.expect_events(0)

    def test_headers_are_required_and_must_fit(self):
        for name, headers, status in [("no bron", {"bron": None}, 400), ("no doel", {"doel": None}, 400), ("no berichtId", {"berichtId": None}, 400),
                                      ("bad berichtId", {"berichtId": "1"}, 400), ("bad doel", {"doel": "0518"}, 400),
                                      ("bron of another", {"bron": DEN_HAAG}, 403), ("doel unknown here", {"doel": "00000099000000000999"}, 403)]:
            with self.subTest(name):
                response = self.house.notify(**headers)
                self.assertEqual((response.status, response.body), (status, b""))
                self.assertEqual(self.house.log()[-1]["uitkomst"], "geweigerd")

    def test_a_mandate_lets_a_supplier_carry_the_connection(self):
        self.assertEqual(self.house.notify("SS102", name="leverancier-client").status, 201)
        self.assertEqual(self.house.notify("SS102", name="leverancier-client", bron=DEN_HAAG).status, 403)
        self.assertEqual(self.house.notify("SS102", name="leverancier-client", doel=UTRECHT).status, 403)


class DuoInTrouble(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.start_afnemers()

    def start(self, *options):
        self.house.start_duo(*options)
        self.house.start_gateway()

    def test_a_question_that_fails_is_asked_again(self):
        self.start("--fail", "2", "--fail-status", "503")
        self.house.notify("SS102")
        self.house.expect_events(3, seconds=30)
        outcomes = [(entry["uitkomst"], entry["httpStatus"]) for entry in self.house.log() if entry["soort"] == "GET inburgeringstermijn"]
        self.assertEqual(outcomes, [("mislukt", 503), ("mislukt", 503), ("verwerkt", 200)])

    def test_a_duo_that_refuses_is_not_asked_again(self):
        self.start("--fail", "-1", "--fail-status", "403")
        self.house.notify("SS102")
        wait_for(lambda: [e for e in self.house.log() if e["uitkomst"] == "niet-van-ons"])

    def test_a_slow_duo_does_not_hold_up_notifications(self):
        self.start("--delay-ms", "1500")
        for _ in range(5):
            self.assertEqual(self.house.notify("SS102").status, 201)
        self.assertEqual([event["data"]["objecttype"] for event in self.house.events() if event["data"]["objecttype"] != "Gebeurtenis"], [])
        self.house.expect_events(3)

    def test_a_duo_that_is_away_is_asked_when_it_is_back(self):
        self.start()
        self.house.stop("duo")
        self.assertEqual(self.house.notify("SS102").status, 201)
        wait_for(lambda: [e for e in self.house.log() if e["uitkomst"] == "mislukt"])
        self.house.start_duo()
        self.house.expect_events(3, seconds=30)


if __name__ == "__main__":
    unittest.main()
