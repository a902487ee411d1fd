"""StUF-BG kennisgevingen over SOAP: Bv03 and Fo03 as the standard has them."""
import os
import pathlib
import sys
import time
import unittest
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, MIRIAM, UTRECHT, House, kennisgeving, synchroon, synchronisatie, wait_for  # noqa: E402

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
STUF = "{http://www.egem.nl/StUF/StUF0301}"
SYNCHRONOUS = "/brp/stuf/bg0310/VerwerkSynchroneKennisgeving"
VALIDITY = "<BG:geslachtsnaam>X</BG:geslachtsnaam><StUF:tijdvakGeldigheid><StUF:beginGeldigheid>{}</StUF:beginGeldigheid>{}</StUF:tijdvakGeldigheid>"
NO_END = '<StUF:eindGeldigheid xsi:nil="true" StUF:noValue="geenWaarde"/>'


# Sanitizers keep what was freed for a while, to find uses of it.
MEMORY = 2_000_000 if os.environ.get("INBURGERING_SANITIZE") else 200_000


class Brp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(limits={"body": 2000000}).start_all()
        cls.addClassCleanup(cls.house.close)

    def setUp(self):
        wait_for(lambda: self.house.waiting() == 0)  # what the test before this one caused has arrived

    def know(self, *bsns):
        """DUO told this gemeente of them: only then does a kennisgeving concern it."""
        self.house.know(*bsns)

    def assert_bv03(self, response, reference=None):
        self.assertEqual(response.status, 200, response.body)
        self.assertTrue(response.headers["Content-Type"].startswith("text/xml"))
        bv03 = ET.fromstring(response.body).find(f"{SOAP}Body/{STUF}Bv03Bericht/{STUF}stuurgegevens")
        self.assertIsNotNone(bv03, response.body)
        if reference:
            self.assertEqual(bv03.find(f"{STUF}crossRefnummer").text, reference)
        return bv03

    def assert_fo03(self, response, code):
        self.assertEqual(response.status, 500, response.body)
        fault = ET.fromstring(response.body).find(f"{SOAP}Body/{SOAP}Fault")
        body = fault.find(f"detail/{STUF}Fo03Bericht/{STUF}body")
        self.assertEqual(body.find(f"{STUF}code").text, code, response.body)
        self.assertTrue(fault.find("faultcode").text.endswith(":Client" if body.find(f"{STUF}plek").text == "client" else ":Server"))
        return body.find(f"{STUF}details")

    def test_a_kennisgeving_is_answered_with_bv03_and_becomes_events(self):
        bsn = "999997713"
        self.know(bsn)
        before = len(self.house.events())
        bv03 = self.assert_bv03(self.house.stuf(kennisgeving(bsn=bsn, reference="R-1")), "R-1")
        self.assertEqual(bv03.find(f"{STUF}zender/{STUF}organisatie").text, DEN_HAAG, "zender is the tenant")
        self.assertEqual(bv03.find(f"{STUF}ontvanger/{STUF}applicatie").text, "BRP")
        self.assert_bv03(self.house.stuf(kennisgeving("W", "<BG:geslachtsnaam>Tesfai</BG:geslachtsnaam>", bsn=bsn)))
        events = self.house.expect_events(before + 2)[before:]
        self.assertEqual([event["type"] for event in events], ["nl.inburgering.persoon.vastgelegd", "nl.inburgering.persoon.gewijzigd"])
        self.assertEqual(events[1]["data"]["gewijzigd"], ["geslachtsnaam"])
        self.assertEqual(self.house.events("0344"), [])

    def test_the_address_is_taken_in_any_case_and_without_envelope(self):
        for path in ("/brp/stuf/bg0310/ontvangasynchroon", "/BRP/StUF/BG0310/OntvangAsynchroon"):
            self.assert_bv03(self.house.stuf(kennisgeving(envelope=False), path))

    def test_a_repeated_message_is_answered_as_the_first_time(self):
        message = kennisgeving("T", "<BG:voornamen>Miriam</BG:voornamen>", reference="R-2", bsn="999998535")
        self.know("999998535")
        before = len(self.house.events())
        answers = {self.house.stuf(message).body for _ in range(3)}
        self.assertEqual(len(answers), 1, "the very same Bv03")
        self.house.expect_events(before + 1)

    def test_other_content_under_a_used_referentienummer_is_stuf016(self):
        self.know(MIRIAM)
        self.assert_bv03(self.house.stuf(kennisgeving(reference="R-3")))
        self.assert_fo03(self.house.stuf(kennisgeving(content="<BG:voornamen>X</BG:voornamen>", reference="R-3")), "StUF016")

    def test_a_refused_message_may_come_again_under_its_referentienummer(self):
        self.assert_fo03(self.house.stuf(kennisgeving(content="<BG:hobby>x</BG:hobby>", reference="R-4")), "StUF055")
        self.assert_bv03(self.house.stuf(kennisgeving(reference="R-4")))

    def test_every_fault_gets_its_code_and_leaves_only_a_log_entry(self):
        entity = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
        cases = {
            "no xml": ("hallo", "StUF055"), "not well-formed": ("<a><b></a>", "StUF055"), "doctype": (entity + kennisgeving(), "StUF055"),
            "not valid": (kennisgeving(content="<BG:geslachtsaanduiding>X</BG:geslachtsaanduiding>"), "StUF055"),
            "wrong namespace": (kennisgeving().replace("sector/bg/0310", "sector/zkn/0310"), "StUF004"),
            "wrong version": (kennisgeving().replace("sector/bg/0310", "sector/bg/0204"), "StUF007"),
            "unsupported message": (kennisgeving(element="npsLk02"), "StUF025"), "a question": (kennisgeving(element="npsLv01"), "StUF025"), "bad bsn": (kennisgeving(bsn="123456789"), "StUF055"),
            "no such day": (kennisgeving(content="<BG:geboortedatum>20261399</BG:geboortedatum>"), "StUF055"),
            "receiver unknown": (kennisgeving(ontvanger="9999"), "StUF010"), "sender of another": (kennisgeving(zender="0344"), "StUF013"),
            "not for this tenant": (kennisgeving(ontvanger=UTRECHT), "StUF052"),
            "a-nummer of nine digits": (kennisgeving(content="<BG:inp.a-nummer>123456789</BG:inp.a-nummer>"), "StUF055"),
            "two objects where one is due": (kennisgeving().replace("</BG:object>", "</BG:object><BG:object StUF:entiteittype=\"NPS\" StUF:verwerkingssoort=\"T\"/>"), "StUF055"),
            "another entity": (kennisgeving().replace("<StUF:entiteittype>NPS", "<StUF:entiteittype>NNP"), "StUF031"),
            "an unheard-of entity": (kennisgeving().replace("<StUF:entiteittype>NPS", "<StUF:entiteittype>XXX"), "StUF028"),
            "an unknown berichtcode": (kennisgeving(element="npsZz09"), "StUF022"),
            "validity that ends before it begins": (kennisgeving(content=VALIDITY.format("20261101", "<StUF:eindGeldigheid>20261001</StUF:eindGeldigheid>")), "StUF062"),
            "a change of the future": (kennisgeving(content=VALIDITY.format("20270101", NO_END)), "StUF068"),
            "an entity bomb": ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)) + "]>" + kennisgeving(), "StUF055"),
            "an encoding that lies": ('<?xml version="1.0" encoding="UTF-8"?>'.encode() + kennisgeving(content="<BG:geslachtsnaam>M\xfcller</BG:geslachtsnaam>").encode("latin-1"), "StUF055"),
            "an attribute of a megabyte": (kennisgeving(keys=f'StUF:sleutelVerzendend="{"x" * 1000000}"'), "StUF055"),
            "a hundred thousand elements": (kennisgeving(content="<BG:inp.heeftAlsKinderen>" + "<a/>" * 100000 + "</BG:inp.heeftAlsKinderen>"), "StUF055"),
            "deep": (kennisgeving(content="<BG:inp.burgerlijkeStaat>" + "<x>" * 200000), "StUF055"),
        }
        events = len(self.house.events())
        for name, (message, code) in cases.items():
            with self.subTest(name):
                began = time.monotonic()
                self.assert_fo03(self.house.stuf(message), code)
                self.assertLess(time.monotonic() - began, 5)
                self.assertLess(self.memory(), MEMORY, "kB resident")
                entry = self.house.log(1)[-1]
                self.assertEqual((entry["uitkomst"], entry["gebeurtenissen"]), ("geweigerd", 0))
                self.assertNotIn("root:", str(entry))
        self.assertEqual(len(self.house.events()), events)

    def test_a_body_over_the_limit_is_refused_unread(self):
        self.assertEqual(self.house.stuf(kennisgeving(keys=f'StUF:sleutelVerzendend="{"x" * 3000000}"')).status, 413)
        self.assertLess(self.memory(), MEMORY, "kB resident")

    def memory(self):
        status = pathlib.Path(f"/proc/{self.house.processes['gateway'].process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])

    def assert_bv02(self, response):
        self.assertEqual(response.status, 200, response.body)
        bv02 = ET.fromstring(response.body).find(f"{SOAP}Body/{STUF}Bv02Bericht/{STUF}stuurgegevens")
        self.assertEqual([child.text for child in bv02], ["Bv02"])

    def test_a_synchronous_kennisgeving_is_answered_with_bv02_or_fo02(self):
        self.know("999993653")
        before = len(self.house.events())
        self.assert_bv02(self.house.stuf(synchroon(kennisgeving(bsn="999993653")), SYNCHRONOUS))
        self.house.expect_events(before + 1)
        self.assert_bv02(self.house.stuf(synchronisatie("<BG:geslachtsnaam>Anders</BG:geslachtsnaam>", "Sa02", bsn="999993653"), SYNCHRONOUS))
        self.assertEqual(self.house.expect_events(before + 2)[-1]["data"]["object"]["geslachtsnaam"], "Anders")
        for message, code in ((synchroon(kennisgeving(content="<BG:hobby/>")), "StUF055"), (kennisgeving(), "StUF025")):
            response = self.house.stuf(message, SYNCHRONOUS)
            self.assertEqual(response.status, 500)
            body = ET.fromstring(response.body).find(f".//{STUF}Fo02Bericht/{STUF}body/{STUF}code")
            self.assertEqual(body.text, code)

    def test_a_synchronisatie_replaces_what_is_known(self):
        bsn = "999994542"
        self.know(bsn)
        before = len(self.house.events())
        nationality = lambda code: (f'<BG:inp.heeftAlsNationaliteit StUF:entiteittype="NPSNAT" StUF:verwerkingssoort="T" StUF:sleutelSynchronisatie="n{code}"><BG:gerelateerde '  # noqa: E731
                                    f'StUF:entiteittype="NAT" StUF:verwerkingssoort="T"><BG:code>{code}</BG:code></BG:gerelateerde></BG:inp.heeftAlsNationaliteit>')
        self.assert_bv03(self.house.stuf(synchronisatie(nationality(93) + nationality(103), bsn=bsn)))
        self.assert_bv03(self.house.stuf(synchronisatie(nationality(103), bsn=bsn, moment="20261103093015")))
        self.assertEqual([event["type"].split(".")[-1] for event in self.house.expect_events(before + 3)[before:]], ["vastgelegd", "vastgelegd", "beeindigd"])
        self.assert_bv03(self.house.stuf(synchronisatie(nationality(93), bsn=bsn, moment="20261101093015")))
        time.sleep(0.2)
        self.assertEqual(len(self.house.events()), before + 3, "an older state changes nothing, also not what it leaves out")

    def test_a_correction_overtakes_a_change_of_the_same_day(self):
        bsn = "999990639"
        self.know(bsn)
        before = len(self.house.events())
        name = lambda text: f"<BG:geslachtsnaam>{text}</BG:geslachtsnaam>"  # noqa: E731
        for soort, text, moment in (("C", "Juist", "20261102"), ("W", "Fout", "20261102"), ("W", "Ouder", "20261101"), ("C", "Juister", "20261102")):
            self.assert_bv03(self.house.stuf(kennisgeving(soort, name(text), bsn=bsn, moment=moment)))
        self.assertEqual([event["data"]["object"]["geslachtsnaam"] for event in self.house.expect_events(before + 2)[before:]], ["Juist", "Juister"])

    def test_a_person_is_found_by_the_keys_that_were_told_before(self):
        bsn = "999998535"
        self.know(bsn)
        before = len(self.house.events())
        dossier = self.house.events()[-1]["subject"]
        self.assert_bv03(self.house.stuf(kennisgeving("T", "<BG:inp.a-nummer>4829105736</BG:inp.a-nummer>", bsn=bsn, keys='StUF:sleutelVerzendend="K1"')))
        name = lambda text: f"<BG:geslachtsnaam>{text}</BG:geslachtsnaam>"  # noqa: E731
        for keys, content in (('StUF:sleutelVerzendend="K1"', name("A")), ("", "<BG:inp.a-nummer>4829105736</BG:inp.a-nummer>" + name("B")), (f'StUF:sleutelOntvangend="{dossier}"', name("C"))):
            self.assert_bv03(self.house.stuf(kennisgeving("W", content, bsn=None, keys=keys)))
        events = self.house.expect_events(before + 4)[before:]
        self.assertEqual({event["subject"] for event in events}, {dossier})
        self.assertEqual(events[-1]["data"]["object"]["geslachtsnaam"], "C")
        self.assert_bv03(self.house.stuf(kennisgeving("W", name("D"), bsn=None, keys='StUF:sleutelVerzendend="onbekend"')))
        self.assertEqual(self.house.log(1)[-1]["uitkomst"], "niet-relevant")
        self.assert_fo03(self.house.stuf(kennisgeving("W", name("E"), bsn=None)), "StUF055")

    def test_a_corrected_bsn_keeps_the_dossier_and_two_dossiers_of_one_person_become_one(self):
        wrong, right = "999999473", "999991905"
        self.know(wrong)
        subject = self.house.events()[-1]["subject"]
        before = len(self.house.events())
        self.assert_bv03(self.house.stuf(kennisgeving("C", "", bsn=right, old=("", wrong), verwerkingssoort="S")))
        [event] = self.house.expect_events(before + 1)[before:]
        self.assertEqual((event["subject"], event["data"]["bsn"], event["data"]["object"]["vorigBurgerservicenummer"]), (subject, right, wrong))
        other = "999992077"
        self.know(other)
        before = len(self.house.events())
        self.assert_bv03(self.house.stuf(kennisgeving("C", "", bsn=right, old=("", other), verwerkingssoort="O")))
        wait_for(lambda: len(self.house.events()) >= before + 2)
        ended = [event for event in self.house.events()[before:] if event["type"] == "nl.inburgering.dossier.beeindigd"]
        self.assertEqual([(event["data"]["bsn"], event["data"]["object"]["redenEinde"]) for event in ended], [(other, "samengevoegd")])
        self.assert_bv03(self.house.stuf(kennisgeving("W", "<BG:geslachtsnaam>Een</BG:geslachtsnaam>", bsn=other)))
        wait_for(lambda: self.house.events()[-1]["data"]["object"].get("geslachtsnaam") == "Een")
        self.assertEqual(self.house.events()[-1]["subject"], subject, "the other number leads to the dossier that is kept")

    def test_what_is_put_right_or_kept_unread_is_told_in_the_log(self):
        self.know(MIRIAM)
        content = ('<BG:verblijfsadres><BG:aoa.postcode>2517 BE</BG:aoa.postcode></BG:verblijfsadres><StUF:extraElementen>'
                   '<StUF:extraElement naam="gemeenteVanInschrijvingNietIngezetene">x</StUF:extraElement></StUF:extraElementen>')
        self.assert_bv03(self.house.stuf(kennisgeving("W", content, moment="20261120")))
        entry = next(entry for entry in reversed(self.house.log()) if entry["feed"] == "brp")
        self.assertEqual(entry["uitkomst"], "verwerkt")
        self.assertEqual([fault["regel"] for fault in entry["fouten"]], ["coulance", "extraElement"])
        self.assertIn("postcode-met-spatie", entry["fouten"][0]["melding"])

    def test_details_say_where_and_never_repeat_the_value(self):
        response = self.house.stuf(kennisgeving(content="<BG:geslachtsaanduiding>GEHEIM</BG:geslachtsaanduiding>"))
        details = self.assert_fo03(response, "StUF055").text
        self.assertRegex(details, r"regel 1, kolom \d+, /Envelope/Body/npsLk01/object/geslachtsaanduiding: ")
        self.assertNotIn("GEHEIM", details)

    def test_a_gemeentecode_names_the_receiver_as_well(self):
        self.assert_bv03(self.house.stuf(kennisgeving(ontvanger="0518")))

    def test_encodings_are_read_right(self):
        self.know("999999357")
        before = len(self.house.events())
        for name, encode in [("Müller", lambda text: ('<?xml version="1.0" encoding="ISO-8859-1"?>' + text).encode("latin-1")),
                             ("Möller", lambda text: ("\ufeff" + text).encode("utf-8")), ("Mäller", lambda text: text.encode("utf-16"))]:
            message = kennisgeving(content=f"<BG:geslachtsnaam>{name}</BG:geslachtsnaam>", bsn="999999357")
            self.assert_bv03(self.house.stuf(encode(message)))
            before += 1
            self.assertEqual(self.house.expect_events(before)[-1]["data"]["object"]["geslachtsnaam"], name)
        self.assert_fo03(self.house.stuf(("<!DOCTYPE x>" + kennisgeving()).encode("utf-16")), "StUF055")


class Streng(unittest.TestCase):
    def test_a_tolerance_is_switched_off_for_one_sender(self):
        house = House(party={"BRP": {"streng": ["postcode-met-spatie"]}}).start_all()
        self.addCleanup(house.close)
        adres = "<BG:verblijfsadres><BG:aoa.postcode>2517 BE</BG:aoa.postcode></BG:verblijfsadres>"
        self.assertEqual(house.stuf(kennisgeving(content=adres)).status, 500)
        self.assertEqual(house.stuf(kennisgeving(moment="")).status, 200, "the others stay on")


if __name__ == "__main__":
    unittest.main()
