"""Revocation lists that the gateway fetches itself: who is refused by them, in both directions, and what becomes of it when the
server that has them is away, slow to renew, or lies."""
import http.client
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from authority import Authority, Lister, Shelf  # noqa: E402
from house import DUO, GATEWAY, MIRIAM, House, deelname, wait_for  # noqa: E402


class Fetched(unittest.TestCase):
    def setUp(self):
        self.shelf = Shelf()
        self.addCleanup(self.shelf.close)
        self.house = House(tls={"intrekking": {"adressen": [self.shelf.url("/root.crl")], "elke": "1s"}})
        self.addCleanup(self.house.close)
        self.lister = Lister(self.house.pki, "root")

    def publish(self, *revoked, **how):
        self.shelf.has["/root.crl"] = self.lister.list(*revoked, **how)

    def status(self, name):
        """What the gateway answers this party; None when it does not let it in."""
        try:
            return self.house.call("GET", "/", name=name).status
        except (OSError, http.client.HTTPException):
            return None

    def lists(self):
        return self.house.operator("/beheer/v1/ketenpartners").json["intrekkingslijsten"]

    def ready(self):
        return self.house.operator("/readyz")

    def faults(self):
        return json.dumps(self.house.log(), ensure_ascii=False)

    def test_who_is_revoked_is_refused_at_once_also_on_a_connection_that_stands(self):
        self.publish("brp-client")
        self.house.start_gateway()
        wait_for(lambda: self.status("duo-client") == 404)
        self.assertIsNone(self.status("brp-client"))
        standing = self.house.connect("taalschool-client")

        def ask():
            standing.request("POST", "/taalschool/v1/deelnames", json.dumps(deelname()), {"Content-Type": "application/json"})
            response = standing.getresponse()
            response.read()
            return response.status

        self.assertEqual(ask(), 201)
        made = standing.sock
        self.assertIn(ask(), (200, 201))
        self.assertIs(standing.sock, made, "it is kept alive")
        self.publish("brp-client", "taalschool-client")

        def refused():
            try:
                ask()
                return False
            except (OSError, http.client.HTTPException):
                return True
        standing.auto_open = 0
        wait_for(refused)
        self.assertEqual(self.status("duo-client"), 404, "nobody else is held up by it")
        self.assertIsNone(self.status("taalschool-client"))
        wait_for(lambda: "het certificaat is ingetrokken" in self.faults())

    def test_a_session_that_is_resumed_does_not_outlive_trust(self):
        self.publish()
        self.house.start_gateway()
        wait_for(lambda: self.status("duo-client") == 404)
        context = self.house.tls("duo-client")
        context.maximum_version = ssl.TLSVersion.TLSv1_2

        def speak(session=None):
            try:
                with context.wrap_socket(socket.create_connection(("127.0.0.1", self.house.port), timeout=10), server_hostname="127.0.0.1", session=session) as made:
                    made.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                    return made.recv(100)[9:12], made.session, made.session_reused
            except OSError:
                return b"", None, None
        answer, session, _ = speak()
        self.assertEqual(answer, b"404")
        wait_for(lambda: speak(speak()[1])[2], 10)  # a list that comes in at that moment ends sessions too
        session = speak()[1]
        self.publish("duo-client")
        self.shelf.asked_again("/root.crl")
        wait_for(lambda: speak(session)[0] == b"")
        self.assertEqual(speak()[0], b"")

    def test_a_server_that_is_revoked_is_called_no_more(self):
        self.publish()
        self.house.start_all()
        wait_for(lambda: self.status("duo-client") == 404)
        self.house.know(MIRIAM)
        before = len(self.house.log())
        self.publish("duo-server")
        wait_for(lambda: any(each["nummer"] == "2" for each in self.lists()))
        wait_for(lambda: self.house.notify().status == 201 and "het servercertificaat is afgekeurd: het certificaat is ingetrokken" in json.dumps(self.house.log()[before:], ensure_ascii=False), 30, 1)

    def test_the_last_good_one_outlives_a_restart_and_a_server_that_is_away(self):
        self.publish("brp-client")
        self.house.start_gateway()
        wait_for(lambda: self.status("duo-client") == 404)
        kept = list((self.house.dir / "store" / "intrekkingslijsten").glob("*.pem"))
        self.assertEqual([each.stat().st_mode & 0o777 for each in kept], [0o600])
        self.house.stop("gateway")
        self.shelf.has.clear()
        self.house.start_gateway()
        self.assertEqual(self.status("duo-client"), 404)
        self.assertIsNone(self.status("brp-client"))
        source = wait_for(lambda: [each for each in self.house.operator("/beheer/v1/ketenpartners").json["bronnenVanLijsten"] if each["fout"]])
        self.assertIn("404", source[0]["fout"])
        # A number does not go back, a restart later either.
        self.publish(number=0)
        wait_for(lambda: "is lager dan dat van de vorige" in self.faults())
        self.assertIsNone(self.status("brp-client"))
        told = subprocess.run([GATEWAY, "monitor", "ketenpartners", "--config", self.house.config], capture_output=True, text=True)
        self.assertIn("Intrekkingslijsten", told.stdout + told.stderr)
        self.assertIn("1 ingetrokken", told.stdout)

    def test_what_is_no_good_list_changes_nothing(self):
        subprocess.run([GATEWAY, "pki", "dev", "--out", self.house.pki / "other", "--leaf", "x=00000099000000001000:client"], check=True, stdout=subprocess.DEVNULL)
        Authority(self.house.pki, "vreemd", "Vreemde stam")
        self.publish("brp-client", number=16)
        good = self.shelf.has["/root.crl"]
        self.house.start_gateway()
        wait_for(lambda: self.status("duo-client") == 404)
        impostor = Lister(self.house.pki / "other", "root")
        impostor.number = 20
        lie = lambda **how: self.lister.list(number=17, **how)
        cases = [
            ("verwijst door", (302, {"Location": self.shelf.url("/elders.crl")}, b"")), ("404", (404, {}, b"")), ("503", (503, {}, good)),
            ("groter dan 32 MiB", (200, {"Content-Length": 40 * 1024 * 1024}, b"")), ("geen intrekkingslijst", b"<html>inloggen</html>"),
            ("geen intrekkingslijst", good[:-3]), ("geen intrekkingslijst", b""), ("handtekening", impostor.list()),
            ("uitgever is niet bekend", Lister(self.house.pki, "vreemd").list()), ("delta-CRL", lie(extensions="delta")), ("indirecte CRL", lie(extensions="indirect")),
            ("geldt pas vanaf", lie(ago=-3600)), ("is lager dan", self.lister.list(number=15)), ("de vorige van", self.lister.list(number=16, ago=7200)),
        ]
        for told, answer in cases:
            with self.subTest(told):
                self.shelf.has["/root.crl"] = answer
                wait_for(lambda: told in json.dumps(self.house.operator("/beheer/v1/ketenpartners").json["bronnenVanLijsten"], ensure_ascii=False), 90)
                self.assertEqual(self.status("duo-client"), 404)
                self.assertIsNone(self.status("brp-client"))
                self.assertEqual([each["nummer"] for each in self.lists()], ["10"])
                # Back to what is good, so that the pause after a failure does not grow.
                self.shelf.has["/root.crl"] = good
                wait_for(lambda: not any(each["fout"] for each in self.house.operator("/beheer/v1/ketenpartners").json["bronnenVanLijsten"]), 90)
        self.assertNotIn("/elders.crl", self.shelf.asked, "a redirect is not followed")

    def test_before_the_first_list_nobody_is_trusted_and_it_says_so(self):
        self.house.start_gateway()
        self.assertIsNone(self.status("duo-client"))
        self.assertEqual(self.ready().status, 503)
        self.assertIn("nog geen enkele intrekkingslijst", self.ready().body.decode())
        self.publish()
        wait_for(lambda: self.status("duo-client") == 404, 30)
        wait_for(lambda: self.ready().status == 200)

    def test_past_its_end_everybody_is_refused(self):
        self.publish(seconds=12)
        self.house.start_gateway()
        wait_for(lambda: self.status("duo-client") == 404)
        wait_for(lambda: self.status("duo-client") is None, 30)
        wait_for(lambda: self.ready().status == 503)
        self.assertIn("is verlopen: iedereen met een certificaat van deze uitgever wordt geweigerd", self.ready().body.decode())
        self.assertEqual([each["toestand"] for each in self.lists()], ["verlopen"])
        self.assertIn("storing", self.house.operator("/beheer/v1/overzicht").json["toestand"])
        metrics = self.house.operator("/metrics").body.decode()
        self.assertRegex(metrics, r'inburgering_crl_seconds_left\{issuer="[^"]+"\} -\d')
        wait_for(lambda: "is verlopen: iedereen" in self.faults())
        self.house.processes["gateway"].line("verloopt over 0 minuten", 5)
        self.publish()
        wait_for(lambda: self.status("duo-client") == 404, 30)
        wait_for(lambda: self.ready().status == 200)

    def test_grace_is_for_the_issuer_that_was_named_and_is_logged(self):
        subject = subprocess.run(["openssl", "x509", "-in", self.house.pki / "root.pem", "-noout", "-subject", "-nameopt", "RFC2253"], check=True, capture_output=True, text=True)
        issuer = subject.stdout.strip().removeprefix("subject=")
        self.house.settings["tls"]["intrekking"]["respijt"] = [{"uitgever": issuer, "duur": "1h", "reden": "storing bij de uitgever, afgesproken met de CISO"}]
        self.publish("brp-client", seconds=-30, ago=600)
        self.house.start_gateway()
        self.house.processes["gateway"].line("respijt: een verlopen intrekkingslijst")
        wait_for(lambda: self.status("duo-client") == 404)
        self.assertIsNone(self.status("brp-client"), "who is on it stays revoked")
        self.assertEqual([each["toestand"] for each in self.lists()], ["respijt"])
        self.assertEqual(self.ready().status, 200)
        self.assertIn("door het respijt uit de configuratie", self.ready().json["aandacht"])
        wait_for(lambda: "door het respijt uit de configuratie" in self.faults())

    def test_a_disk_that_cannot_keep_it_is_told_and_it_is_used_all_the_same(self):
        self.publish("brp-client")
        (self.house.dir / "store").mkdir()
        (self.house.dir / "store" / "intrekkingslijsten").write_text("geen map")
        self.house.start_gateway()
        wait_for(lambda: self.status("duo-client") == 404)
        self.assertIsNone(self.status("brp-client"))
        self.house.processes["gateway"].line("staat niet op schijf")
        self.assertIn("kan niet worden bewaard", self.ready().json["aandacht"])

    def test_a_certificate_file_that_is_broken_does_not_keep_a_revocation_away(self):
        self.publish()
        self.house.start_gateway()
        wait_for(lambda: self.status("duo-client") == 404)
        (self.house.pki / "gateway-server.pem").write_text("halfway being copied")
        self.house.processes["gateway"].line("de gewijzigde certificaten zijn niet bruikbaar")
        self.publish("duo-client")
        wait_for(lambda: self.status("duo-client") is None)
        self.assertEqual(self.status("brp-client"), 404)

    def test_lists_may_come_from_a_file_too_and_do_not_go_back(self):
        self.shelf.has.clear()
        self.house.settings["tls"] = {}
        self.house.settings["server_tls"] = {"crl": "pki/lijst.crl"}
        file = self.house.pki / "lijst.crl"
        file.write_bytes(self.lister.list("brp-client"))  # DER
        self.house.start_gateway()
        self.assertEqual(self.status("duo-client"), 404)
        self.assertIsNone(self.status("brp-client"))
        file.write_bytes(self.lister.list("brp-client", "taalschool-client", der=False))
        wait_for(lambda: self.status("taalschool-client") is None)
        file.write_bytes(self.lister.list(number=1))
        wait_for(lambda: "is lager dan" in self.faults())
        self.assertIsNone(self.status("brp-client"))
        file.write_text("kapot")
        self.house.processes["gateway"].line("niet bruikbaar")
        self.assertIsNone(self.status("brp-client"))
        self.assertEqual(self.status("duo-client"), 404)


