"""A row of the store that cannot be read is set aside and told; it holds nobody up, and everybody can still look."""
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, House, deelname, wait_for  # noqa: E402

AFNEMER = "afnemer-0518-client"


class Unreadable(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.start_duo()
        self.house.start_gateway()

    def spoil(self, statement):
        self.assertGreater(self.house.change(statement), 0, statement)

    def told(self, rule):
        return [entry for entry in self.house.log() for fault in entry["fouten"] if fault["regel"] == rule]

    def test_an_event_becomes_a_dead_letter_and_the_person_goes_on(self):
        for kenmerk in ("DN-1", "DN-2"):
            self.assertEqual(self.house.push("deelnames", deelname(kenmerk=kenmerk)).status, 201)
        self.house.stop("gateway")
        self.spoil("UPDATE event SET sealed = 'k1.AAAA' WHERE number = 1")
        self.house.start_afnemers()
        self.house.start_gateway()
        self.house.expect_events(1)
        self.assertTrue(wait_for(lambda: self.told("onleesbaar")))
        dead = subprocess.run([GATEWAY, "subscription", "dead", "kvs-0518", "--config", self.house.config], check=True, capture_output=True, text=True).stdout
        self.assertIn("onleesbaar", dead)
        self.assertIn('inburgering_faults_caught{where="opslag: onleesbare rij"}', self.house.operator("/metrics").body.decode())

    def test_a_report_is_refused_with_a_word_and_the_next_leaves(self):
        self.house.know(MIRIAM)
        dossier = next(entry["dossier"] for entry in self.house.log() if entry["dossier"])
        self.house.stop("duo")
        report = lambda kenmerk: self.house.call("DELETE", f"/gemeente/v1/meldingen/examennummer?gemeente=0518&dossier={dossier}&kenmerk={kenmerk}", name=AFNEMER)
        first, second = report("een"), report("twee")
        self.assertEqual((first.status, second.status), (202, 202))
        self.spoil(f"UPDATE melding SET sealed = 'k1.AAAA' WHERE id = '{first.json['meldingId']}'")
        state = lambda answer: self.house.call("GET", "/gemeente/v1/meldingen/" + answer.json["meldingId"], name=AFNEMER).json
        self.spoil("UPDATE melding SET due = 0, state = 'wacht' WHERE open = 1")
        wait_for(lambda: state(first)["status"] == "geweigerd", 30)
        self.assertIn("niet te lezen", state(first)["toelichting"])
        self.assertTrue(self.told("onleesbaar"))
        self.house.start_duo()
        self.spoil("UPDATE melding SET due = 0 WHERE open = 1")
        wait_for(lambda: state(second)["status"] not in ("wacht", "onderweg"), 30)

    def test_a_subscription_stands_still_alone_and_a_new_wish_mends_it(self):
        self.house.start_afnemers()
        self.house.stop("gateway")
        self.house.start_gateway()
        wish = {"id": "eigen", "gemeenten": ["0518"], "wijze": "ophalen"}
        headers = {"Content-Type": "application/json"}
        self.assertEqual(self.house.call("POST", "/gemeente/v1/abonnementen", json.dumps(wish), headers, AFNEMER).status, 201)
        self.house.stop("gateway")
        self.spoil("UPDATE subscription SET definition = '{' WHERE id = 'eigen'")
        self.house.start_gateway()
        self.assertEqual(self.house.push("deelnames", deelname()).status, 201)
        self.house.expect_events(1)
        overview = self.house.operator("/beheer/v1/overzicht").json
        self.assertIn("Abonnement eigen: wat het vraagt is in de opslag niet te lezen", json.dumps(overview))
        listed = subprocess.run([GATEWAY, "subscription", "list", "--config", self.house.config], check=True, capture_output=True, text=True).stdout
        self.assertIn("onleesbaar", listed)
        self.assertEqual(self.house.call("PUT", "/gemeente/v1/abonnementen/eigen", json.dumps(wish), headers, AFNEMER).status, 200)
        self.assertEqual(self.house.call("POST", "/gemeente/v1/abonnementen/eigen/beginstand", "{}", headers, AFNEMER).status, 202)
        fetched = lambda: self.house.call("GET", "/gemeente/v1/gebeurtenissen", name=AFNEMER).json["gebeurtenissen"]
        wait_for(lambda: len(fetched()) >= 1)

    def test_no_command_sends_what_a_stranger_wrote_to_the_terminal(self):
        """Bytes that move a cursor or are no text, in every text column that a command may show."""
        self.house.start_afnemers()
        self.house.know(MIRIAM)
        shown = [entry["berichtId"] for entry in self.house.log()][1]
        nasty = "CAST(X'1B5B324A0D0AC3FF' AS TEXT)"
        for column in ("kind", "subject", "reference", "outcome", "feed"):
            self.spoil(f"UPDATE log SET {column} = {nasty} WHERE seq IN (2, 3)")
        self.spoil(f"UPDATE log SET faults = json_array(json_object('pointer', {nasty}, 'regel', 'x', 'melding', {nasty})) WHERE seq = 4")
        self.spoil(f"UPDATE party_certificate SET subject = {nasty}")
        commands = [("log", "list"), ("log", "tail"), ("log", "export"), ("log", "export", "--format", "csv"), ("log", "show", shown), ("log", "verify"), ("log", "hold", "list"),
                    ("subscription", "list"), ("subscription", "show", "kvs-0518"), ("subscription", "dead", "kvs-0518"), ("subscription", "blocked", "kvs-0518"),
                    ("melding", "list"), ("sync", "list"), ("sync", "status"), ("monitor", "status"), ("monitor", "ketenpartners"), ("monitor", "planning"), ("check",)]
        for command in commands:
            for more in ((), ("--json",)):
                done = subprocess.run([GATEWAY, *command, *more, "--config", self.house.config], capture_output=True)
                if more and b"--json" in done.stderr:
                    continue  # it has no such form
                with self.subTest(command=command, more=more):
                    text = done.stdout.decode() + done.stderr.decode()  # UTF-8, or this fails
                    self.assertNotRegex(text, "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]" if "csv" in command else "[\x00-\x08\x0b-\x1f\x7f-\x9f]")
                    for line in done.stdout.decode().splitlines() if more else ():
                        json.loads(line)

    def test_pages_and_commands_show_the_rest(self):
        self.house.know(MIRIAM)
        self.spoil("UPDATE log SET faults = CAST(X'FF' AS TEXT), kind = CAST(X'C3' AS TEXT) WHERE seq = 2")
        self.spoil("UPDATE dossier SET sealed_subject = 'x'")
        for path in ("/beheer/v1/overzicht", "/beheer/v1/berichten", "/beheer/v1/abonnementen", "/beheer/v1/ketenpartners", "/beheer/v1/volledigheid", "/beheer/v1/synchronisaties", "/metrics", "/readyz"):
            answer = self.house.operator(path)
            self.assertEqual(answer.status, 200, path)
            answer.body.decode()
        for command in (("list", "--json"), ("export",)):
            done = subprocess.run([GATEWAY, "log", *command, "--config", self.house.config], capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            done.stdout.decode()
        broken = subprocess.run([GATEWAY, "log", "verify", "--config", self.house.config], capture_output=True, text=True)
        self.assertEqual(broken.returncode, 1)
        self.assertIn("regel 2", broken.stdout)
        self.assertEqual(self.house.notify().status, 201)  # and this puts the dossier right
        wait_for(lambda: self.house.questions() == 0)


if __name__ == "__main__":
    unittest.main()
