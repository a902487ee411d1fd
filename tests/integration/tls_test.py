"""TLS by the guidelines of NCSC (2025-05): what is goed or voldoende and nothing else, in both directions, tried with openssl;
and what an operator is told of it."""
import pathlib
import re
import socket
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from authority import Authority  # noqa: E402
from house import DUO, GATEWAY, MIRIAM, SIMULATOR, House, wait_for  # noqa: E402

AFNEMER = "00000099000000005000"
ALLOWED_12 = {f"ECDHE-{key}-{cipher}" for key in ("ECDSA", "RSA") for cipher in ("AES256-GCM-SHA384", "AES128-GCM-SHA256", "CHACHA20-POLY1305")}
# Outside the list, from the older halves of NCSC's tables.
GROUPS = ["P-521", "P-224", "secp256k1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1", "X448", "ffdhe2048", "ffdhe3072"]


def rsa(bits):
    return (f"rsa:{bits}",)


class TlsHouse(House):
    def __init__(self, **settings):
        super().__init__(**settings)
        root = Authority(self.pki, "root")
        for bits in (2048, 3072):
            root.leaf(f"duo-rsa-{bits}", DUO, "clientAuth", key=rsa(bits))
            root.leaf(f"afnemer-rsa-{bits}", AFNEMER, "serverAuth", key=rsa(bits))

    def openssl(self, *arguments, name="duo-client", text=b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"):
        """What a client of openssl sees; whether it was answered. A text that begins with R renegotiates."""
        whole = [] if text.startswith(b"R") else ["-ign_eof"]
        done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", "-cert", self.pki / f"{name}.pem", "-key", self.pki / f"{name}.key",
                               "-CAfile", self.pki / "root.pem", *whole, *arguments], input=text, capture_output=True, timeout=20)
        return b"HTTP/1.1 4" in done.stdout, (done.stdout + done.stderr).decode(errors="replace")

    def party(self, naam):
        [party] = [each for each in self.operator("/beheer/v1/ketenpartners").json["ketenpartners"] if each["naam"] == naam]
        return {each["naam"].split("(")[-1].rstrip(")"): each for each in party["certificaten"]}


