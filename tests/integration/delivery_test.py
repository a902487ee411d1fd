"""Subscriptions and their delivery, against real receivers that misbehave as they are told to."""
import hashlib
import json
import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, GATEWAY, MIRIAM, SIMULATOR, House, invented, meting, wait_for  # noqa: E402

KVS = "afnemer-0518-client"
PATH = "/gemeente/v1/abonnementen"


class DeliveryTest(unittest.TestCase):
    def setUp(self):
        self.house = House(den_haag={}, delivery={"open_after": 5})
        self.house.start_all()
        self.house.know(MIRIAM)
        self.house.enrol()
        self.ports = {}

    def tearDown(self):
        self.house.close()

    # Helpers

    def api(self, method, path="", body=None, name=KVS):
        return self.house.call(method, PATH + path, None if body is None else json.dumps(body), {"Content-Type": "application/json"}, name)

    def receiver(self, name, *options):
        """Another receiver; answers its port."""
        port = self.ports.get(name, 0)
        process = self.house.start(name, SIMULATOR, "afnemer", "serve", "--pki", self.house.pki, "--name", "afnemer-0518-server", "--port", port,
                                   "--journal", self.house.dir / f"{name}.journal", "--out", self.house.dir / f"{name}.jsonl", "--quiet", *options)
        self.ports[name] = int(process.line(r": https://127.0.0.1:(\d+)").group(1))
        return self.ports[name]

    def behave(self, name, **conduct):
        self.house.behave("/simulator/gedrag", conduct, port=self.ports[name])

    def stand(self, name):
        return self.house.ask(self.ports[name], "GET", "/simulator/stand").json

    def received(self, name):
        file = self.house.dir / f"{name}.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def subscribe(self, name="extra", receiver=(), **wish):
        """A subscription with a receiver of its own that was asked whether it wants to receive."""
        port = self.receiver(name, *receiver)
        answer = self.api("POST", body={"id": name, "gemeenten": ["0518"], "objecttypes": ["Voortgangsmeting"], "url": f"https://127.0.0.1:{port}/e"} | wish)
        self.assertEqual(answer.status, 201, answer.body)
        return answer.json

    def show(self, name="extra"):
        return self.api("GET", "/" + name).json

    def active(self, name="extra"):
        wait_for(lambda: self.show(name)["status"] == "actief")

    def measure(self, *numbers):
        for number in numbers:
            answer = self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-{number}", meetdatum=f"2026-{number // 28 + 1:02}-{number % 28 + 1:02}"))
            self.assertEqual(answer.status, 201, answer.body)

    def operator(self, *arguments):
        run = subprocess.run([GATEWAY, "subscription", *arguments, "--config", self.house.config], capture_output=True, text=True)
        return run.returncode, run.stdout + run.stderr

    def alerts(self):
        return [entry["soort"] for entry in self.house.log() if entry["uitkomst"] == "alarm"]

    # What a vendor does first

    def test_subscribe_test_receive_pause_resume_and_remove(self):
        made = self.subscribe()
        self.assertEqual((made["status"], made["herkomst"]), ("te-bevestigen", "api"))
        self.active()
        tried = self.api("POST", "/extra/test").json
        self.assertEqual((tried["gelukt"], tried["httpStatus"]), (True, 204))
        self.measure(1)
        wait_for(lambda: self.stand("extra")["ontvangen"] == 2)  # the test event and a real one
        self.assertEqual(self.api("POST", "/extra/pauzeren").json["status"], "gepauzeerd")
        self.measure(2, 3)
        self.assertEqual(self.show()["wachtend"], 2)
        self.assertEqual(self.stand("extra")["ontvangen"], 2)
        self.assertEqual(self.api("POST", "/extra/hervatten").json["status"], "actief")
        wait_for(lambda: self.stand("extra")["ontvangen"] == 4)
        stand = self.stand("extra")
        self.assertEqual([stand[name] for name in ("herhaald", "buitenVolgorde", "gemist", "ongeldig")], [0, 0, 0, 0])
        self.assertEqual(self.api("POST", "/extra/pauzeren").status, 200)
        self.measure(4)
        self.assertEqual(self.api("DELETE", "/extra").json, {"nietMeerGeleverd": 1})
        wait_for(lambda: self.api("GET", "/extra").status == 404)
        kinds = [entry["soort"] for entry in self.house.log()]
        for kind in ("abonnement gemaakt", "handshake", "proefaflevering", "abonnement gepauzeerd", "abonnement verwijderd", "verwijdering gereed"):
            self.assertIn(kind, kinds)

    def test_nobody_sees_or_touches_what_is_anothers(self):
        self.subscribe()
        other = "afnemer-0344-client"
        self.assertEqual([each["id"] for each in self.api("GET", name=other).json["abonnementen"]], ["kvs-0344"])
        for method, path, body in (("GET", "/extra", None), ("DELETE", "/extra", None), ("POST", "/extra/pauzeren", {}), ("POST", "/extra/test", None),
                                   ("POST", "/extra/herhaling", {"van": "2026-01-01T00:00:00Z"}), ("GET", "/extra/onbestelbaar", None)):
            self.assertEqual(self.api(method, path, body, name=other).status, 404, path)
        wish = {"id": "sluw", "gemeenten": ["0518"], "url": "https://127.0.0.1:1/e"}
        foreign = self.house.call("POST", PATH + "/extra/pauzeren", "", {"Sec-Fetch-Site": "cross-site"}, KVS)
        self.assertEqual(foreign.status, 403, "a page of another site cannot use someone's certificate")
        refused = self.api("POST", body=wish, name=other)
        self.assertEqual((refused.status, refused.pointers), (400, ["/gemeenten/0"]))
        self.assertEqual(self.api("POST", body=wish, name="taalschool-client").status, 403)
        dossier = self.house.events()[0]["subject"]
        self.assertEqual(self.house.call("GET", f"/gemeente/v1/dossiers/{dossier}", name=KVS).json["bsn"], MIRIAM)
        self.assertEqual(self.house.call("GET", f"/gemeente/v1/dossiers/{dossier}", name=other).status, 404)

    def test_a_wish_that_cannot_be_is_refused_with_every_fault(self):
        refused = self.api("POST", body={"id": "Fout Id", "gemeenten": [], "objecttypes": ["Toverboek"], "url": "http://kvs/", "voorwaarde": "object.x =",
                                         "formaat": "fax", "bundel": 0, "bevestiging": "geen", "onzin": 1})
        self.assertEqual(refused.status, 400)
        self.assertLessEqual({"/id", "/formaat", "/bundel", "/onzin"}, set(refused.pointers))
        refused = self.api("POST", body={"id": "goed-id", "gemeenten": ["0518"], "objecttypes": ["Toverboek"], "url": "http://kvs/", "voorwaarde": "object.x =", "bevestiging": "geen"})
        self.assertEqual(set(refused.pointers), {"/objecttypes/0", "/url", "/voorwaarde", "/bevestiging"})
        self.subscribe()
        self.assertEqual(self.api("POST", body={"id": "extra", "gemeenten": ["0518"], "url": "https://127.0.0.1:1/"}).status, 409)
        self.assertEqual(self.api("PUT", "/kvs-0518", {"gemeenten": ["0518"], "url": "https://127.0.0.1:1/"}).status, 409)
        self.assertEqual(self.api("DELETE", "/kvs-0518").status, 409)

    def test_a_sink_that_does_not_want_to_receive_gets_nothing(self):
        self.subscribe(receiver=("--refuse-handshake",))
        self.measure(1)
        wait_for(lambda: any(entry["soort"] == "handshake" and entry["uitkomst"] == "mislukt" for entry in self.house.log()))
        self.assertEqual((self.show()["status"], self.show()["wachtend"]), ("te-bevestigen", 1))
        self.assertEqual(self.stand("extra")["ontvangen"], 0)
        self.house.stop("extra")
        self.receiver("extra")
        wait_for(lambda: self.stand("extra")["ontvangen"] == 1)

    def test_every_form_arrives(self):
        for form in ("binair", "bundel", "xml"):
            self.subscribe(form, formaat=form)
        self.measure(*range(1, 6))
        for form in ("binair", "bundel", "xml"):
            wait_for(lambda form=form: self.stand(form)["ontvangen"] == 5)
            stand = self.stand(form)
            self.assertEqual([stand[name] for name in ("buitenVolgorde", "gemist", "ongeldig")], [0, 0, 0], form)
        self.assertIn("<Voortgangsmeting", self.received("xml")[0]["data"])

    def test_misbehaviour_costs_time_and_nothing_else(self):
        self.subscribe(tegelijk=1)
        self.active()
        for number, (what, more) in enumerate([("fout", {"status": 500}), ("fout", {"status": 404}), ("reset", {}), ("leugen", {}), ("doorverwijzing", {}), ("stil", {})]):
            self.behave("extra", soort=what, aantal=2, **more)
            self.measure(number)
            wait_for(lambda number=number: self.show()["wachtend"] == 0, 30)
            self.assertEqual(self.stand("extra")["ontvangen"], number + 1, what)
        stand = self.stand("extra")
        self.assertEqual([stand[name] for name in ("buitenVolgorde", "gemist", "ongeldig")], [0, 0, 0])
        self.assertEqual(stand["herhaald"], 2, "only where the answer was lost: two resets; of an answer with a body that is not true the status decides")

    def test_a_refusal_for_good_is_a_dead_letter_and_the_person_goes_on(self):
        self.subscribe(tegelijk=1)
        self.active()
        self.behave("extra", soort="fout", status=422, aantal=1)
        self.measure(1, 2)
        wait_for(lambda: self.stand("extra")["ontvangen"] == 1)
        dead = self.api("GET", "/extra/onbestelbaar").json["onbestelbaar"]
        self.assertEqual([(each["reden"], each["httpStatus"], each["pogingen"]) for each in dead], [("geweigerd", 422, 1)])
        wait_for(lambda: self.alerts() == ["alarm onbestelbaar"])
        code, text = self.operator("dead", "extra", "--event", dead[0]["gebeurtenis"])
        self.assertEqual(code, 0, text)
        self.assertIn("mislukt", text)
        self.behave("extra", soort="fout", status=410, aantal=1)
        self.measure(3)
        wait_for(lambda: self.show()["onbestelbaar"] == 2)
        self.assertEqual(self.alerts(), ["alarm onbestelbaar"], "at most once a day")
        self.assertEqual(self.api("POST", "/extra/onbestelbaar/opnieuw", {}).json, {"opnieuw": 2})
        wait_for(lambda: self.stand("extra")["ontvangen"] == 3)
        self.assertEqual(self.stand("extra")["herhaling"], 2)
        self.assertEqual(self.show()["onbestelbaar"], 0)

    def test_one_bad_event_in_a_bundle_does_not_take_the_others_along(self):
        self.subscribe(formaat="bundel", bundel=50)
        self.active()
        self.api("POST", "/extra/pauzeren")
        self.measure(*range(1, 6))
        self.behave("extra", soort="fout", status=422, aantal=2)  # the bundle, and then its first event alone
        self.api("POST", "/extra/hervatten")
        wait_for(lambda: self.show()["wachtend"] == 0)
        self.assertEqual((self.show()["onbestelbaar"], self.stand("extra")["ontvangen"]), (1, 4))

    def test_a_silent_sink_is_probed_and_its_operator_told_once(self):
        persons = invented(8)
        self.house.know(*persons)
        for number, bsn in enumerate(persons):
            self.house.enrol(kenmerk=f"DN-s{number}", bsn=bsn)
        self.subscribe()
        self.active()
        self.house.stop("extra")
        for number, bsn in enumerate(persons):
            self.assertEqual(self.house.push("voortgangsmetingen", meting(kenmerk=f"VM-s{number}", bsn=bsn)).status, 201)
        wait_for(lambda: self.alerts() == ["alarm ontvanger-stil"])
        metrics = self.house.operator("/metrics").body.decode()
        name = f"00000099000000005000:{hashlib.sha256(b'extra').hexdigest()[:8]}"  # no text of an afnemer is a label
        self.assertIn(f'inburgering_subscription{{part="circuit_open",subscription="{name}"}} 1', metrics)
        self.assertIn(name, subprocess.run([GATEWAY, "subscription", "show", "extra", "--config", self.house.config], check=True, capture_output=True, text=True).stdout)
        self.receiver("extra")
        wait_for(lambda: self.stand("extra")["ontvangen"] == 8)
        metrics = self.house.operator("/metrics").body.decode()
        self.assertIn(f'inburgering_subscription{{part="circuit_open",subscription="{name}"}} 0', metrics)

    def test_a_blocked_person_shows_and_can_be_skipped(self):
        self.subscribe()
        self.active()
        self.behave("extra", soort="fout", status=500, aantal=-1)
        self.measure(1, 2)
        blocked = wait_for(lambda: self.api("GET", "/extra/vastgelopen").json["vastgelopen"])
        self.assertEqual(blocked[0]["type"], "nl.inburgering.voortgangsmeting.vastgelegd")
        code, text = self.operator("blocked", "extra")
        self.assertIn(blocked[0]["gebeurtenis"], text)
        skipped = self.api("POST", "/extra/vastgelopen/overslaan", {"dossier": blocked[0]["dossier"]}).json["overgeslagen"]
        self.assertEqual(skipped, blocked[0]["gebeurtenis"])
        self.behave("extra", aantal=0)
        wait_for(lambda: self.show()["wachtend"] == 0)
        self.assertEqual((self.stand("extra")["ontvangen"], self.stand("extra")["gemist"]), (1, 1), "the receiver can see that one is missing")

    def test_retry_after_is_honoured(self):
        self.subscribe()
        self.active()
        self.behave("extra", soort="fout", status=503, aantal=1, opnieuwNa=2)
        began = time.monotonic()
        self.measure(1)
        wait_for(lambda: self.stand("extra")["ontvangen"] == 1)
        self.assertGreaterEqual(time.monotonic() - began, 1.9)

    # More than the stream

    def test_the_present_state_first_and_then_the_stream(self):
        self.measure(1, 2)
        made = self.subscribe(beginstand=True)
        self.assertEqual(made["taken"][0]["soort"], "beginstand")
        wait_for(lambda: self.stand("extra")["ontvangen"] == 2)
        self.measure(3)
        wait_for(lambda: self.stand("extra")["ontvangen"] == 3)
        stand = self.stand("extra")
        self.assertEqual((stand["beginstand"], stand["gemist"], stand["herhaald"]), (2, 0, 0))
        events = self.received("extra")
        self.assertEqual([event.get("snapshot") for event in events], ["true", "true", None])
        self.assertEqual(int(events[2]["sequence"]), int(events[0]["sequence"]) + 1)

    def test_replay_by_event_person_and_time(self):
        self.subscribe()
        self.measure(1, 2)
        wait_for(lambda: self.stand("extra")["ontvangen"] == 2)
        event = self.received("extra")[0]
        self.assertEqual(self.api("POST", "/extra/herhaling", {"gebeurtenis": event["id"]}).json, {"totaal": 1})
        wait_for(lambda: self.stand("extra")["herhaald"] == 1)
        self.assertEqual(self.api("POST", "/extra/herhaling", {"dossier": event["subject"]}).status, 202)
        wait_for(lambda: self.stand("extra")["herhaald"] == 3)
        code, text = self.operator("replay", "extra", "--from", "2026-01-01T00:00:00Z")
        self.assertEqual(code, 0, text)
        wait_for(lambda: self.stand("extra")["herhaald"] == 5)
        self.assertEqual([each.get("replay") for each in self.received("extra")[2:]], ["true"] * 5)
        refused = self.api("POST", "/extra/herhaling", {"van": "gisteren"})
        self.assertEqual((refused.status, refused.pointers), (400, ["/van"]))

    def test_an_own_list_of_persons(self):
        other = invented(1)[0]
        self.house.know(other)
        self.house.enrol(kenmerk="DN-2", bsn=other)
        self.subscribe(personen="lijst")
        self.assertEqual(self.api("POST", "/extra/personen", {"toevoegen": [other, "123456789"]}).pointers, ["/toevoegen/1"])
        self.assertEqual(self.api("POST", "/extra/personen", {"toevoegen": [other]}).json, {"personenOpLijst": 1})
        self.measure(1)
        self.house.push("voortgangsmetingen", meting(kenmerk="VM-o", bsn=other))
        wait_for(lambda: self.stand("extra")["ontvangen"] == 1)
        self.assertEqual(self.received("extra")[0]["data"]["bsn"], other)

    def test_who_cannot_be_called_fetches_waits_and_confirms(self):
        made = self.api("POST", body={"id": "haal", "gemeenten": ["0518"], "objecttypes": ["Voortgangsmeting"], "wijze": "ophalen"})
        self.assertEqual((made.status, made.json["status"]), (201, "actief"))
        fetch = lambda query="": self.house.call("GET", "/gemeente/v1/gebeurtenissen" + query, name=KVS)  # noqa: E731
        self.assertEqual(fetch().json, {"cursor": "0", "meer": False, "gebeurtenissen": []})
        self.measure(1, 2, 3)
        first = fetch("?max=2").json
        self.assertEqual((len(first["gebeurtenissen"]), first["cursor"], first["meer"]), (2, "2", True))
        self.assertEqual(len(fetch("?na=2").json["gebeurtenissen"]), 1)
        self.assertEqual(len(fetch().json["gebeurtenissen"]), 3, "what was not confirmed can be fetched again")
        confirm = lambda until: self.house.call("POST", "/gemeente/v1/gebeurtenissen/bevestiging", json.dumps({"tot": until}), name=KVS)  # noqa: E731
        for never_given in ("4", "9000000000000000000"):
            self.assertEqual(confirm(never_given).status, 422, "nobody can have what was not handed out")
        self.assertEqual(len(fetch().json["gebeurtenissen"]), 3)
        self.assertEqual(confirm("2").json, {"bevestigd": 2, "wachtend": 1})
        self.assertEqual(len(fetch().json["gebeurtenissen"]), 1)
        began = time.monotonic()
        self.assertEqual(fetch("?na=3&wacht=1").json["gebeurtenissen"], [])
        self.assertGreaterEqual(time.monotonic() - began, 0.9)
        connection = self.house.connect(KVS)
        connection.request("GET", "/gemeente/v1/gebeurtenissen?na=3&wacht=30")
        time.sleep(0.3)
        began = time.monotonic()
        self.measure(4)
        answer = json.loads(connection.getresponse().read())
        connection.close()
        self.assertEqual((len(answer["gebeurtenissen"]), answer["cursor"]), (1, "4"))
        self.assertLess(time.monotonic() - began, 5)
        for query in ("?na=x", "?max=0", "?wacht=61", "?bsn=1"):
            self.assertEqual(fetch(query).status, 400, query)
        self.assertEqual(self.house.call("GET", "/gemeente/v1/gebeurtenissen", name="afnemer-0344-client").status, 404)
        outcomes = [entry["soort"] for entry in self.house.log() if entry["uitkomst"] == "afgeleverd" and entry["soort"].endswith("vastgelegd")]
        self.assertIn("nl.inburgering.voortgangsmeting.vastgelegd", outcomes)

    # Where it may not go

    def test_a_sink_on_a_private_address_is_refused_unless_allowed(self):
        self.house.stop("gateway")
        self.house.settings["delivery"] = {"private_networks": ["10.0.0.0/8"]}
        self.house.start_gateway()
        self.subscribe()
        found = wait_for(lambda: [entry for entry in self.house.log() if entry["soort"] == "handshake" and entry["referentie"] == "extra"])
        self.assertIn("niet openbaar", found[0]["fouten"][0]["melding"])
        self.assertEqual(self.stand("extra")["ontvangen"], 0)

    def test_a_pin_that_does_not_fit_and_a_name_that_does_not_fit(self):
        pin = "sha256//" + "A" * 43 + "="
        self.subscribe("gepind", pin=pin)
        found = wait_for(lambda: [entry for entry in self.house.log() if entry["referentie"] == "gepind" and entry["soort"] == "handshake"])
        self.assertIn("publieke sleutel", found[0]["fouten"][0]["melding"])
        port = self.ports["gepind"]
        key = subprocess.run(f"openssl x509 -in {self.house.pki}/afnemer-0518-server.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64",
                             shell=True, check=True, capture_output=True, text=True).stdout.strip()
        wish = {"gemeenten": ["0518"], "url": f"https://127.0.0.1:{port}/e"}
        self.assertEqual(self.api("PUT", "/gepind", wish | {"pin": "sha256//" + key}).status, 200)
        self.active("gepind")
        self.make_certificate("elders-server", "DNS:elders.example")
        process = self.house.start("elders", SIMULATOR, "afnemer", "serve", "--pki", self.house.pki, "--name", "elders-server", "--port", "0")
        elsewhere = int(process.line(r": https://127.0.0.1:(\d+)").group(1))
        self.assertEqual(self.api("PUT", "/gepind", wish | {"url": f"https://127.0.0.1:{elsewhere}/e"}).status, 200)
        self.assertIn("servercertificaat", self.api("POST", "/gepind/test").json["melding"])

    def make_certificate(self, name, names):
        """A leaf of the house's own root that is good for other names."""
        base = self.house.pki / name
        config = f"[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN={name}\n[ext]\nsubjectAltName={names}\nextendedKeyUsage=serverAuth\n"
        (self.house.dir / "leaf.cnf").write_text(config)
        for command in (f"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {base}.key -out {base}.csr -config {self.house.dir}/leaf.cnf",
                        f"openssl x509 -req -in {base}.csr -CA {self.house.pki}/root.pem -CAkey {self.house.pki}/root.key -CAcreateserial -days 100 "
                        f"-extfile {self.house.dir}/leaf.cnf -extensions ext -out {base}.pem"):
            subprocess.run(command.split(), check=True, capture_output=True)

    def test_a_certificate_that_expires_soon_is_told(self):
        subprocess.run([GATEWAY, "pki", "dev", "--out", self.house.pki, "--leaf", "kort-server=00000099000000005000:server:20"], check=True, capture_output=True)
        process = self.house.start("kort", SIMULATOR, "afnemer", "serve", "--pki", self.house.pki, "--name", "kort-server", "--port", "0")
        port = int(process.line(r": https://127.0.0.1:(\d+)").group(1))
        self.api("POST", body={"id": "kort", "gemeenten": ["0518"], "objecttypes": ["Voortgangsmeting"], "url": f"https://127.0.0.1:{port}/e"})
        self.active("kort")
        self.house.stop("kort")  # a new connection, which shows the certificate
        process = self.house.start("kort", SIMULATOR, "afnemer", "serve", "--pki", self.house.pki, "--name", "kort-server", "--port", str(port))
        process.line(r": https://")
        self.measure(1)
        wait_for(lambda: self.alerts() == ["alarm certificaat"])

    def test_a_quota_warns_and_drops_only_what_was_agreed(self):
        self.subscribe("vol", quotum=100, bijVol="oudste-vervalt")
        self.subscribe("vol2", quotum=100)
        for name in ("vol", "vol2"):
            self.active(name)
            self.api("POST", f"/{name}/pauzeren")
        self.measure(*range(0, 130))
        wait_for(lambda: self.show("vol")["wachtend"] == 100)
        self.assertEqual(self.show("vol2")["wachtend"], 130)
        wait_for(lambda: self.alerts() == ["alarm quotum", "alarm quotum"])
        dropped = [entry for entry in self.house.log() if entry["uitkomst"] == "vervallen"]
        self.assertEqual({entry["referentie"] for entry in dropped}, {"vol"})
        self.api("POST", "/vol/hervatten")
        wait_for(lambda: self.stand("vol")["ontvangen"] == 100)
        self.assertEqual((self.stand("vol")["gemist"], self.stand("vol")["buitenVolgorde"]), (1, 0), "the receiver sees that something went before")

    # The operator's side

    def test_the_command_line_does_what_the_api_does(self):
        port = self.receiver("cli")
        wish = self.house.dir / "wens.json"
        wish.write_text(json.dumps({"id": "cli", "afnemer": "00000099000000005000", "gemeenten": ["0518"], "bevestiging": "geen", "url": f"https://127.0.0.1:{port}/e",
                                    "objecttypes": ["Voortgangsmeting"]}))
        code, text = self.operator("add", str(wish))
        self.assertEqual((code, text.split()[:2]), (0, ["cli", "actief"]), text)
        self.assertEqual(self.operator("add", str(wish))[0], 1)
        self.measure(1)
        wait_for(lambda: self.stand("cli")["ontvangen"] == 1)
        self.assertEqual(self.operator("pause", "cli")[0], 0)
        self.measure(2)
        self.assertIn("1 wacht ", self.operator("list")[1])
        self.assertEqual(self.operator("resume", "cli")[0], 0)
        wait_for(lambda: self.stand("cli")["ontvangen"] == 2)
        self.assertIn("aangekomen: HTTP 204", self.operator("test", "cli")[1])
        self.assertIn("beginstand", self.operator("load", "cli")[1])
        wait_for(lambda: self.stand("cli")["beginstand"] == 2)
        self.assertIn("2 klaargezet, gereed", self.operator("show", "cli")[1])
        self.assertEqual(self.operator("skip", "cli", "niemand")[0], 1)
        self.assertEqual(self.operator("retry", "cli", "--event", "geen")[0], 1)
        code, text = self.operator("replay", "cli", "--from", "2026-02-01T00:00:00Z", "--until", "2026-01-01T00:00:00Z")
        self.assertEqual((code, "tijdvak" in text), (1, True), text)
        refused = [(entry["soort"], entry["uitkomst"]) for entry in self.house.log() if entry["referentie"] == "cli" and entry["uitkomst"] in ("geweigerd", "niet-gevonden")]
        self.assertEqual(refused, [("abonnement gemaakt", "geweigerd"), ("gebeurtenis overgeslagen", "niet-gevonden"), ("onbestelbaar opnieuw", "niet-gevonden"),
                                   ("herhaling gevraagd", "geweigerd")], "what was asked and not done stands in the log, as it does of the API")
        self.assertEqual(self.operator("remove", "kvs-0518")[0], 1)
        self.assertEqual(self.operator("remove", "cli")[0], 0)
        wait_for(lambda: "cli" not in [each.split()[0] for each in self.operator("list")[1].splitlines()])
        self.assertEqual(self.operator("show", "cli")[0], 1)
        self.assertEqual(subprocess.run([GATEWAY, "log", "verify", "--config", self.house.config]).returncode, 0)

    def test_what_left_the_configuration_ends_with_a_count(self):
        self.house.stop("afnemer-0518")
        self.measure(1)
        waiting = self.house.waiting()
        self.house.stop("gateway")
        text = self.house.config.read_text()
        config = json.loads(text)
        config["subscriptions"] = [each for each in config["subscriptions"] if each["id"] != "kvs-0518"]
        config["listen"] = {"partner": f"127.0.0.1:{self.house.port}", "operator": f"127.0.0.1:{self.house.operator_port}"}
        self.house.config.write_text(json.dumps(config))
        process = self.house.start("gateway", GATEWAY, "serve", "--config", self.house.config)
        process.line(r"^beheer:")
        ended = wait_for(lambda: [entry for entry in self.house.log() if entry["soort"] == "verwijdering gereed"])
        self.assertIn(f"{waiting} wachtende", ended[0]["fouten"][0]["melding"])


if __name__ == "__main__":
    unittest.main()
