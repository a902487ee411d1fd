"""What an afnemer does with its own abonnementen over a message broker, for tests of each kind of broker."""
import json

from house import meting, wait_for
from informatie_arm_test import KVS


class OwnSubscriptions:
    """Beside a test of unittest whose class has a house, a broker, and a number of measurements so far."""

    def api(self, method, path, body=None):
        return self.house.call(method, "/gemeente/v1/abonnementen" + path, None if body is None else json.dumps(body), {"Content-Type": "application/json"}, KVS)

    def subscribe_by(self, way, url, id, wish):
        made = self.api("POST", "", {"id": id, "gemeenten": ["0518"], "wijze": way, "objecttypes": ["Voortgangsmeting"], "url": url} | wish)
        self.assertEqual(made.status, 201, made.body)
        self.addCleanup(self.api, "DELETE", f"/{id}")

    def show(self, id):
        return self.api("GET", f"/{id}").json

    def refused(self, id):
        return wait_for(lambda: [each["fouten"][0]["melding"] for each in self.house.log() if each["soort"] == "handshake" and each["referentie"] == id and each["uitkomst"] == "mislukt"])

    def measure(self, count=1, **who):
        for _ in range(count):
            type(self).number += 1
            answer = self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-{self.number}", meetdatum=f"2026-{self.number // 28 + 1:02}-{self.number % 28 + 1:02}", **who))
            self.assertEqual(answer.status, 201, answer.body)
