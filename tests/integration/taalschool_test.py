"""A taalschool tells row by row; what is good becomes events, what is not is told fault by fault."""
import datetime
import json
import pathlib
import signal
import subprocess
import sys
import threading
import unittest
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, SCHOOL, STRANGER, House, deelname, invented, meting, wait_for  # noqa: E402

JSON = {"Content-Type": "application/json"}
AANWEZIGHEID = {"kenmerk": "AW-1", "gemeentecode": "0518", "bsn": MIRIAM, "soort": "taalles", "periodeVan": "2026-11-02",
                "periodeTot": "2026-11-15", "urenGevolgd": 22.5, "urenGeoorloofdVerzuim": 2}


class Taalschool(unittest.TestCase):
    SETTINGS = {}

    def setUp(self):
        self.house = House(**self.SETTINGS).start_all()
        self.addCleanup(self.house.close)

    def told(self):
        return [(event["data"]["objecttype"], event["type"].rsplit(".", 1)[1]) for event in self.house.events()]


class Rows(Taalschool):
    def setUp(self):
        super().setUp()
        self.house.enrol()
        self.house.expect_events(1)

    def test_a_push_is_answered_201_with_its_id_and_becomes_an_event(self):
        response = self.house.push("voortgangsmetingen", meting())
        self.assertEqual(response.status, 201)
        self.assertEqual(response.headers["API-Version"], "1.1.0")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(response.headers["Location"], "/taalschool/v1/voortgangsmetingen/VM-1")
        self.assertIn(response.json["berichtId"], [entry["berichtId"] for entry in self.house.log()])
        self.assertEqual(self.house.expect_events(2)[1]["data"]["object"]["niveauLezen"], "A2")

    def test_a_correction_under_the_same_kenmerk_replaces(self):
        self.house.push("voortgangsmetingen", meting(niveauSpreken="A1"))
        corrected = {key: value for key, value in meting(niveauLezen="B1").items() if key != "kenmerk"}
        response = self.house.call("PUT", "/taalschool/v1/voortgangsmetingen/VM-1", json.dumps(corrected), JSON, name="taalschool-client")
        self.assertEqual(response.status, 200)
        event = self.house.expect_events(3)[2]
        self.assertEqual(event["data"]["gewijzigd"], ["niveauLezen", "niveauSpreken"])
        self.assertIsNone(event["data"]["object"]["niveauSpreken"])
        other = self.house.call("PUT", "/taalschool/v1/voortgangsmetingen/VM-1", json.dumps(meting(kenmerk="VM-2")), JSON, name="taalschool-client")
        self.assertEqual((other.status, other.pointers), (400, ["/kenmerk"]))

    def test_skills_and_activities(self):
        about = {"gemeentecode": "0518", "bsn": MIRIAM}
        self.assertEqual(self.house.push("vaardigheden", about | {"kenmerk": "VH-1", "taalOverall": "voldoende", "resultaatTaalles": "goed", "ictVaardig": True}).status, 201)
        self.assertEqual(self.house.push("activiteiten", about | {"kenmerk": "AC-1", "activiteit": "Taalcafé", "startdatum": "2026-11-02", "urenGevolgd": 12.5}).status, 201)
        told = {event["data"]["objecttype"]: event["data"]["object"] for event in self.house.expect_events(4)}
        self.assertEqual({name: told["Taalvaardigheid"][name] for name in ("overall", "resultaatTaalles")}, {"overall": "Voldoende", "resultaatTaalles": "Goed"})
        self.assertEqual(told["ICTVaardigheid"], {"ictVaardig": True})
        self.assertEqual(told["Participatiecomponent"], {"instelling": SCHOOL, "kenmerk": "AC-1", "activiteit": "Taalcafé", "organisatie": None, "startdatum": "2026-11-02",
                                                         "einddatum": None, "urenGevolgd": 12})
        nothing = self.house.push("vaardigheden", about | {"kenmerk": "VH-2"})
        self.assertEqual((nothing.status, nothing.json["fouten"][0]["regel"]), (400, "verplicht"))
        backwards = self.house.push("activiteiten", about | {"kenmerk": "AC-2", "activiteit": "x", "startdatum": "2026-11-02", "einddatum": "2026-11-01"})
        self.assertEqual((backwards.status, backwards.pointers), (400, ["/einddatum"]))
        csv = "kenmerk;gemeentecode;bsn;activiteit;startdatum;urenGevolgd\nAC-3;0518;" + MIRIAM + ";Moestuin;1-9-2026;7,5\n"
        file = self.house.call("POST", "/taalschool/v1/bestanden?resource=activiteiten&proef=false", csv.encode(), {"Content-Type": "text/csv"}, "taalschool-client")
        self.assertEqual((file.status, file.json["verwerkt"]), (200, True), file.body)
        self.assertEqual(self.house.expect_events(5)[-1]["data"]["object"]["urenGevolgd"], 7)

    def test_what_follows_from_lessons_is_told_with_them(self):
        self.house.push("deelnames", deelname(kenmerk="DN-2", soort="knm", startdatum="2026-10-01"))
        self.house.push("deelnames", deelname(kenmerk="DN-3", soort="taalles"))
        for number in (1, 2):
            self.house.push("aanwezigheid", AANWEZIGHEID | {"kenmerk": f"KNM-{number}", "soort": "knm", "urenGevolgd": 3.5})
        wait_for(lambda: self.house.waiting() == 0)
        knm = [event for event in self.house.events(derived=True) if event["data"]["objecttype"] == "KNM"][-1]["data"]
        self.assertEqual((knm["object"]["startdatum"], knm["object"]["urenGevolgd"], knm["bron"]["feed"]), ("2026-10-01", 7, "gateway"))
        taal = [event for event in self.house.events(derived=True) if event["data"]["objecttype"] == "Taalvaardigheid"][-1]["data"]["object"]
        self.assertEqual((taal["taallesActiviteit"], taal["startTaallesActiviteit"]), (True, "2026-09-01"))

    def test_a_withdrawn_row_ends_what_it_told_and_can_be_told_again(self):
        self.house.push("voortgangsmetingen", meting())
        withdrawn = self.house.call("DELETE", "/taalschool/v1/voortgangsmetingen/VM-1", name="taalschool-client")
        self.assertEqual((withdrawn.status, withdrawn.json["status"]), (200, "ingetrokken"))
        self.house.expect_events(3)
        self.assertEqual(self.told()[2], ("Voortgangsmeting", "beeindigd"))
        self.assertEqual(self.house.call("DELETE", "/taalschool/v1/voortgangsmetingen/VM-1", name="taalschool-client").status, 404)
        seen = self.house.call("GET", "/taalschool/v1/voortgangsmetingen/VM-1", name="taalschool-client")
        self.assertEqual(seen.json["status"], "ingetrokken")
        self.assertEqual(self.house.push("voortgangsmetingen", meting()).status, 201)
        self.house.expect_events(4)

    def test_a_school_sees_what_it_told_and_nothing_else(self):
        for number in range(5):
            self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-{number}", meetdatum=f"2026-11-{10 + number}"))
        seen = self.house.call("GET", "/taalschool/v1/voortgangsmetingen/VM-3", name="taalschool-client").json
        self.assertEqual((seen["status"], seen["gewijzigd"], seen["inhoud"]["meetdatum"]), ("verwerkt", True, "2026-11-13"))
        first = self.house.call("GET", "/taalschool/v1/voortgangsmetingen?aantal=3", name="taalschool-client").json
        rest = self.house.call("GET", first["volgende"], name="taalschool-client").json
        self.assertEqual([row["kenmerk"] for row in first["rijen"] + rest["rijen"]], ["VM-4", "VM-3", "VM-2", "VM-1", "VM-0"])
        self.assertNotIn("volgende", rest)
        for path in ("voortgangsmetingen/VM-3", "deelnames/DN-1"):
            self.assertEqual(self.house.call("GET", f"/taalschool/v1/{path}", name="taalschool-2-client").status, 404)
            self.assertEqual(self.house.call("DELETE", f"/taalschool/v1/{path}", name="taalschool-2-client").status, 404)
        self.assertEqual(self.house.call("GET", "/taalschool/v1/voortgangsmetingen", name="taalschool-2-client").json, {"rijen": []})
        self.assertEqual(self.house.call("GET", "/taalschool/v1/voortgangsmetingen?aantal=0", name="taalschool-client").status, 400)

    def test_about_whom_there_is_no_deelname_nothing_is_taken_nor_told_whom_we_know(self):
        known_to_another = self.house.push("voortgangsmetingen", meting(), "taalschool-2-client")
        known_to_nobody = self.house.push("voortgangsmetingen", meting(bsn=STRANGER), "taalschool-2-client")
        self.assertEqual(known_to_another.status, 422)
        self.assertEqual((known_to_another.status, known_to_another.body), (known_to_nobody.status, known_to_nobody.body))
        self.assertEqual(known_to_another.pointers, ["/bsn"])
        self.house.call("DELETE", "/taalschool/v1/deelnames/DN-1", name="taalschool-client")
        self.assertEqual(self.house.push("voortgangsmetingen", meting()).status, 422, "a withdrawn deelname is none")

    def test_a_kenmerk_belongs_to_one_person(self):
        self.house.enrol(kenmerk="DN-2", bsn=STRANGER)
        self.house.push("voortgangsmetingen", meting())
        response = self.house.push("voortgangsmetingen", meting(bsn=STRANGER))
        self.assertEqual((response.status, response.pointers), (409, ["/kenmerk"]))

    def test_an_afronding_ends_the_deelname_that_it_names(self):
        row = {"kenmerk": "AF-1", "gemeentecode": "0518", "bsn": MIRIAM, "deelname": "DN-9", "einddatum": "2026-11-20", "uitkomst": "gestopt", "reden": "werk"}
        response = self.house.push("afronding", row)
        self.assertEqual((response.status, response.pointers), (422, ["/deelname"]))
        self.assertEqual(self.house.push("afronding", row | {"deelname": "DN-1"}).status, 201)
        event = self.house.expect_events(2)[1]
        self.assertEqual((event["data"]["objecttype"], event["data"]["object"]["uitkomst"], event["data"]["object"]["reden"]), ("Deelname", "gestopt", "werk"))

    def test_an_idempotency_key_protects_against_sending_twice(self):
        first = self.house.push("voortgangsmetingen", meting(), **{"Idempotency-Key": "k1"})
        again = self.house.push("voortgangsmetingen", meting(), **{"Idempotency-Key": "k1"})
        self.assertEqual((again.status, again.body), (201, first.body))
        other = self.house.push("voortgangsmetingen", meting(niveauLezen="B1"), **{"Idempotency-Key": "k1"})
        self.assertEqual(other.status, 409)
        self.house.expect_events(2)

    def test_all_faults_are_told_at_once_with_their_pointers(self):
        response = self.house.push("voortgangsmetingen", {"kenmerk": "", "bsn": "123456789", "meetdatum": "2026-02-30", "niveauLezen": "C9", "extra": 1})
        self.assertEqual(response.status, 400)
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")
        self.assertEqual(response.pointers, ["/kenmerk", "/bsn", "/meetdatum", "/niveauLezen", "/extra", "/gemeentecode"])
        for member in ("status", "title", "detail"):
            self.assertIn(member, response.json)
        self.assertNotIn(b"123456789", response.body)

    def test_bad_bodies_are_400_and_never_500(self):
        for name, body in {"no json": "hallo", "empty": "", "list": "[]", "number": "1", "deep": "[" * 200000, "no utf-8": b'{"kenmerk":"\xff"}',
                           "nan": '{"kenmerk": NaN}', "null": "null"}.items():
            with self.subTest(name):
                self.assertEqual(self.house.push("voortgangsmetingen", body).status, 400)
                self.assertEqual(self.house.push("voortgangsmetingen/batch", body).status, 400)

    def test_what_a_foreign_page_could_make_a_browser_send_is_not_taken(self):
        for path in ("voortgangsmetingen", "voortgangsmetingen/batch", "bestanden?resource=signalen&proef=false"):
            for headers in ({}, {"Content-Type": "text/plain"}, {"Content-Type": "multipart/form-data; boundary=x"}):
                self.assertEqual(self.house.call("POST", f"/taalschool/v1/{path}", json.dumps(meting()), headers, "taalschool-client").status, 415)
        self.assertEqual(self.house.push("voortgangsmetingen", meting(), **{"Content-Type": "Application/JSON; charset=utf-8"}).status, 201)

    def test_a_school_cannot_speak_for_a_gemeente_that_did_not_contract_it(self):
        for code in ("0344", "9999"):
            response = self.house.push("voortgangsmetingen", meting(gemeentecode=code))
            self.assertEqual(response.status, 403)
            self.assertEqual(response.pointers, ["/gemeentecode"])
        self.house.expect_events(0, "0344")

    def test_hours_are_added_up_for_duo(self):
        self.assertEqual(self.house.push("aanwezigheid", AANWEZIGHEID).status, 201)
        self.house.expect_events(3)
        self.assertEqual(self.told()[1:], [("Aanwezigheid", "vastgelegd"), ("Urenstand", "vastgelegd")])
        self.assertEqual(self.house.events()[2]["data"]["object"]["urenTaallesEnKnmBredeIntake"], 22)
        self.house.push("aanwezigheid", AANWEZIGHEID | {"kenmerk": "AW-2", "periodeVan": "2026-11-16", "periodeTot": "2026-11-30", "urenGevolgd": 7.5})
        self.house.expect_events(5)
        self.assertEqual(self.house.events()[4]["data"]["object"]["urenTaallesEnKnmBredeIntake"], 30, "halves were added first")
        self.house.call("DELETE", "/taalschool/v1/aanwezigheid/AW-1", name="taalschool-client")
        self.house.call("DELETE", "/taalschool/v1/aanwezigheid/AW-2", name="taalschool-client")
        self.house.expect_events(9)
        self.assertEqual(self.told()[-1], ("Urenstand", "beeindigd"))


