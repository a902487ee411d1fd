"""Thin events: nothing about anyone on the line, and the data for who may have it alone; signed, and encrypted for its receiver."""
import base64
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, House, meting, wait_for  # noqa: E402
from other_side import OtherSide, free_port, webhook  # noqa: E402

KVS, OTHER = "afnemer-0518-client", "afnemer-0344-client"
ATTRIBUTES = {"specversion", "id", "source", "type", "subject", "time", "dataschema", "sequence", "traceparent", "previoussequence", "snapshot", "replay"}


class ThinHouse(House):
    def configuration(self):
        if not self.port:
            self.port = free_port()
        config = super().configuration()
        config["listen"]["adres"] = f"https://127.0.0.1:{self.port}"
        return config

    def subscribe(self, receiver, name=KVS, **wish):
        made = self.call("POST", "/gemeente/v1/abonnementen", json.dumps({"gemeenten": ["0518"], "objecttypes": ["Voortgangsmeting", "Deelname"],
                                                                         "url": receiver.url + "/e"} | wish), {"Content-Type": "application/json"}, name)
        assert made.status == 201, made.body
        wait_for(lambda: self.call("GET", f"/gemeente/v1/abonnementen/{made.json['id']}", name=name).json["status"] == "actief")
        return made.json["id"]

    def fetch(self, address, name=KVS):
        assert address.startswith(f"https://127.0.0.1:{self.port}/gemeente/v1/"), address
        return self.call("GET", address.split(str(self.port), 1)[1], name=name)


def signature_base(asked, url, parameters):
    """RFC 9421 §2.5, by hand."""
    values = {name.lower(): value for name, value in asked.headers.items()} | {"@method": asked.method, "@target-uri": url}
    names = re.findall(r'"([^"]+)"', parameters.split(")")[0])
    return "".join(f'"{name}": {values[name]}\n' for name in names) + f'"@signature-params": {parameters}'


