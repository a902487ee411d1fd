"""The log as journeys: one line for what came and all that followed, by the operator API and on the command line."""
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DUO, GATEWAY, MIRIAM, SIMULATOR, House, wait_for  # noqa: E402

KVS = "00000099000000005000"


class Reizen(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        house = cls.house = House()
        cls.addClassCleanup(house.close)
        house.start_duo()
        house.start_afnemers()
        process = house.start("weigert", SIMULATOR, "afnemer", "serve", "--pki", house.pki, "--name", "afnemer-0518-server", "--port", 0, "--quiet", "--misbehave", "fout", "--times", "-1", "--status", "410")
        refuses = int(process.line(r": https://127.0.0.1:(\d+)").group(1))
        wish = lambda name, port, **more: {"id": name, "afnemer": KVS, "gemeenten": ["0518"], "bevestiging": "geen", "url": f"https://127.0.0.1:{port}/e"} | more
        house.settings["subscriptions"] = [wish("kvs-0518", house.den_haag_port), wish("weigert", refuses, objecttypes=["KNM"])]
        house.start_gateway()
        assert house.notify("SS101").status == 201
        wait_for(lambda: house.questions() == 0 and house.waiting() == 0)
        assert house.notify(body=json.dumps({"gebeurtenisId": "SS101"})).status == 400
        assert house.notify("SS112").status == 201
        wait_for(lambda: house.questions() == 0 and house.waiting() == 0)

    def api(self, **asked):
        answer = self.house.operator("/beheer/v1/reizen" + ("?" + "&".join(f"{key}={value}" for key, value in asked.items()) if asked else ""))
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def command(self, *arguments):
        return subprocess.run([GATEWAY, "log", "list", "--config", self.house.config, "--reizen", *arguments], capture_output=True, text=True)

    def test_a_journey_is_one_line(self):
        (line,) = self.api(soort="notificatie+SS101", uitkomst="verwerkt")["reizen"]
        steps = [entry for entry in self.house.log() if entry["oorzaak"] == line["berichtId"]]
        self.assertEqual(line["uitwisselingen"], len(steps))
        self.assertEqual(line["gebeurtenissen"], sum(step["gebeurtenissen"] for step in steps))
        self.assertGreater(line["gebeurtenissen"], 5)
        self.assertEqual((line["partijNaam"], line["gemeentecode"], line["afnemers"]), ("DUO", "0518", 1))
        for secret in ("hash", "stappen", "bsn"):
            self.assertNotIn(secret, line)
        self.assertNotIn(MIRIAM, json.dumps(self.api()))

    def test_what_failed_stands_out_and_says_what_to_do(self):
        failed = self.api(stand="mislukt", feed="duo")["reizen"]
        self.assertEqual([line["soort"] for line in failed], ["notificatie SS101"])
        self.assertEqual((failed[0]["afgeleverd"], failed[0]["pagina"]), (0, "abonnementen/weigert"))
        self.assertIn("onbestelbaar", failed[0]["wat"])
        self.assertIn("opnieuw aan", failed[0]["doe"])
        refused = self.api(stand="geweigerd", feed="duo")["reizen"]
        self.assertEqual(len(refused), 1)
        self.assertIn("afzender", refused[0]["doe"])
        self.assertEqual({line["nr"] for line in failed + refused}, {line["nr"] for line in self.api(aandacht="ja", feed="duo")["reizen"]})

    def test_it_is_asked_by_what_the_list_has(self):
        line = self.api(stand="mislukt", feed="duo")["reizen"][0]
        step = [entry for entry in self.house.log() if entry["oorzaak"] == line["berichtId"] and entry["richting"] == "uit"][-1]
        for asked in ({"trace": line["traceId"]}, {"id": step["berichtId"]}, {"id": line["traceId"]}, {"id": line["berichtId"]}, {"partij": DUO, "stand": "mislukt"}, {"gemeente": "0518", "feed": "duo", "stand": "mislukt"}):
            self.assertEqual([each["nr"] for each in self.api(**asked)["reizen"]], [line["nr"]], asked)
        wait_for(lambda: line["nr"] in [each["nr"] for each in self.api(partij=KVS)["reizen"]])
        self.assertEqual(self.api(gemeente="0344")["reizen"], [])
        self.assertEqual(self.api(van="2031-01-01T00:00:00Z")["reizen"], [])
        for wrong in ("stand=kapot", "aantal=201", "voor=x", "gemeente=9999", "trace=" + "x" * 201):
            self.assertEqual(self.house.operator("/beheer/v1/reizen?" + wrong).status, 400, wrong)

    def test_what_the_gateway_did_by_itself_stands_there_when_asked(self):
        kinds = lambda lines: [line["soort"] for line in lines]
        told, whole = kinds(self.api(aantal=200)["reizen"]), kinds(self.api(aantal=200, eigen="ja")["reizen"])
        for own in ("configuratie", "aanmelden"):
            self.assertNotIn(own, told)
            self.assertIn(own, whole)
        self.assertEqual(told.count("notificatie SS101"), whole.count("notificatie SS101"))
        self.assertIn("configuratie", kinds(self.api(aantal=200, feed="gateway")["reizen"]))
        for asked, shown in (((), False), (("--eigen",), True)):
            self.assertEqual("configuratie" in kinds(json.loads(self.command("--json", *asked).stdout)), shown)
        self.assertEqual(subprocess.run([GATEWAY, "log", "list", "--config", self.house.config, "--eigen"], capture_output=True).returncode, 2)

    def test_pages_follow_each_other(self):
        whole = [line["nr"] for line in self.api(feed="duo")["reizen"]]
        paged, before = [], None
        while before != 0:
            page = self.api(feed="duo", aantal=1, **({"voor": before} if before else {}))
            paged += [line["nr"] for line in page["reizen"]]
            before = page["volgende"] or 0
        self.assertEqual(paged, whole)
        self.assertEqual(whole, sorted(whole, reverse=True))

    def test_the_command_line_tells_the_same(self):
        told = json.loads(self.command("--json", "--feed", "duo").stdout)
        api = self.api(feed="duo")["reizen"]
        self.assertEqual([[line[name] for name in ("nr", "stand", "gebeurtenissen", "afgeleverd", "doe")] for line in told], [[line[name] for name in ("nr", "stand", "gebeurtenissen", "afgeleverd", "doe")] for line in api])
        table = self.command("--stand", "mislukt").stdout
        self.assertIn("notificatie SS101", table)
        self.assertIn("onbestelbaar", table)
        self.assertEqual(self.command("--richting", "in").returncode, 2)
        self.assertEqual(subprocess.run([GATEWAY, "log", "list", "--config", self.house.config, "--stand", "klaar"], capture_output=True).returncode, 2)

    def test_minutes_of_the_last_hour(self):
        hour = self.house.operator("/beheer/v1/overzicht").json["verloopUur"]
        self.assertEqual(len(hour), 61)
        self.assertEqual({late[0] - early[0] for early, late in zip(hour, hour[1:])}, {60})
        day = self.house.operator("/beheer/v1/overzicht").json["verloop"]
        self.assertEqual([sum(column) for column in list(zip(*hour))[1:]], [sum(column) for column in list(zip(*day))[1:]])


if __name__ == "__main__":
    unittest.main()