class Batches(Taalschool):
    def setUp(self):
        super().setUp()
        self.house.enrol()
        self.house.expect_events(1)

    def batch(self, how, rows, **more):
        return self.house.push("voortgangsmetingen/batch", {"verwerking": how, "rijen": rows} | more)

    def test_all_or_nothing(self):
        good = [meting(kenmerk=f"VM-{number}") for number in range(20)]
        bad = self.batch("alles-of-niets", good + [meting(kenmerk="VM-20", niveauLezen="C9"), meting(kenmerk="VM-21", bsn=STRANGER), meting(kenmerk="VM-3")])
        self.assertEqual((bad.status, bad.headers["Content-Type"]), (422, "application/problem+json"))
        self.assertEqual([(row["rij"], [fault["pointer"] for fault in row["fouten"]]) for row in bad.json["afgekeurdeRijen"]],
                         [(20, ["/niveauLezen"]), (21, ["/bsn"]), (22, ["/kenmerk"])])
        self.house.expect_events(1)
        self.assertEqual(self.house.call("GET", "/taalschool/v1/voortgangsmetingen", name="taalschool-client").json["rijen"], [])
        done = self.batch("alles-of-niets", good)
        self.assertEqual((done.status, done.json["aangenomen"]), (200, 20))
        self.house.expect_events(21)

    def test_row_by_row(self):
        done = self.batch("per-rij", [meting(kenmerk="VM-1"), meting(kenmerk="VM-2", meetdatum="gisteren"), meting(kenmerk="VM-3", bsn=STRANGER), meting(kenmerk="VM-4")])
        self.assertEqual((done.status, done.json["aangenomen"], done.json["afgekeurd"]), (200, 2, 2))
        self.assertEqual([row["rij"] for row in done.json["afgekeurdeRijen"]], [1, 2])
        self.house.expect_events(3)
        entries = [(entry["soort"], entry["uitkomst"]) for entry in self.house.log() if entry["soort"].startswith("voortgangsmetingen")]
        self.assertEqual(sorted(entries), sorted([("voortgangsmetingen batch", "verwerkt"), ("voortgangsmetingen", "verwerkt"), ("voortgangsmetingen", "geweigerd"),
                                                  ("voortgangsmetingen", "verwerkt")]))

    def test_what_is_no_batch(self):
        for pointers, body in ((["/verwerking", "/rijen"], {}), (["/rijen"], {"verwerking": "per-rij", "rijen": []}), (["/rijen"], {"verwerking": "per-rij", "rijen": {}}),
                               (["/verwerking"], {"verwerking": "soms", "rijen": [meting()]}), (["/meer"], {"verwerking": "per-rij", "rijen": [meting()], "meer": 1}),
                               (["/rijen"], {"verwerking": "per-rij", "rijen": [meting()] * 1001})):
            response = self.house.push("voortgangsmetingen/batch", body)
            self.assertEqual((response.status, response.pointers), (400, pointers))


