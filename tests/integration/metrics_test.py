"""What deploy/ hands to Prometheus and Grafana speaks of metrics, labels and values that the gateway really has."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from authority import Authority, Responder  # noqa: E402
from house import ROOT, House, wait_for  # noqa: E402

ALERTS = ROOT / "deploy/prometheus-alerts.yaml"
DASHBOARD = ROOT / "deploy/grafana-dashboard.json"
SELECTOR = re.compile(r"(inburgering_[a-z_]+)(\{[^}]*\})?")


def expressions():
    yield from re.findall(r"^ +expr: (.+)$", ALERTS.read_text(), re.MULTILINE)
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        yield from (target["expr"] for target in panel["targets"])


class MetricsForOthers(unittest.TestCase):
    def test_every_expression_finds_something(self):
        house = House(schedules=[{"id": "nacht", "gemeenten": ["*"], "cron": "0 2 * * *"}], log={"checkpoint": "1s"}, duo={"requests_per_second": 1}, server_tls={"crl": "pki/root.crl"})
        self.addCleanup(house.close)
        root = Authority(house.pki, "root")
        root.make_list()
        responder = Responder(house.pki)
        self.addCleanup(responder.close)
        root.leaf("gateway-server", "00000099000000001000", "serverAuth", more=[responder.where], days=365)
        responder.known.add("gateway-server")
        house.settings["tls"] = {"intrekking": {"hosts": [f"127.0.0.1:{responder.port}"]}}
        house.start_all()
        house.notify("SS101")
        house.expect_events(7, seconds=40)
        try:
            house.call("GET", "/", name="verlopen-client")
        except Exception:
            pass
        house.operator("/beheer/v1/synchronisaties", {"gemeente": "0518"})
        wait_for(lambda: all(name in house.operator("/metrics").body.decode() for name in ("inburgering_sync_questions{", "inburgering_ocsp_seconds_left{")))
        text = house.operator("/metrics").body.decode()
        series = {}
        for name, labels in re.findall(r"^(inburgering_[a-z_]+)(?:\{(.*)\})? ", text, re.MULTILINE):
            series.setdefault(name, []).append(dict(re.findall(r'([a-z_]+)="([^"]*)"', labels)))
        looked = 0
        for expression in expressions():
            for name, selector in SELECTOR.findall(expression):
                looked += 1
                if name == "inburgering_alerts_total":  # there is none while nothing is wrong
                    continue
                self.assertIn(name, series, expression)
                for label, sign, value in re.findall(r'([a-z_]+)(=~|=)"([^"]*)"', selector):
                    values = {labels.get(label) for labels in series[name]}
                    if label != "outcome":  # all is well here
                        self.assertIn(value, values, expression)
                    self.assertTrue(all(label in labels for labels in series[name]), expression)
        self.assertGreater(looked, 25)
        self.assertIn('inburgering_certificate_days{name="tls.server"} 36', text)
        self.assertIn('name="DUO (client)"', text)

    def test_promtool_accepts_the_rules(self):
        if not shutil.which("promtool"):
            self.skipTest("promtool is not there (Debian: prometheus)")
        done = subprocess.run(["promtool", "check", "rules", ALERTS], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
