"""The snippets of docs/afnemers.md, run as they stand there."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, ROOT, meting, wait_for  # noqa: E402
from informatie_arm_test import KVS, ThinHouse  # noqa: E402
from other_side import OtherSide, webhook  # noqa: E402

GUIDE = (ROOT / "docs/afnemers.md").read_text()
SNIPPETS = {language: re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL) for language in ("python", "java", "bash")}


def with_text(text):
    """The one snippet for a shell that has it."""
    found, = [each for each in SNIPPETS["bash"] if text in each]
    return found


class Guide(unittest.TestCase):
    def setUp(self):
        self.house = ThinHouse().start_all()
        self.addCleanup(self.house.close)
        self.house.know(MIRIAM)
        self.house.enrol()

    def bash(self, snippet, receiver="", **more):
        given = {"PKI": self.house.pki, "GATEWAY": f"https://127.0.0.1:{self.house.port}", "ONTVANGER": receiver} | more
        script = "set -euo pipefail\n" + "".join(f"{name}='{value}'\n" for name, value in given.items()) + snippet
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def follow(self, process):
        """The second and third step of the guide, and what then arrives."""
        port = process.line(r"klaar op (\d+)").group(1)
        self.assertIn("te-bevestigen", self.bash(SNIPPETS["bash"][0], f"https://127.0.0.1:{port}"))
        process.line(r"nl\.inburgering\.deelname\.vastgelegd")
        tried = self.bash(SNIPPETS["bash"][1])
        self.assertIn('"gelukt":true', tried)
        process.line(r"nl\.inburgering\.test")
        for number in (1, 2):
            self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-{number}", meetdatum=f"2026-11-{number:02}"))
        process.line(r"(nl\.inburgering\.voortgangsmeting\.vastgelegd nr \d+\s+){2}")
        self.assertNotIn("ontbreekt", process.text())

    def end(self, process):
        process.process.kill()
        process.process.wait(10)
        process.handle.close()

    def test_python(self):
        script = self.house.dir / "ontvanger.py"
        script.write_text(SNIPPETS["python"][0])
        pki = self.house.pki
        process = self.house.start("ontvanger", sys.executable, script, "0", pki / "afnemer-0518-server.pem", pki / "afnemer-0518-server.key", pki / "root.pem")
        self.house.processes.pop("ontvanger")
        self.addCleanup(self.end, process)
        self.follow(process)

    def test_a_registration(self):
        self.bash(next(snippet for snippet in SNIPPETS["bash"] if "/registraties/" in snippet))
        entries = [(entry["soort"], entry["uitkomst"]) for entry in self.house.log() if entry["soort"].startswith("registratie")]
        self.assertEqual(entries, [("registratie Hoofddoel", "verwerkt"), ("registratie Hoofddoel beeindigen", "verwerkt")])

    def test_java(self):
        if not shutil.which("java") or not shutil.which("javac"):
            self.skipTest("no JDK is there")
        source = self.house.dir / "Ontvanger.java"
        source.write_text(SNIPPETS["java"][0])
        pki, store = self.house.pki, self.house.dir / "keystore.p12"
        subprocess.run(["openssl", "pkcs12", "-export", "-in", pki / "afnemer-0518-server.pem", "-inkey", pki / "afnemer-0518-server.key", "-certfile", pki / "root.pem",
                        "-out", store, "-passout", "pass:geheim"], check=True, capture_output=True)
        process = self.house.start("ontvanger", "java", source, "0", store, "geheim")
        self.house.processes.pop("ontvanger")
        self.addCleanup(self.end, process)
        self.follow(process)

    def test_curl(self):
        said = self.bash(SNIPPETS["bash"][2])
        self.assertRegex(said, r'"bevestigd":[1-9]')
        self.assertIn('"wachtend":0', said)

    # Other ways

    def other_side(self, answer):
        side = OtherSide(self.house, answer)
        self.addCleanup(side.close)
        return side

    def told(self, side, condition=lambda asked: True):
        self.house.push("voortgangsmetingen", meting(kenmerk="VM-weg", meetdatum="2026-11-03"))
        return wait_for(lambda: [asked for asked in side.all("POST") if condition(asked)])[0]

    def test_without_data_on_the_line(self):
        side = self.other_side(webhook)
        self.assertIn('"informatie":"arm"', self.bash(with_text("informatie"), side.url))
        event = self.told(side).json
        self.assertNotIn("data", event)
        self.assertIn(MIRIAM, self.bash(with_text("DATAREF"), DATAREF=event["dataref"]))

    def test_to_a_component_of_zgw(self):
        filters = ["gemeente", "objecttype", "handeling"]
        side = self.other_side(lambda asked: (200, {}, json.dumps([{"naam": "inburgering", "filters": filters}]).encode()) if asked.method == "GET" else 201)
        self.bash(with_text('"wijze": "zgw"'), side.url)
        asked = self.told(side)
        self.assertEqual((asked.path, asked.json["resource"], set(asked.json["kenmerken"])), ("/api/v1/notificaties", "voortgangsmeting", set(filters)))

    def test_a_consumer_of_zgw(self):
        side = self.other_side(lambda asked: 204 if asked.headers["Authorization"] == "Bearer wat-uw-callback-wil-zien" else 401)
        self.assertIn("/notificaties/api/v1/abonnement/", self.bash(with_text("/notificaties/api/v1/abonnement"), side.url))
        self.assertEqual(self.told(side, lambda asked: asked.json["kanaal"] == "inburgering").path, "/callback")

    def test_signed_and_encrypted(self):
        if subprocess.run(["/usr/bin/python3", "-c", "import jwcrypto"], capture_output=True).returncode != 0:
            self.skipTest("python3-jwcrypto is not there")
        side, place = self.other_side(webhook), self.house.dir
        subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", place / "eigen.pem"], check=True, capture_output=True)
        public = subprocess.run(["openssl", "pkey", "-in", place / "eigen.pem", "-pubout"], check=True, capture_output=True, text=True).stdout
        self.house.subscribe(side, id="dicht", ondertekening="http", sleutel=public)
        asked = self.told(side)
        (place / "sleutels.json").write_bytes(self.house.call("GET", "/gemeente/v1/ondertekensleutels", name=KVS).body)
        (place / "openen.py").write_text(SNIPPETS["python"][1])

        def opened(body):
            given = json.dumps({"koppen": dict(asked.headers), "inhoud": body})
            return subprocess.run(["/usr/bin/python3", place / "openen.py", place / "sleutels.json", place / "eigen.pem", side.url + "/e"], input=given, capture_output=True, text=True)
        good = opened(asked.body.decode())
        self.assertEqual((good.returncode, good.stdout), (0, "nl.inburgering.voortgangsmeting.vastgelegd\n"), good.stderr)
        self.assertNotEqual(opened(asked.body.decode()[:-1]).returncode, 0, "another body was signed")


if __name__ == "__main__":
    unittest.main()
