"""keten-simulator: its DUO holds to DUO's specification, so that what works against it works against DUO."""
import http.client
import json
import pathlib
import subprocess
import sys
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, DUO, MIRIAM, SIMULATOR, STRANGER, House  # noqa: E402


class SimulatedDuo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()
        cls.house.start_duo()
        cls.addClassCleanup(cls.house.close)

    def ask(self, path, method="GET", body=None, **headers):
        all_headers = {"bron": DEN_HAAG, "doel": DUO, "berichtId": str(uuid.uuid4())} | headers
        connection = http.client.HTTPSConnection("127.0.0.1", self.house.duo_port, context=self.house.tls("gateway-client"), timeout=10)
        connection.request(method, path, body=body, headers={key: value for key, value in all_headers.items() if value is not None})
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status, response.headers["API-Version"], text

    def test_a_question_is_answered_from_the_fixtures(self):
        status, version, text = self.ask(f"/v1/personen/{MIRIAM}/inburgeringsplicht")
        self.assertEqual((status, version), (200, "1.2.2"))
        self.assertTrue(json.loads(text)["indicatorInburgeringsplicht"])

    def test_what_breaks_the_specification_is_refused(self):
        path = f"/v1/personen/{MIRIAM}/doelgroep"
        for headers in ({"bron": None}, {"doel": None}, {"berichtId": None}, {"bron": "1"}, {"berichtId": "1"}):
            self.assertEqual(self.ask(path, **headers)[0], 400, headers)
        self.assertEqual(self.ask(path, "DELETE")[0], 405)
        self.assertEqual(self.ask(f"/v1/personen/{STRANGER}/doelgroep")[0], 404)
        self.assertEqual(self.ask("/v1/personen/1/doelgroep")[0], 404)

    def test_it_is_slow_and_fails_when_told_to(self):
        path = f"/v1/personen/{MIRIAM}/doelgroep"
        self.assertEqual(self.ask("/simulator/gedrag", "PUT", '{"vertragingMs":200,"status":500,"aantal":1}')[0], 204)
        began = time.monotonic()
        self.assertEqual([self.ask(path)[0], self.ask(path)[0]], [500, 200])
        self.assertGreaterEqual(time.monotonic() - began, 0.4)
        self.ask("/simulator/gedrag", "PUT", '{"vertragingMs":0}')

    def test_fixtures_that_break_the_specification_do_not_start(self):
        file = self.house.dir / "broken.json"
        file.write_text(json.dumps({MIRIAM: {"doelgroep": {"indeling": 7}}}))
        done = subprocess.run([SIMULATOR, "duo", "serve", "--pki", self.house.pki, "--port", "0", "--fixtures", file], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("/indeling", done.stderr)


if __name__ == "__main__":
    unittest.main()
