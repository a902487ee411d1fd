"""The operator listener: health, readiness, metrics."""
import http.client
import json
import pathlib
import shutil
import ssl
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, House, wait_for  # noqa: E402


class Operator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House().start_all()
        cls.addClassCleanup(cls.house.close)

    def test_health_and_readiness(self):
        self.assertEqual(self.house.operator("/healthz").status, 200)
        self.assertEqual(self.house.operator("/readyz").status, 200)

    def test_it_is_not_ready_with_an_expired_certificate(self):
        own, kept = self.house.pki / "gateway-client.pem", self.house.dir / "kept.pem"
        shutil.copy(own, kept)
        shutil.copy(self.house.pki / "verlopen-server.pem", own)
        self.addCleanup(shutil.copy, kept, own)
        answer = self.house.operator("/readyz")
        self.assertEqual(answer.status, 503)
        self.assertIn("tls.client is verlopen", answer.json["detail"])
        self.assertEqual(self.house.operator("/beheer/v1/overzicht").json["toestand"], "storing")
        shutil.copy(kept, own)
        self.assertEqual(self.house.operator("/readyz").status, 200)

    def test_metrics_count_messages_and_tell_nothing_of_persons(self):
        self.house.notify("SS101")
        self.house.expect_events(8)
        text = self.house.operator("/metrics").body.decode()
        self.assertIn('inburgering_messages_total{direction="in",feed="duo",outcome="verwerkt"} 1', text)
        self.assertIn('inburgering_messages_total{direction="uit",feed="afnemer",outcome="afgeleverd"} 9', text)
        self.assertIn('inburgering_events_total{feed="duo"} 9', text)
        self.assertIn('inburgering_waiting{queue="deliveries"} 0', text)
        self.assertNotIn("999996617", text)

    def test_other_paths_and_methods(self):
        self.assertEqual(self.house.operator("/").headers["Content-Encoding"], "gzip")
        self.assertEqual(self.house.operator("/assets/niets.js").status, 404)
        self.assertEqual(self.house.operator("/metrics", {}).status, 405)

    def test_nobody_gets_anything_without_logging_in(self):
        for path in ("sessie", "overzicht", "berichten", "abonnementen", "synchronisaties", "ketenpartners", "openapi.json", "onzin"):
            self.assertEqual(self.house.operator("/beheer/v1/" + path, cookie="").status, 401, path)
            self.assertEqual(self.house.operator("/beheer/v1/" + path, cookie="beheer=" + "0" * 64).status, 401, path)
        self.assertEqual(self.house.operator("/beheer/v1/synchronisaties", {"gemeente": "0518"}, cookie="").status, 401)

    def test_a_link_works_once(self):
        code = self.house.link()
        log_in = lambda code: self.house.operator("/beheer/v1/sessie", {"code": code}, cookie="")
        answer = log_in(code)
        self.assertEqual(answer.status, 200)
        for flag in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(flag, answer.headers["Set-Cookie"])
        self.assertEqual(log_in(code).status, 401)
        self.assertEqual(log_in("").status, 401)
        time.sleep(1)
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        self.assertEqual(self.house.operator("/beheer/v1/sessie", cookie=cookie).json["naam"], "Toets")
        self.assertEqual(self.house.operator("/beheer/v1/sessie", cookie=cookie, method="DELETE").status, 200)
        self.assertEqual(self.house.operator("/beheer/v1/sessie", cookie=cookie).status, 401)

    def test_rights(self):
        looker, privacy = self.house.log_in("kijker"), self.house.log_in("privacy")
        message = self.house.operator("/beheer/v1/berichten?aantal=1").json["berichten"][0]["berichtId"]
        pause = "/beheer/v1/abonnementen/kvs-0518/pauzeren"
        body = f"/beheer/v1/berichten/{message}/inhoud"
        person = {"gemeente": "0518", "bsn": "999996617"}
        report = person | {"reden": "inzageverzoek 2026-12"}
        for path, wanted, allowed in [(pause, {}, "beheerder"), (body, {"reden": "zaak 2026-12 nakijken"}, "privacy"), ("/beheer/v1/personen/uitwisselingen", report, "privacy")]:
            for cookie, right in ((looker, "kijker"), (privacy, "privacy"), (None, "beheerder")):
                status = self.house.operator(path, wanted, cookie=cookie).status
                self.assertEqual(status != 403, right == allowed, f"{path} as {right}: {status}")
        self.assertEqual(self.house.operator("/beheer/v1/berichten/zoeken", person, cookie=looker).status, 403)
        self.house.operator("/beheer/v1/abonnementen/kvs-0518/hervatten", {})

    def test_a_page_of_another_site_cannot_do_anything(self):
        path = "/beheer/v1/abonnementen/kvs-0518/pauzeren"
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://kwaad.example"}, {"Sec-Fetch-Site": "same-site"}):
            self.assertEqual(self.house.operator(path, {}, **headers).status, 403, headers)
        self.assertEqual(self.house.operator(path, {}, **{"Content-Type": "text/plain"}).status, 415)
        self.assertEqual(self.house.operator("/metrics", Host="kwaad.example").status, 421, "a name of its own for our address")
        page = self.house.operator("/")
        for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'none'"):
            self.assertIn(part, page.headers["Content-Security-Policy"])
        self.assertNotIn("unsafe", page.headers["Content-Security-Policy"])

    def test_the_log_is_searched_paged_and_followed(self):
        self.house.notify("SS104")
        wait_for(lambda: self.house.operator("/beheer/v1/berichten?soort=notificatie+SS104").json["berichten"])
        first = self.house.operator("/beheer/v1/berichten?aantal=2").json
        self.assertEqual(len(first["berichten"]), 2)
        second = self.house.operator(f"/beheer/v1/berichten?aantal=2&voor={first['volgende']}").json
        self.assertEqual(second["berichten"][0]["nr"], first["berichten"][1]["nr"] - 1)
        for wrong in ("aantal=0", "aantal=501", "voor=x", "van=gisteren", "gemeente=9999"):
            self.assertEqual(self.house.operator("/beheer/v1/berichten?" + wrong).status, 400, wrong)
        last = self.house.operator("/beheer/v1/berichten?aantal=1").json["laatste"]
        began = time.monotonic()
        threading.Timer(0.5, lambda: self.house.notify("SS105")).start()
        told = self.house.operator(f"/beheer/v1/berichten/volgen?na={last}&wacht=10").json
        self.assertLess(time.monotonic() - began, 5)
        self.assertGreater(told["laatste"], last)
        self.assertTrue(all(entry["nr"] > last for entry in told["berichten"]))

    def test_what_an_operator_does_and_looks_at_is_logged(self):
        self.house.know("999996617")
        privacy = self.house.log_in("privacy", "F. Gegevens")
        report = self.house.operator("/beheer/v1/personen/uitwisselingen", {"gemeente": "0518", "bsn": "999996617", "reden": "inzageverzoek 2026-12"}, cookie=privacy).json
        self.assertTrue(report["berichten"])
        self.assertEqual({entry["dossier"] for entry in report["berichten"]}, {report["dossier"]})
        for wrong, pointer in [({"bsn": "123"}, "/bsn"), ({"gemeente": "9999"}, "/gemeente"), ({"reden": "kort"}, "/reden"), ({"reden": "over 999996617 zelf"}, "/reden"), ({"x": 1}, "/x")]:
            answer = self.house.operator("/beheer/v1/personen/uitwisselingen", {"gemeente": "0518", "bsn": "999996617", "reden": "inzageverzoek 2026-12"} | wrong, cookie=privacy)
            self.assertEqual((answer.status, pointer in answer.pointers), (400, True), wrong)
        message = next(entry for entry in report["berichten"] if entry["inhoudBewaard"])
        shown = self.house.operator(f"/beheer/v1/berichten/{message['berichtId']}/inhoud", {"reden": "inzageverzoek 2026-12"}, cookie=privacy)
        self.assertEqual(shown.status, 200)
        looked = [entry for entry in self.house.log() if entry["feed"] == "beheer" and entry["uitkomst"] == "ingezien"]
        self.assertEqual({(entry["soort"], entry["certificaat"]) for entry in looked if entry["certificaat"] == "F. Gegevens"},
                         {("persoon ingezien", "F. Gegevens"), ("inhoud ingezien", "F. Gegevens")})
        self.assertEqual(self.house.operator("/beheer/v1/abonnementen/kvs-0518/test", {}).json["gelukt"], True)
        self.assertIn("proefaflevering", {entry["soort"] for entry in self.house.log()})

    def test_the_command_line_tells_the_same(self):
        run = lambda *arguments, text=None: subprocess.run([GATEWAY, *arguments[:2], "--config", self.house.config, *arguments[2:]], capture_output=True, text=True, input=text)
        self.assertEqual(json.loads(run("monitor", "ketenpartners", "--json").stdout).keys(), self.house.operator("/beheer/v1/ketenpartners").json.keys())
        status, overview = run("monitor", "status", "--json"), self.house.operator("/beheer/v1/overzicht").json
        self.assertEqual((json.loads(status.stdout).keys(), status.returncode), (overview.keys(), 1 if overview["meldingen"] else 0))
        self.assertEqual(json.loads(run("monitor", "planning", "--json").stdout), self.house.operator("/beheer/v1/planningen").json["planningen"])
        self.assertIn("tls.server", run("monitor", "ketenpartners").stdout)
        self.house.know("999996617")
        person = json.loads(run("log", "person", "--gemeente", "0518", "--bsn", "-", "--reden", "inzageverzoek 2026-13", "--json", text="999996617\n").stdout)
        self.assertTrue(person["berichten"])
        self.assertEqual(run("log", "person", "--gemeente", "0518", "--bsn", "-", "--reden", "kort", text="999996617\n").returncode, 2)
        self.assertEqual(run("log", "person", "--gemeente", "0344", "--bsn", "-", "--reden", "inzageverzoek 2026-13", text="999996617\n").returncode, 1)

    def test_the_overview_says_what_is_wrong_and_what_to_do(self):
        self.assertIn(self.house.operator("/beheer/v1/overzicht").json["toestand"], ("goed", "aandacht"))
        self.house.operator("/beheer/v1/abonnementen/kvs-0344/pauzeren", {})
        subscriptions = {each["id"]: each for each in self.house.operator("/beheer/v1/overzicht").json["abonnementen"]}
        self.assertEqual(subscriptions["kvs-0344"]["status"], "gepauzeerd")
        self.house.operator("/beheer/v1/abonnementen/kvs-0344/hervatten", {})
        self.assertEqual(self.house.operator("/beheer/v1/abonnementen/nergens/hervatten", {}).status, 404)
        self.assertEqual(self.house.operator("/beheer/v1/abonnementen/kvs-0344/hervatten", {"x": 1}).status, 400)
        self.house.connect(name="verlopen-client")
        with self.assertRaises(Exception):
            self.house.call("GET", "/", name="verlopen-client")
        partners = self.house.operator("/beheer/v1/ketenpartners").json
        self.assertEqual(len(partners["ketenpartners"]), 7)
        refused = wait_for(lambda: self.house.operator("/beheer/v1/berichten?soort=TLS-handshake").json["berichten"])
        self.assertIn("verlopen", refused[0]["fouten"][0]["melding"])