class Named(unittest.TestCase):
    """Where certificates name their lists themselves: only hosts that the configuration allows are gone to."""

    def setUp(self):
        self.shelf, self.other = Shelf(), Shelf()
        self.addCleanup(self.shelf.close)
        self.addCleanup(self.other.close)
        self.house = House(tls={"intrekking": {"adressen": [self.shelf.url("/root.crl")], "hosts": [f"127.0.0.1:{self.shelf.port}"], "elke": "1s"}})
        self.addCleanup(self.house.close)
        self.root, self.tsp = Lister(self.house.pki, "root"), Lister(self.house.pki, "tsp", pss=True)
        pki = self.house.pki
        self.sign("tsp", "root", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n", "/CN=TSP CA", ("rsa:3072",))
        self.shelf.has = {"/root.crl": self.root.list(), "/tsp.crl": self.tsp.list()}
        self.pki = pki

    def sign(self, name, by, extensions, subject, key=("ec", "-pkeyopt", "ec_paramgen_curve:P-256")):
        run = lambda *command: subprocess.run(["openssl", *command], cwd=self.house.pki, check=True, capture_output=True)
        run("req", "-newkey", *key, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", subject)
        (self.house.pki / f"{name}.ext").write_text(extensions)
        run("x509", "-req", "-in", f"{name}.csr", "-CA", f"{by}.pem", "-CAkey", f"{by}.key", "-CAcreateserial", "-days", "30", "-extfile", f"{name}.ext", "-out", f"{name}.pem")

    def client(self, name, *points):
        named = "".join(f"crlDistributionPoints={','.join('URI:' + each for each in points)}\n" for _ in range(bool(points)))
        self.sign(name, "tsp", f"basicConstraints=critical,CA:FALSE\nextendedKeyUsage=clientAuth\n{named}", f"/serialNumber={DUO}/CN={name}")
        file = self.pki / f"{name}.pem"
        file.write_bytes(file.read_bytes() + (self.pki / "tsp.pem").read_bytes())

    status = Fetched.status

    def test_the_whole_chain_and_rsassa_pss(self):
        self.client("een", self.shelf.url("/tsp.crl"))
        self.client("twee", self.shelf.url("/tsp.crl"))
        self.house.start_gateway()
        wait_for(lambda: self.status("een") == 404, 30)
        self.assertEqual(self.status("twee"), 404)
        self.shelf.has["/tsp.crl"] = self.tsp.list("twee")
        wait_for(lambda: self.status("twee") is None, 30)
        self.assertEqual(self.status("een"), 404)
        self.shelf.has["/root.crl"] = self.root.list("tsp")
        wait_for(lambda: self.status("een") is None, 30)
        self.assertEqual(self.status("duo-client"), 404, "of the root itself")

    def test_the_text_of_a_peer_sends_us_nowhere(self):
        elsewhere = self.other.url("/intern?verwijder=alles")
        self.client("een", elsewhere, f"http://localhost:{self.shelf.port}/tsp.crl", "file:///etc/hostname", f"http://x@127.0.0.1:{self.shelf.port}/tsp.crl")
        self.house.start_gateway()
        wait_for(lambda: self.status("duo-client") == 404)
        self.assertIsNone(self.status("een"))
        self.house.processes["gateway"].line("de host staat niet onder tls.intrekking.hosts")
        self.shelf.asked_again("/root.crl")
        self.assertIsNone(self.status("een"))
        self.assertEqual(self.other.asked, {})
        self.assertNotIn("/tsp.crl", self.shelf.asked)

    def test_nobody_without_a_chain_to_an_anchor_is_listened_to(self):
        Authority(self.pki, "vreemd", "Vreemde stam")
        self.sign("indringer", "vreemd", f"extendedKeyUsage=clientAuth\ncrlDistributionPoints=URI:{self.shelf.url('/indringer.crl')}\n", f"/serialNumber={DUO}/CN=x")
        self.house.start_gateway()
        wait_for(lambda: self.status("duo-client") == 404)
        self.assertIsNone(self.status("indringer"))
        self.shelf.asked_again("/root.crl")
        self.assertNotIn("/indringer.crl", self.shelf.asked)


if __name__ == "__main__":
    unittest.main()
