"""StUF-BG kennisgevingen over SOAP: Bv03 and Fo03 as the standard has them."""
import pathlib
import sys
import time
import unittest
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, MIRIAM, UTRECHT, House, kennisgeving, wait_for  # noqa: E402

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
STUF = "{http://www.egem.nl/StUF/StUF0301}"


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
            "unsupported message": (kennisgeving(element="npsLk02"), "StUF025"), "bad bsn": (kennisgeving(bsn="123456789"), "StUF055"),
            "no such day": (kennisgeving(content="<BG:geboortedatum>20261399</BG:geboortedatum>"), "StUF055"),
            "receiver unknown": (kennisgeving(ontvanger="9999"), "StUF010"), "sender of another": (kennisgeving(zender="0344"), "StUF013"),
            "not for this tenant": (kennisgeving(ontvanger=UTRECHT), "StUF052"),
            "deep": (kennisgeving(content="<BG:inp.burgerlijkeStaat>" + "<x>" * 200000), "StUF055"),
        }
        events = len(self.house.events())
        for name, (message, code) in cases.items():
            with self.subTest(name):
                began = time.monotonic()
                self.assert_fo03(self.house.stuf(message), code)
                self.assertLess(time.monotonic() - began, 5)
                entry = self.house.log(1)[-1]
                self.assertEqual((entry["uitkomst"], entry["gebeurtenissen"]), ("geweigerd", 0))
                self.assertNotIn("root:", str(entry))
        self.assertEqual(len(self.house.events()), events)

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


if __name__ == "__main__":
    unittest.main()
