"""In production nothing of the test world is trusted or trusted on: at the start, and when a file changes while the gateway runs."""
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from authority import Authority, Listener  # noqa: E402
from house import GATEWAY, House, wait_for  # noqa: E402

OWN, DUO_REAL, GEMEENTE, RECEIVER = "00000001002220647000", "00000001823288444000", "00000001001234567000", "00000001003214345000"
TEST_OIN = "00000099000000002000"


class Production(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        pki = self.house.pki
        self.real, self.trial = Authority(pki, "real", "Stamcertificaat"), Authority(pki, "trial", "TRIAL PKIoverheid Private Root CA - G1")
        for name, oin, purpose in (("gs", OWN, "serverAuth"), ("gc", OWN, "clientAuth"), ("duo", DUO_REAL, "clientAuth"), ("receiver", RECEIVER, "serverAuth"),
                                   ("test-oin", "00000099000000001000", "clientAuth")):
            self.real.leaf(name, oin, purpose)
        self.trial.leaf("trial-duo", DUO_REAL, "clientAuth")
        self.trial.leaf("trial-receiver", RECEIVER, "serverAuth")
        key = pki / "store.key"
        key.write_text("k1:" + "a" * 64 + "\n")
        key.chmod(0o600)
        self.trust("real")
        self.house.write_config = lambda: None

    def trust(self, *roots, file="trust"):
        (self.house.pki / f"{file}.pem").write_bytes(b"".join((self.house.pki / f"{root}.pem").read_bytes() for root in roots))
        (self.house.pki / f"{file}.crl").write_bytes(b"".join((self.house.pki / f"{root}.crl").read_bytes() for root in roots if (self.house.pki / f"{root}.crl").exists()))

    def configure(self, change=lambda config: None):
        tls = lambda name: {"certificate": f"pki/{name}.pem", "key": f"pki/{name}.key", "trust": "pki/trust.pem", "crl": "pki/trust.crl"}
        config = {"mode": "production", "oin": OWN, "listen": {"partner": "127.0.0.1:0", "operator": "127.0.0.1:0"}, "tls": {"server": tls("gs"), "client": tls("gc")},
                  "store": {"file": "store/p.db", "key": "pki/store.key"}, "duo": {"oin": DUO_REAL, "url": "https://127.0.0.1:1/v1"},
                  "tenants": [{"oin": GEMEENTE, "gemeentecode": "0518", "naam": "X"}],
                  "parties": [{"naam": "D", "oin": DUO_REAL, "role": "duo", "gemeenten": ["0518"]}]}
        change(config)
        self.house.config.write_text(json.dumps(config))
        self.house.config.chmod(0o644)

    def check(self, change=lambda config: None):
        self.configure(change)
        done = subprocess.run([GATEWAY, "check", "--config", self.house.config], capture_output=True, text=True)
        return done.returncode, done.stderr

    def refused(self, names, change=lambda config: None):
        code, said = self.check(change)
        self.assertEqual(code, 2, said)
        self.assertIn(names, said)

    def test_what_is_refused_at_the_start(self):
        self.assertEqual(self.check(), (0, ""))
        for bundle in (("trial", "real"), ("real", "trial"), ("real", "root")):
            self.trust(*bundle)
            self.refused("een testcertificaat is in productie niet toegestaan")
        self.trust("real")
        self.trust("real", "trial", file="anchor")
        self.refused("tls.anchors, a", lambda config: config["tls"].update(anchors=[{"naam": "a", "trust": "pki/anchor.pem"}]))
        self.refused("logboek.trust", lambda config: config.update(logboek={"url": "https://127.0.0.1:1/v1/traces", "activity": "urn:x", "trust": "pki/anchor.pem"}))
        self.refused("log.timestamp.trust", lambda config: config.update(log={"timestamp": {"url": "https://127.0.0.1:1/", "trust": "pki/anchor.pem"}}))
        self.refused("test-OIN", lambda config: config["tls"]["client"].update(certificate="pki/test-oin.pem", key="pki/test-oin.key"))
        for listener in ("server", "client"):
            self.refused(f"tls.{listener}.crl", lambda config, listener=listener: config["tls"][listener].pop("crl"))
        self.refused("tls.operator.crl", lambda config: config["tls"].update(operator={"certificate": "pki/gs.pem", "key": "pki/gs.key", "trust": "pki/trust.pem"}))
        party = lambda key, value: lambda config: config["parties"][0].update({key: value})
        for change in (lambda config: config.update(oin=TEST_OIN), lambda config: config["duo"].update(oin=TEST_OIN), lambda config: config["duo"].update(servers=[TEST_OIN]),
                       lambda config: config["tenants"][0].update(oin=TEST_OIN), party("oin", TEST_OIN), party("mandates", [TEST_OIN]), party("servers", [TEST_OIN]),
                       lambda config: config.update(brp=[{"naam": "b", "oin": TEST_OIN, "gemeenten": ["0518"], "wijze": "personen", "url": "https://127.0.0.1:1"}]),
                       lambda config: config.update(brp=[{"naam": "b", "oin": DUO_REAL, "servers": [TEST_OIN], "gemeenten": ["0518"], "wijze": "personen", "url": "https://127.0.0.1:1"}])):
            self.refused("een test-OIN (00000099…)", change)
        for file, mode in (("pki/store.key", 0o644), ("pki/gs.key", 0o660), ("pki/trust.pem", 0o666), ("pki/gc.pem", 0o664), ("pki/trust.crl", 0o646)):
            path = self.house.dir / file
            was = path.stat().st_mode
            path.chmod(mode)
            self.refused(f"chmod {'600' if file.endswith('key') else 'go-w'}")
            path.chmod(was)
        self.assertEqual(self.check()[0], 0)

    def test_serve_refuses_what_check_refuses(self):
        self.trust("real", "trial")
        self.configure()
        done = subprocess.run([GATEWAY, "serve", "--config", self.house.config], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 2)
        self.assertIn("TRIAL", done.stderr)

    def client(self, name):
        context = ssl.create_default_context(cafile=str(self.house.pki / "real.pem"))
        context.load_cert_chain(self.house.pki / f"{name}.pem", self.house.pki / f"{name}.key")
        return context

    def speaks(self, name):
        try:
            with self.client(name).wrap_socket(socket.create_connection(("127.0.0.1", self.house.port), timeout=10), server_hostname="127.0.0.1") as made:
                made.sendall(b"GET /duo/v1/notificaties HTTP/1.1\r\nHost: x\r\n\r\n")
                return made.recv(100)[9:12] == b"405"
        except OSError:
            return False

    def test_a_test_root_that_comes_in_later_is_not_taken(self):
        self.configure()
        process = self.house.start_gateway()
        self.assertTrue(self.speaks("duo"))
        self.assertFalse(self.speaks("trial-duo"))
        self.trust("real", "trial")
        os.utime(self.house.pki / "trust.pem", (1, 1))
        process.line("TRIAL")
        self.assertFalse(self.speaks("trial-duo"))
        self.assertTrue(self.speaks("duo"), "what was good before goes on")
        self.trust("real")
        process.line("gewijzigde certificaten zijn in gebruik")
        self.assertTrue(self.speaks("duo"))

    def sent_to(self, certificate, bundle, told):
        """What reached a server with this certificate that stands at DUO's address, while `bundle` is what the gateway trusts."""
        listener = Listener(self.house.pki, certificate)
        self.addCleanup(listener.close)
        got = listener.got

        def change(config):
            config["duo"].update(oin=RECEIVER, url=f"https://127.0.0.1:{listener.port}/v1")
            config["parties"][0]["mandates"] = [RECEIVER]
        self.configure(change)
        self.house.start_gateway()
        self.trust(*bundle)
        time.sleep(1.2)  # the files are looked at once a second
        self.house.tls = lambda name: self.client(name)
        self.assertEqual(self.house.notify(name="duo", bron=DUO_REAL, doel=GEMEENTE).status, 201)
        wait_for(lambda: told in json.dumps(self.house.log()) or got)
        self.assertTrue(told in json.dumps(self.house.log()) or got[0].startswith(told.encode()))
        return got

    def test_the_right_server_is_spoken_to(self):
        self.assertTrue(self.sent_to("receiver", ("real",), "GET "))

    def test_a_test_root_is_not_trusted_for_calls_either(self):
        self.assertEqual(self.sent_to("trial-receiver", ("real", "trial"), "TRIAL"), [])
        self.assertEqual(self.house.operator("/readyz").status, 503)
        self.assertIn("TRIAL", self.house.operator("/readyz").body.decode())

    def test_an_intermediate_among_the_anchors_is_no_root(self):
        other = Authority(self.house.pki, "other", "Andere stam")
        other.leaf("between", "00000001000000000000", "serverAuth")
        (self.house.pki / "between.ext").write_text("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n")
        other.run("x509", "-req", "-in", "between.csr", "-CA", "other.pem", "-CAkey", "other.key", "-days", "30", "-extfile", "between.ext", "-out", "between.pem")
        between = Authority(self.house.pki, "between")
        between.leaf("under-between", RECEIVER, "serverAuth")
        between.make_list()
        self.assertEqual(self.sent_to("under-between", ("real", "between"), "vertrouw"), [])


if __name__ == "__main__":
    unittest.main()