class Inwards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = TlsHouse()
        cls.addClassCleanup(cls.house.close)
        cls.house.start_gateway()

    def assert_shakes(self, *arguments, **more):
        answered, text = self.house.openssl(*arguments, **more)
        self.assertTrue(answered, f"{arguments}: {text[-800:]}")
        return text

    def assert_refused(self, *arguments, **more):
        answered, _ = self.house.openssl(*arguments, **more)
        self.assertFalse(answered, f"{arguments} was answered")

    def test_suites_of_tls_12(self):
        every = subprocess.run(["openssl", "ciphers", "-tls1_2", "-s", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"], check=True, capture_output=True, text=True).stdout.strip().split(":")
        self.assertGreater(len(every), 60)
        for suite in ("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"):
            self.assert_shakes("-tls1_2", "-cipher", suite)
        others = [suite for suite in every if suite not in ALLOWED_12]
        # All of them in one offer, and those that come closest each alone.
        self.assert_refused("-tls1_2", "-cipher", ":".join(others) + ":@SECLEVEL=0")
        for suite in others:
            if suite.startswith("ECDHE-ECDSA"):
                self.assert_refused("-tls1_2", "-cipher", suite + ":@SECLEVEL=0")

    def test_suites_of_tls_13(self):
        for suite in ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"):
            self.assert_shakes("-tls1_3", "-ciphersuites", suite)
        self.assert_refused("-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256")

    def test_older_versions(self):
        for version in ("-tls1", "-tls1_1"):
            self.assert_refused(version, "-cipher", "ALL:@SECLEVEL=0")

    def test_groups(self):
        for group in ("X25519", "P-256", "P-384"):
            self.assert_shakes("-tls1_3", "-groups", group)
            self.assert_shakes("-tls1_2", "-groups", group if group == "P-256" else f"{group}:P-256")  # with the curve of our certificate
        for group in GROUPS:
            for version in ("-tls1_2", "-tls1_3"):
                self.assert_refused(version, "-groups", group, "-cipher", "ALL:@SECLEVEL=0")

    def test_signatures(self):
        for algorithm in ("ECDSA+SHA256", "ECDSA+SHA384:ECDSA+SHA256"):
            self.assert_shakes("-tls1_2", "-sigalgs", algorithm)
        for algorithm in ("ECDSA+SHA1", "ECDSA+SHA224", "RSA+SHA1", "RSA+SHA224"):
            self.assert_refused("-tls1_2", "-sigalgs", algorithm, "-cipher", "ALL:@SECLEVEL=0")

    def test_no_renegotiation_no_compression_no_tickets_and_no_early_data(self):
        _, text = self.house.openssl("-tls1_2", text=b"R\n")
        self.assertIn("RENEGOTIATING", text)
        self.assertRegex(text, "no renegotiation")
        text = self.assert_shakes("-tls1_2", "-comp")
        self.assertIn("Compression: NONE", text)
        self.assertNotIn("TLS session ticket:", text)
        text = self.assert_shakes("-tls1_3")
        self.assertIn("Early data was not sent", text)
        self.assertNotRegex(text, r"Max Early Data: [1-9]")

    def test_what_an_operator_is_told_of_each_party(self):
        house = self.house

        def told(pattern, *arguments):
            self.assert_shakes(*arguments)
            client = house.party("DUO")["client"]
            return re.match(pattern, client["verbinding"]) and client
        client = wait_for(lambda: told(r"^TLS 1\.3, TLS_AES_256_GCM_SHA384, (?i:x25519)$"))
        self.assertEqual((client["sleutel"], client["uitTeFaseren"]), ("EC P-256", False))
        wait_for(lambda: told(r"^TLS 1\.2, ECDHE-ECDSA-AES128-GCM-SHA256, (secp256r1|prime256v1)$", "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256", "-groups", "P-256"))
        wait_for(lambda: told(r"^TLS 1\.3, "))
        self.assert_shakes(name="duo-rsa-2048")
        wait_for(lambda: house.party("DUO")["client"]["sleutel"] == "RSA 2048")
        self.assertTrue(house.party("DUO")["client"]["uitTeFaseren"])
        concerns = [each["wat"] for each in house.operator("/beheer/v1/overzicht").json["meldingen"]]
        self.assertTrue(any("DUO (client)" in each and "RSA 2048" in each for each in concerns), concerns)
        shown = subprocess.run([GATEWAY, "monitor", "ketenpartners", "--config", house.config], check=True, capture_output=True, text=True).stdout
        self.assertRegex(shown, r"DUO \(client\) .*RSA 2048 \(uit te faseren\)  TLS 1\.3")


class Strict(unittest.TestCase):
    def setUp(self):
        self.house = TlsHouse(tls={"streng": "ja"})
        self.addCleanup(self.house.close)
        self.house.start_duo()

    def test_rsa_below_3072_is_refused_in_both_directions(self):
        house = self.house
        process = house.start("afnemer-0518", SIMULATOR, "afnemer", "serve", "--pki", house.pki, "--name", "afnemer-rsa-2048", "--port", 0, "--out", house.dir / "afnemer-0518.jsonl")
        house.den_haag_port = int(process.line(r": https://127.0.0.1:(\d+)").group(1))
        house.start_gateway()
        self.assertFalse(house.openssl(name="duo-rsa-2048")[0])
        wait_for(lambda: any("minstens 3072 bits" in str(entry["fouten"]) for entry in house.log() if entry["soort"] == "TLS-handshake"))
        for name in ("duo-rsa-3072", "duo-client"):
            self.assertTrue(house.openssl(name=name)[0], name)
        self.assertEqual(house.notify("SS101", bsn=MIRIAM).status, 201)
        wait_for(lambda: any(entry["richting"] == "uit" and entry["uitkomst"] == "mislukt" for entry in house.log()))
        self.assertEqual(house.events(), [])
        house.stop("afnemer-0518")
        process = house.start("afnemer-0518", SIMULATOR, "afnemer", "serve", "--pki", house.pki, "--name", "afnemer-rsa-3072", "--port", house.den_haag_port, "--out", house.dir / "afnemer-0518.jsonl")
        process.line(r": https://127.0.0.1:(\d+)")
        wait_for(lambda: house.events())
        wait_for(lambda: house.party("KVS 0518").get("server"))
        self.assertEqual(house.party("KVS 0518")["server"]["sleutel"], "RSA 3072")

    def test_our_own_key_may_not_be_short_either(self):
        house = self.house
        Authority(house.pki, "root").leaf("gateway-server", "00000099000000001000", "serverAuth", key=rsa(2048))
        house.write_config()
        done = subprocess.run([GATEWAY, "serve", "--config", house.config], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 2)
        self.assertIn("tls.server", done.stderr)


class Outwards(unittest.TestCase):
    """A receiver that speaks something else: openssl's own server, one setting at a time."""

    @classmethod
    def setUpClass(cls):
        cls.house = TlsHouse()
        cls.addClassCleanup(cls.house.close)
        with socket.create_server(("127.0.0.1", 0)) as free:
            cls.house.den_haag_port = free.getsockname()[1]
        cls.house.start_gateway()

    def said(self, *arguments):
        """What `subscription test` says of such a receiver, which answers every request."""
        house = self.house
        server = subprocess.Popen(["openssl", "s_server", "-accept", f"127.0.0.1:{house.den_haag_port}", "-cert", house.pki / "afnemer-0518-server.pem",
                                   "-key", house.pki / "afnemer-0518-server.key", "-Verify", "3", "-CAfile", house.pki / "root.pem", "-verify_return_error", "-www", "-quiet", *arguments],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            def listens():
                try:
                    socket.create_connection(("127.0.0.1", house.den_haag_port), 1).close()
                    return True
                except OSError:
                    return False
            wait_for(listens)
            done = subprocess.run([GATEWAY, "subscription", "test", "kvs-0518", "--config", house.config], capture_output=True, text=True, timeout=20)
            return done.stdout + done.stderr
        finally:
            server.terminate()
            server.wait(10)

    def test_what_is_allowed_is_spoken_and_nothing_else(self):
        # s_server answers GET alone, and to our POST with nothing: that the handshake was made shows in what is said.
        made = ("aangekomen: HTTP", "sprak iets anders", "antwoord")
        for arguments in (["-tls1_2"], ["-tls1_3"], ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"]):
            said = self.said(*arguments)
            self.assertTrue(any(each in said for each in made), f"{arguments}: {said}")
        for arguments in (["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384:@SECLEVEL=0"], ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"],
                          ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-CCM8:@SECLEVEL=0"], ["-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256"], ["-tls1_2", "-groups", "P-521"],
                          ["-tls1_3", "-groups", "brainpoolP256r1"], ["-tls1_3", "-groups", "ffdhe3072"], ["-tls1_2", "-sigalgs", "ECDSA+SHA1", "-cipher", "ALL:@SECLEVEL=0"]):
            said = self.said(*arguments)
            self.assertRegex(said, "TLS|handshake|beveiligde verbinding", f"{arguments}: {said}")
            self.assertFalse(any(each in said for each in made), f"{arguments}: {said}")


if __name__ == "__main__":
    unittest.main()
