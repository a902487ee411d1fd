"""Another configuration while the gateway runs: taken up as a whole, or nothing changes; no connection breaks."""
import json
import pathlib
import signal
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, UTRECHT, House, deelname, invented, meting, wait_for  # noqa: E402


class Reload(unittest.TestCase):
    def setUp(self):
        self.house = House().start_all()
        self.addCleanup(self.house.close)
        self.house.enrol()
        self.text = self.house.config.read_text()

    def change(self, work):
        """The file is JSON, which is YAML."""
        config = json.loads(self.house.config.read_text())
        work(config)
        self.house.config.write_text(json.dumps(config))

    def reload(self):
        return subprocess.run([GATEWAY, "reload", "--config", self.house.config], capture_output=True, text=True, timeout=60)

    def taken_up(self):
        done = self.reload()
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def party(self, config, role):
        return next(each for each in config["parties"] if each["role"] == role)

    def test_a_connection_that_stands_goes_on_and_the_parties_are_others(self):
        house = self.house
        standing = house.connect("taalschool-client")

        def push(kenmerk):
            standing.request("POST", "/taalschool/v1/voortgangsmetingen", json.dumps(meting(kenmerk=kenmerk)), {"Content-Type": "application/json"})
            answer = standing.getresponse()
            answer.read()
            return answer.status

        self.assertEqual(push("A-1"), 201)
        school = self.party(json.loads(self.text), "taalschool")
        self.change(lambda config: config["parties"].remove(self.party(config, "taalschool")))
        self.assertIn("werkt met deze configuratie", self.taken_up())
        self.assertEqual(push("A-2"), 403, "who is no party any more is refused on the very same connection")
        standing.close()
        self.change(lambda config: config["parties"].append(school))
        self.taken_up()
        self.assertEqual(house.push("voortgangsmetingen", meting(kenmerk="A-3")).status, 201)
        self.assertIn("niets veranderd", self.taken_up())

    def test_tenants_subscriptions_schedules_and_terms(self):
        house = self.house
        tenants = json.loads(self.text)["tenants"]
        without = lambda part: [each | {"gemeenten": left} for each in part if (left := [code for code in each["gemeenten"] if code != "0344"])]  # noqa: E731
        self.change(lambda config: config.update(tenants=[each for each in config["tenants"] if each["oin"] != UTRECHT],
                                                 parties=without(config["parties"]), subscriptions=without(config["subscriptions"])))
        self.taken_up()
        self.assertNotEqual(house.notify("SS101", doel=UTRECHT).status, 201)
        self.assertEqual(house.count("subscription", "removed = 0"), 1)
        self.house.config.write_text(self.text)
        self.taken_up()
        self.assertEqual(len(tenants), 2)
        self.assertEqual(house.notify("SS101", doel=UTRECHT).status, 201)
        self.change(lambda config: config.update(retention={"bodies": "0s", "log": "1d"}, schedules=[{"id": "nacht", "gemeenten": ["*"], "cron": "0 3 * * *"}]))
        self.taken_up()
        planned = subprocess.run([GATEWAY, "monitor", "planning", "--config", house.config, "--json"], capture_output=True, text=True)
        self.assertIn("nacht", planned.stdout)
        wait_for(lambda: house.count("sync_schedule", "schedule = 'nacht'") == 2)

    def test_nothing_is_lost_while_it_happens_again_and_again(self):
        house = self.house
        persons = invented(40)
        for number, bsn in enumerate(persons):
            self.assertEqual(house.push("deelnames", deelname(kenmerk=f"D-{number}", bsn=bsn)).status, 201)
        answers = []
        stop = threading.Event()

        def school():
            while not stop.is_set():
                answers.append(house.push("voortgangsmetingen", meting(kenmerk=f"M-{len(answers)}", bsn=persons[len(answers) % 40])).status)

        sender = threading.Thread(target=school)
        sender.start()
        try:
            for turn in range(20):
                self.change(lambda config, turn=turn: config["limits"].update(requests_per_second=4000 + turn))
                self.taken_up()
        finally:
            stop.set()
            sender.join()
        self.assertGreater(len(answers), 20)
        self.assertEqual(set(answers), {201})
        house.expect_events(1 + 40 + len(answers), seconds=60)

    def test_other_limits_hold_for_who_connects_from_then_on(self):
        house, big = self.house, meting(kenmerk="groot", bsn=MIRIAM) | {"toelichting": "x" * 3000}
        standing = house.connect("taalschool-client")

        def push(connection):
            connection.request("POST", "/taalschool/v1/voortgangsmetingen", json.dumps(big), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        before = push(standing)
        self.assertNotEqual(before, 413)
        self.change(lambda config: config["limits"].update(body=2048))
        self.taken_up()
        self.assertEqual(push(standing), before, "a connection that stands goes on as it was")
        self.assertEqual(push(house.connect("taalschool-client")), 413)
        self.change(lambda config: config["limits"].update(connections_per_party=1))
        self.taken_up()
        self.assertEqual(house.call("GET", "/", name="taalschool-client").status, 429, "and counts among those of its party")
        self.change(lambda config: config["limits"].update(body=1_000_000, connections_per_party=100))
        self.taken_up()
        self.assertEqual(push(house.connect("taalschool-client")), before)
        standing.close()

    def test_limits_that_let_nobody_in_are_none(self):
        for wrong in ({"first_byte": "0s"}, {"handshake": "100000h"}, {"idle": "5ms"}):
            self.house.config.write_text(self.text)
            self.change(lambda config, wrong=wrong: config["limits"].update(wrong))
            told = self.reload()
            self.assertEqual(told.returncode, 2)
            self.assertIn("100ms tot en met 1h", told.stderr)

    def test_a_fault_on_every_line_changes_nothing(self):
        house = self.house
        lines = json.dumps(json.loads(self.text), indent=1).splitlines()
        faulty = 0
        for number in range(0, len(lines), max(1, len(lines) // 40)):
            broken = lines[:number] + [lines[number].replace(":", ": !!onzin", 1) if ":" in lines[number] else lines[number] + " }}"] + lines[number + 1:]
            house.config.write_text("\n".join(broken))
            told = self.reload()
            if told.returncode == 0:
                continue  # still good
            faulty += 1
            self.assertIn(told.returncode, (1, 2), told.stderr)
            self.assertNotIn("terminate", told.stderr)
            # A signal that comes all the same, as of systemctl reload.
            house.processes["gateway"].process.send_signal(signal.SIGHUP)
        self.assertGreater(faulty, 10)
        house.config.write_text(self.text)
        wait_for(lambda: house.count("log", "kind = 'configuratie' AND outcome = 'geweigerd'"))
        self.assertEqual(house.push("voortgangsmetingen", meting(kenmerk="nog-steeds", bsn=MIRIAM)).status, 201)

    def test_what_needs_a_restart_is_named_and_nothing_of_the_rest_is_taken_up(self):
        house = self.house
        self.change(lambda config: (config["duo"].update(timeout="9s"), config.update(threads=3), config["parties"].remove(self.party(config, "taalschool"))))
        told = self.reload()
        self.assertEqual(told.returncode, 1)
        self.assertIn("threads", told.stderr)
        self.assertIn("duo", told.stderr)
        self.assertIn("herstart", told.stderr)
        self.assertEqual(house.push("voortgangsmetingen", meting(kenmerk="B-1")).status, 201, "the school is still a party")
        house.config.write_text(self.text)
        self.assertIn("werkt met deze configuratie", self.taken_up(), "and who goes back hears of it")
        house.stop("gateway")
        alone = self.reload()
        self.assertEqual(alone.returncode, 1)
        self.assertIn("draait geen gateway", alone.stderr)


if __name__ == "__main__":
    unittest.main()
