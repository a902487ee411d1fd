"""Kerncijfers: what the command and the operator API tell of a gemeente, and what neither may."""
import csv
import io
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, House, invented, wait_for  # noqa: E402

SCHOOL = "00000099000000004000"


def figures(house, *options):
    done = subprocess.run([GATEWAY, "cijfers", "--config", house.config, *options], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


class Figures(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.start_all()
        persons = invented(6)
        for number, bsn in enumerate(persons):
            self.house.enrol(kenmerk=f"D-{number}", bsn=bsn)
            row = {"kenmerk": f"A-{number}", "gemeentecode": "0518", "bsn": bsn, "soort": "taalles", "periodeVan": "2026-10-05", "periodeTot": "2026-10-11", "urenGevolgd": 9, "urenGeoorloofdVerzuim": 1}
            self.assertEqual(self.house.push("aanwezigheid", row).status, 201)
        for number, bsn in enumerate(persons[:2]):
            row = {"kenmerk": f"K-{number}", "gemeentecode": "0518", "bsn": bsn, "soort": "knm", "periodeVan": "2026-10-05", "periodeTot": "2026-10-11", "urenGevolgd": 2}
            self.assertEqual(self.house.push("aanwezigheid", row).status, 201)
        self.persons = persons

    def test_both_forms_and_the_api_tell_the_same_and_nothing_of_a_few(self):
        code, out, _ = figures(self.house, "--gemeente", "0518", "--van", "2026-09", "--tot", "2026-10", "--json")
        self.assertEqual(code, 0)
        [told] = json.loads(out)
        self.assertEqual((told["gemeente"], told["maanden"]), ("0518", ["2026-09", "2026-10"]))
        by_name = {each["naam"]: {row["rubriek"]: row["waarden"] for row in each["rubrieken"]} for each in told["kerncijfers"]}
        self.assertEqual(by_name["uren"]["taalles aangeboden"], [0, 60])
        self.assertEqual(by_name["uren"]["taalles gevolgd"], [0, 54])
        self.assertEqual(by_name["uren"]["knm gevolgd"], [0, "<5"], "hours of two persons")
        self.assertEqual(by_name["scholen-aanwezigheid"], {SCHOOL: [None, "≥5"]}, "of all hours it would tell those of the two")
        for bsn in self.persons:
            self.assertNotIn(bsn, out)
        code, out, _ = figures(self.house, "--gemeente", "0518", "--van", "2026-09", "--tot", "2026-10", "--csv")
        rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";"))
        self.assertEqual(code, 0)
        self.assertIn({"gemeente": "0518", "maand": "2026-10", "kerncijfer": "uren", "rubriek": "knm gevolgd", "naam": "knm gevolgd", "eenheid": "uren", "waarde": "<5"}, rows)
        code, out, _ = figures(self.house, "--tot", "2026-10")
        self.assertEqual(code, 0)
        self.assertIn("Lesuren (uren)", out)
        ask = lambda more="": self.house.operator(f"/beheer/v1/kerncijfers?gemeente=0518&van=2026-09&tot=2026-10{more}")
        wait_for(lambda: ask().json["stand"])
        answer = ask().json
        self.assertEqual(answer["kerncijfers"], told["kerncijfers"])
        self.assertEqual(list(csv.DictReader(io.StringIO(ask("&formaat=csv").body.decode("utf-8-sig")), delimiter=";")), rows)
        # It is reckoned once an hour at most, whoever looks.
        self.assertEqual((answer["bezig"], ask().json["stand"]), (False, answer["stand"]))

    def test_what_cannot_be_read_is_told(self):
        [[dossier]] = self.house.rows("SELECT dossier FROM object WHERE objecttype = 'Aanwezigheid' ORDER BY dossier LIMIT 1")
        self.house.change(f"UPDATE object SET sealed = 'AAAA' WHERE dossier = '{dossier}'")
        code, _, err = figures(self.house, "--gemeente", "0518", "--tot", "2026-10")
        self.assertEqual(code, 1)
        self.assertIn("van 1 dossier ", err)
        self.assertIn(dossier, err)
        ask = lambda: self.house.operator("/beheer/v1/kerncijfers?gemeente=0518").json
        wait_for(lambda: ask()["stand"])
        self.assertEqual(ask()["onleesbaar"], 1)

    def test_what_cannot_be_told(self):
        for options, why in ((("--van", "2026-13"), "een maand"), (("--van", "2026-10", "--tot", "2026-09"), "niet later"), (("--van", "1990-01"), "hoogstens"), (("--gemeente", "9999"), "9999")):
            code, out, err = figures(self.house, *options)
            self.assertEqual((code, out), (2, ""))
            self.assertIn(why, err)
        for query in ("", "?gemeente=9999", "?gemeente=0518&van=1990-01", "?gemeente=0518&formaat=xml"):
            self.assertEqual(self.house.operator("/beheer/v1/kerncijfers" + query).status, 400, query)


if __name__ == "__main__":
    unittest.main()