class Files(Taalschool):
    def setUp(self):
        super().setUp()
        self.house.enrol()
        self.house.expect_events(1)

    def file(self, text, proef="false", resource="aanwezigheid"):
        return self.house.call("POST", f"/taalschool/v1/bestanden?resource={resource}&proef={proef}", text.encode(), {"Content-Type": "text/csv"}, "taalschool-client")

    HEAD = "kenmerk;gemeentecode;bsn;soort;periodeVan;periodeTot;urenGevolgd\r\n"

    def test_a_file_is_judged_first_and_taken_whole(self):
        text = self.HEAD + f"A-1;518;{MIRIAM};Taalles;2-11-2026;15-11-2026;22,5\r\nA-2;518;{MIRIAM};knm;2-11-2026;15-11-2026;4\r\n"
        judged = self.file(text, "true")
        self.assertEqual((judged.status, judged.json["goed"], judged.json["verwerkt"], judged.json["rijen"]), (200, True, False, 2))
        self.house.expect_events(1)
        taken = self.file(text)
        self.assertEqual((taken.status, taken.json["verwerkt"], taken.json["aangenomen"]), (200, True, 2))
        self.house.expect_events(4)
        self.assertEqual(self.told()[1:], [("Aanwezigheid", "vastgelegd"), ("Aanwezigheid", "vastgelegd"), ("Urenstand", "vastgelegd")])
        whole = next(entry for entry in self.house.log() if entry["soort"] == "bestand aanwezigheid" and entry["uitkomst"] == "verwerkt")
        self.assertEqual(whole["gebeurtenissen"], 6, "and what follows: hours of the intake, of KNM, and presence")
        self.assertEqual(self.file(text).status, 200)
        self.house.expect_events(4)

    def test_one_bad_row_keeps_all_out_and_is_named_by_row_and_column(self):
        text = self.HEAD + f"A-1;0518;{MIRIAM};taalles;02-11-2026;15-11-2026;22,5\r\nA-2;0518;{STRANGER};knm;02-11-2026;31-11-2026;veel\r\n"
        for proef in ("true", "false"):
            told = self.file(text, proef)
            self.assertEqual(told.status, 422)
            self.assertEqual([(each["rij"], each.get("kolom")) for each in told.json["bevindingen"]], [(3, "periodeTot"), (3, "urenGevolgd")])
        told = self.file(self.HEAD + f"A-2;0518;{STRANGER};knm;02-11-2026;30-11-2026;4\r\n")
        self.assertEqual([(each["rij"], each["kolom"]) for each in told.json["bevindingen"]], [(2, "bsn")])
        self.assertNotIn(STRANGER.encode(), told.body)
        self.house.expect_events(1)

    def test_a_long_file_goes_in_parts_and_others_come_between(self):
        persons = invented(900, 400000000)
        text = "kenmerk;gemeentecode;bsn;soort;startdatum\r\n" + "".join(f"L-{i};0518;{bsn};map;2026-09-01\r\n" for i, bsn in enumerate(persons))
        taken = self.file(text, resource="deelnames")
        self.assertEqual((taken.status, taken.json["verwerkt"], taken.json["aangenomen"], taken.json["rijen"]), (200, True, 900, 900), taken.body)
        entries = [entry for entry in self.house.log(2000) if entry["oorzaak"] == taken.json["berichtId"]]
        whole = [entry for entry in entries if entry["soort"] == "bestand deelnames"]
        self.assertEqual([(entry["uitkomst"], entry["gebeurtenissen"]) for entry in whole], [("ontvangen", 0), ("verwerkt", 900)])
        parts = [entry["referentie"] for entry in entries if entry["soort"] == "bestand deelnames (deel)"]
        self.assertEqual(parts, [f"rij {first} tot en met {first + 49}" for first in range(1, 900, 50)])
        self.assertEqual(len([entry for entry in entries if entry["soort"] == "deelnames"]), 900)
        self.house.expect_events(901)
        bad = text + f"L-900;0518;{MIRIAM};map;2026-99-01\r\n"
        self.assertEqual((self.file(bad, resource="deelnames").status, self.house.count("schoolrij")), (422, 901))
        # Sent again, as after an answer that was lost, it changes nothing.
        self.assertEqual(self.file(text, resource="deelnames").json["aangenomen"], 900)
        self.house.expect_events(901)

    def test_a_long_file_that_was_found_good_is_finished_whatever_comes_between(self):
        persons = invented(3000, 420000000)
        text = "kenmerk;gemeentecode;bsn;soort;startdatum\r\n" + "".join(f"F-{i};0518;{bsn};taalles;2026-09-01\r\n" for i, bsn in enumerate(persons))

        def send():
            try:
                self.file(text, resource="deelnames")
            except OSError:
                pass  # the gateway was killed meanwhile

        sending = threading.Thread(target=send)
        sending.start()
        wait_for(lambda: self.house.count("log", "kind = 'bestand deelnames (deel)'") >= 2)
        self.house.stop("gateway", signal.SIGKILL)
        sending.join()
        taken = self.house.count("schoolrij")
        self.assertLess(taken, 3001)
        self.assertEqual(self.house.count("bestand", f"rows = 3000 AND taken = {taken - 1}"), 1)
        # As after the pause in which whoever began it might still be at it.
        self.house.change("UPDATE bestand SET moved = 0")
        self.house.start_gateway()
        wait_for(lambda: self.house.count("bestand") == 0, 60)
        self.assertEqual(self.house.count("schoolrij"), 3001)
        ended = [entry for entry in self.house.log(20000) if entry["soort"] == "bestand deelnames"]
        self.assertEqual([entry["uitkomst"] for entry in ended], ["ontvangen", "verwerkt"])
        self.assertEqual(ended[0]["berichtId"], ended[1]["oorzaak"])

    HEAD_DEELNAMES = "kenmerk;gemeentecode;bsn;soort;startdatum\r\n"

    def test_what_is_told_after_a_long_file_holds_whenever_its_rows_have_their_turn(self):
        persons = invented(1500, 430000000)
        text = lambda day: self.HEAD_DEELNAMES + "".join(f"N-{i};0518;{bsn};taalles;{day}\r\n" for i, bsn in enumerate(persons))  # noqa: E731
        answers = []
        sending = threading.Thread(target=lambda: answers.append(self.file(text("2026-09-01"), resource="deelnames")))
        sending.start()
        wait_for(lambda: self.house.count("log", "kind = 'bestand deelnames (deel)'") >= 2)
        # Rows whose turn has not come are changed one by one meanwhile.
        for number in (1497, 1498):
            self.assertEqual(self.house.push("deelnames", deelname(kenmerk=f"N-{number}", bsn=persons[number], startdatum="2026-10-10")).status, 201)
        self.house.stop("gateway")
        sending.join()
        self.assertEqual(answers[0].status, 202)
        self.house.start_gateway()
        corrected = self.file(text("2026-09-15"), resource="deelnames")
        self.assertEqual((corrected.status, corrected.json["goed"], corrected.json["aangenomen"]), (200, True, 1500), corrected.body[:500])
        wait_for(lambda: self.house.count("bestand") == 0, 60)
        ended = [entry for entry in self.house.log(20000) if entry["soort"] == "bestand deelnames" and entry["uitkomst"] == "verwerkt"]
        self.assertEqual(len(ended), 2, "the first was finished too, without the two minutes of a gateway that was killed")
        days = {self.house.call("GET", f"/taalschool/v1/deelnames/N-{number}", name="taalschool-client").json["inhoud"]["startdatum"] for number in range(0, 1500, 73)}
        self.assertEqual(days, {"2026-09-15"})

    def test_a_row_that_something_came_before_is_told_and_the_rest_stands(self):
        persons = invented(1000, 440000000)
        deelnames = self.HEAD_DEELNAMES + "".join(f"T-{i};0518;{bsn};taalles;2026-09-01\r\n" for i, bsn in enumerate(persons))
        self.assertEqual(self.file(deelnames, resource="deelnames").status, 200)
        hours = self.HEAD + "".join(f"U-{i};0518;{bsn};taalles;2026-11-02;2026-11-15;4\r\n" for i, bsn in enumerate(persons))
        answers = []
        sending = threading.Thread(target=lambda: answers.append(self.file(hours)))
        sending.start()
        wait_for(lambda: self.house.count("log", "kind = 'bestand aanwezigheid (deel)'") >= 1)
        self.assertEqual(self.house.call("DELETE", "/taalschool/v1/deelnames/T-999", name="taalschool-client").status, 200)
        sending.join()
        told = answers[0]
        self.assertEqual((told.status, told.json["goed"], told.json["verwerkt"], told.json["aangenomen"], told.json["afgekeurd"]), (200, False, True, 999, 1), told.body[:500])
        self.assertTrue(told.json["samenvatting"].startswith("999 van 1000 rijen verwerkt; 1 kon niet meer"), told.json["samenvatting"])
        self.assertEqual(self.house.count("schoolrij", "resource = 'aanwezigheid'"), 999)
        self.assertEqual([finding["rij"] for finding in told.json["bevindingen"]], [1001])
        # Each event arrives once: nothing failed.
        wait_for(lambda: self.house.waiting() == 0, 60)
        ids = [event["id"] for event in self.house.events()]
        self.assertEqual(len(ids), len(set(ids)))

    def test_a_kenmerk_in_two_gemeenten_is_the_row_that_holds_and_was_told_last(self):
        for code in ("0518", "0344"):
            self.assertEqual(self.house.push("deelnames", deelname(kenmerk="T-1", gemeentecode=code), "taalschool-2-client").status, 201)
        path, name = "/taalschool/v1/deelnames/T-1", "taalschool-2-client"
        self.assertEqual(self.house.call("GET", path, name=name).json["inhoud"]["gemeentecode"], "0344")
        self.assertEqual(self.house.call("DELETE", path, name=name).status, 200)
        self.assertEqual(self.house.call("GET", path, name=name).json["inhoud"]["gemeentecode"], "0518", "the one that still holds")
        self.assertEqual(self.house.call("DELETE", path, name=name).status, 200)
        self.assertEqual(self.house.call("GET", path, name=name).json["status"], "ingetrokken")

    def test_whoever_sends_many_files_waits_for_itself(self):
        persons = invented(2000, 410000000)
        text = lambda number: "kenmerk;gemeentecode;bsn;soort;startdatum\r\n" + "".join(f"M{number}-{i};0518;{bsn};taalles;2026-09-01\r\n" for i, bsn in enumerate(persons))
        answers = []
        threads = [threading.Thread(target=lambda number=number: answers.append(self.file(text(number), resource="deelnames").status)) for number in range(14)]
        for thread in threads:
            thread.start()
        wait_for(lambda: self.house.count("log", "kind = 'bestand deelnames (deel)'"))
        order = self.house.count("log", "kind = 'bestand deelnames (deel)'")
        self.assertEqual(self.house.push("deelnames", deelname(kenmerk="tussen")).status, 201)
        after = self.house.count("log", "kind = 'bestand deelnames (deel)'")
        self.assertLess(after - order, 10, "a single row does not wait for all files")
        for thread in threads:
            thread.join()
        self.assertLessEqual(set(answers), {200, 429})
        self.assertGreaterEqual(answers.count(200), 8)

    def test_what_is_no_file_of_ours(self):
        for path in ("bestanden", "bestanden?resource=aanwezigheid", "bestanden?resource=gedichten&proef=true", "bestanden?proef=ja&resource=aanwezigheid"):
            self.assertEqual(self.house.call("POST", f"/taalschool/v1/{path}", "x", {"Content-Type": "text/csv"}, "taalschool-client").status, 400)
        self.assertEqual(self.file("PK\x03\x04").status, 422)

    def test_templates_and_pages(self):
        for resource in ("deelnames", "voortgangsmetingen", "aanwezigheid", "toetsresultaten", "afronding", "signalen"):
            response = self.house.call("GET", f"/taalschool/v1/sjablonen/{resource}.csv", name="taalschool-client")
            self.assertEqual(response.status, 200)
            self.assertTrue(response.body.startswith(b"\xef\xbb\xbfkenmerk;gemeentecode;bsn;"))
        self.assertEqual(self.house.call("GET", "/taalschool/v1/sjablonen/gedichten.csv", name="taalschool-client").status, 404)
        contract = self.house.call("GET", "/taalschool/v1/openapi.json", name="taalschool-client")
        self.assertEqual((contract.status, contract.json["openapi"]), (200, "3.1.0"))
        for page in ("documentatie", "aanleveren", "aanleveren.js", "stijl.css"):
            response = self.house.call("GET", f"/taalschool/v1/{page}", name="taalschool-client")
            self.assertEqual(response.status, 200)
            self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        self.assertEqual(self.house.call("GET", "/taalschool/v1/aanleveren", name="duo-client").status, 403)