class WithCertificates(unittest.TestCase):
    """The operator listener over mutual TLS: each operator sees its own gemeenten."""

    @classmethod
    def setUpClass(cls):
        party = lambda name, oin, right, codes: {"naam": name, "oin": oin, "role": "beheerder", "recht": right, "gemeenten": codes}
        cls.house = house = House(parties=[party("Beheer Den Haag", "00000099000000005100", "beheerder", ["0518"]), party("FG regio", "00000099000000005200", "privacy", ["*"])])
        cls.addClassCleanup(house.close)
        leaves = ["beheer-server=00000099000000001000:server", "beheer-0518=00000099000000005100:client", "fg=00000099000000005200:client", "verlopen-beheer=00000099000000005100:client:-1"]
        subprocess.run([GATEWAY, "pki", "dev", "--out", house.pki] + [part for leaf in leaves for part in ("--leaf", leaf)], check=True, stdout=subprocess.DEVNULL)
        crl = house.pki / "crl.pem"
        house.settings["tls"] = {"operator": {"certificate": "pki/beheer-server.pem", "key": "pki/beheer-server.key", "trust": "pki/root.pem"}}
        cls.revoke(house, crl)
        house.settings["tls"]["operator"]["crl"] = "pki/crl.pem"
        house.start_all()

    @staticmethod
    def revoke(house, crl):
        """A revocation list of our own root with one certificate on it."""
        subprocess.run([GATEWAY, "pki", "dev", "--out", house.pki, "--leaf", "ingetrokken=00000099000000005100:client"], check=True, stdout=subprocess.DEVNULL)
        work = house.dir / "ca"
        work.mkdir()
        (work / "index.txt").write_text("")
        (work / "crlnumber").write_text("01\n")
        (work / "ca.cnf").write_text(f"[ca]\ndefault_ca=c\n[c]\ndatabase={work}/index.txt\ncrlnumber={work}/crlnumber\ndefault_md=sha256\ndefault_crl_days=30\n")
        common = ["openssl", "ca", "-config", work / "ca.cnf", "-cert", house.pki / "root.pem", "-keyfile", house.pki / "root.key"]
        subprocess.run([*common, "-revoke", house.pki / "ingetrokken.pem"], check=True, capture_output=True)
        subprocess.run([*common, "-gencrl", "-out", crl], check=True, capture_output=True)

    def get(self, path, name, method="GET", body=None, **headers):
        connection = http.client.HTTPSConnection("127.0.0.1", self.house.operator_port, context=self.house.tls(name), timeout=20)
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def test_an_unprivileged_certificate_gets_nothing(self):
        for path in ("/", "/beheer/v1/overzicht", "/metrics", "/readyz", "/beheer/v1/berichten"):
            for name in ("afnemer-0518-client", "vreemdeling-client", "duo-client"):
                self.assertEqual(self.get(path, name)[0], 403, (path, name))

    def test_an_expired_a_revoked_and_no_certificate_get_nothing(self):
        for name in ("verlopen-beheer", "ingetrokken", None):
            with self.assertRaises((ssl.SSLError, ConnectionError)):
                self.get("/beheer/v1/overzicht", name)
        reasons = lambda: {entry["fouten"][0]["melding"] for entry in self.house.log() if entry["soort"] == "TLS-handshake" and entry["feed"] == "beheer"}
        wait_for(lambda: {"het certificaat is verlopen", "het certificaat is ingetrokken"} <= reasons())

    def test_metrics_are_for_who_sees_all_gemeenten(self):
        self.assertEqual(self.get("/metrics", "fg")[0], 200)
        status, body = self.get("/metrics", "beheer-0518")
        self.assertEqual(status, 403)
        self.assertNotIn(b"inburgering_", body)
        self.assertEqual(self.get("/readyz", "beheer-0518")[0], 200)

    def test_each_sees_its_own_gemeenten(self):
        self.house.notify("SS101")
        self.house.notify("SS101", doel="00000099000000000344", bsn="999997439")
        wait_for(lambda: self.house.questions() == 0)
        tenants = lambda name: {entry["gemeente"] for entry in json.loads(self.get("/beheer/v1/berichten?aantal=500", name)[1])["berichten"]}
        self.assertEqual(tenants("beheer-0518"), {"00000099000000000518"})
        self.assertEqual(tenants("fg"), {"", "00000099000000000518", "00000099000000000344"})
        foreign = next(entry["berichtId"] for entry in self.house.log() if entry["gemeente"] == "00000099000000000344")
        self.assertEqual(self.get(f"/beheer/v1/berichten/{foreign}", "beheer-0518")[0], 404)
        self.assertEqual(self.get(f"/beheer/v1/berichten/{foreign}", "fg")[0], 200)
        self.assertEqual(self.get("/beheer/v1/berichten?gemeente=0344", "beheer-0518")[0], 400)
        ids = lambda name: {each["id"] for each in json.loads(self.get("/beheer/v1/abonnementen", name)[1])["abonnementen"]}
        self.assertEqual(ids("beheer-0518"), {"kvs-0518"})
        self.assertEqual(self.get("/beheer/v1/abonnementen/kvs-0344", "beheer-0518")[0], 404)
        self.assertEqual(self.get("/beheer/v1/abonnementen/kvs-0344/pauzeren", "beheer-0518", "POST", "{}", **{"Content-Type": "application/json"})[0], 404)
        self.assertEqual(self.get("/beheer/v1/abonnementen/kvs-0518/pauzeren", "fg", "POST", "{}", **{"Content-Type": "application/json"})[0], 403)
        self.assertEqual(self.get("/beheer/v1/synchronisaties", "beheer-0518", "POST", '{"gemeente":"0344"}', **{"Content-Type": "application/json"})[0], 400)
        session = json.loads(self.get("/beheer/v1/sessie", "beheer-0518")[1])
        self.assertEqual([each["gemeentecode"] for each in session["gemeenten"]], ["0518"])
        self.assertNotIn("0344", json.dumps(json.loads(self.get("/beheer/v1/overzicht", "beheer-0518")[1])["abonnementen"]))


if __name__ == "__main__":
    unittest.main()
