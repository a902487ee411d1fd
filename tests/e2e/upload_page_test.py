"""The page for schools without developers, in a real browser with the school's certificate."""
import json
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bestanden"))
from house import MIRIAM, ROOT, House  # noqa: E402
from maak_xlsx import KOP, Book, row, zipped  # noqa: E402

MODULES = ROOT / "build/conformance/node_modules"
PICTURES = ROOT / "build/artefacts"
HEAD = "kenmerk;gemeentecode;bsn;soort;periodeVan;periodeTot;urenGevolgd\r\n"


class UploadPage(unittest.TestCase):
    def test_a_school_hands_in_a_file(self):
        house = House().start_all()
        self.addCleanup(house.close)
        house.enrol()
        house.expect_events(1)
        PICTURES.mkdir(parents=True, exist_ok=True)
        bad, good = house.dir / "fout.csv", house.dir / "goed.xlsx"
        bad.write_text(HEAD + f"A-1;0518;{MIRIAM};taalles;02-11-2026;31-11-2026;22,5\r\nA-2;0518;{MIRIAM};dansles;02-11-2026;15-11-2026;4\r\n")
        good.write_bytes(zipped(Book().sheet("Uren", [KOP, row(bsn=MIRIAM)]).parts()))
        done = subprocess.run(["node", pathlib.Path(__file__).with_name("upload_page.mjs"), MODULES, f"https://127.0.0.1:{house.port}", house.pki / "taalschool-client.pem",
                               house.pki / "taalschool-client.key", bad, good, PICTURES], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        seen = json.loads(done.stdout)
        self.assertEqual((seen["title"], seen["language"], seen["live"], seen["unlabelled"]), ("Bestand aanleveren – taalschool", "nl", "polite", 0))
        self.assertEqual((seen["resource"], seen["template"]), ("aanwezigheid", "/taalschool/v1/sjablonen/aanwezigheid.xlsx"))
        self.assertEqual(seen["order"], ["sjabloon", "sjabloon-csv", "bestand", "nakijken"], "the keyboard goes where the eye goes")
        self.assertEqual(seen["findings"], [["rij 2", "periodeTot", "dit is geen datum; schrijf hem als 31-12-2026"],
                                            ["rij 3", "soort", "onbekende code; toegestaan: taalles, knm, participatie, alfabetisering"]])
        self.assertEqual((seen["focus"], seen["mayTakeBad"]), ("kop-verslag", False))
        self.assertIn("2 van 2 rijen afgekeurd; er is niets verwerkt", seen["refused"])
        self.assertEqual(seen["forgotten"], "Er is nog niets nagekeken.")
        self.assertEqual((seen["judged"], seen["taken"]), ("1 rij nagekeken: alles is goed; er is nog niets verwerkt", "1 rij verwerkt"))
        self.assertEqual([error for error in seen["errors"] if "422" not in error and "favicon" not in error], [])
        self.assertEqual(len(seen["chapters"]), 8)
        house.expect_events(3)


if __name__ == "__main__":
    if not (MODULES / "playwright-core").exists() or not shutil.which("chromium") or not shutil.which("node"):
        print("skipped: Chromium and playwright-core are not there (scripts/install-deps --conformance)")
        sys.exit(77)
    unittest.main()