class InformatieArm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = ThinHouse().start_all()
        cls.addClassCleanup(cls.house.close)
        cls.house.know(MIRIAM)
        cls.house.enrol()

    def receiver(self, answer=webhook):
        side = OtherSide(self.house, answer)
        self.addCleanup(side.close)
        return side

    def measure(self, number, **more):
        answer = self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-arm-{number}", meetdatum=f"2026-10-{number:02}", **more))
        self.assertEqual(answer.status, 201, answer.body)

    def remove(self, id):
        self.assertEqual(self.house.call("DELETE", f"/gemeente/v1/abonnementen/{id}", name=KVS).status, 202)

    def test_a_thin_event_tells_nothing_of_anyone_and_where_to_ask(self):
        side = self.receiver()
        id = self.house.subscribe(side, id="arm", informatie="arm")
        self.measure(1)
        wait_for(lambda: len(side.all("POST")) == 1)
        asked = side.all("POST")[0]
        event = asked.json
        self.assertLessEqual(set(event) - {"dataref"}, ATTRIBUTES, "an attribute that nobody looked at")
        for told in (MIRIAM, "A2", "Voortgangsmeting\"", "2026-10-01", "0518\""):
            self.assertNotIn(told, asked.body.decode() + str(asked.headers), "the thin event tells it")
        self.assertRegex(event["subject"], r"^[0-9a-f-]{36}$")
        full = [each for each in self.house.events() if each["id"] == event["id"]][0]
        got = self.house.fetch(event["dataref"])
        self.assertEqual((got.status, got.json), (200, full["data"]), got.body)
        entry = [each for each in self.house.log() if each["soort"] == "gegevens opgehaald"][-1]
        self.assertEqual((entry["referentie"], entry["dossier"], entry["uitkomst"], entry["partij"]), (event["id"], event["subject"], "verwerkt", "00000099000000005000"))
        # Who may not have it gets nothing: another afnemer, another subscription, a subscription that does not get this.
        self.assertEqual(self.house.fetch(event["dataref"], OTHER).status, 404)
        self.assertEqual(self.house.fetch(event["dataref"].replace("abonnement=arm", "abonnement=kvs-0344"), OTHER).status, 404)
        other = self.house.subscribe(side, id="alleen-deelname", objecttypes=["Deelname"])
        self.assertEqual(self.house.fetch(event["dataref"].replace("abonnement=arm", "abonnement=alleen-deelname")).status, 404)
        self.assertEqual(self.house.fetch(event["dataref"], "taalschool-client").status, 403)
        self.assertEqual(self.house.fetch(event["dataref"].split("?")[0]).status, 400)
        self.assertEqual(self.house.fetch(event["dataref"] + "&bsn=1").status, 400)
        self.assertEqual(self.house.fetch(event["dataref"].replace(event["id"], "019aaaaa-0000-7000-8000-000000000000")).status, 404)
        self.remove(other)
        self.remove(id)
        wait_for(lambda: self.house.fetch(event["dataref"]).status == 404)

    def test_a_present_state_can_be_fetched_after_it_arrived(self):
        side = self.receiver()
        id = self.house.subscribe(side, id="arm-stand", informatie="arm", formaat="bundel", objecttypes=["Deelname"], beginstand=True)
        events = wait_for(lambda: [event for asked in side.all("POST") for event in asked.json])
        self.assertEqual([event["snapshot"] for event in events], ["true"] * len(events))
        wait_for(lambda: self.house.call("GET", f"/gemeente/v1/abonnementen/{id}", name=KVS).json["wachtend"] == 0)
        got = self.house.fetch(events[0]["dataref"])
        self.assertEqual((got.status, got.json["objecttype"]), (200, "Deelname"), got.body)
        self.assertEqual(self.house.fetch(events[0]["dataref"].replace("arm-stand", "kvs-0518")).status, 404, "it is told to one subscription alone")
        self.remove(id)

    def test_in_binary_form_there_is_no_body(self):
        side = self.receiver()
        id = self.house.subscribe(side, id="arm-binair", informatie="arm", formaat="binair")
        self.measure(2)
        wait_for(lambda: side.all("POST"))
        asked = side.all("POST")[0]
        self.assertEqual(asked.body, b"")
        self.assertIn("/gegevens?abonnement=arm-binair", asked.headers["ce-dataref"])
        self.remove(id)

    def test_what_does_not_go_together_is_refused(self):
        side = self.receiver()
        for wish, pointer in (({"informatie": "arm", "formaat": "xml"}, "/informatie"), ({"informatie": "dun"}, "/informatie"), ({"ondertekening": "rook"}, "/ondertekening"),
                              ({"sleutel": "-----BEGIN NONSENSE-----"}, "/sleutel"), ({"wijze": "zgw", "informatie": "vol"}, "/informatie"),
                              ({"wijze": "zgw", "formaat": "binair"}, "/formaat"), ({"wijze": "postduif"}, "/wijze")):
            with self.subTest(wish=wish):
                refused = self.house.call("POST", "/gemeente/v1/abonnementen", json.dumps({"gemeenten": ["0518"], "url": side.url} | wish), {"Content-Type": "application/json"}, KVS)
                self.assertEqual((refused.status, pointer in refused.pointers), (400, True), refused.body)

    # For who is behind a proxy that ends TLS, or where a line is read by others

    def verify(self, asked, url):
        label, parameters = asked.headers["Signature-Input"].split("=", 1)
        signature = base64.b64decode(asked.headers["Signature"].removeprefix(label + "=:").removesuffix(":"))
        self.assertEqual(asked.headers["Content-Digest"], "sha-256=:" + base64.b64encode(hashlib.sha256(asked.body).digest()).decode() + ":")
        keys = {key["kid"]: key for key in self.house.call("GET", "/gemeente/v1/ondertekensleutels", name=KVS).json["keys"]}
        key = keys[re.search(r'keyid="([^"]+)"', parameters).group(1)]
        place = self.house.dir / "handtekening"
        place.mkdir(exist_ok=True)
        (place / "c.der").write_bytes(base64.b64decode(key["x5c"][0]))
        self.assertEqual((place / "c.der").read_bytes(), subprocess.run(["openssl", "x509", "-in", self.house.pki / "gateway-client.pem", "-outform", "DER"], check=True, capture_output=True).stdout)
        subprocess.run(["openssl", "x509", "-inform", "DER", "-in", place / "c.der", "-pubkey", "-noout", "-out", place / "k.pem"], check=True)
        (place / "base").write_text(signature_base(asked, url, parameters))
        if 'alg="rsa-pss-sha512"' in parameters:
            (place / "sig").write_bytes(signature)
            how = ["-sha512", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:64"]
        else:
            self.assertIn('alg="ecdsa-p256-sha256"', parameters)
            halves = [int.from_bytes(signature[at:at + 32], "big") for at in (0, 32)]
            der = b"".join(b"\x02" + bytes([len(part)]) + part for part in (half.to_bytes(half.bit_length() // 8 + 1, "big") for half in halves))
            (place / "sig").write_bytes(b"\x30" + bytes([len(der)]) + der)
            how = ["-sha256"]
        return subprocess.run(["openssl", "dgst", *how, "-verify", place / "k.pem", "-signature", place / "sig", place / "base"], capture_output=True).returncode == 0

    def test_a_signature_holds_and_breaks_with_what_it_signs(self):
        side = self.receiver()
        id = self.house.subscribe(side, id="getekend", ondertekening="http", informatie="arm")
        self.measure(3)
        wait_for(lambda: side.all("POST"))
        asked = side.all("POST")[0]
        self.assertTrue(self.verify(asked, side.url + "/e"))
        self.assertFalse(self.verify(asked, side.url + "/elders"), "another address was signed")
        asked.headers.replace_header("Content-Type", "application/json")
        self.assertFalse(self.verify(asked, side.url + "/e"), "another kind of content was signed")
        self.remove(id)

    def test_only_the_receiver_reads_an_encrypted_body(self):
        try:
            from jwcrypto import jwe, jwk
        except ImportError:
            self.skipTest("python3-jwcrypto is not there")
        for kind, options, alg in (("EC", {"crv": "P-256"}, "ECDH-ES"), ("RSA", {"size": 2048}, "RSA-OAEP-256")):
            with self.subTest(kind=kind):
                key = jwk.JWK.generate(kty=kind, **options)
                side = self.receiver()
                id = self.house.subscribe(side, id=f"dicht-{kind.lower()}", sleutel=key.export_to_pem().decode(), ondertekening="http")
                self.measure(4 if kind == "EC" else 5)
                wait_for(lambda: side.all("POST"))
                asked = side.all("POST")[0]
                self.assertEqual(asked.headers["Content-Type"], "application/jose")
                self.assertNotIn(MIRIAM.encode(), asked.body)
                self.assertTrue(self.verify(asked, side.url + "/e"))
                token = jwe.JWE()
                token.deserialize(asked.body.decode(), key=key)
                head = json.loads(token.objects["protected"])
                self.assertEqual((head["alg"], head["enc"], head["cty"]), (alg, "A256GCM", "application/cloudevents+json; charset=utf-8"))
                event = json.loads(token.payload)
                self.assertEqual(event["data"], [each for each in self.house.events() if each["id"] == event["id"]][0]["data"])
                with self.assertRaises(jwe.InvalidJWEData):
                    jwe.JWE().deserialize(asked.body.decode(), key=jwk.JWK.generate(kty=kind, **options))
                self.remove(id)


if __name__ == "__main__":
    unittest.main()
