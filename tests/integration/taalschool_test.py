"""A taalschool pushes; what is good becomes events, what is not is told fault by fault."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, House, meting  # noqa: E402


class Taalschool(unittest.TestCase):
    def setUp(self):
        self.house = House().start_all()
        self.addCleanup(self.house.close)

    def test_a_push_is_answered_201_with_its_id_and_becomes_an_event(self):
        response = self.house.push("voortgangsmetingen", meting())
        self.assertEqual(response.status, 201)
        self.assertEqual(response.headers["API-Version"], "1.0.0")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(self.house.log()[0]["berichtId"], response.json["berichtId"])
        self.assertEqual(self.house.expect_events(1)[0]["data"]["object"]["niveauLezen"], "A2")

    def test_a_correction_under_the_same_kenmerk_replaces(self):
        self.house.push("voortgangsmetingen", meting(niveauSpreken="A1"))
        self.house.push("voortgangsmetingen", meting(niveauLezen="B1"))
        event = self.house.expect_events(2)[1]
        self.assertEqual(event["data"]["gewijzigd"], ["niveauLezen", "niveauSpreken"])
        self.assertIsNone(event["data"]["object"]["niveauSpreken"])

    def test_an_idempotency_key_protects_against_sending_twice(self):
        first = self.house.push("voortgangsmetingen", meting(), **{"Idempotency-Key": "k1"})
        again = self.house.push("voortgangsmetingen", meting(), **{"Idempotency-Key": "k1"})
        self.assertEqual((again.status, again.body), (201, first.body))
        other = self.house.push("voortgangsmetingen", meting(niveauLezen="B1"), **{"Idempotency-Key": "k1"})
        self.assertEqual(other.status, 409)
        self.house.expect_events(1)

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

    def test_a_school_cannot_speak_for_a_gemeente_that_did_not_contract_it(self):
        for code in ("0344", "9999"):
            response = self.house.push("voortgangsmetingen", meting(gemeentecode=code))
            self.assertEqual(response.status, 403)
            self.assertEqual(response.pointers, ["/gemeentecode"])
        self.house.expect_events(0, "0344")

    def test_aanwezigheid(self):
        body = {"kenmerk": "AW-1", "gemeentecode": "0518", "bsn": MIRIAM, "soort": "taalles", "periodeVan": "2026-11-02",
                "periodeTot": "2026-11-15", "urenGevolgd": 22, "urenGeoorloofdVerzuim": 2}
        self.assertEqual(self.house.push("aanwezigheid", body).status, 201)
        self.assertEqual(self.house.expect_events(1)[0]["data"]["objecttype"], "Aanwezigheid")
        self.assertEqual(self.house.push("aanwezigheid", body | {"periodeTot": "2026-11-01"}).pointers, ["/periodeTot"])


if __name__ == "__main__":
    unittest.main()
