"""Clocks of persons, in the real program: told when their day has come, once, whatever the clock of the machine says."""
import datetime
import json
import pathlib
import subprocess
import sys
import unittest
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import BIN, GATEWAY, MIRIAM, NO_KLOKKEN, House, on_postgres, wait_for  # noqa: E402

DAY = 86400
TODAY = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Amsterdam")).date()


def noon(days):
    """A moment so many days from today, as DUO writes it."""
    return (TODAY + datetime.timedelta(days=days)).isoformat() + "T12:00:00Z"


def only(*wanted):
    """The clocks that are named, and no others that come with the gateway."""
    named = {each["klok"] for each in wanted}
    return [each for each in NO_KLOKKEN if each["klok"] not in named] + list(wanted)


class Klokken(unittest.TestCase):
    def start(self, *klokken, **settings):
        self.house = House(den_haag={"klokken": only(*klokken)}, **settings)
        self.addCleanup(self.house.close)
        self.house.start_duo()
        self.house.start_afnemers()
        for wish in settings.get("subscriptions", []):
            wish["url"] = f"https://127.0.0.1:{self.house.den_haag_port}/e"
        self.house.start_gateway()

    def again(self, *klokken, seconds=0):
        """The gateway after a restart, with a clock that is so far ahead, and other clocks when they are named."""
        self.house.stop("gateway")
        if klokken:
            self.house.settings["den_haag"] = {"klokken": only(*klokken)}
        ahead = ["env", f"LD_PRELOAD={BIN / 'other_clock.so'}", f"OTHER_CLOCK={seconds}", "ASAN_OPTIONS=verify_asan_link_order=0"]
        self.house.start_gateway(wrapper=ahead if seconds else [])
        self.looked(TODAY + datetime.timedelta(seconds=seconds))

    def looked(self, day):
        """The look of that day is over: nobody is due any more."""
        wait_for(lambda: self.house.rows("SELECT COUNT(*) FROM klok_regels") == [["2"]] and
                 self.house.rows(f"SELECT COUNT(*) FROM dossier WHERE klok_op <> '' AND klok_op <= '{day}'") == [["0"]])

    def notify(self, kind, days, bsn=MIRIAM):
        body = json.dumps({"registratieDatumTijd": noon(days), "gebeurtenisId": kind, "bsn": bsn})
        self.assertEqual(self.house.notify(body=body).status, 201)
        wait_for(lambda: self.house.rows("SELECT COUNT(*) FROM question") == [["0"]] and self.house.waiting() == 0, 30)

    def told(self, count):
        """What was told of clocks: kind of event, clock, standing, last warning."""
        def kinds():
            return [(event["type"].rsplit(".", 1)[1], event["data"]["object"]["klok"], event["data"]["object"]["stand"], event["data"]["object"].get("waarschuwing"))
                    for event in self.house.events() if event["data"]["objecttype"] == "Klok"]
        wait_for(lambda: len(kinds()) >= count)
        wait_for(lambda: self.house.waiting() == 0)
        self.assertEqual(len(kinds()), count, kinds())
        return kinds()

    @unittest.skipIf(on_postgres(), "there a node goes by the clock of its database, which is not ahead")
    def test_ten_weeks_from_the_notification_to_the_warning(self):
        self.start({"klok": "pip"})
        self.notify("SS139", -30)
        self.assertEqual(self.told(1), [("vastgelegd", "pip", "loopt", None)])
        event = next(event for event in self.house.events() if event["data"]["objecttype"] == "Klok")
        klok = event["data"]["object"]
        self.assertEqual(klok["laatsteDag"], (TODAY + datetime.timedelta(days=40)).isoformat())
        notification = next(entry for entry in self.house.log() if entry["soort"].startswith("notificatie"))
        self.assertEqual(klok["begonnenDoorBericht"], notification["berichtId"])
        self.assertIn("SS139", klok["begonnenDoor"])
        self.assertEqual(event["data"]["bron"]["feed"], "gateway")

        # The machine's clock goes on, and nobody says anything.
        self.again(seconds=12 * DAY)
        self.assertEqual(self.told(2)[1:], [("gewijzigd", "pip", "nadert", "4 weken ervoor")])
        self.again(seconds=12 * DAY)
        self.told(2)
        self.again(seconds=41 * DAY)
        self.assertEqual(self.told(3)[2:], [("gewijzigd", "pip", "verstreken", "verstreken")])
        looks = [entry for entry in self.house.log() if entry["soort"] == "dagelijkse controle"]
        self.assertEqual([entry["gebeurtenissen"] for entry in looks], [1, 1])
        sequences = [int(event["sequence"]) for event in self.house.events(derived=True)]
        self.assertEqual(sequences, list(range(1, len(sequences) + 1)), "numbered with the rest")

    def test_who_wants_only_these_gets_them_and_they_end_when_the_dossier_does(self):
        wish = {"id": "termijnen", "afnemer": "00000099000000005000", "gemeenten": ["0518"], "bevestiging": "geen", "objecttypes": ["Klok"]}
        self.start({"klok": "pip"}, subscriptions=[wish])
        self.notify("SS139", -60)
        self.assertEqual(self.told(1), [("vastgelegd", "pip", "nadert", "2 weken ervoor")])
        self.notify("SS110", -1)
        self.assertEqual(self.told(2)[1][:3], ("beeindigd", "pip", "ingetrokken"))
        self.assertEqual([event["data"]["objecttype"] for event in self.house.events()], ["Klok", "Klok"])
        self.assertEqual(self.house.rows("SELECT COUNT(*) FROM klok"), [["0"]])

    def test_a_gemeente_has_a_clock_of_its_own(self):
        self.start()
        self.notify("SS139", -10)
        self.told(0)
        own = {"klok": "huisbezoek", "titel": "eerste huisbezoek", "duur": "2 weken", "waarschuw_voor": ["1 week"],
               "begint": {"objecttype": "Gebeurtenis", "veld": "registratieDatumTijd", "waarbij": {"gebeurtenisId": "SS139"}},
               "stopt": [{"objecttype": "PIP", "veld": "dagtekening"}]}
        self.again(own)
        self.assertEqual(self.told(1), [("vastgelegd", "huisbezoek", "nadert", "1 week ervoor")])
        self.again()
        self.told(1)
        self.again({"klok": "huisbezoek", "aan": "nee"} | {key: own[key] for key in ("titel", "duur", "begint")})
        self.assertEqual(self.told(2)[1][:3], ("beeindigd", "huisbezoek", "ingetrokken"))

    def test_a_fault_that_may_cost_somebody_a_term_is_told_before_all_others(self):
        self.house = House(den_haag={"klokken": only({"klok": "pip"})}, delivery={"open_after": 1000}, subscriptions=[
            {"id": "kapot", "afnemer": "00000099000000005000", "gemeenten": ["0518"], "bevestiging": "geen", "url": "https://127.0.0.1:2/e"}])
        self.addCleanup(self.house.close)
        self.house.start_gateway()  # there is no DUO either
        for bsn, days in (("999990639", -67), (MIRIAM, -60)):
            body = json.dumps({"registratieDatumTijd": noon(days), "gebeurtenisId": "SS139", "bsn": bsn})
            self.assertEqual(self.house.notify(body=body).status, 201)
        concerns = lambda: self.house.operator("/beheer/v1/overzicht").json["meldingen"]
        told = lambda: [each for each in concerns() if "vraag inburgeringsplicht lukt niet" in each["wat"] and "abonnement kapot" in each["wat"]]
        wait_for(lambda: len(told()) == 2, 30)
        all_of_them = concerns()
        self.assertEqual([each["ernst"] for each in all_of_them[:2]], ["termijn", "termijn"])
        self.assertGreater(len(all_of_them), 2)
        self.assertNotIn("termijn", [each["ernst"] for each in all_of_them[2:]])
        last = [(TODAY + datetime.timedelta(days=days + 70)).strftime("%d-%m-%Y") for days in (-67, -60)]
        for concern, day in zip(all_of_them, last):
            self.assertIn(day, concern["wat"])
            self.assertIn("PIP vaststellen", concern["wat"])
            self.assertNotIn("verstreken", concern["wat"])
            self.assertTrue(concern["pagina"].startswith("berichten?id="), "where it can be looked into")
        out = subprocess.run([GATEWAY, "monitor", "status", "--config", self.house.config], capture_output=True, text=True).stdout
        self.assertTrue(out.startswith("TERMIJN"), out)

        terms = self.house.operator("/beheer/v1/termijnen").json
        self.assertEqual([(each["klok"], each["stand"], each["dagen"]) for each in terms["termijnen"]], [("pip", "nadert", 3), ("pip", "nadert", 10)])
        self.assertEqual(terms["aantallen"], [{"gemeentecode": "0518", "klok": "pip", "titel": "PIP vaststellen binnen tien weken", "loopt": 0, "nadert": 2, "verstreken": 0}])
        out = subprocess.run([GATEWAY, "monitor", "termijnen", "--config", self.house.config, "--json"], check=True, capture_output=True)
        self.assertEqual(json.loads(out.stdout), terms, "the command line says the same")
        file = self.house.operator("/beheer/v1/termijnen?formaat=csv&gemeente=0518")
        self.assertEqual(file.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertEqual(len(file.body.decode("utf-8-sig").splitlines()), 3)
        self.assertNotIn(MIRIAM, file.body.decode())
        self.assertEqual(self.house.operator("/beheer/v1/termijnen?stand=ooit").status, 400)
        self.assertEqual(self.house.operator("/beheer/v1/termijnen?gemeente=0344").json["termijnen"], [])

    def test_a_refused_notification_is_ranked_by_the_person_it_is_about(self):
        self.start({"klok": "pip"})
        self.notify("SS139", -60)
        self.told(1)
        for body in ({"gebeurtenisId": "SS110", "bsn": MIRIAM}, {"gebeurtenisId": "SS110", "bsn": "999990639"}, {"gebeurtenisId": "SS110"}):
            self.assertEqual(self.house.notify(body=json.dumps(body)).status, 400)
        first, *others = [entry for entry in self.house.log() if entry["uitkomst"] == "geweigerd"][-3:]
        self.assertEqual(first["dossier"], next(entry["dossier"] for entry in self.house.log() if entry["soort"] == "notificatie SS139"))
        self.assertEqual([entry.get("dossier", "") for entry in others], ["", ""], "of whom there is no dossier, and of nobody")
        self.assertNotIn(MIRIAM, json.dumps(first))
        concerns = lambda: self.house.operator("/beheer/v1/overzicht").json["meldingen"]
        [told] = wait_for(lambda: [each for each in concerns() if "een bericht van DUO (notificatie) is geweigerd" in each["wat"]], 30)
        self.assertEqual((told["ernst"], concerns()[0]), ("termijn", told))
        self.assertNotIn(MIRIAM, json.dumps(told))
        out = subprocess.run([GATEWAY, "monitor", "termijnen", "--config", self.house.config, "--gemeente", "0518"], check=True, capture_output=True, text=True).stdout.splitlines()
        self.assertEqual((out[0].split()[:3], len(out)), (["GEMEENTE", "LAATSTE", "DAG"], 2))
        none = subprocess.run([GATEWAY, "monitor", "termijnen", "--config", self.house.config, "--gemeente", "9999"], capture_output=True, text=True)
        self.assertEqual((none.returncode, none.stdout), (2, ""))
        self.notify("SS120", -1)  # what comes after it shows that the exchange goes on
        wait_for(lambda: not [each for each in concerns() if "is geweigerd" in each["wat"]], 30)

    def test_an_overrun_term_is_not_called_well(self):
        self.start({"klok": "pip"})
        self.notify("SS139", -100)
        self.told(1)
        result = subprocess.run([GATEWAY, "monitor", "status", "--config", self.house.config], capture_output=True, text=True)
        self.assertIn("1 termijn is verstreken", result.stdout)
        self.assertEqual(result.returncode, 1)

    def test_check_names_what_is_wrong_with_a_clock(self):
        self.start()
        self.house.settings["den_haag"] = {"klokken": [
            {"klok": "pip", "duur": "12 weken"}, {"klok": "inburgeringstermijn", "duur": "2 jaar"}, {"klok": "map", "waarschuw_voor": ["ooit"]},
            {"klok": "Eigen klok", "titel": "x", "duur": "1 week", "begint": {"objecttype": "Pip", "veld": "dagtekening"}},
            {"klok": "eigen", "titel": "x", "duur": "1 week", "begint": {"objecttype": "PIP", "veld": "gemeentecode"}, "wacht": "ja"}]}
        self.house.write_config()
        result = subprocess.run([GATEWAY, "check", "--config", self.house.config], capture_output=True, text=True)
        self.assertEqual(result.returncode, 2)
        said = result.stdout + result.stderr
        for expected in ("tenants[0].klokken[0].duur", "hoogstens 10 weken", "tenants[0].klokken[1].duur", "zegt de bron wanneer",
                         "klokken[2].waarschuw_voor", "schrijf een getal", "klokken[3].klok", "klokken[3].begint.objecttype", "Pip is niet bekend",
                         "gemeentecode van PIP is geen dag", "klokken[4].wacht"):
            self.assertIn(expected, said)


if __name__ == "__main__":
    unittest.main()
