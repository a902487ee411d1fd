"""DUO's own contract of the Notificatie API, of which the gateway is the server: requests made from it, right ones and wrong ones."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from contract import TOOLS  # noqa: E402
from house import ROOT, House  # noqa: E402

CONTRACT = pathlib.Path(os.environ.get("INBURGERING_STANDARDS", ROOT / "../shared/standards")) / "duo-m2m/API/Notificatie/openapi.yml"
SCHEMATHESIS = TOOLS / "python/bin/schemathesis"


class Contract(unittest.TestCase):
    def test_generated_notifications_never_end_in_500_and_bad_ones_are_refused(self):
        house = House(limits={"requests_per_second": 100000}).start_all()
        self.addCleanup(house.close)
        done = subprocess.run([SCHEMATHESIS, "run", CONTRACT, "-u", f"https://127.0.0.1:{house.port}/duo/v1", "--request-cert", house.pki / "duo-client.pem", "--request-cert-key",
                               house.pki / "duo-client.key", "--tls-verify", "false", "--phases", "examples,coverage,fuzzing", "--max-examples", "300", "--seed", "1",
                               "--checks", "not_a_server_error,status_code_conformance,response_headers_conformance,negative_data_rejection", "--continue-on-failure"],
                              capture_output=True, text=True, cwd=house.dir, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout[-6000:])
        made = int(re.search(r"(\d+) generated", done.stdout).group(1))
        self.assertGreater(made, 300)
        self.assertEqual([entry for entry in house.log(100000) if entry["httpStatus"] >= 500], [])
        print(f"{made} generated notifications")


if __name__ == "__main__":
    if not SCHEMATHESIS.exists() or not CONTRACT.exists():
        print("Schemathesis staat er niet (scripts/install-deps --conformance), of de standaarden staan niet naast het project")
        sys.exit(77)
    unittest.main()
