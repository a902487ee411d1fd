"""Why does this field say that: of everything that the story of one person sets, the message, the place in it and the rule."""
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, House, deelname, kennisgeving, meting, wait_for  # noqa: E402

REASON = "klacht 2026-114 over een datum"


class Explained(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House().start_all()
        cls.addClassCleanup(cls.house.close)
        for event in ("SS101", "SS105", "SS112"):
            assert cls.house.notify(event).status == 201
        wait_for(lambda: cls.house.questions() == 0)
        assert cls.house.stuf(kennisgeving(bsn=MIRIAM, reference="R-1")).status == 200
        cls.house.enrol()
        assert cls.house.push("voortgangsmetingen", meting()).status == 201
        wait_for(lambda: cls.house.waiting() == 0)
        cls.messages = [entry for entry in cls.house.log() if entry["inhoudBewaard"] and entry["uitkomst"] == "verwerkt"]
        cls.explained = {entry["berichtId"]: cls.explain(entry["berichtId"]) for entry in cls.messages}

    @classmethod
    def run_cli(cls, *arguments):
        return subprocess.run([GATEWAY, "log", "explain", "--config", str(cls.house.config), "--reden", REASON, *arguments], capture_output=True, text=True)

    @classmethod
    def explain(cls, message, *arguments):
        done = cls.run_cli(message, "--json", *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def fields(self, kind):
        """Of the first message of a kind."""
        told = self.explained[next(entry["berichtId"] for entry in self.messages if entry["soort"] == kind)]
        self.assertIn("inhoud", told)
        return {f"{each['objecttype']}.{field['veld']}": field for each in told["objecten"] for field in each["velden"]}

    def test_every_field_that_is_known_of_the_person_has_its_message_and_a_named_rule(self):
        """What the dossier holds, and what the messages of the log say that they set, are the same."""
        dossier = next(entry["dossier"] for entry in self.messages if entry["dossier"])
        known = self.house.call("GET", f"/gemeente/v1/dossiers/{dossier}", name="afnemer-0518-client").json
        holds = {(each["objecttype"], json.dumps(each["object"], sort_keys=True)): set() for each in known["objecten"]}
        stands = {}
        for told in self.explained.values():
            for each in told["objecten"]:
                for field in each["velden"]:
                    self.assertRegex(field["regel"], r"^(duo|brp|taalschool|gateway|gemeente)\.[a-zA-Z-]+@\d+$", (each["objecttype"], field))
                    self.assertTrue(field["regelTekst"], field)
                    if field["stand"] == "geldt":
                        stands.setdefault((each["objecttype"], json.dumps(each["sleutel"], sort_keys=True)), {})[field["veld"]] = field["waarde"]
        self.assertGreater(len(holds), 10)
        for kind, text in holds:
            value = json.loads(text)
            found = [fields for (type_, _), fields in stands.items() if type_ == kind and fields == value]
            self.assertTrue(found, f"of {kind} not each field is explained: {sorted(value)} / {[f for (t, _), f in stands.items() if t == kind]}")

    def test_a_field_of_an_answer_of_duo(self):
        field = self.fields("GET inburgeringsplicht")["Inburgeringsplichtige.indicatorInburgeringsplicht"]
        self.assertEqual((field["regel"], field["plaatsen"], field["stand"]), ("duo.inburgeringsplicht@1", [{"pad": "/indicatorInburgeringsplicht"}], "geldt"))
        self.assertIn("indicatorInburgeringsplicht", field["bron"])

    def test_a_field_of_a_kennisgeving_has_a_line(self):
        field = self.fields("npsLk01 T")["Persoon.geslachtsnaam"]
        self.assertEqual(field["regel"], "brp.kennisgeving@1")
        self.assertIn({"pad": "/npsLk01/object/geslachtsnaam", "lijn": 1}, field["plaatsen"], "the kind of message decides it too, where it tells nothing else")

    def test_a_row_of_a_school(self):
        field = self.fields("voortgangsmetingen")["Voortgangsmeting.niveauLezen"]
        self.assertEqual((field["regel"], field["plaatsen"]), ("taalschool.voortgangsmetingen@1", [{"pad": "/niveauLezen"}]))

    def test_the_look_is_logged_and_one_field_can_be_asked_for(self):
        message = next(entry for entry in self.messages if entry["soort"] == "voortgangsmetingen")
        told = self.explain(message["berichtId"], "--veld", "niveauLezen")
        self.assertEqual([field["veld"] for each in told["objecten"] for field in each["velden"]], ["niveauLezen"])
        done = self.run_cli(message["berichtId"], "--veld", "Voortgangsmeting.niveauLezen")
        self.assertEqual(done.returncode, 0)
        self.assertIn("/niveauLezen; regel taalschool.voortgangsmetingen@1", done.stdout)
        looked = [entry for entry in self.house.log() if entry["soort"] == "inhoud ingezien" and entry["referentie"] == message["berichtId"]]
        self.assertTrue(looked)
        self.assertTrue(all(fault["melding"] == REASON for entry in looked for fault in entry["fouten"]))
        self.assertEqual(self.run_cli("00000000-0000-7000-8000-000000000000").returncode, 1)

    def test_a_field_that_the_model_does_not_know_is_refused(self):
        message = self.messages[0]["berichtId"]
        for field in ("foo", "Persoon.foo", "Foo.geslachtsnaam"):
            done = self.run_cli(message, "--veld", field)
            self.assertEqual((done.returncode, done.stdout), (2, ""), field)
            self.assertIn("het model kent dit veld niet", done.stderr)
            refused = self.house.operator(f"/beheer/v1/berichten/{message}/herkomst", {"reden": REASON, "veld": field}, cookie=self.house.log_in("privacy"))
            self.assertEqual(refused.status, 400, field)

    def test_what_was_registered_and_ended_is_told_as_ended_also_when_it_is_registered_again(self):
        where = "/gemeente/v1/registraties/ICTVaardigheid/enig"
        body = json.dumps({"gemeente": "0518", "bsn": MIRIAM, "object": {"ictVaardig": True}})
        put = lambda: self.house.call("PUT", where, body, {"Content-Type": "application/json"}, "afnemer-0518-client")  # noqa: E731
        first = put()
        self.assertIn(first.status, (200, 201), first.body)
        stands = lambda: {field["stand"] for each in self.explain(first.json["berichtId"])["objecten"] for field in each["velden"]}  # noqa: E731
        self.assertEqual(stands(), {"geldt"})
        dossier = next(entry["dossier"] for entry in self.house.log() if entry["berichtId"] == first.json["berichtId"])
        ended = self.house.call("DELETE", f"{where}?gemeente=0518&dossier={dossier}", name="afnemer-0518-client")
        self.assertEqual(ended.status, 200, ended.body)
        self.assertEqual(stands(), {"beeindigd"})
        self.assertIn(put().status, (200, 201))
        self.assertEqual(stands(), {"beeindigd"}, "what stands now, another message set")

    def test_what_the_gateway_concludes_names_what_it_rests_on(self):
        told = [field for message in self.explained.values() for each in message["objecten"] for field in each["velden"] if field["regel"] == "gateway.regie@1"]
        self.assertTrue(told)
        for field in told:
            self.assertEqual([ground["objecttype"] for ground in field["grondslag"]], ["Inburgeringsplichtige"])

    def test_the_operator_api_tells_the_same(self):
        privacy = self.house.log_in("privacy")
        message = next(entry for entry in self.messages if entry["soort"] == "GET pip" or entry["soort"] == "GET inburgeringsplicht")
        path = f"/beheer/v1/berichten/{message['berichtId']}/herkomst"
        self.assertEqual(self.house.operator(path, {"reden": REASON}, cookie=self.house.log_in("kijker")).status, 403)
        self.assertEqual(self.house.operator(path, {"reden": "kort"}, cookie=privacy).status, 400)
        told = self.house.operator(path, {"reden": REASON}, cookie=privacy)
        self.assertEqual((told.status, told.json), (200, self.explain(message["berichtId"])))


if __name__ == "__main__":
    unittest.main()
