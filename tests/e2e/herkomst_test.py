"""Why does this field say that? For each value that the demo's story leaves of its person: two clicks at most."""
import json
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, MIRIAM, ROOT, SIMULATOR, House, wait_for  # noqa: E402

MODULES = ROOT / "build/conformance/node_modules"
STORY = ROOT / "simulator/fixtures/verhaal"


def play(house):
    """The story of scripts/demo."""
    gateway = f"https://127.0.0.1:{house.port}"

    def send(*arguments):
        subprocess.run([SIMULATOR, *map(str, arguments)], check=True, capture_output=True)
        wait_for(lambda: house.questions() == 0)

    def notify(event):
        send("duo", "notify", "--pki", house.pki, "--to", f"{gateway}/duo/v1/notificaties", "--doel", DEN_HAAG, "--gebeurtenis", event, "--bsn", MIRIAM)

    notify("SS101")
    notify("SS139")
    for file in ("1-nieuwe-ingeschrevene.xml", "2-verhuizing.xml"):
        send("brp", "send", "--pki", house.pki, "--to", f"{gateway}/brp/stuf/bg0310/OntvangAsynchroon", STORY / file)
    notify("SS102")
    for resource, file in (("deelnames", "3-deelname.json"), ("voortgangsmetingen", "4-voortgangsmeting.json"), ("aanwezigheid", "5-aanwezigheid.json")):
        send("taalschool", "send", "--pki", house.pki, "--to", f"{gateway}/taalschool/v1/{resource}", STORY / file)
    wait_for(lambda: house.waiting() == 0)


class Herkomst(unittest.TestCase):
    def setUp(self):
        if not (MODULES / "playwright-core").exists() or not shutil.which("chromium") or not shutil.which("node"):
            self.skipTest("Chromium and playwright-core are not there (scripts/install-deps --conformance)")

    def test_every_field_leads_to_its_place_or_its_grounds(self):
        house = House(den_haag={"klokken": []})
        self.addCleanup(house.close)
        house.start_all()
        play(house)
        done = subprocess.run(["node", pathlib.Path(__file__).with_name("herkomst.mjs"), MODULES, f"http://127.0.0.1:{house.operator_port}", house.link("privacy", "F. Gegevens"), MIRIAM],
                              capture_output=True, text=True, timeout=240)
        self.assertEqual(done.returncode, 0, done.stderr)
        seen = json.loads(done.stdout)
        self.assertNotIn("failure", seen, seen.get("failure"))
        self.assertEqual(seen["errors"], [])
        fields = seen["fields"]
        self.assertGreater(len(fields), 100)
        self.assertEqual([field for field in fields if field["clicks"] > 2 or field["how"] == "nothing"], [])
        derived = [field for field in fields if field["rule"].startswith("gateway.")]
        self.assertGreater(len(derived), 3, "of some it is a rule that concluded them")
        ways = {how: sum(field["how"] == how for field in fields) for how in ("place", "grounds", "rule")}
        print(f"\n{len(fields)} fields: {ways}")
        # Three things have neither a place nor grounds, and are said by the rule itself: that an answer is silent of a field, whose
        # connection it came by, and what a clock or a sum of hours counts, of which each field says by itself on what it rests.
        sums = ("gateway.klok@", "gateway.urenstand@", "gateway.intake-uren@")
        self.assertEqual([field for field in fields if field["how"] == "rule" and field["value"] != "geen waarde" and field["field"] != "instelling" and not field["rule"].startswith(sums)], [])
        self.assertTrue(any(field["how"] == "grounds" for field in derived), derived)
        self.assertTrue(all(field["followed"] in ("place", "grounds", "rule") for field in fields if field["how"] == "grounds"), "a ground leads on to its own place")


if __name__ == "__main__":
    unittest.main()
