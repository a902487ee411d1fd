"""The monitor in a real browser: every page and every action. Pictures stay in build/artefacts."""
import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, NO_KLOKKEN, ROOT, SIMULATOR, House, wait_for  # noqa: E402

MODULES = ROOT / "build/conformance/node_modules"
PICTURES = ROOT / "build/artefacts"
KVS = "00000099000000005000"


class Texts(unittest.TestCase):
    def test_every_text_has_english(self):
        source = "\n".join(path.read_text() for path in (ROOT / "monitor/src").rglob("*.ts"))
        used = set(re.findall(r"\bt\(\s*'((?:[^'\\]|\\.)*)'", source)) | {text for pair in re.findall(r"\bt\([^()]*?\? '([^']*)' : '([^']*)'\)", source) for text in pair}
        known = set(re.findall(r"^  '((?:[^'\\]|\\.)*)':", (ROOT / "monitor/src/english.ts").read_text(), re.MULTILINE))
        self.assertGreater(len(used), 100)
        self.assertEqual(used - known, set())


class Monitor(unittest.TestCase):
    def setUp(self):
        if not (MODULES / "axe-core").exists() or not shutil.which("chromium") or not shutil.which("node"):
            self.skipTest("Chromium, playwright-core and axe-core are not there (scripts/install-deps --conformance)")

    def test_every_page_and_every_action(self):
        subscription = lambda name, port, **more: {"id": name, "afnemer": KVS, "gemeenten": ["0518"], "bevestiging": "geen", "url": f"https://127.0.0.1:{port}/e"} | more
        house = House(schedules=[{"id": "nacht", "gemeenten": ["*"], "cron": "0 2 * * *"}], duo={"requests_per_second": 1}, den_haag={
            "vier_ogen": ["inhoud"], "klokken": [each for each in NO_KLOKKEN if each["klok"] not in ("pip", "inburgeringsaanbod")]})
        self.addCleanup(house.close)
        house.start_duo()
        house.start_afnemers()
        for name, options in (("weigert", ["--misbehave", "fout", "--times", "-1", "--status", "410"]), ("hapert", ["--misbehave", "fout", "--times", "-1", "--status", "500"])):
            process = house.start(name, SIMULATOR, "afnemer", "serve", "--pki", house.pki, "--name", "afnemer-0518-server", "--port", 0, "--quiet", *options)
            setattr(house, name, int(process.line(r": https://127.0.0.1:(\d+)").group(1)))
        house.settings["subscriptions"] = [
            subscription("kvs-0518", house.den_haag_port), subscription("onbestelbaar", house.weigert), subscription("vast", house.hapert, objecttypes=["Inburgeringsplichtige"]),
            subscription("stil", 1, objecttypes=["Examen"])]
        house.settings["delivery"] = {"open_after": 1000}
        house.start_gateway()
        house.notify("SS101")
        house.expect_events(8, seconds=40)
        # Nine weeks ago the ten for the PIP began; of another person they were over long since.
        moment = lambda days: (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)).isoformat(timespec="seconds")
        for bsn, days in ((MIRIAM, 63), ("999990639", 200)):
            house.notify(body=json.dumps({"registratieDatumTijd": moment(days), "gebeurtenisId": "SS139", "bsn": bsn}))
        wait_for(lambda: len(house.operator("/beheer/v1/termijnen").json["termijnen"]) == 2)
        dead = lambda: {each["id"]: each["onbestelbaar"] for each in house.operator("/beheer/v1/abonnementen").json["abonnementen"]}["onbestelbaar"]
        wait_for(lambda: dead() >= 1, 40)
        self.assertEqual(house.call("GET", "/", name="vreemdeling-client").status, 403)
        try:
            house.call("GET", "/", name="verlopen-client")
        except Exception:
            pass
        PICTURES.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["node", pathlib.Path(__file__).with_name("monitor.mjs"), MODULES, f"http://127.0.0.1:{house.operator_port}", house.link("beheerder", "B. Beheer"),
                               house.link("privacy", "F. Gegevens"), house.link("kijker", "K. Kijker"), house.link("privacy", "T. Tweede"), house.link("privacy", "D. Derde"), MIRIAM, PICTURES], capture_output=True, text=True, timeout=240)
        self.assertEqual(done.returncode, 0, done.stderr)
        seen = json.loads(done.stdout)
        self.assertNotIn("failure", seen, seen.get("failure"))
        self.assertEqual(seen["violations"], [])
        self.assertEqual(seen["cut"], [], "at 1280 and at 1024 px all of it can be read, under a header of one line")
        self.assertEqual(seen["beyond"], [], "at 390 px nothing lies beyond the edge")
        self.assertEqual(seen["wide"], [], "nothing but a table scrolls sideways at 320 px")
        self.assertEqual(seen["elsewhere"], [], "no other host is contacted")
        self.assertEqual(seen["numbers"], [], "no BSN in an address")
        self.assertEqual([error for error in seen["errors"] if not any(status in error for status in ("400", "401", "403"))], [])
        self.assertIn("monitor link", seen["stranger"])
        self.assertTrue(any("onbestelbaar" in concern and "Wat te doen" in concern for concern in seen["concerns"]), seen["concerns"])
        self.assertTrue(seen["concerns"][0].startswith("Termijn in gevaar:") and "PIP vaststellen" in seen["concerns"][0], seen["concerns"])
        self.assertEqual([row[2] for row in seen["terms"]], ["verstreken", "nadert"], "by the last day")
        self.assertEqual((seen["sorted"], sorted(seen["termsOtherwise"])), ("descending", sorted(seen["terms"])))
        self.assertEqual(len(seen["file"].splitlines()), 3)
        self.assertIn('"0518"', seen["file"])
        self.assertNotIn(MIRIAM, seen["file"])
        self.assertEqual(seen["focus"], "inhoud", "a new page has the focus")
        told = [row for row in seen["journeys"] if row[1] == "notificatie SS101"]
        self.assertEqual(len(told), 1, seen["journeys"])
        self.assertRegex(told[0][4], r"^\d+ gebeurtenissen$")
        self.assertTrue(any("onbestelbaar" in each and "Wat te doen:" in each for each in seen["failed"]), seen["failed"])
        self.assertEqual([row[1] for row in seen["journeys"] if row[1] in ("aanmelden", "aanmeldlink gemaakt", "configuratie")], [], "of the gateway itself")
        self.assertGreaterEqual(seen["onlyFailed"], 1)
        self.assertLess(len(seen["journeys"]), seen["messages"])
        self.assertEqual(len(seen["minutes"]), 61)
        self.assertGreater(sum(seen["minutes"][-5:]), 10)
        self.assertEqual(seen["menu"], ["wie", False], "Escape closes the menu, and one is at its button")
        self.assertTrue(all(count == 1 for count in seen["origins"]), seen["origins"])
        self.assertIn("soort=notificatie+SS101", seen["search"])
        self.assertEqual(len(seen["afterReload"]), 1)
        self.assertTrue(seen["journey"][0].startswith("notificatie SS101"), seen["journey"])
        self.assertTrue(any("afgeleverd" in step for step in seen["journey"]) and any("GET inburgeringsplicht" in step for step in seen["journey"]), seen["journey"])
        self.assertIn("opslaan", seen["steps"])
        self.assertEqual((seen["bodyForOperator"], seen["body"]), (0, "SS101"))
        for told in ("/registratieDatumTijd", "Notificatie/Notificatie.registratieDatumTijd", "duo.notificatie@1", "geldt"):
            self.assertIn(told, seen["origin"])
        self.assertEqual(len(seen["marked"]), 1)
        self.assertRegex(seen["marked"][0], r'^"20\d\d-')
        self.assertEqual(seen["known"], ["Inburgeringsplichtige", "indicatorInburgeringsplicht", "true", "duo", "duo.inburgeringsplicht@1", "openen"])
        self.assertEqual((seen["hidden"][1:3], seen["leads"]), (["indicatorInburgeringsplicht", "niet getoond"], 0), "no value without the consent of another")
        self.assertIn("vier ogen", seen["alone"])
        self.assertEqual(seen["ownButtons"], 0, "who asked does not allow it")
        self.assertGreater(seen["ofPerson"], 5)
        self.assertTrue(seen["live"])
        self.assertEqual(seen["runs"][0][2], "geannuleerd")
        self.assertIn("het certificaat is verlopen", seen["partners"])
        self.assertIn("het OIN in het certificaat is niet geregistreerd", seen["partners"])
        self.assertEqual(len(seen["figures"]), 8, seen["figures"])
        self.assertIn(["Asielstatushouder", "<5"], seen["figures"][0]["rows"], "one person is no number")
        self.assertIn(["onbekend", "0"], seen["figures"][0]["rows"])
        self.assertIn('"plichtigen-doelgroep";"Asielstatushouder";"Asielstatushouder";"personen";"<5"', seen["csv"])
        self.assertEqual(seen["figuresPrinted"], [False, True])
        self.assertEqual(seen["english"][:2], ["en", "Overview"])
        self.assertEqual((seen["skip"], seen["first"]), ("To the content", "id"))
        self.assertGreater(seen["report"], 5)
        self.assertFalse(seen["printed"])
        self.assertEqual(seen["buttonsOfLooker"], 0)
        self.assertNotIn("Persoon", seen["pagesOfLooker"])
        self.assertLess(seen["weight"], 250_000)
        print(f"\nthe pages weigh {seen['weight']} bytes as they cross the line")


if __name__ == "__main__":
    unittest.main()
