"""The commands that an operator types: exit codes, what stands on stdout, what on stderr."""
import json
import pathlib
import sqlite3
import subprocess
import sys
import unittest
from xml.etree import ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, House, kennisgeving, meting, only_on_sqlite, wait_for  # noqa: E402


def run(*arguments, text=None):
    done = subprocess.run([GATEWAY, *map(str, arguments)], input=text, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


class Translate(unittest.TestCase):
    def test_each_feed(self):
        notification = json.dumps({"registratieDatumTijd": "2026-11-02T09:30:15Z", "gebeurtenisId": "SS999", "bsn": MIRIAM})
        cases = [(("duo", "--resource", "notificatie"), notification, ["Gebeurtenis", "Attentiesignaal"]),
                 (("duo", "--resource", "doelgroep", "--bsn", MIRIAM), '{"indeling":"Asielstatushouder"}', ["Inburgeringsplichtige"]),
                 (("brp-stuf",), kennisgeving(), ["Persoon"]),
                 (("taalschool", "--resource", "voortgangsmetingen"), json.dumps(meting()), ["Voortgangsmeting"])]
        for arguments, text, types in cases:
            with self.subTest(arguments):
                code, out, err = run("translate", "--feed", *arguments, text=text)
                self.assertEqual((code, err), (0, ""))
                changes = json.loads(out)
                self.assertEqual([change["objecttype"] for change in changes], types)
                self.assertEqual(list(changes[0]), ["objecttype", "actie", "sleutel", "object", "bron", "persoon"])

    def test_what_the_brp_answers_and_what_is_asked_and_remarked(self):
        soap = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{}</s:Body></s:Envelope>'
        names = 'xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310" xmlns:StUF="http://www.egem.nl/StUF/StUF0301"'
        header = "<StUF:berichtcode>{}</StUF:berichtcode><StUF:zender><StUF:applicatie>BRP</StUF:applicatie></StUF:zender>" \
                 "<StUF:ontvanger><StUF:applicatie>INBURGERING</StUF:applicatie></StUF:ontvanger><StUF:entiteittype>NPS</StUF:entiteittype>"
        answer = f"<BG:npsLa01 {names}><BG:stuurgegevens>{header.format('La01')}</BG:stuurgegevens><BG:parameters><StUF:indicatorVervolgvraag>false</StUF:indicatorVervolgvraag></BG:parameters>" \
                 f'<BG:antwoord><BG:object StUF:entiteittype="NPS"><BG:inp.bsn>{MIRIAM}</BG:inp.bsn><BG:geslachtsnaam>Tesfay</BG:geslachtsnaam></BG:object></BG:antwoord></BG:npsLa01>'
        for text in (answer, soap.format(answer)):
            code, out, err = run("translate", "--feed", "brp-stuf", text=text)
            self.assertEqual((code, err), (0, ""))
            [change] = json.loads(out)
            self.assertEqual((change["object"]["geslachtsnaam"], change["persoon"]["bsn"]), ("Tesfay", MIRIAM))
        code, out, err = run("translate", "--feed", "brp-stuf", "--bsn", "999990639", text=answer)
        self.assertEqual((code, out), (1, ""))
        self.assertIn("niet over de persoon naar wie is gevraagd", err)
        fault = f"<s:Fault><faultcode>s:Server</faultcode><faultstring>niet nu</faultstring><detail><StUF:Fo02Bericht {names}><StUF:stuurgegevens>" \
                "<StUF:berichtcode>Fo02</StUF:berichtcode></StUF:stuurgegevens><StUF:body><StUF:code>StUF058</StUF:code><StUF:plek>server</StUF:plek>" \
                "<StUF:omschrijving>Proces voor afhandelen bericht geeft fout</StUF:omschrijving></StUF:body></StUF:Fo02Bericht></detail></s:Fault>"
        code, out, err = run("translate", "--feed", "brp-stuf", text=soap.format(fault))
        self.assertEqual((code, out), (1, ""))
        self.assertIn("[StUF058]", err)
        # What DUO is asked after a notification, and what was told twice.
        code, out, err = run("translate", "--feed", "duo", "--resource", "notificatie",
                             text=json.dumps({"registratieDatumTijd": "2026-11-02T09:30:15Z", "gebeurtenisId": "SS101", "bsn": MIRIAM}))
        self.assertEqual((code, json.loads(out)[0]["persoon"]), (0, {"bsn": MIRIAM}))
        self.assertIn("hierna wordt DUO gevraagd: inburgeringsplicht", err)
        exams = [{"onderdeel": "LE", "niveau": "B1", "examendatum": "2026-05-01", "resultaat": result} for result in ("Gezakt", "Geslaagd")]
        code, out, err = run("translate", "--feed", "duo", "--resource", "examenresultaten", "--bsn", MIRIAM, text=json.dumps(exams))
        self.assertEqual((code, [change["object"]["resultaat"] for change in json.loads(out)]), (0, ["Geslaagd"]), err)
        self.assertIn("/Examenonderdeel: staat meer dan eens in dit bericht", err)

    def test_of_several_messages_each_is_told_or_refused_on_its_own(self):
        good, last, bad = (kennisgeving(soort, envelope=False, reference=soort) for soort in ("T", "V", "W"))
        bad = bad.replace("<BG:geslachtsnaam>", "\n<!-- één -->\n<BG:geslachtsnaam>").replace("<BG:parameters>", "<BG:parameters>\n<StUF:onbekend/>")
        together = '<s:StUF-berichtenSet xmlns:s="http://www.egem.nl/StUF/StUF0301">\n{}\n</s:StUF-berichtenSet>'
        code, out, err = run("translate", "--feed", "brp-stuf", text=together.format("\n".join((bad, good, last, bad))))
        self.assertEqual(code, 1)
        [change] = json.loads(out)
        self.assertEqual(change["persoon"]["bsn"], MIRIAM)
        places = [line for line in err.splitlines() if "onbekend" in line]
        lines = [number for number, line in enumerate(together.format("\n".join((bad, good, last, bad))).splitlines(), 1) if "StUF:onbekend" in line]
        self.assertEqual({tuple(place.split(", ")[:2]) for place in places},
                         {("bericht 1", f"regel {lines[0]}"), ("bericht 4", f"regel {lines[1]}")})
        # One that changes nothing names its person all the same, and what follows.
        self.assertIn(f'dit bericht verandert niets over persoon {{"bsn":"{MIRIAM}"', err)
        self.assertIn("hierna wordt de BRP gevraagd, waar die is ingesteld: brp-volgindicatie, brp-persoon", err)

    def test_what_is_asked_only_where_it_can_be(self):
        notification = {"registratieDatumTijd": "2026-11-02T09:30:15Z", "gebeurtenisId": "SS101"}
        code, out, err = run("translate", "--feed", "duo", "--resource", "notificatie", text=json.dumps(notification | {"vNummer": 1234567890}))
        self.assertEqual((code, json.loads(out)[0]["persoon"]), (0, {"vNummer": "1234567890"}), err)
        self.assertIn("hierna wordt niets gevraagd", err)
        code, out, err = run("translate", "--feed", "duo", "--resource", "notificatie", text=json.dumps(notification | {"bsn": MIRIAM}))
        self.assertIn("is deze persoon hier nieuw, dan wordt ook de BRP gevraagd", err)

    def test_the_answers_about_who_is_followed_and_who_changed(self):
        changed = {"burgerservicenummers": [MIRIAM, "999990639"], "_links": {}}
        code, out, err = run("translate", "--feed", "brp-json", text=json.dumps(changed))
        self.assertEqual((code, json.loads(out)), (0, []), err)
        for bsn in changed["burgerservicenummers"]:
            self.assertIn(f'persoon {{"bsn":"{bsn}"}}', err)
        self.assertEqual(err.count("dan wordt de BRP gevraagd: brp-persoon"), 2)
        followed = {"burgerservicenummer": MIRIAM, "begindatum": "2026-11-02", "einddatum": "2026-12-01"}
        for answer, count in ((followed, 1), ({"volgindicaties": [followed, followed]}, 2)):
            code, out, err = run("translate", "--feed", "brp-json", text=json.dumps(answer))
            self.assertEqual((code, json.loads(out)), (0, []), err)
            self.assertEqual(err.count("de BRP volgt deze persoon sinds 2026-11-02 tot 2026-12-01"), count)
        for wrong in ({"burgerservicenummers": ["1"]}, {"burgerservicenummer": MIRIAM, "begindatum": "gisteren"}, {}, []):
            code, out, err = run("translate", "--feed", "brp-json", text=json.dumps(wrong))
            self.assertEqual((code, out), (1, ""), wrong)

    def test_the_fault_of_another_side_is_not_repeated_unread(self):
        names = 'xmlns:StUF="http://www.egem.nl/StUF/StUF0301"'
        fault = f"<StUF:Fo02Bericht {names}><StUF:stuurgegevens><StUF:berichtcode>Fo02</StUF:berichtcode></StUF:stuurgegevens><StUF:body>" \
                f"<StUF:code>{MIRIAM} is onbekend</StUF:code></StUF:body></StUF:Fo02Bericht>"
        code, out, err = run("translate", "--feed", "brp-stuf", text=fault)
        self.assertEqual((code, out), (1, ""))
        self.assertIn("[onleesbaar]", err)
        self.assertNotIn(MIRIAM, err)

    def test_what_is_no_message_about_a_person_is_named_for_what_it_is(self):
        names = 'xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310" xmlns:StUF="http://www.egem.nl/StUF/StUF0301"'
        code, out, err = run("translate", "--feed", "brp-stuf", text=f"<StUF:Bv03Bericht {names}><StUF:stuurgegevens><StUF:berichtcode>Bv03</StUF:berichtcode></StUF:stuurgegevens></StUF:Bv03Bericht>")
        self.assertEqual((code, json.loads(out)), (0, []))
        self.assertIn("Bv03Bericht is een bevestiging dat een bericht is ontvangen", err)
        for name, what in (("npsLa07", "een antwoord met historie"), ("npsLv01", "een vraag, geen antwoord"), ("npsXx01", "leest npsLk01, npsLk02, npsSa01, npsSa02 en npsLa01")):
            code, out, err = run("translate", "--feed", "brp-stuf", text=f"<BG:{name} {names}/>")
            self.assertEqual((code, out), (1, ""), name)
            self.assertIn(f"{name} is een", err)
            self.assertIn(what, err)
        soap = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>{}</s:Fault></s:Body></s:Envelope>'
        for inner, told in (("<faultstring>geen verbinding</faultstring>", "met een fout: geen verbinding [zonder code]"), ("", "zonder te zeggen welke [zonder code]"),
                            (f"<faultstring>{MIRIAM} onbekend</faultstring>", "haar tekst is weggelaten")):
            code, out, err = run("translate", "--feed", "brp-stuf", text=soap.format(inner))
            self.assertEqual((code, out), (1, ""))
            self.assertIn(told, err)
            self.assertNotIn(MIRIAM, err)

    def test_an_answer_of_which_the_person_is_not_told_says_so(self):
        code, out, err = run("translate", "--feed", "duo", "--resource", "doelgroep", text='{"indeling":"Asielstatushouder"}')
        self.assertEqual((code, json.loads(out)[0]["persoon"]), (0, {}))
        self.assertIn("geef dat met --bsn", err)
        self.assertEqual(run("translate", "--feed", "duo", "--resource", "verlengingsgronden", text="[]")[2], "", "a list is about nobody")

    def test_a_number_of_another_length_is_no_number_of_anybody(self):
        bsn = ["99999661", "9999966170", "123456789", "99999661x", "", 999996617]
        number = [10_000_000_000, -1, 1.5, "1234567890", True]
        notification = {"registratieDatumTijd": "2026-11-02T09:30:15Z", "gebeurtenisId": "SS101"}
        registration = {"gemeente": "0518", "object": {"ictVaardig": True}}
        for arguments, body, name, good, wrong in (
                (("duo", "--resource", "notificatie"), notification, "vNummer", 9_999_999_999, number), (("duo", "--resource", "notificatie"), notification, "bsn", MIRIAM, bsn),
                (("gemeente", "--resource", "ICTVaardigheid/enig"), registration, "vNummer", 9_999_999_999, [*number, 0]),
                (("gemeente", "--resource", "ICTVaardigheid/enig"), registration, "bsn", MIRIAM, bsn),
                (("duo", "--resource", "examennummer", "--bsn", MIRIAM), {}, "examennummer", "123456789012", ["1234567890123", 12])):
            code, out, err = run("translate", "--feed", *arguments, text=json.dumps(body | {name: good}))
            self.assertEqual(code, 0, err)
            for each in wrong:
                with self.subTest(f"{arguments} {name} {each!r}"):
                    code, out, err = run("translate", "--feed", *arguments, text=json.dumps(body | {name: each}))
                    self.assertEqual((code, out), (1, ""))
                    self.assertIn(f"/{name}", err)

    def test_what_a_gemeente_registers(self):
        sent = {"gemeente": "0518", "bsn": MIRIAM, "object": {"ictVaardig": True}}
        kept = {"gemeente": "0518", "dossier": "0190a000-0000-7000-8000-000000000001", "objecttype": "ICTVaardigheid", "sleutel": {}}
        for arguments, text, action in ((("--resource", "ICTVaardigheid/enig"), sent, "vastgelegd"), ((), kept | {"object": {"ictVaardig": True}}, "vastgelegd"), ((), kept, "beeindigd")):
            code, out, err = run("translate", "--feed", "gemeente", *arguments, text=json.dumps(text))
            self.assertEqual(code, 0, err)
            [change] = json.loads(out)
            self.assertEqual((change["objecttype"], change["actie"], change["bron"]["feed"]), ("ICTVaardigheid", action, "gemeente"))
            self.assertEqual(change["persoon"], {"bsn": MIRIAM} if text is sent else {})
        for arguments, text, told in (((), sent, "noem objecttype en sleutel"), (("--resource", "Examen/enig"), sent, "registreert een gemeente niet"),
                                      (("--resource", "ICTVaardigheid/enig"), sent | {"bsn": "1"}, "/bsn"), (("--resource", "ICTVaardigheid"), sent, "noem objecttype en sleutel")):
            code, out, err = run("translate", "--feed", "gemeente", *arguments, text=json.dumps(text))
            self.assertEqual((code, out), (1, ""), err)
            self.assertIn(told, err)

    def test_faults_go_to_stderr_one_a_line_with_exit_code_1(self):
        code, out, err = run("translate", "--feed", "taalschool", "--resource", "voortgangsmetingen", text='{"bsn":"1"}')
        self.assertEqual((code, out), (1, ""))
        self.assertEqual(len(err.splitlines()), 4)

    def test_wrong_usage_is_exit_code_2(self):
        for arguments in (("translate",), ("translate", "--feed", "kranten"), ("translate", "--feed", "duo"), ("toveren",), (),
                          ("translate", "--feed", "brp-stuf", "/nonexistent")):
            self.assertEqual(run(*arguments)[0], 2, arguments)


class Check(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.write_config()

    def test_a_good_configuration(self):
        self.assertEqual(run("check", "--config", self.house.config)[0], 0)

    def test_a_bad_one_is_told_with_key_and_exit_code_2(self):
        good = self.house.config.read_text()
        for change, said in [(good.replace('"store":', '"stoor":'), "store.file"), (good.replace("pki/root.pem", "pki/weg.pem"), "weg.pem"),
                             (good.replace("pki/store.key", "pki/duo-client.key"), "opslagsleutel"), (good.replace('"oin": "00000099000000001000"', '"oin": "1"', 1), "oin"),
                             (good.replace("pki/gateway-server.key", "pki/duo-client.key"), "tls.server"), ("{", "yaml")]:
            with self.subTest(said):
                self.house.config.write_text(change)
                code, _, err = run("check", "--config", self.house.config)
                self.assertEqual(code, 2)
                self.assertIn(said, err)

    def test_production_refuses_test_material(self):
        self.house.config.write_text(self.house.config.read_text().replace("{", '{"mode": "production", ', 1))
        code, _, err = run("serve", "--config", self.house.config)
        self.assertEqual(code, 2)
        self.assertIn("testcertificaat", err)
        self.assertIn("test-OIN", err)


class Convert(unittest.TestCase):
    GOOD = {"gemeentecode": "0518", "dagtekeningPip": "2026-03-01", "leerroute": "Z-route", "niveau": None,
            "alfabetisering": {"onbekendeCode": "Q<&"}, "examenA2": {"onbekend": True}}

    def convert(self, text, *options):
        return run("model", "convert", *options, text=text)

    def test_json_becomes_xml_and_json_again(self):
        code, xml, _ = self.convert(json.dumps(self.GOOD), "--objecttype", "Leerroute")
        self.assertEqual(code, 0)
        self.assertTrue(ElementTree.fromstring(xml).tag.endswith("}Leerroute"))
        code, back, _ = self.convert(xml)
        self.assertEqual((code, json.loads(back)), (0, self.GOOD))

    def test_all_faults_are_told_and_no_value(self):
        bad = self.GOOD | {"gemeentecode": "518", "dagtekeningPip": "2026-02-30", "leerroute": "GEHEIM", "niveau": 3, "Extra": 1}
        code, out, err = self.convert(json.dumps(bad), "--objecttype", "Leerroute")
        self.assertEqual((code, out), (1, ""))
        self.assertEqual([line.split(":")[0] for line in err.splitlines()], ["/gemeentecode", "/dagtekeningPip", "/leerroute", "/niveau", "/Extra"])
        self.assertNotIn("GEHEIM", err)

    def test_what_is_no_document_and_what_is_not_said(self):
        for text, options, expected in [("{", ["--objecttype", "PIP"], 1), ("<PIP", [], 1), ("<PIP/>", [], 1), ("{}", [], 2),
                                        ("{}", ["--objecttype", "Toverboek"], 2), ("<!DOCTYPE PIP><PIP/>", [], 1)]:
            self.assertEqual(self.convert(text, *options)[0], expected, text)


class Log(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House().start_all()
        cls.addClassCleanup(cls.house.close)
        cls.house.notify("SS101")
        cls.house.expect_events(8)
        wait_for(lambda: cls.house.questions() == 0 and cls.house.waiting() == 0)

    def test_list_for_reading(self):
        code, out, _ = run("log", "list", "--config", self.house.config)
        self.assertEqual(code, 0)
        entries = json.loads(run("log", "list", "--config", self.house.config, "--json")[1])
        self.assertEqual(len(out.splitlines()), len(entries) + 1)  # a header
        self.assertIn("notificatie SS101", out)

    def test_list_of_one_gemeente(self):
        _, out, _ = run("log", "list", "--config", self.house.config, "--gemeente", "0344", "--json")
        self.assertEqual(json.loads(out), [])
        self.assertEqual(run("log", "list", "--config", self.house.config, "--gemeente", "9999")[0], 2)

    def test_show_tells_the_whole_journey(self):
        first = self.house.log()[0]["berichtId"]
        code, out, _ = run("log", "show", first, "--config", self.house.config, "--json")
        self.assertEqual((code, len(json.loads(out)["reis"])), (0, 14))
        self.assertIn("De hele reis van dit bericht", run("log", "show", first, "--config", self.house.config)[1])
        self.assertEqual(run("log", "show", "weg", "--config", self.house.config)[0], 1)

    def test_verify(self):
        code, out, _ = run("log", "verify", "--config", self.house.config)
        self.assertEqual((code, "heel" in out), (0, True))

    @only_on_sqlite
    def test_a_store_that_somebody_holds_is_told_in_words_with_what_to_do(self):
        other = sqlite3.connect(self.house.dir / "store/gateway.db", isolation_level=None)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        code, _, said = run("log", "clean", "--config", self.house.config)
        self.assertEqual(code, 1)
        self.assertIn("de opslag doet nu niet wat zij moet", said)
        self.assertIn("geef het zo nog eens", said)


if __name__ == "__main__":
    unittest.main()
