"""The clients that are made from the contracts: installed in an empty environment, and run against the gateway and the trial."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, ROOT, SIMULATOR, House, invented, meting  # noqa: E402

TOOLS = ROOT / "build/conformance/clients"
MADE = ROOT / "build/clients"


def made():
    """Made once for this run of the test, from the contracts as they are."""
    shutil.rmtree(MADE, ignore_errors=True)
    subprocess.run([ROOT / "clients/generate", MADE], check=True, stdout=subprocess.DEVNULL)
    return MADE / "dist"


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dist = made()
        cls.house = House().start_all()
        cls.addClassCleanup(cls.house.close)
        cls.house.know(MIRIAM)
        cls.house.enrol()
        # Nothing is in it but what is installed now, and nothing comes from elsewhere.
        cls.venv = cls.house.dir / "leeg"
        subprocess.run([sys.executable, "-m", "venv", cls.venv], check=True)
        installing = [cls.venv / "bin/pip", "install", "--quiet", "--no-index", "--find-links", cls.dist, "--find-links", TOOLS / "wheels", "inburgering-gemeente", "inburgering-taalschool"]
        subprocess.run(installing, check=True)
        cls.python = str(cls.venv / "bin/python")
        cls.gateway = f"https://127.0.0.1:{cls.house.port}"

    def run_outside(self, *command, **options):
        """Away from the tree, so that only what is installed is found."""
        return subprocess.run(command, cwd=self.house.dir, capture_output=True, text=True, timeout=120, env={"PATH": os.environ["PATH"]}, **options)

    def receive(self, name, *command):
        process = self.house.start(name, *command)
        self.addCleanup(self.house.stop, name)
        port = process.line(r"klaar op (\d+)", 60).group(1)
        process.line(r"nl\.inburgering\.deelname\.vastgelegd nr \d+", 30)
        self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-{name}"))
        process.line(r"nl\.inburgering\.voortgangsmeting\.vastgelegd nr \d+", 30)
        return port

    def prove(self, port):
        file = self.house.dir / "proef.json"
        subprocess.run([SIMULATOR, "proef", "afnemer", "--pki", self.house.pki, "--to", f"https://127.0.0.1:{port}/gebeurtenissen", "--verslag", file, "--uur-ms", "1000"], capture_output=True, timeout=120)
        report = json.loads(file.read_text())
        return {part["naam"] for part in report["onderdelen"] if part["cijfer"] == "voldoet niet"}, report["voldoet"]

    def test_what_is_installed_is_the_version_of_the_contract(self):
        for api in ("gemeente", "taalschool"):
            version = re.search(r'"version": "([\d.]+)"', (ROOT / f"schemas/openapi/{api}.yaml").read_text()).group(1)
            told = self.run_outside(self.python, "-c", f"import importlib.metadata as m, inburgering_{api}; print(m.version('inburgering-{api}'), inburgering_{api}.__file__)")
            self.assertEqual(told.returncode, 0, told.stderr)
            self.assertEqual(told.stdout.split()[0], version)
            self.assertIn("site-packages", told.stdout)
            self.assertTrue((self.dist / f"inburgering-{api}-{version}.jar").exists())

    def test_the_receiver_in_python(self):
        port = self.receive("python", self.python, ROOT / "clients/python/ontvanger.py", self.gateway, "0", self.house.pki, "afnemer-0518")
        self.assertEqual(self.prove(port), (set(), 11))

    def test_the_receiver_in_java(self):
        pki, word, stores = self.house.pki, "geheim", []
        for name in ("afnemer-0518-client", "afnemer-0518-server"):
            store = self.house.dir / f"{name}.p12"
            subprocess.run(["openssl", "pkcs12", "-export", "-in", pki / f"{name}.pem", "-inkey", pki / f"{name}.key", "-out", store, "-passout", f"pass:{word}"], check=True, capture_output=True)
            subprocess.run(["keytool", "-noprompt", "-storepass", word, "-keystore", store, "-importcert", "-alias", "stam", "-file", pki / "root.pem"], check=True, capture_output=True)
            stores.append(store)
        path = ":".join([*map(str, self.dist.glob("inburgering-gemeente-*.jar")), str(TOOLS / "java/*")])
        port = self.receive("java", "java", "-cp", path, ROOT / "clients/java/Ontvanger.java", self.gateway, "0", *stores, word)
        self.assertEqual(self.prove(port)[0], set())

    def test_a_school_reports_and_passes_the_trial(self):
        rows = []
        for number, bsn in enumerate(invented(10, 460000000)):
            rows.append({"soort": "deelnames", "rij": {"kenmerk": f"DN-K{number}", "gemeentecode": "0518", "bsn": bsn, "soort": "taalles", "startdatum": "2026-09-01"}})
            rows.append({"soort": "aanwezigheid", "rij": {"kenmerk": f"AW-K{number}", "gemeentecode": "0518", "bsn": bsn, "soort": "taalles", "periodeVan": "2026-09-01", "periodeTot": "2026-09-30", "urenGevolgd": "20.00"}})
        text = "".join(json.dumps(row) + "\n" for row in rows)
        pki = self.house.pki
        command = lambda to: [self.python, ROOT / "clients/python/school.py", to, pki / "taalschool-client.pem", pki / "taalschool-client.key", pki / "root.pem"]  # noqa: E731
        done = self.run_outside(*command(self.gateway), input=text)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = self.house.call("GET", "/taalschool/v1/aanwezigheid/AW-K9", name="taalschool-client").json
        self.assertEqual(shown["inhoud"]["urenGevolgd"], "20.00")
        file = self.house.dir / "proef-school.json"
        proof = subprocess.Popen([SIMULATOR, "proef", "school", "--pki", pki, "--port", "0", "--rijen", "20", "--uur-ms", "1500", "--geduld-ms", "60000", "--verslag", file], stdout=subprocess.PIPE, text=True)
        self.addCleanup(proof.stdout.close)
        port = re.search(r"127\.0\.0\.1:(\d+)", proof.stdout.readline()).group(1)
        done = self.run_outside(*command(f"https://127.0.0.1:{port}"), input=text)
        self.assertEqual(done.returncode, 1, "one row was refused")
        self.assertEqual(proof.wait(60), 0, proof.stdout.read())
        self.assertEqual(json.loads(file.read_text())["uitslag"], "geslaagd")


if __name__ == "__main__":
    missing = [name for name in ("java", "javac", "jar", "keytool") if not shutil.which(name)]
    if missing or not list(TOOLS.glob("openapi-generator-cli-*.jar")) or not (TOOLS / "wheels").exists():
        print("skipped: Java and the generator are not there (scripts/install-deps --conformance)")
        sys.exit(77)
    unittest.main()
