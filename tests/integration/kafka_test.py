"""Events to a real broker of Kafka over mutual TLS: a person in one partition, waiting while it is gone."""
import json
import pathlib
import re
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, ROOT, STRANGER, deelname, wait_for  # noqa: E402
from informatie_arm_test import ThinHouse  # noqa: E402
from own_subscriptions import OwnSubscriptions  # noqa: E402
from kafka import Kafka, is_there  # noqa: E402


class KafkaTest(OwnSubscriptions, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = ThinHouse(delivery={"timeout": "5s", "open_after": 100})
        cls.house.start_all()
        cls.addClassCleanup(cls.house.close)
        cls.house.know(MIRIAM)
        cls.house.enrol()
        cls.broker = Kafka(cls.house)
        cls.addClassCleanup(cls.broker.close)
        cls.broker.start()
        cls.number = 0

    def subscribe(self, id, topic, **wish):
        self.subscribe_by("kafka", f"kafka://127.0.0.1:{self.broker.port}", id, {"onderwerp": topic} | wish)

    def test_events_in_order_and_nothing_lost_when_it_is_killed(self):
        self.house.push("deelnames", deelname(kenmerk="DN-2", bsn=STRANGER))
        self.broker.topic("gebeurtenissen")
        self.subscribe("kafka-1", "gebeurtenissen")
        wait_for(lambda: self.show("kafka-1")["status"] == "actief")
        for _ in range(5):
            self.measure()
            self.measure(bsn=STRANGER)
        wait_for(lambda: self.show("kafka-1")["wachtend"] == 0)
        self.broker.stop(signal.SIGKILL)
        self.measure(2)
        wait_for(lambda: [each for each in self.house.log() if each["uitkomst"] == "mislukt" and each["fouten"] and "broker" in each["fouten"][0]["melding"]])
        self.assertEqual(self.show("kafka-1")["wachtend"], 2)
        self.broker.start()
        wait_for(lambda: self.show("kafka-1")["wachtend"] == 0, 60)
        lanes, partitions, ids = {}, {}, set()
        for partition, key, headers, event in self.broker.taken("gebeurtenissen", 12):
            self.assertEqual((key, headers["id"], headers["type"], headers["content-type"]), (event["subject"], event["id"], event["type"], "application/cloudevents+json; charset=utf-8"))
            if event["id"] not in ids:  # at least once
                lanes.setdefault(key, []).append(int(event["sequence"]))
            ids.add(event["id"])
            partitions.setdefault(key, set()).add(partition)
        self.assertEqual(sorted(len(each) for each in lanes.values()), [5, 7])
        self.assertTrue(all(each == sorted(each) for each in lanes.values()), lanes)
        self.assertTrue(all(len(each) == 1 for each in partitions.values()), partitions)

    def test_the_lines_of_the_guide(self):
        snippet = next(each for each in re.findall(r"```bash\n(.*?)```", (ROOT / "docs/afnemers.md").read_text(), re.DOTALL) if '"wijze": "kafka"' in each)
        self.broker.topic("gids")
        script = f"set -euo pipefail\nPKI={self.house.pki} GATEWAY=https://127.0.0.1:{self.house.port} BROKER=127.0.0.1:{self.broker.port}\n{snippet}".replace('"gebeurtenissen"', '"gids"')
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.addCleanup(self.api, "DELETE", "/kafka")
        wait_for(lambda: self.show("kafka")["status"] == "actief")
        self.measure()
        self.assertEqual(self.broker.taken("gids", 1)[0][3]["type"], "nl.inburgering.voortgangsmeting.vastgelegd")

    def test_a_topic_that_is_not_there_and_a_server_of_another(self):
        self.subscribe("kafka-2", "bestaat-niet")
        self.assertIn("topic bestaat-niet", self.refused("kafka-2")[0])
        other = Kafka(self.house, server="afnemer-0344-server")
        self.addCleanup(other.close)
        other.start()
        other.topic("gebeurtenissen")
        self.subscribe("kafka-3", "gebeurtenissen", url=f"kafka://127.0.0.1:{other.port}")
        self.assertIn("OIN", self.refused("kafka-3")[0])


if __name__ == "__main__":
    if not is_there():
        print("skipped: Kafka is not there (scripts/install-deps --conformance, with mvn and java)")
        sys.exit(77)
    unittest.main()
