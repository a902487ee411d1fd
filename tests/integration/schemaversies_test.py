"""Who asks for an older version of the model gets events by that version, and nothing that it does not know."""
import datetime
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, NO_KLOKKEN, ROOT, House, meting, wait_for  # noqa: E402

import jsonschema  # noqa: E402

KEPT = ROOT / "schemas/canonical/versies"
AFNEMER = "00000099000000005000"


class Validators(dict):
    """A validator for each object type, by a kept schema."""

    def __init__(self, version):
        self.schema = json.loads((KEPT / version / "inburgering.schema.json").read_text())

    def __missing__(self, objecttype):
        self[objecttype] = jsonschema.Draft202012Validator(self.schema | {"$ref": f"#/$defs/{objecttype}"}, format_checker=jsonschema.FormatChecker())
        return self[objecttype]


class Schemaversies(unittest.TestCase):
    def start(self, *subscriptions):
        wishes = [{"afnemer": AFNEMER, "gemeenten": ["0518"]} | each for each in subscriptions]
        self.house = House(den_haag={"klokken": [each for each in NO_KLOKKEN if each["klok"] != "pip"] + [{"klok": "pip"}]}, subscriptions=wishes)
        self.addCleanup(self.house.close)
        self.house.start_duo()
        self.house.start_afnemers()
        for wish in wishes:
            if wish.get("wijze") != "ophalen":
                wish |= {"url": f"https://127.0.0.1:{self.house.den_haag_port}/e", "bevestiging": "geen"}
        self.house.start_gateway()

    def clock(self):
        """The ten weeks run: that is told as a Klok, which version 1 does not know."""
        moment = (datetime.date.today() - datetime.timedelta(days=30)).isoformat() + "T12:00:00Z"
        self.assertEqual(self.house.notify(body=json.dumps({"registratieDatumTijd": moment, "gebeurtenisId": "SS139", "bsn": MIRIAM})).status, 201)
        wait_for(lambda: self.house.rows("SELECT COUNT(*) FROM question") == [["0"]], 30)

    def call(self, path, method="GET", body=None):
        return self.house.call(method, "/gemeente/v1/" + path, body=None if body is None else json.dumps(body),
                               headers={} if body is None else {"Content-Type": "application/json"}, name="afnemer-0518-client")

    def fetched(self, subscription):
        return self.call(f"gebeurtenissen?abonnement={subscription}&na=0&max=1000")

    def types(self, subscription):
        return [event["data"]["objecttype"] for event in self.fetched(subscription).json["gebeurtenissen"]]

    def test_each_event_of_the_story_is_good_by_the_version_that_was_asked(self):
        self.start({"id": "oud", "schemaversie": 1}, {"id": "oud-ophalen", "schemaversie": 1, "wijze": "ophalen"}, {"id": "nieuw", "wijze": "ophalen"})
        self.clock()
        for file in sorted((ROOT / "simulator/fixtures/verhaal").glob("*.xml")):
            self.assertEqual(self.house.stuf(file.read_bytes()).status, 200)
        self.house.notify("SS101")
        self.house.notify("SS102")
        self.house.enrol()
        self.house.push("voortgangsmetingen", meting())
        self.house.push("aanwezigheid", (ROOT / "simulator/fixtures/verhaal/5-aanwezigheid.json").read_bytes())
        wait_for(lambda: {"Aanwezigheid", "Inburgeringstermijn"} <= {event["data"]["objecttype"] for event in self.house.events(derived=True)})
        wait_for(lambda: self.house.rows("SELECT COUNT(*) FROM question") == [["0"]] and
                 len(self.fetched("oud-ophalen").json["gebeurtenissen"]) == len(self.house.events(derived=True)), 30)

        pushed = self.house.events(derived=True)
        fetched = self.fetched("oud-ophalen").json["gebeurtenissen"]
        self.assertEqual([event["id"] for event in pushed], [event["id"] for event in fetched], "both ways tell the same")
        newest = {event["id"]: event for event in self.fetched("nieuw").json["gebeurtenissen"]}
        self.assertIn("Klok", {event["data"]["objecttype"] for event in newest.values()})
        told_not = {event["data"]["objecttype"] for id, event in newest.items() if id not in {event["id"] for event in fetched}}
        self.assertEqual(told_not, {"Klok"})

        old, new = Validators("1.0"), Validators("2.0")
        last = 0
        for event in fetched:
            data = event["data"]
            old[data["objecttype"]].validate(data["object"])
            self.assertEqual(event["dataschema"], f"urn:nld:inburgering:schema:{data['objecttype']}:v1")
            self.assertEqual(event["schemaeinde"], "2027-12-01")
            self.assertEqual(int(event.get("previoussequence", 0)), last, "what is not told leaves no gap in what is")
            last = int(event["sequence"])
        for event in newest.values():
            new[event["data"]["objecttype"]].validate(event["data"]["object"])
            self.assertEqual(event["dataschema"], f"urn:nld:inburgering:schema:{event['data']['objecttype']}:v2")
            self.assertNotIn("schemaeinde", event)

        told = self.fetched("oud-ophalen").headers
        self.assertEqual((told["Deprecation"], told["Sunset"]), ("@1796083200", "Wed, 01 Dec 2027 00:00:00 GMT"))
        self.assertEqual(told["Link"], '</gemeente/v1/schemaversies>; rel="deprecation"')
        self.assertIsNone(self.fetched("nieuw").headers["Sunset"])

        dossier = "dossiers/" + fetched[0]["subject"]
        as_told = lambda path: {each["objecttype"] for each in self.call(path).json["objecten"]}
        self.assertNotIn("Klok", as_told(dossier), "who asks for version 1 anywhere gets no other unasked")
        self.assertIn("Klok", as_told(dossier + "?schemaversie=2"))
        self.assertEqual(self.call(dossier).headers["Sunset"], told["Sunset"])
        self.assertEqual(self.call(dossier + "?schemaversie=2").json["schemaversie"], 2)
        for wrong in ("?schemaversie=3", "?schemaversie=0", "?schemaversie=een", "?versie=1", "?schemaversie=01", "?schemaversie=+1", "?schemaversie=1&schemaversie=1"):
            self.assertEqual(self.call(dossier + wrong).status, 400, wrong)

        # The present state, by both.
        for subscription in ("oud-ophalen", "nieuw"):
            self.assertEqual(self.call(f"abonnementen/{subscription}/beginstand", "POST").status, 202)
        present = lambda name: {event["data"]["objecttype"] for event in self.fetched(name).json["gebeurtenissen"] if event.get("snapshot")}
        wait_for(lambda: "Klok" in present("nieuw"))
        wait_for(lambda: present("nieuw") - present("oud-ophalen") == {"Klok"})

    def test_the_schemas_of_each_version(self):
        self.start()
        versions = self.call("schemaversies").json["schemaversies"]
        self.assertEqual([(each["versie"], each["model"], each["schemaEinde"]) for each in versions], [(1, "1.0", "2027-12-01"), (2, "2.0", None)])
        for each in versions:
            for member, file in (("jsonSchema", "inburgering.schema.json"), ("xsd", "inburgering.xsd")):
                answer = self.house.call("GET", each[member], name="afnemer-0518-client")
                self.assertEqual(answer.status, 200)
                kept = (KEPT / each["model"] / file).read_bytes()
                self.assertEqual(json.loads(answer.body) if member == "jsonSchema" else answer.body, json.loads(kept) if member == "jsonSchema" else kept)
                self.assertEqual("Sunset" in answer.headers, each["versie"] == 1)
        for wrong in ("schemaversies/3/xsd", "schemaversies/1", "schemaversies/1/docx", "schemaversies/1/xsd/x", "schemaversies/1x/xsd"):
            self.assertEqual(self.call(wrong).status, 404, wrong)

    def test_a_subscription_keeps_the_version_that_it_was_made_with(self):
        self.start({"id": "uit-configuratie", "wijze": "ophalen"})
        made = self.call("abonnementen", "POST", {"id": "eigen", "gemeenten": ["0518"], "wijze": "ophalen"}).json
        self.assertEqual((made["schemaversie"], made.get("schemaEinde")), (2, None))
        changed = self.call("abonnementen/eigen", "PUT", {"gemeenten": ["0518"], "wijze": "ophalen", "schemaversie": 1}).json
        self.assertEqual((changed["schemaversie"], changed["schemaEinde"]), (1, "2027-12-01"))
        changed = self.call("abonnementen/eigen", "PUT", {"gemeenten": ["0518"], "wijze": "ophalen", "quotum": 500}).json
        self.assertEqual(changed["schemaversie"], 1, "who says nothing of it changes nothing of it")
        wrong = self.call("abonnementen", "POST", {"id": "fout", "gemeenten": ["0518"], "wijze": "ophalen", "schemaversie": 1, "objecttypes": ["PIP", "Klok"]})
        self.assertEqual((wrong.status, wrong.pointers), (400, ["/objecttypes/1"]))
        wrong = self.call("abonnementen", "POST", {"id": "fout", "gemeenten": ["0518"], "wijze": "ophalen", "schemaversie": 7})
        self.assertEqual((wrong.status, wrong.pointers), (400, ["/schemaversie"]))

        # As a store of release 0.1.0 has them: no version is named, and there was one.
        self.house.stop("gateway")
        for number in (1, 2):
            self.house.change(f"UPDATE subscription SET definition = replace(definition, ',\"schemaversie\":{number}', '')")
        self.house.start_gateway()
        self.assertEqual([each["schemaversie"] for each in self.call("abonnementen").json["abonnementen"]], [1, 1])
        self.clock()
        wait_for(lambda: "Gebeurtenis" in self.types("uit-configuratie"))
        self.assertNotIn("Klok", self.types("uit-configuratie"))

    def test_what_waits_when_an_older_version_is_asked_is_not_told_by_it(self):
        self.start({"id": "ophaler", "wijze": "ophalen"})
        made = {"id": "geduwd", "gemeenten": ["0518"], "url": f"https://127.0.0.1:{self.house.den_haag_port}/e", "objecttypes": ["Klok"]}
        self.assertEqual(self.call("abonnementen", "POST", made).status, 201)
        wait_for(lambda: self.call("abonnementen/geduwd").json["status"] == "actief")
        self.assertEqual(self.call("abonnementen/geduwd/pauzeren", "POST").status, 200)
        self.clock()
        wait_for(lambda: "Klok" in self.types("ophaler") and self.call("abonnementen/geduwd").json["wachtend"] == 1)
        made |= {"schemaversie": 1, "objecttypes": []}
        self.assertEqual(self.call("abonnementen/geduwd", "PUT", made).status, 200)
        self.assertEqual(self.call("abonnementen/geduwd/hervatten", "POST").status, 200)
        letters = wait_for(lambda: self.call("abonnementen/geduwd/onbestelbaar").json["onbestelbaar"])
        self.assertEqual([(each["reden"], each["type"]) for each in letters], [("schemaversie", "nl.inburgering.klok.vastgelegd")])

    def test_what_an_afnemer_that_fetches_was_not_told_is_not_confirmed(self):
        self.start()
        made = {"id": "haalt", "gemeenten": ["0518"], "wijze": "ophalen"}
        self.assertEqual(self.call("abonnementen", "POST", made).status, 201)
        self.clock()
        wait_for(lambda: "Klok" in self.types("haalt"))
        self.assertEqual(self.call("abonnementen/haalt", "PUT", made | {"schemaversie": 1}).status, 200)
        fetched = self.fetched("haalt").json
        ids = {event["id"] for event in fetched["gebeurtenissen"]}
        klokken = self.house.count("delivery", "subscription = 'haalt'") - len(ids)
        self.assertGreaterEqual(klokken, 1)
        confirmed = self.call("gebeurtenissen/bevestiging", "POST", {"tot": fetched["cursor"], "abonnement": "haalt"})
        self.assertEqual((confirmed.status, confirmed.json["bevestigd"], confirmed.json["wachtend"]), (200, len(ids), 0))
        letters = self.call("abonnementen/haalt/onbestelbaar").json["onbestelbaar"]
        self.assertEqual([(each["reden"], each["type"]) for each in letters], [("schemaversie", "nl.inburgering.klok.vastgelegd")] * klokken)
        delivered = {entry["referentie"] for entry in self.house.log() if entry["uitkomst"] == "afgeleverd"}
        self.assertEqual(delivered, ids)


if __name__ == "__main__":
    unittest.main()
