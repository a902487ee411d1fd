"""`shadow`: what this program would make of kept messages now. Of a store that this same program filled it finds no difference, whatever
the feeds, and writes nothing; and the same messages give the same bytes whatever the time zone and the language of the machine."""
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, ROOT, House, invented, kennisgeving, meting, synchronisatie, synchroon, wait_for  # noqa: E402

MACHINES = [{"TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, {"TZ": "America/St_Johns", "LC_ALL": "C", "LANG": "C"}]


class Shadow(unittest.TestCase):
    def setUp(self):
        self.house = House(brp=[{"gemeenten": ["0518"], "wijze": "personen"}])
        self.addCleanup(self.house.close)
        self.house.start_brp()
        self.house.start_all()

    def shadow(self, *options, code=0, **environment):
        done = subprocess.run([GATEWAY, "shadow", "--config", self.house.config, "--json", *(options or ("--since", "1d"))], capture_output=True, text=True, env=os.environ | environment)
        self.assertEqual(done.returncode, code, done.stderr)
        self.told = done.stderr
        return json.loads(done.stdout) if code == 0 else None

    def tell_of_all_kinds(self):
        """Notifications and what DUO answers, the BRP in all its ways, and a school that corrects itself."""
        self.house.know(MIRIAM)
        for event in ("SS101", "SS139", "SS120"):
            self.assertEqual(self.house.notify(event).status, 201)
        wait_for(lambda: self.house.questions() == 0)
        for message in (kennisgeving(), kennisgeving("W", "<BG:geslachtsnaam>Haile</BG:geslachtsnaam>", reference="R-2"), kennisgeving("C", "<BG:geslachtsnaam>Tesfay</BG:geslachtsnaam>", reference="R-3")):
            self.assertEqual(self.house.stuf(message).status, 200)
        self.assertEqual(self.house.stuf(synchronisatie()).status, 200)
        self.house.enrol()
        for number, niveau in enumerate(("A1", "A2", "B1")):
            self.assertIn(self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-{number % 2}", niveauLezen=niveau)).status, (200, 201))
        for number, bsn in enumerate(invented(3)):
            self.house.enrol(kenmerk=f"D-{number}", bsn=bsn)
        self.house.push("aanwezigheid", {"kenmerk": "A-1", "gemeentecode": "0518", "bsn": MIRIAM, "soort": "taalles", "periodeVan": "2026-10-05", "periodeTot": "2026-10-11", "urenGevolgd": 9})
        wait_for(lambda: self.house.questions() == 0)
        # The gemeente by its own system: what only it knows, what DUO knows better, less than before, and no more.
        for where, object in (("Hoofddoel/doel=Ondernemen;startdatum=2026-11-02", {"einddatum": "2027-11-01"}), ("ICTVaardigheid/enig", {"ictVaardig": True}),
                              ("Leerroute/gemeentecode=0518;dagtekeningPip=2026-10-26", {"niveau": "A2"}),
                              ("Hoofddoel/doel=Ondernemen;startdatum=2026-11-02", {})):
            response = self.register("PUT", where, {"bsn": MIRIAM, "object": object})
            self.assertIn(response.status, (200, 201), response.body)
        self.assertEqual(self.register("DELETE", f"ICTVaardigheid/enig?gemeente=0518&dossier={response.json['dossier']}").status, 200)

    def register(self, method, where, body=None):
        return self.house.call(method, f"/gemeente/v1/registraties/{where}", body and json.dumps({"gemeente": "0518"} | body),
                               {"Content-Type": "application/json"} if body else {}, "afnemer-0518-client")

    def test_of_what_it_made_itself_nothing_would_be_different(self):
        self.tell_of_all_kinds()
        report = self.shadow()
        self.assertEqual((report["verschillen"], report["geweigerd"]), ([], 0))
        self.assertEqual(report["gelijk"], report["berichten"])
        kept = self.house.count("log", "body_kept = 1 AND dossier <> '' AND outcome = 'verwerkt' AND feed IN ('duo', 'brp', 'taalschool', 'afnemer')")
        self.assertGreater(report["berichten"], 20)
        self.assertLessEqual(report["berichten"], kept)

    def test_it_writes_nothing(self):
        self.tell_of_all_kinds()
        self.house.stop("gateway")
        tables = lambda: {name: sorted(map(repr, self.house.rows(f"SELECT * FROM {name}"))) for name in self.house.tables()}
        before, key = tables(), hashlib.sha256((self.house.pki / "store.key").read_bytes()).hexdigest()
        self.shadow()
        self.assertEqual((tables(), hashlib.sha256((self.house.pki / "store.key").read_bytes()).hexdigest()), (before, key))

    def test_the_same_on_every_machine(self):
        self.tell_of_all_kinds()
        self.assertEqual(*(self.shadow(**machine) for machine in MACHINES))

    def test_what_is_asked_wrongly(self):
        for since in ("gisteren", "0d", "30", "30dd"):
            self.shadow("--since", since, code=2)
        self.shadow("--since", "1d", "--gemeente", "9999", code=2)


class Translate(unittest.TestCase):
    """Each message that stands in the tests and the demo, on two machines, twice."""

    def test_byte_for_byte(self):
        cases = []
        for notification in ("SS101", "SS139", "SS999"):
            cases.append((("--feed", "duo", "--resource", "notificatie"), json.dumps({"registratieDatumTijd": "2026-03-29T01:30:00Z", "gebeurtenisId": notification, "bsn": MIRIAM})))
        for kind in ("T", "W", "C"):
            cases.append((("--feed", "brp-stuf"), kennisgeving(kind)))
        cases += [(("--feed", "brp-stuf"), synchronisatie()), (("--feed", "brp-stuf"), synchroon(kennisgeving())), (("--feed", "taalschool", "--resource", "voortgangsmetingen"), json.dumps(meting()))]
        for person in json.loads((ROOT / "simulator/fixtures/brp.json").read_text()).values():
            cases.append((("--feed", "brp-json"), json.dumps({"type": "RaadpleegMetBurgerservicenummer", "personen": [person]})))
        told = [[subprocess.run([GATEWAY, "translate", *options], input=text.encode(), capture_output=True, env=os.environ | machine).stdout for options, text in cases] for machine in MACHINES * 2]
        for once in told[1:]:
            self.assertEqual(told[0], once)
        self.assertGreater(sum(len(out) > 2 for out in told[0]), 6)


if __name__ == "__main__":
    unittest.main()
