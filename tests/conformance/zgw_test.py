"""What ZGW and RFC 9421 ask of us, judged by what is not ours: notifications-api-common (of Open Notificaties and Open Zaak), PyJWT and
http-message-signatures, from PyPI. Open Notificaties itself is on no registry of packages: it cannot be started here."""
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from house import MIRIAM, ROOT, wait_for  # noqa: E402
from informatie_arm_test import ThinHouse  # noqa: E402
from other_side import OtherSide, webhook  # noqa: E402
from zgw_test import CLIENT, KVS, SECRET, Component  # noqa: E402
from house import meting  # noqa: E402

PYTHON = ROOT / "build/conformance/python/bin/python"


def judge(what, **asked):
    done = subprocess.run([PYTHON, pathlib.Path(__file__).with_name("zgw_judge.py"), what], input=json.dumps(asked), capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(done.stderr[-2000:])
    return json.loads(done.stdout)


class Judged(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = ThinHouse(party={"KVS 0518": {"zgw": {"client_id": CLIENT, "secret_bestand": "nrc.secret"}}})
        (cls.house.dir / "nrc.secret").write_text(SECRET)
        (cls.house.dir / "nrc.secret").chmod(0o600)
        cls.house.start_all()
        cls.addClassCleanup(cls.house.close)
        cls.house.know(MIRIAM)
        cls.house.enrol()

    def side(self, answer):
        side = OtherSide(self.house, answer)
        self.addCleanup(side.close)
        return side

    def measure(self, number):
        self.assertEqual(self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-{number}", meetdatum=f"2026-10-{number:02}")).status, 201)

    def test_a_notification_and_its_token_are_read_by_a_component(self):
        nrc = Component()
        side = self.side(nrc)
        self.house.subscribe(side, id="nrc", wijze="zgw", url=side.url + "/api/v1")
        self.measure(1)
        told = wait_for(lambda: nrc.notifications)[0]
        self.assertEqual(judge("notification", body=told),
                         {"fouten": {}, "gelezen": ["aanmaakdatum", "actie", "hoofd_object", "kanaal", "kenmerken", "resource", "resource_url", "source"]})
        self.assertTrue(judge("notification", body=told | {"hoofdObject": "dossier"})["fouten"], "the judge sees nothing")
        token = side.all("POST", "/api/v1/notificaties")[0].headers["Authorization"].removeprefix("Bearer ")
        self.assertEqual(judge("token", text=token, secret=SECRET), {"iss": CLIENT, "client_id": CLIENT, "user_id": CLIENT})
        with self.assertRaisesRegex(AssertionError, "InvalidSignature"):
            judge("token", text=token, secret="een-ander-geheim-dat-lang-genoeg-is")

    def test_a_consumer_finds_the_kanaal_and_subscribes(self):
        auth = []
        side = self.side(lambda asked: auth.append(asked.headers["Authorization"]) or 204)
        base = f"https://127.0.0.1:{self.house.port}/notificaties/api/v1/"
        pki = self.house.pki
        made = judge("subscribe", base=base, callback=side.url + "/webhook", cert=str(pki / "afnemer-0518-client.pem"), key=str(pki / "afnemer-0518-client.key"), ca=str(pki / "root.pem"))
        self.assertEqual(made["kanaal"]["naam"], "inburgering")
        self.assertTrue(made["abonnement"].startswith(base + "abonnement/"))
        self.measure(2)
        wait_for(lambda: [asked for asked in side.all("POST") if asked.json["kanaal"] == "inburgering"])
        self.assertTrue(all(each.startswith("Bearer ey") for each in auth), "the callback is called with the token that it gave")
        told = side.all("POST")[-1].json
        self.assertEqual(judge("notification", body=told)["fouten"], {})

    def test_a_signature_is_verified(self):
        side = self.side(webhook)
        self.house.subscribe(side, id="getekend", ondertekening="http")
        self.measure(3)
        wait_for(lambda: side.all("POST"))
        asked = side.all("POST")[0]
        headers = {name: asked.headers[name] for name in ("Content-Type", "Content-Digest", "Signature-Input", "Signature")}
        key = self.house.call("GET", "/gemeente/v1/ondertekensleutels", name=KVS).json["keys"][0]
        given = {"url": side.url + "/e", "method": "POST", "headers": headers, "body": asked.body.decode(), "certificate": key["x5c"][0]}
        self.assertEqual(judge("signature", **given)["gedekt"], ["@method", "@target-uri", "content-type", "content-digest", "@signature-params"])
        with self.assertRaisesRegex(AssertionError, "InvalidSignature"):
            judge("signature", **given | {"url": side.url + "/elders"})

    def test_a_signature_covers_what_an_event_says_in_its_headers(self):
        side = self.side(webhook)
        self.house.subscribe(side, id="getekend-binair", ondertekening="http", formaat="binair")
        self.measure(4)
        wait_for(lambda: side.all("POST"))
        asked = side.all("POST")[0]
        said = sorted(name.lower() for name in asked.headers if name.lower().startswith("ce-"))
        self.assertIn("ce-type", said)
        headers = {name: asked.headers[name] for name in ("Content-Type", "Content-Digest", "Signature-Input", "Signature", *said)}
        key = self.house.call("GET", "/gemeente/v1/ondertekensleutels", name=KVS).json["keys"][0]
        given = {"url": side.url + "/e", "method": "POST", "headers": headers, "body": asked.body.decode(), "certificate": key["x5c"][0]}
        self.assertEqual(judge("signature", **given)["gedekt"], ["@method", "@target-uri", "content-type", "content-digest", *said, "@signature-params"])
        with self.assertRaisesRegex(AssertionError, "InvalidSignature"):
            judge("signature", **given | {"headers": headers | {"ce-type": "nl.inburgering.ander"}})


if __name__ == "__main__":
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", "import notifications_api_common, http_message_signatures"], capture_output=True).returncode != 0:
        print("skipped: what judges ZGW is not there (scripts/install-deps --conformance)")
        sys.exit(77)
    unittest.main()
