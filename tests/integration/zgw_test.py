"""Notifications of ZGW: to a Notificatierouteringscomponent, and to a consumer that subscribes here as it does there. The other side is
ours, after what Open Notificaties does; tests/conformance/zgw_test.py has the judge that is not ours."""
import base64
import hashlib
import hmac
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, meting, wait_for  # noqa: E402
from informatie_arm_test import ThinHouse  # noqa: E402
from other_side import OtherSide, slowly  # noqa: E402

KVS, OTHER = "afnemer-0518-client", "afnemer-0344-client"
API = "/notificaties/api/v1"
CLIENT, SECRET = "inburgering", "een-geheim-van-de-proef"


def claims_of(token, secret=SECRET):
    """Of a token that holds; none of one that does not (RFC 7515, by hand)."""
    head, claims, signature = token.split(".")
    unpad = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))  # noqa: E731
    if json.loads(unpad(head))["alg"] != "HS256" or hmac.new(secret.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest() != unpad(signature):
        return None
    return json.loads(unpad(claims))


class Component:
    """A Notificatierouteringscomponent: kanalen that are looked up and made, notifications that must fit their kanaal, each by token."""

    def __init__(self, kanalen=(), path="/api/v1"):
        self.kanalen, self.notifications, self.path = {kanaal["naam"]: kanaal for kanaal in kanalen}, [], path
        self.secret, self.trouble = SECRET, []

    def __call__(self, asked):
        claims = claims_of((asked.headers["Authorization"] or "").removeprefix("Bearer "), self.secret) if asked.headers["Authorization"] else None
        if claims is None or claims["iss"] != CLIENT or claims["client_id"] != CLIENT or abs(time.time() - claims["iat"]) > 3600:
            return 403, {"Content-Type": "application/problem+json"}, b"{}"
        at, _, query = asked.path.removeprefix(self.path).partition("?")
        if (asked.method, at) == ("GET", "/kanaal"):
            named = query.removeprefix("naam=")
            return 200, {"Content-Type": "application/json"}, json.dumps([kanaal for name, kanaal in self.kanalen.items() if name == named]).encode()
        if (asked.method, at) == ("POST", "/kanaal"):
            self.kanalen[asked.json["naam"]] = asked.json
            return 201, {"Content-Type": "application/json"}, json.dumps(asked.json | {"url": "https://nrc/kanaal/1"}).encode()
        if (asked.method, at) != ("POST", "/notificaties"):
            return 404
        if self.trouble:
            trouble = self.trouble.pop(0)
            if trouble != 201:
                return trouble
        told = asked.json
        if told["kanaal"] not in self.kanalen or set(told["kenmerken"]) != set(self.kanalen[told["kanaal"]]["filters"]):
            return 400
        self.notifications.append(told)
        return 201, {"Content-Type": "application/json"}, asked.body


class Zgw(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = ThinHouse(party={"KVS 0518": {"zgw": {"client_id": CLIENT, "secret_bestand": "nrc.secret"}}}, delivery={"timeout": "2s", "open_after": 50})
        (cls.house.dir / "nrc.secret").write_text(SECRET + "\n")
        (cls.house.dir / "nrc.secret").chmod(0o600)
        cls.house.start_all()
        cls.addClassCleanup(cls.house.close)
        cls.house.know(MIRIAM)
        cls.house.enrol()
        cls.number = 0

    def component(self, answer):
        side = OtherSide(self.house, answer)
        self.addCleanup(side.close)
        return side

    def measure(self, count=1):
        for _ in range(count):
            type(self).number += 1
            answer = self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-zgw-{self.number}", meetdatum=f"2026-{self.number // 28 + 1:02}-{self.number % 28 + 1:02}"))
            self.assertEqual(answer.status, 201, answer.body)

    def api(self, method, path, body=None, name=KVS):
        return self.house.call(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"}, name)

    def publish(self, side, id):
        made = self.api("POST", "/gemeente/v1/abonnementen", {"id": id, "gemeenten": ["0518"], "wijze": "zgw", "objecttypes": ["Voortgangsmeting"], "url": side.url + "/api/v1"})
        self.assertEqual(made.status, 201, made.body)
        self.addCleanup(self.api, "DELETE", f"/gemeente/v1/abonnementen/{id}")

    def show(self, id):
        return self.api("GET", f"/gemeente/v1/abonnementen/{id}").json

    # To a component

    def test_the_kanaal_is_made_and_notifications_name_nobody(self):
        nrc = Component()
        side = self.component(nrc)
        self.publish(side, "zgw-1")
        wait_for(lambda: self.show("zgw-1")["status"] == "actief")
        self.assertEqual(nrc.kanalen["inburgering"], {"naam": "inburgering", "filters": ["gemeente", "objecttype", "handeling"],
                                                      "documentatieLink": f"https://127.0.0.1:{self.house.port}/gemeente/v1/openapi.json"})
        tried = self.api("POST", "/gemeente/v1/abonnementen/zgw-1/test").json
        self.assertEqual((tried["gelukt"], tried["httpStatus"]), (True, 201))
        self.assertEqual(nrc.notifications.pop()["resource"], "test")
        self.measure()
        told = wait_for(lambda: nrc.notifications)[0]
        # It may arrive a moment later along the other way.
        event = wait_for(lambda: [each for each in self.house.events() if each["time"] == told["aanmaakdatum"]])[-1]
        address = f"https://127.0.0.1:{self.house.port}/gemeente/v1/dossiers/{event['subject']}"
        self.assertEqual(told, {"kanaal": "inburgering", "source": event["source"], "hoofdObject": address, "resource": "voortgangsmeting", "resourceUrl": address, "actie": "create",
                                "aanmaakdatum": event["time"], "kenmerken": {"gemeente": "0518", "objecttype": "Voortgangsmeting", "handeling": "vastgelegd"}})
        self.assertNotIn(MIRIAM, json.dumps(told))
        self.assertEqual(self.house.fetch(told["hoofdObject"]).json["bsn"], MIRIAM, "with its own certificate it reads who that is")
        self.assertEqual(self.house.fetch(told["hoofdObject"], OTHER).status, 404)
        entry = [each for each in self.house.log() if each["referentie"] == event["id"] and each["httpStatus"] == 201]
        self.assertEqual([each["uitkomst"] for each in entry], ["afgeleverd"])

    def test_another_secret_is_told_and_heals_when_the_file_is_right(self):
        nrc = Component()
        nrc.secret = "een-ander"
        side = self.component(nrc)
        self.publish(side, "zgw-2")
        refused = lambda: [each for each in self.house.log() if each["soort"] == "handshake" and each["referentie"] == "zgw-2" and each["uitkomst"] == "mislukt"]  # noqa: E731
        self.assertIn("HTTP 403", wait_for(refused)[0]["fouten"][0]["melding"])
        self.assertEqual(self.show("zgw-2")["status"], "te-bevestigen")
        self.assertNotIn(SECRET, json.dumps(self.house.log()))
        nrc.secret = SECRET
        wait_for(lambda: self.show("zgw-2")["status"] == "actief")

    def test_a_kanaal_with_other_filters_is_no_kanaal_of_ours(self):
        side = self.component(Component([{"naam": "inburgering", "filters": ["zaaktype"]}]))
        self.publish(side, "zgw-3")
        said = wait_for(lambda: [each for each in self.house.log() if each["soort"] == "handshake" and each["referentie"] == "zgw-3"])
        self.assertIn("andere filters", said[0]["fouten"][0]["melding"])

    def test_what_goes_wrong_is_repeated_in_order_and_what_is_refused_rests(self):
        nrc = Component()
        nrc.trouble = [503, None, 500, 201, 429]  # half an answer among them
        side = self.component(nrc)
        self.publish(side, "zgw-4")
        wait_for(lambda: self.show("zgw-4")["status"] == "actief")
        self.measure(4)
        wait_for(lambda: len(nrc.notifications) == 4)
        times = [told["aanmaakdatum"] for told in nrc.notifications]
        self.assertEqual(times, sorted(times), "they are of one person")
        nrc.kanalen["inburgering"] = {"naam": "inburgering", "filters": ["zaaktype"]}  # from now on it says 400
        self.measure()
        wait_for(lambda: self.show("zgw-4")["onbestelbaar"] == 1)
        nrc.kanalen["inburgering"] = {"naam": "inburgering", "filters": ["handeling", "gemeente", "objecttype"]}
        self.assertEqual(self.api("POST", "/gemeente/v1/abonnementen/zgw-4/onbestelbaar/opnieuw", {}).json, {"opnieuw": 1})
        wait_for(lambda: len(nrc.notifications) == 5)

    def test_slow_too_much_and_gone(self):
        nrc = Component()
        side = self.component(nrc)
        self.publish(side, "zgw-5")
        wait_for(lambda: self.show("zgw-5")["status"] == "actief")
        side.answer = slowly(3, nrc)
        self.measure()
        wait_for(lambda: [each for each in self.house.log() if each["uitkomst"] == "mislukt" and each["soort"].endswith("voortgangsmeting.vastgelegd")])
        side.answer = lambda asked: (200, {}, b"x" * 10_000_000) if asked.path.endswith("notificaties") else nrc(asked)
        wait_for(lambda: self.show("zgw-5")["wachtend"] == 0)  # its status decides
        side.answer = nrc
        side.close()
        time.sleep(0.5)
        self.measure(2)
        time.sleep(1)
        self.assertEqual(self.show("zgw-5")["wachtend"], 2)
        back = OtherSide(self.house, nrc, port=side.port)
        self.addCleanup(back.close)
        wait_for(lambda: self.show("zgw-5")["wachtend"] == 0)

    def test_a_component_that_is_not_the_afnemers_gets_no_token(self):
        side = OtherSide(self.house, Component(), name="afnemer-0344-server")
        self.addCleanup(side.close)
        self.publish(side, "zgw-6")
        wait_for(lambda: [each for each in self.house.log() if each["soort"] == "handshake" and each["referentie"] == "zgw-6"])
        self.assertEqual(side.asked, [])

    # From a consumer

    def subscribe(self, side, name=KVS, **changes):
        body = {"callbackUrl": side.url + "/callback", "auth": "Bearer callback-geheim", "kanalen": [{"naam": "inburgering", "filters": {"objecttype": "Voortgangsmeting"}}]} | changes
        return self.api("POST", API + "/abonnement", {key: value for key, value in body.items() if value is not None}, name)

    @staticmethod
    def callback(asked):
        return 204 if asked.headers["Authorization"] == "Bearer callback-geheim" else 401

    def test_a_consumer_subscribes_as_it_is_used_to(self):
        side = self.component(self.callback)
        kanalen = self.api("GET", API + "/kanaal?naam=inburgering").json
        self.assertEqual([(each["naam"], each["filters"]) for each in kanalen], [("inburgering", ["gemeente", "objecttype", "handeling"])])
        self.assertEqual(self.house.call("GET", kanalen[0]["url"].split(str(self.house.port))[1], name=KVS).json, kanalen[0])
        self.assertEqual(self.api("GET", API + "/kanaal?naam=zaken").json, [])
        made = self.subscribe(side)
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual(made.headers["Location"], made.json["url"])
        self.assertEqual(made.json, {"url": made.json["url"], "callbackUrl": side.url + "/callback", "kanalen": [{"naam": "inburgering", "filters": {"gemeente": "0518", "objecttype": "Voortgangsmeting"}}]})
        path = made.json["url"].split(str(self.house.port))[1]
        wait_for(lambda: side.all("POST"))
        self.assertEqual(side.all("POST")[0].json["kanaal"], "test")
        self.measure(2)
        wait_for(lambda: len(side.all("POST")) == 3)
        told = side.all("POST")[-1].json
        self.assertEqual((told["kanaal"], told["kenmerken"]["objecttype"]), ("inburgering", "Voortgangsmeting"))
        self.assertIn(made.json, self.api("GET", API + "/abonnement").json)
        self.assertEqual(self.api("GET", path).json, made.json)
        for method, body in (("GET", None), ("PUT", {}), ("PATCH", {}), ("DELETE", None)):
            self.assertEqual(self.api(method, path, body, OTHER).status, 404, method)
        self.assertEqual(self.api("GET", API + "/abonnement", name=OTHER).json, [])
        # Another way in: the token changes, and the callback must say yes again.
        side.answer = lambda asked: 204 if asked.headers["Authorization"] == "Token nieuw" else 403
        changed = self.api("PATCH", path, {"auth": "Token nieuw"})
        self.assertEqual((changed.status, changed.json), (200, made.json))
        self.measure()
        wait_for(lambda: [asked for asked in side.all("POST") if asked.headers["Authorization"] == "Token nieuw" and asked.json["kanaal"] == "inburgering"])
        other = self.api("PUT", path, {"callbackUrl": side.url + "/elders", "auth": "Token nieuw", "kanalen": [{"naam": "inburgering"}]})
        self.assertEqual((other.status, other.json["kanalen"]), (200, [{"naam": "inburgering", "filters": {"gemeente": "0518"}}]))
        wait_for(lambda: side.all("POST", "/elders"))
        self.assertEqual(self.api("DELETE", path).status, 204)
        wait_for(lambda: self.api("GET", path).status == 404)
        stored = (self.house.dir / "store").glob("*") if not self.house.postgres else ()
        self.assertFalse([file.name for file in stored if file.is_file() and b"callback-geheim" in file.read_bytes()], "what opens the callback is sealed")
        self.assertNotIn("geheim", json.dumps(self.house.log()))

    def test_an_abonnement_that_cannot_be_is_refused_with_its_place(self):
        side = self.component(self.callback)
        for changes, pointer in (({"auth": None}, "/auth"), ({"auth": "Bearer a\r\nX: y"}, "/auth"), ({"callbackUrl": "http://kvs/"}, "/callbackUrl"), ({"kanalen": []}, "/kanalen"),
                                 ({"kanalen": [{"naam": "zaken"}]}, "/kanalen"), ({"kanalen": [{"naam": "inburgering"}] * 2}, "/kanalen"), ({"callbackUrl": None}, "/callbackUrl"),
                                 ({"kanalen": [{"naam": "inburgering", "filters": {"gemeente": "0344"}}]}, "/kanalen/0/filters/gemeente"), ({"onzin": 1}, "/onzin"),
                                 ({"kanalen": [{"naam": "inburgering", "filters": {"objecttype": "Toverboek"}}]}, "/kanalen/0/filters/objecttype"),
                                 ({"kanalen": [{"naam": "inburgering", "filters": {"zaaktype": "x"}}]}, "/kanalen/0/filters/zaaktype"), ({"auth": "x" * 2000}, "/auth"),
                                 ({"kanalen": [{"naam": "inburgering", "filters": {"handeling": "gegeten"}}]}, "/kanalen/0/filters/handeling")):
            with self.subTest(changes=changes):
                refused = self.subscribe(side, **changes)
                self.assertEqual(refused.status, 400, refused.body)
                self.assertIn(pointer, refused.pointers)
        self.assertEqual(self.house.call("POST", API + "/abonnement", "[", {"Content-Type": "application/json"}, KVS).status, 400)
        self.assertEqual(self.house.call("POST", API + "/abonnement", "[]", {"Content-Type": "application/json"}, KVS).status, 400)
        self.assertEqual(self.subscribe(side, name="taalschool-client").status, 403)
        self.assertEqual(side.asked, [])

    def test_a_callback_that_says_no_gets_nothing(self):
        side = self.component(lambda asked: 401)
        made = self.subscribe(side).json
        id = made["url"].rsplit("/", 1)[1]
        wait_for(lambda: [each for each in self.house.log() if each["soort"] == "handshake" and each["referentie"] == id and each["uitkomst"] == "mislukt"])
        self.measure()
        self.assertEqual((self.show(id)["status"], self.show(id)["wachtend"]), ("te-bevestigen", 1))
        self.assertEqual({asked.json["kanaal"] for asked in side.all("POST")}, {"test"})
        self.assertEqual(self.api("DELETE", API + "/abonnement/" + id).status, 204)


if __name__ == "__main__":
    unittest.main()
