"""Each of DUO's notifications is told to who subscribed as a fact of its own, before what was asked after it."""
import datetime
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, House, wait_for  # noqa: E402

# What DUO may notify of (document Gebeurtenissen), with words that the afnemer must find in it.
KINDS = {
    "SS101": "inburgeringsplichtig", "SS102": "gestart", "SS103": "ambtshalve", "SS104": "op aanvraag", "SS106": "diploma", "SS107": "gehele vrijstelling",
    "SS108": "gehele ontheffing", "SS109": "tijdelijke vrijstelling toegekend", "SS110": "vervallen", "SS111": "overleden", "SS112": "verlenging van de termijn aangevraagd",
    "SS113": "verlenging afgewezen", "SS114": "gehele vrijstelling afgewezen", "SS115": "tijdelijke vrijstelling afgewezen", "SS116": "gedeeltelijke vrijstelling afgewezen",
    "SS117": "gedeeltelijke vrijstelling toegekend", "SS118": "ontheffing afgewezen", "SS119": "gedeeltelijke ontheffing", "SS120": "zonder PIP", "SS121": "vorige gemeente",
    "SS122": "andere gemeente", "SS123": "vertrokken", "SS124": "gezinsmigrant", "SS125": "asielstatushouder", "SS126": "geen leerroute", "SS127": "inburgeringsaanbod",
    "SS128": "AOW", "SS129": "nog geen PIP", "SS130": "PIP bekend", "SS131": "resultaat bekend", "SS132": "contract met een taalschool ontvangen", "SS133": "leerroute past",
    "SS135": "te hoog niveau", "SS136": "taalschakeltraject", "SS137": "aangemeld", "SS139": "tien weken", "SS140": "advies", "SS141": "certificaat", "SS142": "uitschrijving",
    "SS199": "examenresultaat"}
ASKS_ATTENTION = {"SS112", "SS122", "SS123", "SS126", "SS127", "SS132", "SS133", "SS135", "SS136", "SS140", "SS141", "SS142"}
FIRST = datetime.datetime(2026, 11, 2, 9, 30, 15)


class Gebeurtenissen(unittest.TestCase):
    def start(self, **wish):
        subscriptions = [{"id": "kvs-0518", "afnemer": "00000099000000005000", "gemeenten": ["0518"], "bevestiging": "geen"} | wish]
        self.house = House(subscriptions=subscriptions)
        self.addCleanup(self.house.close)
        self.house.start_duo()
        self.house.start_afnemers()
        subscriptions[0]["url"] = f"https://127.0.0.1:{self.house.den_haag_port}/e"
        self.house.start_gateway()

    def notify(self, kind, seconds=0):
        moment = (FIRST + datetime.timedelta(seconds=seconds)).isoformat() + "Z"
        body = json.dumps({"registratieDatumTijd": moment, "gebeurtenisId": kind, "bsn": MIRIAM})
        self.assertEqual(self.house.notify(body=body).status, 201, kind)

    def asked(self):
        """Nothing is left to ask, and all that came of it was delivered."""
        wait_for(lambda: self.house.rows("SELECT COUNT(*) FROM question") == [["0"]] and self.house.waiting() == 0, 60)

    def told(self):
        return [(event["data"]["object"]["gebeurtenisId"], event["data"]["object"]["betekenis"]) for event in self.house.events()]

    def test_each_of_the_forty_and_one_that_nobody_knows(self):
        self.assertEqual(len(KINDS), 40)
        self.start()
        for seconds, kind in enumerate([*KINDS, "SS999"]):
            self.notify(kind, seconds)
        self.asked()
        events = self.house.events(derived=True)
        own = {event["data"]["object"]["gebeurtenisId"]: event for event in events if event["data"]["objecttype"] == "Gebeurtenis"}
        self.assertEqual(list(own), [*KINDS, "SS999"], "each once, in the order in which they came")
        for seconds, (kind, words) in enumerate(KINDS.items()):
            event = own[kind]
            self.assertIn(words, event["data"]["object"]["betekenis"])
            self.assertEqual(event["type"], "nl.inburgering.gebeurtenis.vastgelegd")
            self.assertEqual(event["data"]["object"]["registratieDatumTijd"], (FIRST + datetime.timedelta(seconds=seconds)).isoformat() + ".000Z")
        signals = {event["data"]["object"]["gebeurtenisId"]: event for event in events if event["data"]["objecttype"] == "Attentiesignaal"}
        self.assertEqual(set(signals), ASKS_ATTENTION | {"SS999"})
        for kind, event in signals.items():
            self.assertEqual(event["data"]["object"]["betekenis"], own[kind]["data"]["object"]["betekenis"])
            self.assertGreater(int(event["sequence"]), int(own[kind]["sequence"]))
        self.assertEqual([int(event["sequence"]) for event in events], list(range(1, len(events) + 1)))

    def test_it_comes_before_what_was_asked_after_it(self):
        self.start()
        self.notify("SS102")
        self.asked()
        types = [event["data"]["objecttype"] for event in self.house.events()]
        self.assertEqual(types[0], "Gebeurtenis")
        self.assertIn("Inburgeringstermijn", types[1:])

    def test_an_afnemer_can_have_these_alone(self):
        self.start(objecttypes=["Gebeurtenis"])
        for seconds, kind in enumerate(("SS101", "SS139", "SS126")):
            self.notify(kind, seconds)
        self.asked()
        self.assertEqual([kind for kind, _ in self.told()], ["SS101", "SS139", "SS126"])

    def test_two_of_one_moment_are_two_and_one_told_twice_is_one(self):
        self.start(objecttypes=["Gebeurtenis"])
        for kind in ("SS101", "SS139", "SS101"):
            self.notify(kind)
        self.notify("SS101", 1)  # and this one happened again
        self.asked()
        self.assertEqual([kind for kind, _ in self.told()], ["SS101", "SS139", "SS101"])

    def test_of_a_person_known_by_v_nummer_only(self):
        self.start(objecttypes=["Gebeurtenis"])
        body = json.dumps({"registratieDatumTijd": "1990-11-02T09:30:15Z", "gebeurtenisId": "SS139", "vNummer": 1234567890})
        self.assertEqual(self.house.notify(body=body).status, 201)
        event = self.house.expect_events(1)[0]
        self.assertEqual((event["data"]["vNummer"], event["data"]["object"]["registratieDatumTijd"]), (1234567890, "1990-11-02T09:30:15.000Z"))


if __name__ == "__main__":
    unittest.main()