class Import(Taalschool):
    """The same file, read in by the operator."""

    def run_import(self, text, *options, party=SCHOOL, resource="deelnames"):
        file = self.house.dir / "bestand.csv"
        file.write_text(text)
        return subprocess.run([GATEWAY, "taalschool", "import", "--config", self.house.config, "--party", party, "--resource", resource, file, *options],
                              capture_output=True, text=True)

    def test_judged_refused_and_taken(self):
        good = f"kenmerk;gemeentecode;bsn;soort;startdatum\nDN-1;518;{MIRIAM};taalles;1-9-2026\n"
        tried = self.run_import(good, "--proef")
        self.assertEqual((tried.returncode, tried.stdout), (0, "1 rij nagekeken: alles is goed; er is nog niets verwerkt\n"))
        refused = self.run_import(good.replace("taalles", "dansles"))
        self.assertEqual((refused.returncode, refused.stdout), (1, "1 van 1 rij afgekeurd; er is niets verwerkt\n"))
        self.assertIn("rij 2, soort: onbekende code; toegestaan: taalles, knm, map, participatie, taalschakeltraject\n", refused.stderr)
        self.house.expect_events(0)
        taken = self.run_import(good, "--json")
        self.assertEqual((taken.returncode, json.loads(taken.stdout)["verwerkt"]), (0, True))
        self.house.stop("gateway")  # it does not see what another process wrote until something wakes it
        self.house.start_gateway()
        self.house.expect_events(1)
        elsewhere = self.run_import(good.replace(";518;", ";344;"))
        self.assertEqual(elsewhere.returncode, 1)
        self.assertIn("werkt bij deze gateway niet voor deze gemeente", elsewhere.stderr)
        self.assertEqual(self.run_import(good, party=MIRIAM).returncode, 2)
        self.assertEqual(self.run_import(good, resource="gedichten").returncode, 2)
        template = subprocess.run([GATEWAY, "taalschool", "sjabloon", "signalen"], capture_output=True)
        self.assertEqual(template.stdout.decode("utf-8-sig"), "kenmerk;gemeentecode;bsn;soort;datum;dringend;toelichting\r\n")


    def test_a_long_file_is_handed_to_the_gateway_that_runs(self):
        persons = invented(900, 430000000)
        text = "kenmerk;gemeentecode;bsn;soort;startdatum\n" + "".join(f"H-{i};0518;{bsn};taalles;2026-09-01\n" for i, bsn in enumerate(persons))
        taken = self.run_import(text)
        self.assertEqual((taken.returncode, taken.stdout), (0, "900 rijen verwerkt\n"), taken.stderr)
        self.assertEqual(self.house.count("bestand"), 0)
        self.house.expect_events(900)  # told at once: it was the gateway that took them up
        self.house.stop("gateway")
        self.assertEqual((self.run_import(text).returncode, self.house.count("schoolrij")), (0, 900))


