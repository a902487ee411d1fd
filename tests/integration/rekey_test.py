"""Another key for the store while the gateway runs and is being used, also when it is killed meanwhile."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, SCHOOL, House, invented, meting, wait_for  # noqa: E402


class Rekey(unittest.TestCase):
    def setUp(self):
        self.house = House().start_all()
        self.addCleanup(self.house.close)
        self.key_file = self.house.pki / "store.key"
        self.persons = invented(150)
        for number, bsn in enumerate(self.persons):
            self.house.enrol(kenmerk=f"D-{number}", bsn=bsn)

    def run_cli(self, *arguments):
        return subprocess.run([GATEWAY, *arguments, "--config", self.house.config], capture_output=True, text=True, timeout=60)

    def keys(self):
        listed = self.run_cli("store", "keys", "--json")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        return {each["naam"]: each["waarden"] for each in json.loads(listed.stdout)}

    def drop(self, *names):
        """As an operator does it: the gateway is away for a moment."""
        self.house.stop("gateway")
        for name in names:
            dropped = self.run_cli("store", "drop-key", name)
            self.assertEqual(dropped.returncode, 0, dropped.stderr)
        self.house.start_gateway()

    def expect_whole(self):
        verified = self.run_cli("log", "verify")
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        for number in (0, 74, 149):
            self.assertEqual(self.house.push("voortgangsmetingen", meting(kenmerk=f"na-{number}-{time.time_ns()}", bsn=self.persons[number])).status, 201)

    def test_everything_goes_over_and_then_the_former_key_can_go(self):
        before = self.keys()
        self.assertEqual(list(before), ["k1"])
        self.assertGreater(before["k1"], 700)
        made = self.run_cli("store", "rekey")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertEqual(oct(self.key_file.stat().st_mode & 0o777), "0o600")
        wait_for(lambda: self.keys()["k1"] == 0)
        wait_for(lambda: any(entry["soort"] == "opslagsleutel" and entry["uitkomst"] == "voltooid" for entry in self.house.log()))
        early = self.run_cli("store", "drop-key", "k1")
        self.assertNotEqual(early.returncode, 0)
        self.assertIn("in gebruik", early.stderr, "what is under way may be sealed under it")
        self.drop("k1")
        self.assertEqual(list(self.keys()), ["k2"])
        self.expect_whole()

    def test_new_writes_are_under_the_new_key_at_once_while_partners_go_on(self):
        answers = []
        stop = threading.Event()

        def school():
            while not stop.is_set():
                number = len(answers)
                answers.append(self.house.push("voortgangsmetingen", meting(kenmerk=f"V-{number}", bsn=self.persons[number % 150])).status)

        sender = threading.Thread(target=school)
        sender.start()
        try:
            for name in ("k2", "k3"):
                self.assertEqual(self.run_cli("store", "rekey").returncode, 0)
                wait_for(lambda name=name: self.keys().get(name, 0) > 700)
        finally:
            stop.set()
            sender.join()
        self.assertEqual(set(answers), {201}, "nobody noticed")
        wait_for(lambda: self.keys()["k1"] == self.keys()["k2"] == 0)
        self.drop("k2", "k1")
        self.expect_whole()

    def test_what_a_command_seals_with_a_key_that_was_made_this_moment_is_no_damage(self):
        file = self.house.dir / "wijziging.csv"
        file.write_text("kenmerk;gemeentecode;bsn;soort;startdatum\r\n" + "".join(f"D-{i};0518;{bsn};taalles;2026-08-0{i + 1}\r\n" for i, bsn in enumerate(self.persons[:9])))
        wait_for(lambda: self.house.waiting() == 0)
        told = len(self.house.events())
        self.assertEqual(self.run_cli("store", "rekey").returncode, 0)
        imported = self.run_cli("taalschool", "import", "--party", SCHOOL, "--resource", "deelnames", file)
        self.assertEqual(imported.returncode, 0, imported.stdout + imported.stderr)
        for number in range(9):
            self.assertEqual(self.house.push("voortgangsmetingen", meting(kenmerk=f"NU-{number}", bsn=self.persons[number])).status, 201)
        wait_for(lambda: self.house.waiting() == 0)
        self.assertEqual(self.house.count("dead_letter"), 0)
        changed = [event["type"] for event in self.house.events()[told:] if event["type"].startswith("nl.inburgering.deelname.")]
        self.assertEqual(changed, ["nl.inburgering.deelname.gewijzigd"] * 9)

    def test_killed_ten_times_on_the_way(self):
        for part in range(20):
            rows = [meting(kenmerk=f"V-{part}-{number}", bsn=bsn) for number, bsn in enumerate(self.persons)]
            self.assertEqual(self.house.push("voortgangsmetingen/batch", {"verwerking": "alles-of-niets", "rijen": rows}).status, 200)
        whole = self.keys()["k1"]
        self.assertGreater(whole, 10_000)
        self.assertEqual(self.run_cli("store", "rekey").returncode, 0)
        left = []
        for turn in range(10):
            time.sleep(0.01 * turn)
            self.house.stop("gateway", signal.SIGKILL)
            left.append(self.keys()["k1"])
            self.house.start_gateway()
        self.assertTrue(any(0 < each < whole for each in left), f"it was never killed halfway: {left} of {whole}")
        self.assertEqual(left, sorted(left, reverse=True), "what was done stays done")
        wait_for(lambda: self.keys()["k1"] == 0, 30)
        self.drop("k1")
        self.expect_whole()

    def test_what_cannot_be_is_refused_and_changes_nothing(self):
        whole = self.key_file.read_bytes()
        for arguments, what in ((["rekey", "--naam", "k1"], "er is al een sleutel"), (["rekey", "--naam", "met spatie"], "naam"),
                                (["drop-key", "k1"], "sleutel van nu"), (["drop-key", "k9"], "geen sleutel k9")):
            refused = self.run_cli("store", *arguments)
            self.assertNotEqual(refused.returncode, 0)
            self.assertIn(what, refused.stderr)
        self.assertEqual(self.key_file.read_bytes(), whole)
        # A file that is spoiled while the gateway runs, or that holds the key of another store: it goes on with what it has.
        for content in (b"rommel\n", b"k7:" + b"0" * 64 + b"\n"):
            self.key_file.write_bytes(content)
            wait_for(lambda: "de opslagsleutel blijft zoals zij was" in self.house.processes["gateway"].text())
            self.assertEqual(self.house.push("voortgangsmetingen", meting(kenmerk=f"K-{len(content)}", bsn=self.persons[0])).status, 201)
        self.key_file.write_bytes(whole)
        time.sleep(1.2)
        self.expect_whole()

    def test_a_former_key_that_something_needs_cannot_be_missed(self):
        self.house.stop("gateway")
        self.assertEqual(self.run_cli("store", "rekey").returncode, 0)
        refused = self.run_cli("store", "drop-key", "k1")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("staat nog iets onder", refused.stderr)
        whole = self.key_file.read_text()
        self.key_file.write_text(whole.splitlines()[0] + "\n")
        for command in (("check",), ("serve",), ("log", "verify"), ("store", "keys")):
            told = self.run_cli(*command)
            self.assertEqual(told.returncode, 2, command)
            self.assertIn("heeft nog een vorige sleutel nodig", told.stderr)
        self.key_file.write_text(whole)
        self.house.start_gateway()
        self.expect_whole()

    def test_a_command_that_still_has_the_former_key_holds_it_there(self):
        self.house.stop("gateway")
        self.house.write_config()
        import_ = subprocess.Popen([GATEWAY, "taalschool", "import", "--config", self.house.config, "--party", SCHOOL, "--resource", "voortgangsmetingen", "-"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(import_.stdout.close)
        self.addCleanup(import_.stderr.close)
        try:
            wait_for(lambda: any(".sleutels" in os.readlink(each) for each in pathlib.Path(f"/proc/{import_.pid}/fd").iterdir() if each.is_symlink()))
            self.assertEqual(self.run_cli("store", "rekey").returncode, 0)
            self.house.start_gateway()
            wait_for(lambda: self.keys()["k1"] == 0)
            self.house.stop("gateway")
            refused = self.run_cli("store", "drop-key", "k1")
            self.assertIn("in gebruik", refused.stderr)
        finally:
            import_.stdin.close()
            import_.wait(20)
        self.drop_after_import()

    def drop_after_import(self):
        self.house.start_gateway()
        wait_for(lambda: self.keys()["k1"] == 0)
        self.drop("k1")
        self.expect_whole()

    def test_no_key_stands_in_what_is_printed_or_logged(self):
        out = self.run_cli("store", "rekey")
        secrets = [line.split(":")[1] for line in self.key_file.read_text().splitlines()]
        self.assertEqual(len(secrets), 2)
        wait_for(lambda: self.keys()["k1"] == 0)
        for secret in secrets:
            self.assertNotIn(secret, out.stdout + out.stderr + self.house.processes["gateway"].text() + json.dumps(self.house.log()))


if __name__ == "__main__":
    unittest.main()
