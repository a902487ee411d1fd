"""Keys in a token (PKCS#11): of TLS in both directions, of the signed log, and the one that the store's key stands under. Nothing but the
token has them; it goes away while the gateway runs, and comes back."""
import http.client
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from authority import Authority  # noqa: E402
from house import BIN, GATEWAY, House, invented, wait_for  # noqa: E402

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "48151623"


class TokenHouse(House):
    def __init__(self):
        super().__init__()
        self.tokens = self.dir / "tokens"
        self.tokens.mkdir()
        (self.dir / "softhsm2.conf").write_text(f"directories.tokendir = {self.tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(self.dir / "softhsm2.conf")
        (self.pki / "pin").write_text(PIN + "\n")
        (self.pki / "ander").write_text("00000000\n")
        self.pin, self.module, self.wrapping = "pin", MODULE, "store-rsa"
        self.soft("--init-token", "--free", "--label", "gateway", "--pin", PIN, "--so-pin", "87654321")
        # RSA where we call, EC where we are called.
        root = Authority(self.pki, "root")
        root.leaf("rsa", "00000099000000001000", "clientAuth", key=("rsa:3072",))
        root.leaf("log", "00000099000000001000", "clientAuth")
        for number, name in enumerate(("gateway-server", "rsa", "log"), 1):
            self.keep(name, number)
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-out", self.pki / "store-rsa.key"], check=True, capture_output=True)
        self.keep("store-rsa", 9)

    def soft(self, *arguments):
        subprocess.run(["softhsm2-util", *map(str, arguments)], check=True, capture_output=True)

    def keep(self, name, number):
        """In the token, and nowhere else."""
        file = self.pki / f"{name}.key"
        plain = self.pki / "plain"
        subprocess.run(["openssl", "pkcs8", "-topk8", "-nocrypt", "-in", file, "-out", plain], check=True, capture_output=True)
        self.soft("--import", plain, "--token", "gateway", "--label", name, "--id", f"{number:02}", "--pin", PIN)
        plain.unlink()
        file.unlink()

    def uri(self, name):
        return f"pkcs11:token=gateway;object={name}?module-path={self.module}"

    def write_config(self):
        super().write_config()
        config = json.loads(self.config.read_text())
        pin = {"wachtwoord_bestand": f"pki/{self.pin}"}
        config["tls"]["server"].update(key=self.uri("gateway-server"), **pin)
        config["tls"]["client"].update(certificate="pki/rsa.pem", key=self.uri("rsa"), **pin)
        config.setdefault("log", {}).setdefault("signing", {}).update(certificate="pki/log.pem", key=self.uri("log"), **pin)
        config["store"].update(token=self.uri(self.wrapping), **pin)
        self.config.write_text(json.dumps(config))

    def say(self, *command):
        done = subprocess.run([GATEWAY, *command, "--config", self.config], capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    def take_away(self):
        self.tokens.rename(self.dir / "away")
        self.tokens.mkdir()

    def bring_back(self):
        self.tokens.rmdir()
        (self.dir / "away").rename(self.tokens)


@unittest.skipUnless(os.path.exists(MODULE), "SoftHSM (softhsm2) is not there")
class Tokens(unittest.TestCase):
    def setUp(self):
        self.house = TokenHouse()
        self.addCleanup(self.house.close)
        self.addCleanup(os.environ.pop, "SOFTHSM2_CONF")

    def expect_works(self):
        before = len(self.house.events())
        self.house.enrol(kenmerk=f"D-{before}", bsn=invented(before + 1)[-1])
        wait_for(lambda: len(self.house.events()) > before)

    def metric(self):
        return [line for line in self.house.operator("/metrics").body.decode().splitlines() if line.startswith("inburgering_token_keys_gone")][0]

    def test_all_keys_are_in_the_token_and_it_goes_and_comes_back(self):
        house = self.house
        house.write_config()
        file = house.pki / "store.key"
        plain = file.read_text().split(":")[1].strip()
        self.assertEqual(len(plain), 64)
        code, said = house.say("store", "wrap")
        self.assertEqual(code, 0, said)
        self.assertNotIn(plain, file.read_text())
        self.assertIn("k1:token:", file.read_text())
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertIn("staan al onder", house.say("store", "wrap")[1])
        house.start_all()
        self.expect_works()
        # Who puts a key in the file readably has it put under the token too, and that is in the log.
        self.assertIn("staan al onder", house.say("store", "wrap")[1])
        # A new key of the store stands under the one in the token too.
        code, said = house.say("store", "rekey")
        self.assertEqual(code, 0, said)
        self.assertRegex(file.read_text(), r"^k2:token:[A-Za-z0-9+/=]{512}\nk1:token:")
        wait_for(lambda: "kan weg" in house.say("store", "keys")[1], 30)
        self.assertEqual(self.metric(), "inburgering_token_keys_gone 0")

        house.take_away()
        with self.assertRaises((OSError, http.client.HTTPException)):
            house.call("GET", "/")
        wait_for(lambda: "in een token is niet te gebruiken" in house.processes["gateway"].text())
        wait_for(lambda: self.metric() != "inburgering_token_keys_gone 0")
        self.assertIn("is niet te gebruiken", json.dumps(house.operator("/beheer/v1/overzicht").json, ensure_ascii=False))
        # Commands that need the key say so.
        code, said = house.say("store", "keys")
        self.assertEqual(code, 2)
        self.assertIn("token", said)

        house.bring_back()

        def let_in():
            try:
                return house.call("GET", "/").status
            except (OSError, http.client.HTTPException):
                return None
        wait_for(let_in, 30)
        wait_for(lambda: self.metric() == "inburgering_token_keys_gone 0", 30)
        self.assertIn("weer te gebruiken", house.processes["gateway"].text())
        self.expect_works()
        house.stop("gateway")  # which signs what was written
        code, said = house.say("log", "verify")
        self.assertEqual(code, 0, said)
        for name in house.dir.glob("*.log"):
            self.assertNotIn(PIN, name.read_text(errors="replace"))

    def test_a_copy_for_the_vault_leads_to_another_token(self):
        house = self.house
        house.write_config()
        file, copy = house.pki / "store.key", house.pki / "kluis"
        before = file.read_text()
        house.start_gateway()
        self.assertEqual(house.say("store", "wrap")[0], 0)
        code, said = house.say("store", "unwrap", "--naar", copy)
        self.assertEqual(code, 0, said)
        self.assertEqual((copy.read_text(), copy.stat().st_mode & 0o777), (before, 0o600))
        self.assertEqual(house.say("store", "unwrap", "--naar", copy)[0], 2, "never over another")
        house.stop("gateway")
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-out", house.pki / "other.key"], check=True, capture_output=True)
        house.keep("other", 10)
        house.wrapping = "other"
        house.write_config()
        code, said = house.say("check")
        self.assertEqual(code, 2)
        self.assertIn("opent haar niet", said)
        file.write_text(copy.read_text())
        self.assertEqual(house.say("store", "wrap")[0], 0)
        house.start_gateway()
        # One that is no RSA key is told before anything is put under it.
        house.wrapping = "gateway-server"
        house.write_config()
        code, said = house.say("check")
        self.assertEqual(code, 2)
        self.assertIn("RSA-sleutel", said)

    def test_a_key_that_goes_while_its_token_stays_is_seen(self):
        house = self.house
        house.start_gateway()
        self.assertEqual(house.operator("/readyz").status, 200)
        # The PIN is not asked again of who is in.
        (house.pki / "pin").rename(house.pki / "weg")
        time.sleep(2)
        self.assertEqual(house.operator("/readyz").status, 200)
        (house.pki / "weg").rename(house.pki / "pin")
        house.take_away()
        wait_for(lambda: house.operator("/readyz").status == 503)
        house.bring_back()
        wait_for(lambda: house.operator("/readyz").status == 200, 30)

    def test_a_wrong_pin_is_told_once_and_never_costs_the_token(self):
        self.house.pin = "ander"
        self.house.write_config()
        for _ in range(3):
            code, said = self.house.say("check")
            self.assertEqual(code, 2, said)
            self.assertIn("weigert de PIN in", said)
            self.assertNotIn("00000000", said)
        self.house.pin = "pin"
        self.house.write_config()
        self.assertNotEqual(self.house.say("check")[0], 2, self.house.say("check")[1])

    def test_keys_are_not_put_under_one_that_does_not_open_them(self):
        house = self.house
        house.module = BIN / "libcounting_token.so"
        house.write_config()
        before = (house.pki / "store.key").read_text()
        house.start_gateway()
        house.stop("gateway")
        os.environ["TOKEN_ONLY_SIGNS"] = "1"
        self.addCleanup(os.environ.pop, "TOKEN_ONLY_SIGNS")
        code, said = house.say("check")
        self.assertEqual(code, 2)
        self.assertIn("CKA_DECRYPT", said)
        for command in (("store", "wrap"), ("store", "rekey")):
            code, said = house.say(*command)
            self.assertEqual(code, 1, said)
            self.assertIn("CKA_DECRYPT", said)
            self.assertEqual((house.pki / "store.key").read_text(), before)

    def test_without_its_token_nothing_starts_and_it_says_what_is_missing(self):
        house = self.house
        house.write_config()
        self.assertEqual(house.say("store", "wrap")[0], 0)
        house.take_away()
        code, said = house.say("serve")
        self.assertEqual(code, 2, said)
        for place in ("tls.server", "tls.client", "log.signing", "store.key"):
            self.assertIn(place, said)
        house.bring_back()
        config = json.loads(house.config.read_text())
        del config["store"]["token"], config["store"]["wachtwoord_bestand"]
        house.config.write_text(json.dumps(config))
        code, said = house.say("check")
        self.assertEqual(code, 2)
        self.assertIn("store.token", said)
        # Each part of a URI that is wrong is told by line.
        for wrong, what in (("pkcs11:object=x?module-path=/m.so", "token"), ("pkcs11:token=a;object=b?module-path=/m.so&pin-value=4242", "wachtwoord_bestand")):
            config["tls"]["server"]["key"] = wrong
            house.config.write_text(json.dumps(config))
            code, said = house.say("check")
            self.assertEqual(code, 2)
            self.assertIn(what, said)
            self.assertNotIn("4242", said)


if __name__ == "__main__":
    unittest.main()