class Hours(Taalschool):
    """It is the gemeente that reports hours to DUO: with one action, or automatically when it said so."""

    def told_duo(self):
        return [entry["soort"] for entry in self.house.log() if entry["soort"].startswith("PUT uren") and entry["uitkomst"] == "aanvaard"]

    def confirm(self, dossier, name="afnemer-0518-client", **more):
        return self.house.call("POST", "/gemeente/v1/uren", json.dumps({"gemeente": "0518", "dossier": dossier} | more), name=name)

    def begin(self):
        self.house.know(MIRIAM)
        self.house.enrol()
        self.house.push("aanwezigheid", AANWEZIGHEID | {"periodeVan": "2026-01-02", "periodeTot": "2026-01-31", "urenGevolgd": 40.5})
        self.house.push("aanwezigheid", AANWEZIGHEID | {"kenmerk": "AW-P", "soort": "participatie", "urenGevolgd": 900, "periodeVan": "2026-01-02", "periodeTot": "2026-03-31"})
        return self.house.events()[0]["subject"] if self.house.events() else wait_for(lambda: self.house.events()[0]["subject"])

    def test_confirmed_by_the_gemeente(self):
        dossier = self.begin()
        self.assertEqual(self.told_duo(), [], "never by itself")
        self.assertEqual(self.confirm(dossier, "afnemer-0344-client").status, 403)
        self.assertEqual(self.confirm("0" * 36).pointers, ["/dossier"])
        self.assertEqual(self.house.call("POST", "/gemeente/v1/uren", "{}", name="afnemer-0518-client").status, 400)
        done = self.confirm(dossier, kenmerk="ZAAK-9")
        self.assertEqual((done.status, done.json["kijkHier"]), (202, "/gemeente/v1/meldingen"))
        wait_for(lambda: len(self.told_duo()) > 0 and self.house.questions() == 0)
        outcome = wait_for(lambda: next((event for event in self.house.events() if event["data"]["objecttype"] == "Melding"), None))["data"]["object"]
        self.assertEqual((outcome["status"], outcome["kenmerk"]), ("aanvaard", "ZAAK-9"))
        again = self.confirm(dossier)
        self.assertEqual((again.status, again.json["fouten"][0]["regel"]), (422, "uren"), "DUO has it all")

    def test_automatically(self):
        self.house.settings["den_haag"] = {"uren_melden": "automatisch"}
        self.begin()
        self.house.stop("gateway")
        self.house.start_gateway()  # the daily look is taken at the start too
        wait_for(lambda: len(self.told_duo()) > 0)
        self.assertIn("klaargezet, zoals ingesteld", next(entry for entry in self.house.log() if entry["soort"] == "dagelijkse controle")["fouten"][0]["melding"])


