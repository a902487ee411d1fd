"""The status of a certificate by OCSP, beside the lists: `openssl ocsp` answers, good and bad, for who connects to the gateway, for
whom it calls, and about the gateway itself."""
import http.client
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from authority import Authority, Lister, Responder, Shelf  # noqa: E402
from house import BRP, DUO, MIRIAM, SCHOOL, House, deelname, wait_for  # noqa: E402

GATEWAY_OIN = "00000099000000001000"


class Status(unittest.TestCase):
    def setUp(self):
        self.shelf = Shelf()
        self.addCleanup(self.shelf.close)
        self.house = House()
        self.addCleanup(self.house.close)
        pki = self.house.pki
        self.shelf.has["/root.crl"] = Lister(pki, "root").list()
        self.root = Authority(pki, "root")
        self.responder = Responder(pki)
        self.addCleanup(self.responder.close)
        self.house.settings["tls"] = {"intrekking": {"adressen": [self.shelf.url("/root.crl")], "hosts": [f"127.0.0.1:{self.responder.port}"], "elke": "1s",
                                                     "status_elke": "1s"}}

    def name(self, certificate, oin, purpose):
        """The same party with a certificate that names the responder."""
        self.root.leaf(certificate, oin, purpose, more=[self.responder.where])
        self.responder.known.add(certificate)

    def ask_of(self, role, mode):
        self.house.settings.setdefault("party", {})[{"taalschool": "School", "brp": "BRP"}[role]] = {"ocsp": mode}

    def start(self, **modes):
        for role, mode in modes.items():
            self.ask_of(role, mode)
        self.house.start_gateway()
        wait_for(lambda: self.let_in("brp-client"))

    def let_in(self, name):
        try:
            return self.house.call("GET", "/", name=name).status == 404
        except (OSError, http.client.HTTPException):
            return False

    def faults(self):
        return json.dumps(self.house.log(), ensure_ascii=False)

    def test_who_connects_is_asked_about_before_the_first_request_and_again_on_a_connection_that_stands(self):
        self.name("taalschool-client", SCHOOL, "clientAuth")
        self.start(taalschool="require")
        self.assertTrue(self.let_in("taalschool-client"))
        self.assertEqual(self.responder.asked, ["GET"], "asked once, as short questions are")
        standing = self.house.connect("taalschool-client")
        standing.auto_open = 0

        def ask():
            standing.request("POST", "/taalschool/v1/deelnames", json.dumps(deelname()), {"Content-Type": "application/json"})
            response = standing.getresponse()
            response.read()
            return response.status
        standing.connect()
        self.assertEqual(ask(), 201)
        self.responder.revoked.add("taalschool-client")

        def refused():
            try:
                ask()
                return False
            except (OSError, http.client.HTTPException):
                return True
        wait_for(refused)
        self.assertFalse(self.let_in("taalschool-client"))
        self.assertTrue(self.let_in("brp-client"), "nobody else is held up by it")
        wait_for(lambda: "het certificaat is ingetrokken, zegt de OCSP-dienst" in self.faults())
        told = self.house.operator("/beheer/v1/ketenpartners").json["statussen"]
        self.assertEqual([each["status"] for each in told], ["ingetrokken"])
        self.assertRegex(self.house.operator("/metrics").body.decode(), r'inburgering_ocsp_seconds_left\{own="no",serial="[0-9a-f]+"\} \d')

    def test_by_what_an_answer_is_worth_and_what_prefer_makes_of_none(self):
        self.name("taalschool-client", SCHOOL, "clientAuth")
        self.name("brp-client", BRP, "clientAuth")
        self.root.leaf("geen-antwoorder", "00000099000000009000", "clientAuth")
        stranger = Authority(self.house.pki, "vreemd", "Vreemde stam")
        stranger.leaf("vreemde", "00000099000000009000", "OCSPSigning")
        self.root.leaf("aangewezen", "00000099000000009000", "critical,OCSPSigning", more=["noCheck=ignored"])
        respond = self.responder
        other = lambda question: respond.answer((self.house.pki / "andere.der").read_bytes())
        subprocess.run(["openssl", "ocsp", "-issuer", "root.pem", "-cert", "aangewezen.pem", "-no_nonce", "-reqout", "andere.der"], cwd=self.house.pki, check=True, capture_output=True)
        by = lambda signer, *options: lambda _, question: (200, {}, respond.answer(question, signer, ["-nmin", "5", *options]))
        raw = lambda status, body, **headers: lambda _, question: (status, headers, body)

        def slowly(handler, question):
            time.sleep(7)
            return 503, {}, b""
        cases = [  # what, who answers how, whether that is good, why not
            ("the issuer", None, True, ""),
            ("whom it appointed", by("aangewezen"), True, ""),
            ("without an end", lambda _, question: (200, {}, respond.answer(question, options=[])), True, ""),
            ("the issuer, who sends no certificate along", by("root", "-resp_no_certs"), True, ""),
            ("only by POST", lambda handler, question: (405, {}, b"") if handler.command == "GET" else (200, {}, respond.answer(question)), True, ""),
            ("not appointed", by("geen-antwoorder"), False, "niet ondertekend door"),
            ("of another root", by("vreemde"), False, "niet ondertekend door"),
            ("a bad signature", by("root", "-badsig"), False, "niet ondertekend door"),
            ("about another", lambda _, question: (200, {}, other(question)), False, "een ander certificaat"),
            ("a page", raw(200, b"<html>", **{"Content-Type": "text/html"}), False, "iets anders dan OCSP"),
            ("no answer in it", raw(200, b"\x30\x03\x0a\x01\x06"), False, "unauthorized"),
            ("not here", raw(404, b""), False, "404"),
            ("elsewhere", raw(302, b"", Location=self.shelf.url("/root.crl")), False, "verwijst door"),
            ("too much", raw(200, b"x" * 200_000), False, "100 KiB"),
            ("too late", slowly, False, "duurde te lang"),
        ]
        # Each case meets a gateway that remembers nothing: it starts with the first question.
        for what, instead, good, why in cases:
            with self.subTest(what):
                respond.instead = instead
                self.ask_of("taalschool", "require")
                self.ask_of("brp", "prefer")
                self.house.start_gateway()
                try:
                    wait_for(lambda: self.let_in("brp-client"), 20)
                    self.assertEqual(self.let_in("taalschool-client"), good)
                    if why:
                        wait_for(lambda why=why: why in self.faults())
                finally:
                    self.house.stop("gateway")
        respond.instead = None
        respond.known.discard("taalschool-client")
        self.house.start_gateway()
        wait_for(lambda: self.let_in("brp-client"))
        self.assertFalse(self.let_in("taalschool-client"), "unknown is never good")
        wait_for(lambda: "kent dit certificaat niet" in self.faults())
        self.house.stop("gateway")
        respond.revoked.add("brp-client")
        self.house.start_gateway()
        wait_for(lambda: self.let_in("duo-client"))
        self.assertFalse(self.let_in("brp-client"), "who is revoked is refused by prefer too")

    def test_a_certificate_that_names_no_responder_is_good_enough_for_prefer_only(self):
        self.start(taalschool="require", brp="prefer")
        self.assertFalse(self.let_in("taalschool-client"))
        wait_for(lambda: "noemt geen OCSP-dienst" in self.faults())
        self.assertEqual(self.responder.asked, [])

    def test_an_answer_of_before_does_not_bring_back_who_was_revoked(self):
        self.name("taalschool-client", SCHOOL, "clientAuth")
        kept = []

        def keep(_, question):
            kept.append(self.responder.answer(question))
            return 200, {}, kept[-1]
        self.responder.instead = keep
        self.start(taalschool="require")
        self.assertTrue(self.let_in("taalschool-client"))
        time.sleep(1.1)  # answers tell seconds
        self.responder.instead = None
        self.responder.revoked.add("taalschool-client")
        wait_for(lambda: not self.let_in("taalschool-client"))
        self.responder.instead = lambda *_: (200, {}, kept[0])
        until = time.monotonic() + 4
        while time.monotonic() < until:
            self.assertFalse(self.let_in("taalschool-client"))
            time.sleep(0.2)

    def test_where_the_first_responder_is_away_the_next_is_asked(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            away = free.getsockname()[1]
        self.root.leaf("taalschool-client", SCHOOL, "clientAuth",
                       more=[f"authorityInfoAccess=OCSP;URI:http://127.0.0.1:{away}/ocsp,OCSP;URI:http://127.0.0.1:{self.responder.port}/ocsp"])
        self.responder.known.add("taalschool-client")
        self.house.settings["tls"]["intrekking"]["hosts"].append(f"127.0.0.1:{away}")
        self.start(taalschool="require")
        self.assertTrue(self.let_in("taalschool-client"))

    def test_a_slow_responder_holds_up_nobody_else(self):
        slow = Responder(self.house.pki)
        self.addCleanup(slow.close)
        stop = threading.Event()
        self.addCleanup(stop.set)
        slow.instead = lambda *_: (stop.wait(4.5), (404, {}, b""))[1]
        self.house.settings["tls"]["intrekking"]["hosts"].append(f"127.0.0.1:{slow.port}")
        names = [f"brp-{number}" for number in range(12)]
        for name in names:
            self.root.leaf(name, BRP, "clientAuth", more=[slow.where])
        self.name("taalschool-client", SCHOOL, "clientAuth")
        self.start(taalschool="require", brp="prefer")
        crowd = [threading.Thread(target=self.let_in, args=(name,)) for name in names]
        for each in crowd:
            each.start()
        wait_for(lambda: slow.asked)
        began = time.monotonic()
        self.assertTrue(self.let_in("taalschool-client"))
        self.assertLess(time.monotonic() - began, 4, "it does not wait for theirs")
        for each in crowd:
            each.join()
        self.assertLess(time.monotonic() - began, 14, "nor they for one another, longer than ten seconds")

    def test_a_server_that_is_not_the_one_that_was_asked_about_gets_nothing(self):
        for certificate in ("duo-server", "duo-ander"):
            self.name(certificate, DUO, "serverAuth")
        self.responder.revoked.add("duo-ander")
        listening = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listening.close)
        got = {"duo-server": [], "duo-ander": []}

        def serve():
            name = "duo-server"
            while True:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.house.pki / f"{name}.pem", self.house.pki / f"{name}.key")
                try:
                    with context.wrap_socket(listening.accept()[0], server_side=True) as made:
                        if data := made.recv(100):
                            got[name].append(data)
                except ssl.SSLError:
                    pass
                except OSError:
                    if listening.fileno() < 0:
                        return
                name = "duo-ander"
        threading.Thread(target=serve, daemon=True).start()
        for mode in ("prefer", "require"):
            self.house.settings["duo"] = {"ocsp": mode, "url": f"https://127.0.0.1:{listening.getsockname()[1]}/v1"}
            self.house.start_gateway()
            wait_for(lambda: self.let_in("brp-client"))
            before = len(self.house.log())
            self.assertEqual(self.house.notify("SS112", bsn=MIRIAM).status, 201)
            wait_for(lambda: "het certificaat is ingetrokken, zegt de OCSP-dienst" in json.dumps(self.house.log()[before:], ensure_ascii=False), 30)
            self.house.stop("gateway")
        self.assertEqual(got["duo-ander"], [])

    def test_a_server_that_is_called_is_asked_about_first(self):
        self.name("duo-server", DUO, "serverAuth")
        self.house.settings["duo"] = {"ocsp": "require"}
        self.house.start_all()
        wait_for(lambda: self.let_in("brp-client"))
        self.house.know(MIRIAM)
        answered = lambda: self.house.notify().status == 201
        wait_for(lambda: answered() and self.house.waiting() == 0 and any(each["richting"] == "uit" and each["feed"] == "duo" and each["uitkomst"] == "verwerkt" for each in self.house.log()), 30, 1)
        self.assertEqual(set(self.responder.asked), {"GET"})
        self.responder.revoked.add("duo-server")
        before = len(self.house.log())
        wait_for(lambda: answered() and "het certificaat is ingetrokken, zegt de OCSP-dienst" in json.dumps(self.house.log()[before:], ensure_ascii=False), 90, 1)

    def test_what_a_server_staples_spares_the_question(self):
        pki = self.house.pki
        self.name("duo-server", DUO, "serverAuth")
        subprocess.run(["openssl", "ocsp", "-issuer", "root.pem", "-cert", "duo-server.pem", "-no_nonce", "-reqout", "eigen.der"], cwd=pki, check=True, capture_output=True)
        (pki / "staple.der").write_bytes(self.responder.answer((pki / "eigen.der").read_bytes()))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", "duo-server.pem", "-key", "duo-server.key", "-CAfile", "root.pem", "-Verify", "1",
                                   "-status_file", "staple.der", "-www"], cwd=pki, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: (server.kill(), server.wait()))
        self.responder.instead = lambda *_: (503, {}, b"")
        self.house.settings["duo"] = {"ocsp": "require", "url": f"https://127.0.0.1:{port}/v1"}
        self.house.start_gateway()
        wait_for(lambda: self.let_in("brp-client"))
        self.house.know(MIRIAM)
        wait_for(lambda: self.house.notify().status == 201)
        wait_for(lambda: any(each["richting"] == "uit" and each["feed"] == "duo" for each in self.house.log()), 30)
        told = json.dumps([each for each in self.house.log() if each["richting"] == "uit" and each["feed"] == "duo"], ensure_ascii=False)
        self.assertNotIn("OCSP", told, "it came as far as HTTP")
        self.assertIn("meegestuurd door de andere kant", json.dumps(self.house.operator("/beheer/v1/ketenpartners").json["statussen"]))
        self.assertEqual(self.responder.asked, [])

    def test_our_own_status_is_stapled_for_who_asks_and_told_when_it_is_bad(self):
        self.name("gateway-server", GATEWAY_OIN, "serverAuth")
        self.start()

        def stapled():
            shown = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.house.port}", "-status", "-CAfile", "root.pem", "-cert", "duo-client.pem", "-key", "duo-client.key"],
                                   cwd=self.house.pki, input="", capture_output=True, text=True, timeout=20).stdout
            return "Cert Status: good" in shown
        wait_for(stapled)
        self.assertTrue(self.let_in("duo-client"), "who asks nothing is shown nothing")
        self.house.stop("gateway")
        self.responder.revoked.add("gateway-server")
        self.house.start_gateway()
        wait_for(lambda: "ons eigen certificaat" in self.faults())
        self.assertFalse(stapled(), "that it is revoked is not shown along")
        self.assertIn("is ingetrokken, zegt de OCSP-dienst", self.house.operator("/readyz").json["aandacht"])
        self.assertEqual(self.house.operator("/beheer/v1/overzicht").json["toestand"], "storing")

    def test_a_responder_of_openssl_itself(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.root.leaf("taalschool-client", SCHOOL, "clientAuth", more=[f"authorityInfoAccess=OCSP;URI:http://127.0.0.1:{port}"])
        self.responder.known.add("taalschool-client")
        (self.house.pki / "echt.index").write_text(self.responder.index())
        served = subprocess.Popen(["openssl", "ocsp", "-port", str(port), "-index", "echt.index", "-CA", "root.pem", "-rsigner", "root.pem", "-rkey", "root.key", "-nmin", "5"],
                                  cwd=self.house.pki, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: (served.kill(), served.wait()))
        self.house.settings["tls"]["intrekking"]["hosts"] = [f"127.0.0.1:{port}"]
        self.start(taalschool="require")
        wait_for(lambda: self.let_in("taalschool-client"), 90)


if __name__ == "__main__":
    unittest.main()
