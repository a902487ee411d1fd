"""What testssl.sh, which we did not make, finds of our TLS: both listeners, by the guidelines that it knows."""
import json
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import House  # noqa: E402

TESTSSL = shutil.which("testssl") or shutil.which("testssl.sh")
OFFERED = {"TLS1_2": "offered", "TLS1_3": "offered with final", "SSLv2": "not offered", "SSLv3": "not offered", "TLS1": "not offered", "TLS1_1": "not offered",
           "cipherlist_NULL": "not offered", "cipherlist_aNULL": "not offered", "cipherlist_EXPORT": "not offered", "cipherlist_LOW": "not offered",
           "cipherlist_3DES_IDEA": "not offered", "cipherlist_AVERAGE": "not offered"}
# What needs a test certificate less than ours, a name or the internet: no fault of the connection.
PASSED_OVER = ("cert", "DNS_CAA", "OCSP", "chain", "engine_problem", "scanTime", "scanProblem", "HTTP", "optimal_proto")


@unittest.skipUnless(TESTSSL, "testssl.sh is not there")
class TestSsl(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.start_gateway()

    def findings(self):
        out = self.house.dir / "testssl.json"
        subprocess.run([TESTSSL, "--quiet", "--color", "0", "--nodns=none", "--warnings", "off", "--ip", "127.0.0.1", "-p", "-s", "-f", "-P", "-U",
                        "--jsonfile", out, f"127.0.0.1:{self.house.port}"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=1500)
        return {each["id"]: each for each in json.loads(out.read_text())}

    def test_it_finds_nothing_that_should_not_be_there(self):
        found = self.findings()
        for what, told in OFFERED.items():
            self.assertIn(what, found, sorted(found))
            self.assertTrue(found[what]["finding"].startswith(told), found[what])
        wrong = [each for name, each in found.items() if each["severity"] in ("LOW", "MEDIUM", "HIGH", "CRITICAL", "FATAL") and not name.startswith(PASSED_OVER)]
        self.assertEqual(wrong, [])
        self.assertGreater(len(found), 40)
        print(f"testssl.sh: {len(found)} findings, none of them LOW or worse")


if __name__ == "__main__":
    unittest.main()
