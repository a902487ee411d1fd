"""What every contract of ours is held to: by its own file, by the NL API Design Rules, and by judges from elsewhere."""
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, ROOT, House  # noqa: E402

TOOLS = ROOT / "build/conformance"


class ContractOf:
    """Mixed into a test case that names `api`, `client` (whose certificate asks) and `feed` (of the log)."""

    least = 1000  # generated requests
    items = {"objecttype": "Hoofddoel", "sleutel": "doel=x;startdatum=2026-11-02"}  # in the place of what stands between braces in an address
    refusals = (400,)

    def setUp(self):
        self.base = f"/{self.api}/v1"
        self.contract_file = ROOT / f"schemas/openapi/{self.api}.yaml"
        self.house = House(limits={"requests_per_second": 100000}).start_all()
        self.addCleanup(self.house.close)
        self.contract = self.fetch_contract()

    def fetch_contract(self):
        return self.house.call("GET", f"{self.base}/openapi.json", name=self.client).json

    def prepare(self):
        self.house.enrol()

    def access(self):
        """Where generated requests go, and how they are let in."""
        return ["-u", f"https://127.0.0.1:{self.house.port}{self.base}", "--request-cert", self.house.pki / f"{self.client}.pem", "--request-cert-key", self.house.pki / f"{self.client}.key",
                "--tls-verify", "false"]

    def test_the_file_is_what_is_served(self):
        written = subprocess.run([GATEWAY, "model", "openapi", self.api], check=True, capture_output=True, text=True).stdout
        self.assertEqual(self.contract_file.read_text(), written, "run: cmake --build --preset release --target model")

    def test_it_keeps_the_nl_api_design_rules(self):
        self.assertRegex(self.contract["info"]["version"], r"^\d+\.\d+\.\d+$")
        self.assertEqual(set(self.contract["info"]["contact"]), {"name", "url", "email"})
        self.assertRegex(self.contract["servers"][0]["url"], r"^https://.*/v1$")
        operations = set()
        for path, methods in self.contract["paths"].items():
            self.assertRegex(path, r"^(/([a-z0-9-]+(\.json)?|\{[a-z][A-Za-z0-9]*\}))+$")
            for method, operation in methods.items():
                if method == "parameters":
                    continue
                self.assertIn(method, ("get", "post", "put", "delete"))
                self.assertNotIn(operation["operationId"], operations)
                operations.add(operation["operationId"])
                self.assertTrue(operation["summary"] and operation["tags"])
                if "requestBody" in operation or operation.get("parameters"):
                    self.assertIn("400", operation["responses"], (path, method))
                for status, response in operation["responses"].items():
                    response = self.contract["components"]["responses"][status] if "$ref" in response else response
                    self.assertIn("API-Version", response["headers"])
                    if status >= "400":
                        self.assertEqual(list(response["content"]), ["application/problem+json"])

    def ask(self, method, path, body, kind):
        """The answer to a request as it stands."""
        return self.house.call(method, self.base + path, body, {"Content-Type": kind}, self.client)

    def test_each_400_that_is_promised_to_a_body_is_answered(self):
        asked = 0
        for path, methods in self.contract["paths"].items():
            for method, operation in methods.items():
                if method not in ("post", "put") or "400" not in operation["responses"]:
                    continue
                kind = next(iter(operation.get("requestBody", {}).get("content", {"application/json": None})))
                answer = self.ask(method.upper(), re.sub(r"\{([^}]*)\}", lambda found: self.items.get(found[1], "iets"), path), "{", kind)
                self.assertIn(answer.status, self.refusals, (method, path, answer.body))
                asked += answer.status == 400
        self.assertGreater(asked, 8)

    def test_spectral_finds_nothing(self):
        spectral = TOOLS / "node_modules/.bin/spectral"
        if not spectral.exists():
            self.skipTest("Spectral is not there: scripts/install-deps --conformance")
        rules = self.house.dir / "rules.yaml"
        rules.write_text("extends: [spectral:oas]\n")
        # And the State's own rules, where they stand beside the project.
        of_the_state = pathlib.Path(os.environ.get("INBURGERING_STANDARDS", ROOT.parent / "shared" / "standards")) / "adr" / "linter.yaml"
        for ruleset in [rules] + ([of_the_state] if of_the_state.exists() else []):
            done = subprocess.run([spectral, "lint", "-r", ruleset, "--fail-severity", "warn", self.contract_file], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_generated_requests_never_end_in_500_and_bad_ones_are_refused(self):
        schemathesis = TOOLS / "python/bin/schemathesis"
        if not schemathesis.exists():
            self.skipTest("Schemathesis is not there: scripts/install-deps --conformance")
        self.prepare()
        done = subprocess.run([schemathesis, "run", self.contract_file, *self.access(), "--phases", "examples,coverage,fuzzing", "--max-examples", "15", "--seed", "1",
                               "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,negative_data_rejection",
                               "--continue-on-failure"], capture_output=True, text=True, cwd=self.house.dir, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout[-6000:])
        made = int(re.search(r"(\d+) generated", done.stdout).group(1))
        self.assertGreater(made, self.least)
        answered = {}
        for entry in self.house.log(100000):
            if entry["feed"] == self.feed:
                answered[entry["httpStatus"]] = answered.get(entry["httpStatus"], 0) + 1
        self.assertFalse([status for status in answered if status >= 500], answered)
        print(f"{made} generated requests, answered {dict(sorted(answered.items()))}")
