"""Synchronisation with DUO: by hand and on schedule, through restarts, beside notifications, and what it says of itself."""
import json
import pathlib
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, GATEWAY, MIRIAM, House, invented, wait_for  # noqa: E402

PERSON_RESOURCES = 16


class SyncHouse(House):
    def sync(self, *arguments, check=True):
        done = subprocess.run([GATEWAY, "sync", arguments[0], "--config", self.config, *arguments[1:]], capture_output=True, text=True, timeout=120)
        if check and done.returncode:
            raise AssertionError(f"{arguments}: {done.returncode} {done.stderr}")
        return done

    def runs(self):
        return json.loads(self.sync("list", "--json").stdout)

    def know_all(self, bsns):
        """Dossiers for persons of whom DUO has everything to tell; does not wait for what follows."""
        for bsn in bsns:
            assert self.notify("SS112", bsn=bsn).status == 201


def sums(run):
    return {name: sum(resource[name] for resource in run["resources"]) for name in ("gevraagd", "gewijzigd", "nietAangekondigd", "geweigerd", "mislukt")}


class ByHand(unittest.TestCase):
    def setUp(self):
        self.house = SyncHouse().start_all()
        self.addCleanup(self.house.close)

    def test_a_run_asks_everything_of_everyone_and_tells_what_nobody_announced(self):
        house = self.house
        house.notify("SS101")
        house.expect_events(8)
        wait_for(lambda: house.waiting() == 0)
        done = house.sync("run", "--gemeente", "0518", "--person", MIRIAM)
        self.assertIn(f"{PERSON_RESOURCES} van {PERSON_RESOURCES}", done.stderr)
        self.assertIn("pip", done.stdout)
        run = house.runs()[0]
        self.assertEqual((run["staat"], run["totaal"], run["gedaan"]), ("voltooid", PERSON_RESOURCES, PERSON_RESOURCES))
        self.assertEqual(sums(run)["nietAangekondigd"], 0, "what was never asked before cannot have been missed")
        types = {event["data"]["objecttype"] for event in house.events()}
        self.assertLessEqual({"PIP", "Leerroute", "Leerbaarheidstoets", "GevolgdeUren", "Inburgeringstermijn"}, types)

        before = len(house.events())
        house.sync("run", "--gemeente", DEN_HAAG)
        self.assertEqual(sums(house.runs()[0])["gewijzigd"], 0, "asking again when nothing changed")
        self.assertEqual(len(house.events()), before)

        house.behave(f"/simulator/personen/{MIRIAM}/inburgeringstermijn", {"startdatum": "2026-11-02", "einddatum": "2030-05-02", "verlengingsgrondcode": "3a"})
        house.sync("run", "--gemeente", "0518", "--resource", "inburgeringstermijn", "--resource", "doelgroep")
        figures = sums(house.runs()[0])
        self.assertEqual((figures["gevraagd"], figures["gewijzigd"], figures["nietAangekondigd"]), (2, 1, 1))
        house.expect_events(before + 1)
        self.assertEqual(house.events()[-1]["data"]["gewijzigd"], ["datumEinde", "verlengingsgrond"])

        status = {each["gemeente"]: each for each in json.loads(house.sync("status", "--json").stdout)}
        self.assertEqual(status["0518"]["volledigTotUren"], 1)
        self.assertIn("geen gebeurtenis van langer dan 1 uur", house.sync("status").stdout)

    def test_reference_lists_have_runs_of_their_own(self):
        self.house.sync("run", "--gemeente", "0518", "--resource", "instellingen", "--resource", "verlengingsgronden")
        self.assertEqual((self.house.runs()[0]["totaal"], self.house.runs()[0]["gedaan"]), (2, 2))
        events = self.house.expect_events(3)
        self.assertEqual({event["data"]["objecttype"] for event in events}, {"Instelling", "Verlengingsgrondslag"})
        self.assertNotIn("bsn", events[0]["data"])

    def test_what_fails_is_told_and_does_not_count_as_answered(self):
        house = self.house
        house.know_all([MIRIAM])
        house.behave("/simulator/gedrag", {"status": 400, "aantal": -1})
        done = house.sync("run", "--gemeente", "0518", "--resource", "pip", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(sums(house.runs()[0])["mislukt"], 1)
        self.assertIn("nog niet volledig", house.sync("status").stdout)

    def test_wrong_usage(self):
        for arguments in (("run", "--gemeente", "9999"), ("run",), ("run", "--gemeente", "0518", "--resource", "toverboek"), ("vlieg",)):
            self.assertEqual(self.house.sync(*arguments, check=False).returncode, 2, arguments)
        self.assertEqual(self.house.sync("run", "--gemeente", "0518", "--person", "123", check=False).returncode, 1)
        self.assertEqual(self.house.sync("cancel", "onzin", check=False).returncode, 1)


class Many(unittest.TestCase):
    def setUp(self):
        self.people = invented(40)
        self.house = SyncHouse()
        self.addCleanup(self.house.close)
        fixtures = self.house.dir / "duo.json"
        miriam = json.loads((pathlib.Path(__file__).resolve().parents[2] / "simulator/fixtures/duo.json").read_text())[MIRIAM]
        fixtures.write_text(json.dumps({bsn: miriam for bsn in self.people}))
        self.house.start_duo("--fixtures", fixtures)
        self.house.start_afnemers()
        self.house.start_gateway()
        self.house.know_all(self.people)
        wait_for(lambda: not any(entry["uitkomst"] == "mislukt" for entry in self.house.log()) and
                 sum(entry["soort"] == "GET doelgroep" for entry in self.house.log()) == len(self.people))

    def start_run(self):
        process = subprocess.Popen([GATEWAY, "sync", "run", "--config", self.house.config, "--gemeente", "0518"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.communicate)
        wait_for(lambda: self.house.runs() and self.house.runs()[0]["gedaan"] > 20)
        return process

    def asked_by(self, run):
        return [(entry["dossier"], entry["soort"]) for entry in self.house.log(5000) if entry["oorzaak"] == run and entry["soort"].startswith("GET ")]

    def test_a_run_survives_kill_nine_nobody_is_skipped_and_nothing_finished_is_asked_again(self):
        self.house.behave("/simulator/gedrag", {"vertragingMs": 40})
        process = self.start_run()
        run = self.house.runs()[0]["id"]
        for _ in range(2):
            self.house.stop("gateway", signal.SIGKILL)
            self.house.start_gateway()
            before = self.house.runs()[0]["gedaan"]
            wait_for(lambda: self.house.runs()[0]["gedaan"] > before + 20 or self.house.runs()[0]["staat"] == "voltooid")
        wait_for(lambda: self.house.runs()[0]["staat"] == "voltooid", 90)
        process.communicate()
        self.assertEqual(process.returncode, 0)
        asked = self.asked_by(run)
        self.assertEqual(len(asked), len(self.people) * PERSON_RESOURCES)
        self.assertEqual(len(set(asked)), len(asked), "an answer that was kept is not asked for again")

    def test_it_can_be_paused_resumed_and_cancelled_and_notifications_go_first(self):
        # Slow enough that the run cannot end between two commands, whatever else this machine does.
        self.house.behave("/simulator/gedrag", {"vertragingMs": 250})
        process = self.start_run()
        run = self.house.runs()[0]["id"]
        self.assertEqual(self.house.notify("SS131", bsn=self.people[-1]).status, 201)
        notified = lambda: [entry for entry in self.house.log(5000) if entry["soort"] == "GET leerbaarheidstoets" and entry["oorzaak"] != run]  # noqa: E731
        wait_for(notified, 5)
        self.assertEqual(self.house.runs()[0]["staat"], "loopt", "the notification did not wait for the run")
        self.house.sync("pause", run)
        self.assertEqual(self.house.sync("run", "--gemeente", "0518", check=False).returncode, 1, "one at a time")
        wait_for(lambda: self.still(), 30)
        self.assertLess(self.house.runs()[0]["gedaan"], len(self.people) * PERSON_RESOURCES)
        self.house.sync("resume", run)
        still = self.house.runs()[0]["gedaan"]
        wait_for(lambda: self.house.runs()[0]["gedaan"] > still)
        self.house.sync("cancel", run)
        process.communicate()
        self.assertEqual(process.returncode, 1)
        self.assertEqual(self.house.runs()[0]["staat"], "geannuleerd")
        wait_for(lambda: self.still(), 30)

    def still(self):
        before = self.house.runs()[0]["gedaan"]
        time.sleep(0.5)
        return self.house.runs()[0]["gedaan"] == before


class OnSchedule(unittest.TestCase):
    def test_downtime_is_caught_up_once(self):
        house = self.house = SyncHouse(schedules=[{"id": "nacht", "gemeenten": ["*"], "cron": "0 3 * * *"}])
        self.addCleanup(house.close)
        house.start_all()
        house.know_all([MIRIAM])
        wait_for(lambda: house.count("sync_schedule") == 2)
        self.assertEqual(house.runs(), [], "a schedule that is seen for the first time begins to count now")
        house.stop("gateway")
        house.change("UPDATE sync_schedule SET due = due - 5 * 86400000")
        house.start_gateway()
        wait_for(lambda: sorted((run["gemeente"], run["staat"]) for run in house.runs()) == [("0344", "voltooid"), ("0518", "voltooid")])
        time.sleep(1.5)
        self.assertEqual(len(house.runs()), 2, "five nights are caught up once")
        self.assertIn("synchronisatie nacht", [entry["soort"] for entry in house.log()])
        self.assert_each_run_is_a_journey()
        # By hand too, and then it says who began it.
        house.sync("run", "--gemeente", "0518")
        self.assertEqual(house.rootless(), [])
        (root,) = [entry for entry in house.log() if entry["soort"] == "synchronisatie gestart" and entry["feed"] == "beheer"]
        self.assertEqual((root["berichtId"], root["referentie"]), (house.runs()[0]["id"], "hand"))

    def assert_each_run_is_a_journey(self):
        """Of a schedule: with everything that it asked, from its beginning to its end."""
        told = json.loads(subprocess.run([GATEWAY, "log", "list", "--reizen", "--json", "--config", self.house.config], check=True, capture_output=True).stdout)
        for run in self.house.runs():
            (journey,) = [each for each in told if each["berichtId"] == run["id"]]
            self.assertEqual((journey["soort"], journey["stand"]), ("synchronisatie gestart", "klaar"))
            steps = [entry for entry in self.house.log() if entry["oorzaak"] == run["id"]]
            self.assertEqual(journey["uitwisselingen"], len(steps))
            self.assertGreaterEqual(len(steps), 2 + run["gedaan"] * (run["gemeente"] == "0518"))
        self.assertEqual(self.house.rootless(), [])


class AtTheOperatorListener(unittest.TestCase):
    PATH = "/beheer/v1/synchronisaties"

    def setUp(self):
        self.house = SyncHouse(duo={"in_flight": 2}).start_all()
        self.addCleanup(self.house.close)
        self.house.know_all(invented(5))

    def test_a_run_is_started_followed_paused_resumed_and_cancelled(self):
        house = self.house
        house.behave("/simulator/gedrag", {"vertragingMs": 250})
        begun = house.operator(self.PATH, {"gemeente": "0518", "resources": ["pip", "uren", "map", "pvt"]})
        self.assertEqual((begun.status, begun.json["staat"], begun.json["totaal"]), (202, "loopt", 20), begun.body)
        self.assertEqual(house.operator(self.PATH, {"gemeente": "0518"}).status, 409, "one at a time")
        where = begun.headers["Location"]
        self.assertEqual(house.operator(where + "/pauzeren", {}).json["staat"], "gepauzeerd")
        metrics = house.operator("/metrics").body.decode()
        self.assertIn('inburgering_sync_questions{gemeente="0518",part="total",schedule="hand"} 20', metrics)
        self.assertEqual(house.operator(where + "/hervatten", {}).json["staat"], "loopt")
        underway = wait_for(lambda: (run := house.operator(where).json)["gedaan"] > 0 and run)
        if underway["staat"] == "loopt":
            self.assertGreater(underway["perSeconde"], 0)
        wait_for(lambda: house.operator(where).json["staat"] == "voltooid")
        self.assertEqual(house.operator(where).json["gedaan"], 20)
        self.assertNotIn("inburgering_sync_questions{", house.operator("/metrics").body.decode())
        second = house.operator(self.PATH, {"gemeente": "0518"}).headers["Location"]
        self.assertEqual(house.operator(second + "/annuleren", {}).json["staat"], "geannuleerd")
        self.assertEqual(house.operator(second + "/annuleren", {}).status, 409)
        self.assertEqual([run["staat"] for run in house.operator(self.PATH).json["synchronisaties"]], ["geannuleerd", "voltooid"])

    def test_completeness_is_told_per_gemeente(self):
        self.house.sync("run", "--gemeente", "0518")
        told = self.house.operator("/beheer/v1/volledigheid").json["gemeenten"]
        self.assertEqual([(each["gemeente"], each["volledigTotUren"]) for each in told], [("0518", 1), ("0344", None)])

    def test_what_is_not_asked_well_is_refused(self):
        house = self.house
        for path, body, status in (
                (self.PATH, {"gemeente": "9999", "resources": ["vlieg"], "x": 1}, 400), (self.PATH, [], 400), (self.PATH, {"gemeente": "0518", "dossiers": 3}, 400),
                (self.PATH + "/onbekend", None, 404), (self.PATH + "/onbekend/annuleren", {}, 404), (self.PATH + "/onbekend/vliegen", {}, 404),
                (self.PATH + "/onbekend/annuleren", None, 405), ("/beheer/v1/volledigheid", {}, 405)):
            with self.subTest(path=path, body=body):
                self.assertEqual(house.operator(path, body).status, status)
        self.assertEqual(house.operator(self.PATH, method="POST", **{"Content-Type": "text/plain"}).status, 415, "what another site's page can send")
        self.assertEqual(set(house.operator(self.PATH, {"gemeente": "9999", "resources": ["vlieg"], "x": 1}).pointers), {"/gemeente", "/resources/0", "/x"})


if __name__ == "__main__":
    unittest.main()
