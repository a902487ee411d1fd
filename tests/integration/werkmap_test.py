"""Workbooks of Excel: handed in at the API and by the command as they are, and the template that a school fills in."""
import datetime
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bestanden"))
from house import GATEWAY, MIRIAM, ROOT, SCHOOL, STRANGER, House, invented  # noqa: E402
from maak_xlsx import KOP, Book, N, row, zipped  # noqa: E402
import openpyxl  # noqa: E402

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RESOURCES = ("deelnames", "voortgangsmetingen", "aanwezigheid", "toetsresultaten", "afronding", "signalen", "vaardigheden", "activiteiten")


class Workbooks(unittest.TestCase):
    def setUp(self):
        self.house = House().start_all()
        self.addCleanup(self.house.close)
        self.house.enrol()
        self.house.expect_events(1)

    def hand_in(self, content, proef="false", resource="aanwezigheid", kind=XLSX):
        return self.house.call("POST", f"/taalschool/v1/bestanden?resource={resource}&proef={proef}", content, {"Content-Type": kind}, "taalschool-client")

    def template(self, resource):
        return self.house.call("GET", f"/taalschool/v1/sjablonen/{resource}.xlsx", name="taalschool-client")

    def book(self, *rows):
        return zipped(Book().sheet("Uren", [KOP, *rows]).parts())

    def test_a_workbook_is_judged_and_taken_as_it_is(self):
        content = self.book(row("A-1", N("518"), N(MIRIAM), van=N("46328", 2), tot=N("46341", 2), uren=N("22.5")), row("A-2", bsn=MIRIAM, soort="knm", uren="4"))
        judged = self.hand_in(content, "true")
        self.assertEqual((judged.status, judged.json["goed"], judged.json["verwerkt"], judged.json["rijen"]), (200, True, False, 2), judged.body)
        self.house.expect_events(1)
        taken = self.hand_in(content)
        self.assertEqual((taken.status, taken.json["aangenomen"]), (200, 2))
        self.house.expect_events(4)
        shown = self.house.call("GET", "/taalschool/v1/aanwezigheid/A-1", name="taalschool-client").json["inhoud"]
        self.assertEqual((shown["gemeentecode"], shown["periodeVan"], shown["periodeTot"], shown["urenGevolgd"]), ("0518", "2026-11-02", "2026-11-15", "22.50"))

    def test_the_report_points_at_sheet_and_cell_and_tells_no_value(self):
        told = self.hand_in(self.book(row("A-1", bsn=MIRIAM), row("A-2", bsn=STRANGER, uren="veel")))
        self.assertEqual((told.status, [(each["rij"], each["kolom"], each["plek"]) for each in told.json["bevindingen"]]), (422, [(3, "urenGevolgd", "Uren!G3")]))
        told = self.hand_in(self.book(row("A-2", bsn=STRANGER)))
        self.assertEqual([(each["rij"], each["kolom"], each["plek"]) for each in told.json["bevindingen"]], [(2, "bsn", "Uren!C2")])
        self.assertNotIn(STRANGER.encode(), told.body)
        self.house.expect_events(1)

    def test_the_content_says_what_it_is_and_not_the_name(self):
        workbook, text = self.book(row(bsn=MIRIAM)), (";".join(KOP) + "\r\n" + ";".join(row(bsn=MIRIAM)) + "\r\n").encode()
        for content in (workbook, text):
            for kind in (XLSX, "text/csv"):
                self.assertEqual(self.hand_in(content, "true", kind=kind).status, 200)
        self.assertEqual(self.hand_in(workbook, kind="application/zip").status, 415)

    def test_what_is_no_workbook_that_is_taken_is_told_and_harms_nobody(self):
        for file in sorted((ROOT / "tests/bestanden/xlsx").glob("aanwezigheid.*.xlsx")):
            expected = file.with_suffix(".verslag").read_text()
            if not expected.startswith("bestand: "):
                continue
            told = self.hand_in(file.read_bytes())
            self.assertEqual((told.status, told.json["bevindingen"][0]["melding"]), (422, expected.split("\n")[0].removeprefix("bestand: ")), file.name)
        self.house.expect_events(1)
        self.assertEqual(self.hand_in(self.book(row(bsn=MIRIAM))).status, 200, "it goes on")

    def test_a_long_workbook_is_finished_by_the_gateway(self):
        persons = invented(600, 440000000)
        rows = [["kenmerk", "gemeentecode", "bsn", "soort", "startdatum"]] + [[f"W-{i}", N("518"), N(bsn), "map", N("46266", 2)] for i, bsn in enumerate(persons)]
        content = zipped(Book().sheet("Deelnames", rows).parts())
        taken = self.hand_in(content, resource="deelnames")
        self.assertEqual((taken.status, taken.json["aangenomen"]), (200, 600), taken.body)
        self.house.expect_events(601)

    def test_the_template_can_be_filled_in_with_what_is_not_ours(self):
        for resource in RESOURCES:
            response = self.template(resource)
            self.assertEqual((response.status, response.headers["Content-Type"]), (200, XLSX))
            book = openpyxl.load_workbook(io.BytesIO(response.body))
            self.assertEqual(book.sheetnames[:2], [resource, "Uitleg"])
            names = [cell.value for cell in book[resource][1]]
            csv = self.house.call("GET", f"/taalschool/v1/sjablonen/{resource}.csv", name="taalschool-client").body.decode("utf-8-sig").strip().split(";")
            self.assertEqual(names, csv)
            explained = [cell.value for cell in book["Uitleg"]["A"]]
            self.assertLessEqual(set(names), set(explained))
            lists = {str(each.sqref).split(":")[0]: each.formula1 for each in book[resource].data_validations.dataValidation if each.type == "list"}
            for place, wanted in lists.items():
                sheet, area = wanted.split("!")
                self.assertTrue(all(cell.value for line in book[sheet][area.replace("$", "")] for cell in line), (resource, place))
            self.assertEqual(self.hand_in(response.body, "true", resource).json["bevindingen"][0]["melding"], "het bestand heeft geen rijen onder de kopregel")
        book = openpyxl.load_workbook(io.BytesIO(self.template("aanwezigheid").body))
        lists = {each.formula1 for each in book["aanwezigheid"].data_validations.dataValidation if each.type == "list"}
        self.assertEqual({cell.value for line in book["Keuzes"]["A1:A4"] for cell in line}, {"taalles", "knm", "participatie", "alfabetisering"})
        self.assertEqual(lists, {"Keuzes!$A$1:$A$4"})
        book["aanwezigheid"].append(["A-1", "0518", MIRIAM, "taalles", datetime.date(2026, 11, 2), datetime.date(2026, 11, 15), 22.5])
        filled = io.BytesIO()
        book.save(filled)
        self.assertEqual(self.hand_in(filled.getvalue()).json["aangenomen"], 1)
        self.house.expect_events(3)

    def test_the_guide_does_what_it_says(self):
        block = next(each for each in re.findall(r"```bash\n(.*?)```", (ROOT / "docs/taalscholen.md").read_text(), re.DOTALL) if "sjablonen/aanwezigheid.xlsx" in each and "curl" in each)
        self.assertLessEqual(len(block.strip().split("\n")), 10)
        here = self.house.dir / "school"
        here.mkdir()
        for name, file in (("school.pem", "taalschool-client.pem"), ("school.key", "taalschool-client.key"), ("stam.pem", "root.pem")):
            (here / name).write_bytes((self.house.pki / file).read_bytes())
        # Who types in LibreOffice here.
        typist = here / "libreoffice"
        typist.write_text(f"#!{sys.executable}\nimport openpyxl, sys\nbook = openpyxl.load_workbook(sys.argv[1])\n"
                          f"book['aanwezigheid'].append(['A-1', '0518', '{MIRIAM}', 'taalles', '02-11-2026', '15-11-2026', 22.5])\nbook.save(sys.argv[1])\n")
        typist.chmod(0o755)
        subprocess.run(["bash", "-euc", block], check=True, cwd=here, env=os.environ | {"GATEWAY": f"https://127.0.0.1:{self.house.port}", "PATH": f"{here}:{os.environ['PATH']}"})
        judged, taken = (json.loads((here / name).read_text()) for name in ("nagekeken.json", "verwerkt.json"))
        self.assertEqual((judged["goed"], judged["verwerkt"], taken["goed"], taken["aangenomen"]), (True, False, True, 1))
        self.house.expect_events(3)

    def test_the_command_reads_workbooks_and_makes_templates(self):
        file = self.house.dir / "uren.xlsx"
        file.write_bytes(self.book(row(bsn=MIRIAM), row("A-2", bsn=MIRIAM, uren="veel")))
        command = [GATEWAY, "taalschool", "import", "--config", self.house.config, "--party", SCHOOL, "--resource", "aanwezigheid", file]
        refused = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual((refused.returncode, refused.stderr.split("\n", 1)[1]), (1, "Uren!G3, urenGevolgd: dit is geen aantal uren; schrijf het als 12 of 12,5\n"))
        file.write_bytes(self.book(row(bsn=MIRIAM)))
        taken = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual((taken.returncode, taken.stdout), (0, "1 rij verwerkt\n"), taken.stderr)
        made = subprocess.run([GATEWAY, "taalschool", "sjabloon", "signalen", "--xlsx"], capture_output=True)
        self.assertEqual(made.stdout, self.template("signalen").body)


if __name__ == "__main__":
    unittest.main()