class Silence(Taalschool):
    SETTINGS = {"den_haag": {"waarschuwingen": {"stilte_weken": 6}}}

    def test_a_school_that_says_nothing_shows_without_any_message(self):
        self.house.settings["den_haag"] = {}
        self.house.stop("gateway")
        self.house.start_gateway()
        self.house.enrol(startdatum="2026-01-05")
        self.house.expect_events(1)
        self.house.settings["den_haag"] = self.SETTINGS["den_haag"]
        self.house.stop("gateway")
        self.house.start_gateway()
        self.house.expect_events(2)
        self.assertEqual(self.house.events()[1]["data"]["object"]["regel"], "stilte")
        self.house.stop("gateway")
        self.house.start_gateway()
        self.house.expect_events(2)

    def test_who_can_prove_silent_is_found_by_the_day_of_that(self):
        today = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Amsterdam")).date()
        self.house.enrol(startdatum=str(today))
        self.house.expect_events(1)
        self.assertEqual(self.house.rows("SELECT klok_op FROM dossier WHERE klok_op > '0001-01-01'"), [[str(today + datetime.timedelta(weeks=6))]])


class Warnings(Taalschool):
    SETTINGS = {"den_haag": {"waarschuwingen": {"aanwezigheid_onder": 80, "aanwezigheid_weken": 4, "geen_voortgang": "ja"}}}

    def test_a_warning_comes_with_its_figures_and_goes_by_itself(self):
        self.house.enrol()
        self.house.push("aanwezigheid", AANWEZIGHEID | {"urenGevolgd": 10, "urenOngeoorloofdVerzuim": 10})
        self.house.expect_events(4)
        warning = self.house.events()[3]["data"]
        self.assertEqual((warning["objecttype"], warning["object"]["regel"], warning["object"]["waarde"], warning["object"]["grens"], warning["object"]["weken"]),
                         ("Waarschuwing", "aanwezigheid", "45.45", "80.00", 4))
        self.assertIn("45,4 %", warning["object"]["toelichting"])
        self.assertEqual(warning["bron"]["feed"], "gateway")
        self.house.push("aanwezigheid", AANWEZIGHEID)
        wait_for(lambda: self.told()[-1:] == [("Waarschuwing", "beeindigd")])

    def test_two_metingen_without_progress(self):
        self.house.enrol()
        self.house.push("voortgangsmetingen", meting(kenmerk="VM-1", meetdatum="2026-09-18"))
        self.house.push("voortgangsmetingen", meting(kenmerk="VM-2", meetdatum="2026-11-18"))
        wait_for(lambda: self.told()[-1:] == [("Waarschuwing", "vastgelegd")])
        self.assertEqual(self.house.events()[-1]["data"]["object"]["regel"], "geen-voortgang")


if __name__ == "__main__":
    unittest.main()
