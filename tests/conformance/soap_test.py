"""A SOAP client that we did not write, made from the official WSDL, sends us a kennisgeving and reads what we answer.

Skipped where that client (scripts/install-deps --conformance) or the standards are not there.
"""
import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, ROOT, House  # noqa: E402

MODULES = ROOT / "build/conformance/node_modules"
STANDARDS = pathlib.Path(os.environ.get("INBURGERING_STANDARDS", ROOT.parent / "shared/standards"))
WSDL = STANDARDS / "stuf-bg-0310/xsd/bg0310/mutatie/bg0310_ontvangAsynchroon_mutatie.wsdl"


class Soap(unittest.TestCase):
    def setUp(self):
        self.house = House().start_all()
        self.addCleanup(self.house.close)

    def send(self, reference, sex="V"):
        pki = self.house.pki
        endpoint = f"https://127.0.0.1:{self.house.port}/brp/stuf/bg0310/OntvangAsynchroon"
        done = subprocess.run(["node", pathlib.Path(__file__).with_name("soap_client.mjs"), MODULES, WSDL, endpoint, pki / "brp-client.pem",
                               pki / "brp-client.key", pki / "root.pem", reference, sex], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_it_reads_bv03_and_the_message_becomes_an_event(self):
        self.house.know(MIRIAM)
        before = len(self.house.events())
        answer = self.send("SOAP-1")["answer"]["stuurgegevens"]
        self.assertEqual((answer["berichtcode"], answer["crossRefnummer"], answer["zender"]["organisatie"]), ("Bv03", "SOAP-1", "0518"))
        self.assertEqual(self.house.expect_events(before + 1)[-1]["data"]["object"]["geslachtsnaam"], "Tesfay")

    def test_it_reads_the_fault_and_fo03_in_its_detail(self):
        told = self.send("SOAP-2", sex="X")
        self.assertEqual(told["status"], 500, told)
        self.assertTrue(told["fault"]["faultcode"].endswith(":Client"))
        body = told["fault"]["detail"]["Fo03Bericht"]["body"]
        self.assertEqual((body["code"], body["plek"]), ("StUF055", "client"))
        self.assertIn("geslachtsaanduiding", body["details"])
        self.assertEqual(told["fault"]["detail"]["Fo03Bericht"]["stuurgegevens"]["crossRefnummer"], "SOAP-2")


if __name__ == "__main__":
    missing = [str(each) for each in (MODULES / "soap", WSDL) if not each.exists()]
    if missing:
        print(f"SKIPPED: no judgement by another's SOAP client, {', '.join(missing)} is not there (scripts/install-deps --conformance)", file=sys.stderr)
        sys.exit(77)
    unittest.main()
