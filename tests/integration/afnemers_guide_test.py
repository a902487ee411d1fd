"""The snippets of docs/afnemers.md, run as they stand there."""
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, ROOT, House, meting, wait_for  # noqa: E402

GUIDE = (ROOT / "docs/afnemers.md").read_text()
SNIPPETS = {language: re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL) for language in ("python", "java", "bash")}


class Guide(unittest.TestCase):
    def setUp(self):
        self.house = House().start_all()
        self.addCleanup(self.house.close)
        self.house.know(MIRIAM)
        self.house.enrol()

    def bash(self, snippet, receiver=""):
        script = f"set -euo pipefail\nPKI={self.house.pki} GATEWAY=https://127.0.0.1:{self.house.port} ONTVANGER={receiver}\n{snippet}"
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


if __name__ == "__main__":
    unittest.main()
