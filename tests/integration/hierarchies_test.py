"""Two trust hierarchies side by side: which roots a party may come by and be called by, what we show to whom, and who would be left
outside if one of them went."""
import http.client
import json
import socket
import ssl
import subprocess
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from authority import Authority  # noqa: E402
from house import BRP, DUO, GATEWAY, MIRIAM, SCHOOL, SCHOOL_2, House, wait_for  # noqa: E402

OURS = "00000099000000001000"


class Hierarchies(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        pki = self.house.pki
        self.g4 = Authority(pki, "g4", "Tweede stam")
        for name, oin in (("school-g4", SCHOOL), ("school-2-g4", SCHOOL_2), ("brp-g4", BRP), ("vreemde-g4", "00000099000000009998")):
            self.g4.leaf(name, oin, "clientAuth")
        (pki / "beide.pem").write_bytes((pki / "root.pem").read_bytes() + (pki / "g4.pem").read_bytes())
        self.house.settings["tls"] = {"anchors": [{"naam": "g4", "trust": "pki/g4.pem"}, {"naam": "beide", "trust": "pki/beide.pem"}]}

    def let_in(self, name):
        try:
            return self.house.call("GET", "/", name=name).status in (403, 404)
        except (OSError, http.client.HTTPException):
            return False

    def speak(self, context, session=None):
        """What is answered, in a session that may be resumed."""
        with context.wrap_socket(socket.create_connection(("127.0.0.1", self.house.port), timeout=10), server_hostname="127.0.0.1", session=session) as made:
            try:
                made.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                return made.recv(100)[9:12], made.session, made.session_reused
            except OSError:
                return b"", None, made.session_reused

    def of_party(self, name, **what):
        self.house.settings.setdefault("party", {}).setdefault(name, {}).update(what)

    def faults(self):
        return json.dumps(self.house.log(), ensure_ascii=False)

    def test_a_party_comes_by_its_own_roots_and_no_other(self):
        self.of_party("School", vertrouwen="g4")
        self.of_party("School 2", vertrouwen="beide")
        self.house.start_gateway()
        told = {name: self.let_in(name) for name in ("school-g4", "taalschool-client", "school-2-g4", "taalschool-2-client", "brp-client", "brp-g4", "vreemde-g4", "duo-client")}
        self.assertEqual(told, {"school-g4": True, "taalschool-client": False, "school-2-g4": True, "taalschool-2-client": True, "brp-client": True, "brp-g4": False,
                                "vreemde-g4": False, "duo-client": True})
        wait_for(lambda: "van een andere stam dan bij deze partij hoort" in self.faults())
        # The same holds for a session that is resumed.
        context = self.house.tls("school-g4")
        context.maximum_version = ssl.TLSVersion.TLSv1_2

        answer, session, _ = self.speak(context)
        self.assertEqual(answer, b"404")
        again = self.speak(context, session)
        self.assertEqual((again[0], again[2]), (b"404", True))

    def test_a_role_has_roots_for_who_has_none_of_its_own(self):
        self.house.settings["tls"]["rollen"] = [{"role": "taalschool", "vertrouwen": "g4"}]
        self.of_party("School 2", vertrouwen="beide")
        self.house.start_gateway()
        self.assertEqual([self.let_in(name) for name in ("school-g4", "taalschool-client", "taalschool-2-client", "school-2-g4", "brp-g4")], [True, False, True, True, False])

    def test_parties_change_hierarchy_while_the_gateway_runs(self):
        self.house.start_gateway()
        self.assertEqual([self.let_in("taalschool-client"), self.let_in("school-g4")], [True, False])
        # A session of before is resumed by who may not come by that root any more.
        context = self.house.tls("taalschool-client")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        _, session, _ = self.speak(context)
        config = json.loads(self.house.config.read_text())
        for party in config["parties"]:
            if party["naam"] == "School":
                party["vertrouwen"] = "g4"
        self.house.config.write_text(json.dumps(config))
        reloaded = subprocess.run([GATEWAY, "reload", "--config", self.house.config], capture_output=True, text=True, timeout=30)
        self.assertEqual(reloaded.returncode, 0, reloaded.stderr)
        wait_for(lambda: self.let_in("school-g4") and not self.let_in("taalschool-client"))
        self.assertEqual(self.speak(context, session)[0], b"")
        # Neither came in: nothing that stood was ended.
        told = [each for each in self.house.log() if "andere stam" in json.dumps(each, ensure_ascii=False)]
        self.assertEqual({each["soort"] for each in told}, {"TLS-handshake"}, told)

    def test_by_the_name_that_is_called_another_certificate_is_shown(self):
        pki = self.house.pki
        self.g4.leaf("gateway-g4", OURS, "serverAuth", names="DNS:g4.gateway.test")
        self.house.settings["tls"]["servers"] = [{"hosts": ["g4.gateway.test"], "certificate": "pki/gateway-g4.pem", "key": "pki/gateway-g4.key"}]
        self.of_party("School", vertrouwen="g4")
        for wrong, why in (("https://g4.gateway.test", "kleine letters"), ("foo.test", "is niet voor foo.test")):
            self.house.settings["tls"]["servers"][0]["hosts"] = ["g4.gateway.test", wrong]
            self.house.write_config()
            said = subprocess.run([GATEWAY, "check", "--config", self.house.config], capture_output=True, text=True, timeout=30)
            self.assertEqual(said.returncode, 2)
            self.assertIn(why, said.stderr)
        self.house.settings["tls"]["servers"][0]["hosts"] = ["g4.gateway.test"]
        self.house.start_gateway()

        def shown(host, trust):
            context = ssl.create_default_context(cafile=pki / trust)
            context.check_hostname = False
            context.load_cert_chain(pki / "school-g4.pem", pki / "school-g4.key")
            try:
                with context.wrap_socket(socket.create_connection(("127.0.0.1", self.house.port), timeout=10), server_hostname=host) as made:
                    made.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                    return made.recv(100)[9:12]
            except ssl.SSLCertVerificationError:
                return b""
        self.assertEqual(shown("g4.gateway.test", "g4.pem"), b"404")
        self.assertEqual(shown("g4.gateway.test", "root.pem"), b"")
        self.assertEqual(shown("gateway.test", "root.pem"), b"404")
        self.assertEqual(shown("gateway.test", "g4.pem"), b"")
        self.g4.leaf("gateway-g4", OURS, "serverAuth", subject=f"/serialNumber={OURS}/CN=vernieuwd", names="DNS:g4.gateway.test")

        def name():
            said = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.house.port}", "-servername", "g4.gateway.test", "-CAfile", "g4.pem", "-cert", "school-g4.pem",
                                   "-key", "school-g4.key"], cwd=pki, input="", capture_output=True, text=True, timeout=20).stdout
            return "vernieuwd" in said
        wait_for(name)

    def test_who_is_called_is_trusted_by_its_roots_and_shown_the_certificate_for_it(self):
        pki = self.house.pki
        self.g4.leaf("duo-g4", DUO, "serverAuth")
        self.g4.leaf("wij-g4", OURS, "clientAuth")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", "duo-g4.pem", "-key", "duo-g4.key", "-CAfile", "g4.pem", "-Verify", "1", "-verify_return_error",
                                   "-www"], cwd=pki, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: (server.kill(), server.wait()))
        self.house.settings["tls"]["clients"] = [{"naam": "wij-g4", "certificate": "pki/wij-g4.pem", "key": "pki/wij-g4.key"}]
        url = f"https://127.0.0.1:{port}/v1"
        for hierarchy, reached in (({"vertrouwen": "g4", "certificaat": "wij-g4"}, True), ({"vertrouwen": "g4"}, False), ({"certificaat": "wij-g4"}, False),
                                   ("partij", True)):
            with self.subTest(hierarchy):
                # What the party of that OIN has holds for DUO where it says nothing else.
                self.house.settings["duo"] = {"url": url} | ({} if hierarchy == "partij" else hierarchy)
                self.of_party("DUO", **({"vertrouwen": "beide", "certificaat": "wij-g4"} if hierarchy == "partij" else {}))
                self.house.start_gateway()
                try:
                    before = len(self.house.log())
                    self.assertEqual(self.house.notify("SS112").status, 201)
                    wait_for(lambda: any(each["richting"] == "uit" and each["feed"] == "duo" for each in self.house.log()[before:]), 30)
                    told = json.dumps([each for each in self.house.log()[before:] if each["richting"] == "uit" and each["feed"] == "duo"], ensure_ascii=False)
                    self.assertEqual("TLS" not in told and "verbinding:" not in told, reached, told)
                finally:
                    self.house.stop("gateway")

    def test_who_would_be_left_outside_without_a_root(self):
        self.of_party("School", vertrouwen="g4")
        self.house.start_gateway()
        self.assertTrue(self.let_in("school-g4"))
        self.assertTrue(self.let_in("brp-client"))

        def told():
            anchors = {each["naam"].split(",")[0].split(" (")[0]: each for each in self.house.operator("/beheer/v1/ketenpartners").json["stamcertificaten"]}
            return anchors if anchors["CN=Tweede stam"]["nodigVoor"] and len(anchors) == 2 else None
        anchors = wait_for(told)
        self.assertEqual(anchors["CN=Tweede stam"]["nodigVoor"], ["School (client)"])
        self.assertEqual(anchors["CN=Tweede stam"]["waar"], ["tls.anchors beide", "tls.anchors g4"])
        (first,) = (each for name, each in anchors.items() if name != "CN=Tweede stam")
        wait_for(lambda: any("BRP (client)" in each["nodigVoor"] for each in self.house.operator("/beheer/v1/ketenpartners").json["stamcertificaten"]))
        self.assertIn("tls.server", first["waar"])
        # Whoever was not seen is named, and not passed over in silence.
        self.assertIn("School 2", self.house.operator("/beheer/v1/ketenpartners").json["nietGezien"])
        self.assertNotIn("School", self.house.operator("/beheer/v1/ketenpartners").json["nietGezien"])
        printed = subprocess.run([GATEWAY, "monitor", "ketenpartners", "--config", self.house.config], capture_output=True, text=True, timeout=30)
        self.assertIn("geen handshake gezien van", printed.stdout)
        self.assertRegex(printed.stdout, r"CN=Tweede stam \([0-9a-f]{16}\)\n +geldig tot .*\n +nodig voor School \(client\)")

    def test_a_name_that_is_not_there_is_told_before_anything_starts(self):
        for where, key in (("party", "vertrouwen"), ("party", "certificaat"), ("duo", "vertrouwen")):
            with self.subTest(where=where, key=key):
                self.house.settings.pop("party", None)
                self.house.settings.pop("duo", None)
                if where == "party":
                    self.of_party("School", **{key: "weg"})
                else:
                    self.house.settings["duo"] = {key: "weg"}
                self.house.write_config()
                checked = subprocess.run([GATEWAY, "check", "--config", self.house.config], capture_output=True, text=True, timeout=30)
                self.assertNotEqual(checked.returncode, 0)
                self.assertIn("met deze naam is er niet", checked.stdout + checked.stderr)


if __name__ == "__main__":
    unittest.main()
