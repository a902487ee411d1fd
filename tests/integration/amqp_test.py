"""Events to a real RabbitMQ over mutual TLS: confirmed before they count as arrived, in order per person, and waiting while it is gone."""
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, ROOT, STRANGER, deelname, wait_for  # noqa: E402
from informatie_arm_test import ThinHouse  # noqa: E402
from own_subscriptions import OwnSubscriptions  # noqa: E402
from rabbitmq import Broker, is_there  # noqa: E402

USER, PASSWORD = "gateway", "een-wachtwoord-van-de-proef"


class Amqp(OwnSubscriptions, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = ThinHouse(party={"KVS 0518": {"broker": {"gebruiker": USER, "wachtwoord_bestand": "broker.wachtwoord"}}}, delivery={"timeout": "3s", "open_after": 100})
        cls.say(PASSWORD)
        cls.house.start_all()
        cls.addClassCleanup(cls.house.close)
        cls.house.know(MIRIAM)
        cls.house.enrol()
        cls.broker = Broker(cls.house, USER, PASSWORD).start()
        cls.addClassCleanup(lambda: cls.broker.close())
        cls.number = 0

    @classmethod
    def say(cls, password):
        file = cls.house.dir / "broker.wachtwoord"
        file.write_text(password + "\n")
        file.chmod(0o600)

    def subscribe(self, id, **wish):
        self.subscribe_by("amqp", f"amqps://127.0.0.1:{self.broker.port}/inburgering", id, {"onderwerp": "gebeurtenissen"} | wish)

    def active(self, id):
        wait_for(lambda: self.show(id)["status"] == "actief")

    def test_events_of_two_persons_each_in_order(self):
        self.house.push("deelnames", deelname(kenmerk="DN-2", bsn=STRANGER))
        self.subscribe("rabbit-1")
        self.active("rabbit-1")
        tried = self.api("POST", "/rabbit-1/test").json
        self.assertEqual((tried["gelukt"], tried["httpStatus"]), (True, 200), tried)
        self.assertEqual(json.loads(self.broker.taken(1)[0][2])["type"], "nl.inburgering.test")
        for _ in range(10):
            self.measure()
            self.measure(bsn=STRANGER)
        messages = self.broker.taken(20)
        wait_for(lambda: self.show("rabbit-1")["wachtend"] == 0)
        lanes = {}
        for key, properties, body in messages:
            event = json.loads(body)
            self.assertEqual((key, properties.message_id, properties.type, properties.delivery_mode, properties.content_type),
                             (event["subject"], event["id"], event["type"], 2, "application/cloudevents+json; charset=utf-8"))
            lanes.setdefault(key, []).append(int(event["sequence"]))
        self.assertEqual(sorted(len(each) for each in lanes.values()), [10, 10])
        self.assertTrue(all(each == sorted(each) for each in lanes.values()), lanes)
        self.assertEqual(len({properties.message_id for _, properties, _ in messages}), 20)
        entry = [each for each in self.house.log() if each["referentie"] == messages[0][1].message_id and each["uitkomst"] == "afgeleverd"]
        self.assertTrue(entry)

    def test_thin_and_encrypted_go_this_way_too(self):
        self.subscribe("rabbit-2", informatie="arm")
        self.active("rabbit-2")
        self.measure()
        event = json.loads(self.broker.taken(1)[0][2])
        self.assertNotIn("data", event)
        self.assertEqual(self.house.fetch(event["dataref"]).json["bsn"], MIRIAM)

    def test_the_lines_of_the_guide(self):
        snippet = next(each for each in re.findall(r"```bash\n(.*?)```", (ROOT / "docs/afnemers.md").read_text(), re.DOTALL) if '"wijze": "amqp"' in each)
        script = f"set -euo pipefail\nPKI={self.house.pki} GATEWAY=https://127.0.0.1:{self.house.port} BROKER=127.0.0.1:{self.broker.port}\n{snippet}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.addCleanup(self.api, "DELETE", "/rabbit")
        self.active("rabbit")
        self.measure()
        self.assertEqual(json.loads(self.broker.taken(1)[0][2])["type"], "nl.inburgering.voortgangsmeting.vastgelegd")

    def test_what_no_queue_keeps_is_repeated_until_one_does(self):
        self.subscribe("rabbit-3")
        self.active("rabbit-3")
        self.broker.bind(False)
        try:
            self.measure(2)
            wait_for(lambda: [each for each in self.house.log() if each["httpStatus"] == 404 and each["uitkomst"] == "mislukt" and "geen wachtrij" in each["fouten"][0]["melding"]])
            self.assertEqual(self.show("rabbit-3")["wachtend"], 2)
        finally:
            self.broker.bind(True)
        sequences = [int(json.loads(body)["sequence"]) for _, _, body in self.broker.taken(2)]
        self.assertEqual(sequences, sorted(sequences))

    def test_a_broker_that_is_killed_and_comes_back_loses_nothing(self):
        self.subscribe("rabbit-4")
        self.active("rabbit-4")
        self.measure(3)
        wait_for(lambda: self.show("rabbit-4")["wachtend"] == 0)
        self.broker.stop(signal.SIGKILL)
        self.measure(3)
        wait_for(lambda: [each for each in self.house.log() if each["uitkomst"] == "mislukt" and each["fouten"] and "broker" in each["fouten"][0]["melding"]])
        self.assertEqual(self.show("rabbit-4")["wachtend"], 3)
        self.broker.start()
        wait_for(lambda: self.show("rabbit-4")["wachtend"] == 0, 30)
        ids = [properties.message_id for _, properties, _ in self.broker.taken(6)]
        self.assertEqual(len(set(ids)), 6, "what was confirmed before the kill is there after it")

    def test_another_password_exchange_or_server_is_told(self):
        self.say("een-ander")
        try:
            self.subscribe("rabbit-5")
            self.assertIn("aanmelden", self.refused("rabbit-5")[0])
        finally:
            self.say(PASSWORD)
        self.active("rabbit-5")
        self.subscribe("rabbit-6", onderwerp="bestaat-niet")
        self.assertIn("404 NOT_FOUND", self.refused("rabbit-6")[0])
        other = Broker(self.house, USER, PASSWORD, server="afnemer-0344-server").start()
        self.addCleanup(other.close)
        self.subscribe("rabbit-7", url=f"amqps://127.0.0.1:{other.port}/inburgering")
        said = self.refused("rabbit-7")[0]
        self.assertIn("OIN", said)
        self.assertNotIn("closing", (other.dir / "out").read_text().split("Server startup complete")[1].split("accepting AMQP")[0], said)
        self.assertNotIn(PASSWORD, json.dumps(self.house.log()))
        # Whose it is has no password with us: it knows us by our certificate (SASL EXTERNAL).
        wish = {"id": "rabbit-10", "gemeenten": ["0344"], "wijze": "amqp", "onderwerp": "gebeurtenissen", "url": f"amqps://127.0.0.1:{other.port}/inburgering"}
        call = lambda method, path, body=None: self.house.call(method, "/gemeente/v1/abonnementen" + path, body, {"Content-Type": "application/json"}, "afnemer-0344-client")  # noqa: E731
        self.assertEqual(call("POST", "", json.dumps(wish)).status, 201)
        wait_for(lambda: call("GET", "/rabbit-10").json["status"] == "actief")
        self.assertEqual(call("POST", "/rabbit-10/test").json["httpStatus"], 200)
        self.assertEqual(json.loads(other.taken(1)[0][2])["type"], "nl.inburgering.test")

    def test_one_that_says_nothing_holds_up_nobody_else(self):
        mute = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(mute.close)
        held = []

        def listen():
            try:
                while True:
                    held.append(mute.accept()[0])
            except OSError:
                pass
        threading.Thread(target=listen, daemon=True).start()
        self.subscribe("rabbit-8", url=f"amqps://127.0.0.1:{mute.getsockname()[1]}/inburgering")
        self.subscribe("rabbit-9")
        self.active("rabbit-9")
        began = time.monotonic()
        self.measure()
        self.broker.taken(1)
        self.assertLess(time.monotonic() - began, 2)
        self.assertIn("verbinding", self.refused("rabbit-8")[0])

    def test_a_wish_that_cannot_be(self):
        for wish, pointer in (({"url": "https://127.0.0.1/x"}, "/url"), ({"url": "amqps://a:b@127.0.0.1/x"}, "/url"), ({"url": "amqp://127.0.0.1/x"}, "/url"), ({"onderwerp": ""}, "/onderwerp"),
                              ({"formaat": "binair"}, "/formaat"), ({"ondertekening": "http"}, "/ondertekening"), ({"wijze": "push", "url": "https://a/"}, "/onderwerp")):
            with self.subTest(wish=wish):
                refused = self.api("POST", "", {"id": "niet", "gemeenten": ["0518"], "wijze": "amqp", "onderwerp": "x", "url": "amqps://127.0.0.1/x"} | wish)
                self.assertEqual((refused.status, pointer in refused.pointers), (400, True), refused.body)


if __name__ == "__main__":
    try:
        import pika  # noqa: F401
    except ImportError:
        print("skipped: python3-pika is not there (scripts/install-deps)")
        sys.exit(77)
    if not is_there():
        print("skipped: RabbitMQ is not there (scripts/install-deps --conformance)")
        sys.exit(77)
    unittest.main()
