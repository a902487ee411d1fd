"""Keys as suppliers hand them over and as systemd keeps them: encrypted PEM, PKCS#12, credentials of the service."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, House, invented, wait_for  # noqa: E402

PASSWORD = "Wacht woord, met é en \"tekens\""


class KeyHouse(House):
    """Whose configuration names its keys otherwise."""

    def __init__(self, change):
        super().__init__()
        self.change = change
        (self.pki / "wachtwoord").write_text(PASSWORD + "\n")
        (self.pki / "ander").write_text("iets anders\n")
        for name in ("gateway-server", "gateway-client"):
            certificate, key = self.pki / f"{name}.pem", self.pki / f"{name}.key"
            self.openssl("pkey", "-in", key, "-aes256", "-passout", f"file:{self.pki}/wachtwoord", "-out", self.pki / f"{name}.enc.key")
            self.openssl("pkcs12", "-export", "-in", certificate, "-inkey", key, "-passout", f"file:{self.pki}/wachtwoord", "-out", self.pki / f"{name}.p12")
        for file in self.pki.iterdir():
            file.chmod(0o600)

    @staticmethod
    def openssl(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)

    def write_config(self):
        super().write_config()
        config = json.loads(self.config.read_text())
        self.change(config)
        self.config.write_text(json.dumps(config))

    def refused(self):
        """What serve says when it does not start."""
        self.write_config()
        done = subprocess.run([GATEWAY, "serve", "--config", self.config], capture_output=True, text=True, timeout=30)
        assert done.returncode == 2, done.stderr
        return done.stderr


def encrypted(side, password="wachtwoord"):
    def change(config):
        config["tls"][side].update(key=f"pki/gateway-{side}.enc.key", **({"wachtwoord_bestand": f"pki/{password}"} if password else {}))
    return change


def pkcs12(side, password="wachtwoord"):
    def change(config):
        config["tls"][side].pop("key")
        config["tls"][side].update(certificate=f"pki/gateway-{side}.p12", **({"wachtwoord_bestand": f"pki/{password}"} if password else {}))
    return change


class OwnKeys(unittest.TestCase):
    def house(self, *changes):
        house = KeyHouse(lambda config: [change(config) for change in changes])
        self.addCleanup(house.close)
        return house

    def expect_works(self, house):
        """Somebody comes in, and what follows goes out."""
        before = len(house.events())
        house.enrol(kenmerk=f"D-{before}", bsn=invented(before + 1)[-1])
        wait_for(lambda: len(house.events()) > before)

    def test_encrypted_keys_in_both_directions(self):
        house = self.house(encrypted("server"), encrypted("client")).start_all()
        self.expect_works(house)

    def test_pkcs12_in_both_directions(self):
        house = self.house(pkcs12("server"), pkcs12("client")).start_all()
        self.expect_works(house)
        listed = subprocess.run([GATEWAY, "log", "verify", "--config", house.config], capture_output=True, text=True)
        self.assertEqual(listed.returncode, 0, listed.stdout + listed.stderr)

    def test_what_is_wrong_with_it_is_told_and_nothing_starts(self):
        for change, what in ((encrypted("server", "ander"), "opent haar niet"), (encrypted("client", None), "wachtwoord_bestand"),
                             (pkcs12("server", "ander"), "opent haar niet"), (pkcs12("client", None), "wachtwoord_bestand"),
                             (encrypted("server", "bestaat-niet"), "bestaat niet")):
            said = self.house(change).refused()
            self.assertIn(what, said)
            self.assertNotIn(PASSWORD, said)

    def test_another_key_is_taken_over_while_running_and_a_bad_one_is_not(self):
        house = self.house(pkcs12("server"), encrypted("client")).start_all()
        self.expect_works(house)
        serial = lambda: house.call("GET", "/").status and self.serial_of(house)  # noqa: E731
        before = serial()
        bundle = house.pki / "gateway-server.p12"
        whole = bundle.read_bytes()
        bundle.write_bytes(whole[:200])
        time.sleep(1.5)
        self.assertEqual(serial(), before, "half a file changes nothing")
        # A new certificate under another password: the two files need not come at the same moment.
        fresh = house.dir / "fresh"
        shutil.copytree(house.pki, fresh)
        for name in ("gateway-server.pem", "gateway-server.key"):
            (fresh / name).unlink()
        subprocess.run([GATEWAY, "pki", "dev", "--out", fresh, "--leaf", "gateway-server=00000099000000001000:server"], check=True, stdout=subprocess.DEVNULL)
        (house.pki / "wachtwoord").write_text("nieuw\n")
        KeyHouse.openssl("pkcs12", "-export", "-in", fresh / "gateway-server.pem", "-inkey", fresh / "gateway-server.key", "-passout", "pass:nieuw", "-out", bundle)
        KeyHouse.openssl("pkey", "-in", house.pki / "gateway-client.key", "-aes256", "-passout", "pass:nieuw", "-out", house.pki / "gateway-client.enc.key")
        wait_for(lambda: serial() != before)
        self.expect_works(house)

    def serial_of(self, house):
        raw = house.tls("duo-client").wrap_socket(socket.create_connection(("127.0.0.1", house.port)), server_hostname="127.0.0.1")
        try:
            return raw.getpeercert()["serialNumber"]
        finally:
            raw.close()

    def test_keys_are_credentials_that_systemd_gave(self):
        def change(config):
            config["store"]["key"] = "credential:opslag"
            config["tls"]["client"]["key"] = "credential:client"
        house = self.house(change)
        house.start_duo()
        house.start_afnemers()
        self.assertIn("LoadCredential=opslag", house.refused())
        given = house.dir / "credentials"
        given.mkdir(mode=0o700)
        shutil.copy(house.pki / "store.key", given / "opslag")
        shutil.copy(house.pki / "gateway-client.key", given / "client")
        (house.pki / "store.key").unlink()
        os.environ["CREDENTIALS_DIRECTORY"] = str(given)
        self.addCleanup(os.environ.pop, "CREDENTIALS_DIRECTORY")
        house.start_gateway()
        self.expect_works(house)


if __name__ == "__main__":
    unittest.main()
