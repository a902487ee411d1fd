"""A gateway and the chain around it, for tests: real processes, real mutual TLS, ports that the system chooses.

Shares no code with the gateway: HTTP, TLS, JSON and XML here are Python's own.
"""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

import cluster

ROOT = pathlib.Path(__file__).resolve().parents[1]
BIN = pathlib.Path(os.environ.get("INBURGERING_BIN", ROOT / "build/release/bin"))
GATEWAY = str(BIN / "inburgering-gateway")
SIMULATOR = str(BIN / "keten-simulator")

DEN_HAAG, UTRECHT = "00000099000000000518", "00000099000000000344"
DUO, BRP, SCHOOL, SCHOOL_2 = "00000099000000002000", "00000099000000003000", "00000099000000004000", "00000099000000008000"
# The clocks that come with the gateway, off: what they tell depends on the day on which a test runs.
NO_KLOKKEN = [{"klok": klok, "aan": "nee"} for klok in (
    "pip", "inburgeringstermijn", "tijdelijke-vrijstelling", "pip-bij-duo", "inburgeringsaanbod", "map", "pvt", "knm", "stille-school")]
MIRIAM = "999996617"  # DUO knows her
STRANGER = "999997439"  # DUO does not
# Types of which rules fill fields; what else the gateway says by itself is told apart.
DERIVED = {"Inburgeringsplichtige", "AanvraagVerlenging", "PIP", "B1Route", "ZRoute", "Onderwijsroute", "Leerroute", "Examen", "Examenonderdeel", "BredeIntake", "KNM",
           "Participatiecomponent", "Taalvaardigheid"}
LEAVES = [
    "gateway-server=00000099000000001000:server", "gateway-client=00000099000000001000:client",
    f"duo-server={DUO}:server", f"duo-client={DUO}:client", f"brp-client={BRP}:client", f"brp-server={BRP}:server",
    f"taalschool-client={SCHOOL}:client", f"taalschool-2-client={SCHOOL_2}:client", "afnemer-0518-server=00000099000000005000:server",
    "afnemer-0344-server=00000099000000006000:server",
    "afnemer-0518-client=00000099000000005000:client", "afnemer-0344-client=00000099000000006000:client", "vreemdeling-client=00000099000000009999:client",
    f"verlopen-client={DUO}:client:-1", f"verlopen-server={DUO}:server:-1", "leverancier-client=00000099000000007000:client",
]


def wait_for(what, seconds=15.0, pause=0.02):
    """Calls `what` until it answers something true; fails loudly when it never does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if result := what():
            return result
        time.sleep(pause)
    raise AssertionError(f"it did not come to pass within {seconds} s: {getattr(what, '__name__', what)}")


def on_postgres():
    """Whether the gateways of the tests stand on a server of PostgreSQL."""
    return "INBURGERING_TEST_POSTGRES" in os.environ


def only_on_sqlite(test):
    """Of a test about what SQLite alone has: its file, and what stands beside it."""
    return unittest.skipIf(on_postgres(), "only SQLite has this")(test)


def own_schema():
    """Where a gateway finds an empty place on that server; none without one."""
    if not on_postgres():
        return None
    server, name = os.environ["INBURGERING_TEST_POSTGRES"], f"t{uuid.uuid4().hex}"
    cluster.sql(server, f"CREATE SCHEMA {name}")
    return f"{server} options=-csearch_path={name}"


class Process:
    """A started program; `line(pattern)` waits for what it prints."""

    def __init__(self, *command, log, **options):
        self.log = log
        self.handle = open(log, "ab")
        self.offset = os.path.getsize(log)
        self.process = subprocess.Popen([str(part) for part in command], stdout=self.handle, stderr=subprocess.STDOUT, **options)

    def text(self):
        with open(self.log, "rb") as file:
            file.seek(self.offset)
            return file.read().decode(errors="replace")

    def line(self, pattern, seconds=30.0):
        def search():
            if self.process.poll() is not None and not re.search(pattern, self.text(), re.MULTILINE):
                raise AssertionError(f"the program ended with {self.process.returncode}: {self.text()}")
            return re.search(pattern, self.text(), re.MULTILINE)
        return wait_for(search, seconds)

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(30)
        self.handle.close()
        return self.process.returncode


class House:
    def __init__(self, **settings):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="inburgering-"))
        self.pki = self.dir / "pki"
        subprocess.run([GATEWAY, "pki", "dev", "--out", self.pki] + [part for leaf in LEAVES for part in ("--leaf", leaf)],
                       check=True, stdout=subprocess.DEVNULL)
        self.settings = settings
        self.postgres = own_schema()
        self.processes = {}
        self.nodes = {}
        self.port = self.operator_port = 0
        self.cookie = None
        self.duo_port, self.brp_port, self.den_haag_port, self.utrecht_port = 1, 2, 3, 4  # ports on which nobody listens

    # Starting and stopping

    def start(self, name, *command):
        self.processes[name] = Process(*command, log=self.dir / f"{name}.log")
        return self.processes[name]

    def start_duo(self, *options):
        process = self.start("duo", SIMULATOR, "duo", "serve", "--pki", self.pki, "--port", self.duo_port if self.duo_port > 4 else 0, *options)
        self.duo_port = int(process.line(r"^DUO: https://127.0.0.1:(\d+)").group(1))

    def start_brp(self, *options):
        process = self.start("brp", SIMULATOR, "brp", "serve", "--pki", self.pki, "--port", self.brp_port if self.brp_port > 4 else 0, *options)
        self.brp_port = int(process.line(r"^BRP: https://127.0.0.1:(\d+)").group(1))

    def start_afnemers(self):
        for code in ("0518", "0344"):
            attribute = "den_haag_port" if code == "0518" else "utrecht_port"
            port = getattr(self, attribute)
            process = self.start(f"afnemer-{code}", SIMULATOR, "afnemer", "serve", "--pki", self.pki, "--name", f"afnemer-{code}-server",
                                 "--port", port if port > 4 else 0, "--out", self.dir / f"afnemer-{code}.jsonl")
            setattr(self, attribute, int(process.line(r": https://127.0.0.1:(\d+)").group(1)))

    def start_gateway(self, wrapper=()):
        self.write_config()
        process = self.start("gateway", *wrapper, GATEWAY, "serve", "--config", self.config)
        self.port = int(process.line(r"^ketenpartners: https://127.0.0.1:(\d+)").group(1))
        self.operator_port = int(process.line(r"^beheer: +https?://127.0.0.1:(\d+)").group(1))
        self.cookie = None
        return process

    def start_node(self, name, wrapper=(), **store):
        """One gateway of several on the same store; calls go to the one that `self.port` names."""
        config = self.configuration()
        known = self.nodes.get(name, {"port": 0, "operator_port": 0})
        config["listen"] = {"partner": f"127.0.0.1:{known['port']}", "operator": f"127.0.0.1:{known['operator_port']}"}
        config["store"] |= {"map": f"store-{name}", "node": name} | store
        file = self.dir / f"{name}.yaml"
        file.write_text(json.dumps(config))
        process = self.start(name, *wrapper, GATEWAY, "serve", "--config", file)
        self.port = int(process.line(r"^ketenpartners: https://127.0.0.1:(\d+)").group(1))
        self.operator_port = int(process.line(r"^beheer: +https?://127.0.0.1:(\d+)").group(1))
        self.nodes[name] = {"port": self.port, "operator_port": self.operator_port, "config": file}
        self.cookie = None
        return process

    def at(self, name):
        """Calls go to this node from here on."""
        self.port, self.operator_port = self.nodes[name]["port"], self.nodes[name]["operator_port"]
        return self

    def start_all(self):
        self.start_duo()
        self.start_afnemers()
        self.start_gateway()
        return self

    def stop(self, name, number=signal.SIGTERM):
        return self.processes.pop(name).stop(number)

    def close(self):
        codes = {name: self.stop(name) for name in list(self.processes)}
        logs = {name: (self.dir / f"{name}.log").read_text(errors="replace") for name in codes}
        shutil.rmtree(self.dir, ignore_errors=True)
        for name, code in codes.items():
            if code != 0:
                print(logs[name], file=sys.stderr)
                raise AssertionError(f"{name} ended with {code}")
        assert not any(number in text for text in logs.values() for number in (MIRIAM, STRANGER)), "a BSN stands in a log"

    @property
    def config(self):
        """Of the gateway, or of any of its nodes."""
        return next((node["config"] for node in self.nodes.values()), self.dir / "gateway.yaml")

    def store(self):
        place = {"postgres": self.postgres, "map": "store"} if self.postgres else {"file": "store/gateway.db"}
        return place | {"key": "pki/store.key"} | self.settings.get("store", {})

    def write_config(self):
        self.config.write_text(json.dumps(self.configuration()))  # JSON is YAML

    def configuration(self):
        limits = {"requests_per_second": 5000} | self.settings.get("limits", {})
        delivery = {"first_retry": "100ms", "max_retry": "400ms", "timeout": "3s", "private_networks": ["127.0.0.0/8"]} | self.settings.get("delivery", {})
        tls = lambda name: {"certificate": f"pki/{name}.pem", "key": f"pki/{name}.key", "trust": "pki/root.pem"}
        party = lambda name, oin, role, codes, mandates=(): {"naam": name, "oin": oin, "role": role, "gemeenten": codes, "mandates": list(mandates)}
        config = {
            "oin": "00000099000000001000", "listen": {"partner": f"127.0.0.1:{self.port}", "operator": f"127.0.0.1:{self.operator_port}"},
            "tls": {"server": tls("gateway-server") | self.settings.get("server_tls", {}), "client": tls("gateway-client")},
            "store": self.store(), "limits": limits, "delivery": delivery,
            "duo": {"oin": DUO, "url": f"https://127.0.0.1:{self.duo_port}/v1", "timeout": "5s", "requests_per_second": 5000} | self.settings.get("duo", {}),
            "tenants": [{"oin": DEN_HAAG, "gemeentecode": "0518", "naam": "Den Haag", "klokken": NO_KLOKKEN} | self.settings.get("den_haag", {}),
                        {"oin": UTRECHT, "gemeentecode": "0344", "naam": "Utrecht", "klokken": NO_KLOKKEN}],
            "parties": [party("DUO", DUO, "duo", ["*"]), party("BRP", BRP, "brp", ["0518"]), party("School", SCHOOL, "taalschool", ["0518"]), party("School 2", SCHOOL_2, "taalschool", ["0518", "0344"]),
                        party("Leverancier", "00000099000000007000", "duo", ["0518"], [DUO]),
                        party("KVS 0518", "00000099000000005000", "afnemer", ["0518"]) | {"registraties": ["*"]}, party("KVS 0344", "00000099000000006000", "afnemer", ["0344"])],
            "subscriptions": [
                {"id": "kvs-0518", "afnemer": "00000099000000005000", "gemeenten": ["0518"], "bevestiging": "geen", "url": f"https://127.0.0.1:{self.den_haag_port}/e"},
                {"id": "kvs-0344", "afnemer": "00000099000000006000", "gemeenten": ["0344"], "bevestiging": "geen", "url": f"https://127.0.0.1:{self.utrecht_port}/e"}],
        }
        if "brp" in self.settings:
            base = f"https://127.0.0.1:{self.brp_port}"
            ways = {"personen": base, "stuf": base + "/brp/BeantwoordVraag"}
            config["brp"] = [{"naam": f"brp-{index}", "oin": BRP, "requests_per_second": 5000, "timeout": "5s", "url": ways[each["wijze"]]} |
                             ({"volgen": base} if each.get("volgen") else {}) | {key: value for key, value in each.items() if key != "volgen"}
                             for index, each in enumerate(self.settings["brp"])]
        for party in config["parties"]:
            party.update(self.settings.get("party", {}).get(party["naam"], {}))
        if "subscriptions" in self.settings:
            config["subscriptions"] = self.settings["subscriptions"]
        for section in ("schedules", "log", "logboek", "retention", "siem", "fsc"):
            if section in self.settings:
                config[section] = self.settings[section]
        config["tls"].update(self.settings.get("tls", {}))
        config["parties"] += self.settings.get("parties", [])
        return config

    # Talking to it

    def tls(self, name):
        context = ssl.create_default_context(cafile=str(self.pki / "root.pem"))
        if name:
            context.load_cert_chain(self.pki / f"{name}.pem", self.pki / f"{name}.key")
        return context

    def connect(self, name="duo-client", timeout=60):
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=self.tls(name), timeout=timeout)

    def call(self, method, path, body=None, headers=None, name="duo-client"):
        connection = self.connect(name)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return Response(response.status, response.headers, response.read())
        finally:
            connection.close()

    def notify(self, event="SS101", bsn=MIRIAM, body=None, name="duo-client", **headers):
        all_headers = {"Content-Type": "application/json", "bron": DUO, "doel": DEN_HAAG, "berichtId": str(uuid.uuid4())} | headers
        if body is None:
            body = json.dumps({"registratieDatumTijd": "2026-11-02T09:30:15+01:00", "gebeurtenisId": event, "bsn": bsn})
        return self.call("POST", "/duo/v1/notificaties", body, {k: v for k, v in all_headers.items() if v is not None}, name)

    def know(self, *bsns):
        """Opens dossiers, as a notification of DUO does, and waits until all that follows from it has passed."""
        for bsn in bsns:
            assert self.notify("SS112", bsn=bsn).status == 201
        wait_for(lambda: self.questions() == 0 and self.untried() == 0)

    def push(self, resource, body, name="taalschool-client", **headers):
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.call("POST", f"/taalschool/v1/{resource}", text, {"Content-Type": "application/json"} | headers, name)

    def enrol(self, name="taalschool-client", **changes):
        """Tells of a deelname, without which nothing is taken about someone."""
        assert self.push("deelnames", deelname(**changes), name).status == 201

    def stuf(self, xml, path="/brp/stuf/bg0310/OntvangAsynchroon", name="brp-client", **headers):
        return self.call("POST", path, xml.encode() if isinstance(xml, str) else xml, {"Content-Type": "text/xml; charset=utf-8"} | headers, name)

    def behave(self, path, body, method="PUT", port=None):
        """Tells the simulated DUO (or what listens on another port) what to answer, or how to misbehave."""
        status = self.ask(port or self.duo_port, method, path, body).status
        assert status == 204, status

    def ask(self, port, method, path, body=None):
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=self.tls("gateway-client"), timeout=20)
        connection.request(method, path, body=None if body is None else json.dumps(body))
        response = connection.getresponse()
        answer = Response(response.status, response.headers, response.read())
        connection.close()
        return answer

    def remember(self, bsn, resource, body):
        self.behave(f"/simulator/personen/{bsn}/{resource}", body)

    def forget(self, bsn, *resources):
        for resource in resources:
            self.behave(f"/simulator/personen/{bsn}/{resource}", None, "DELETE")

    def link(self, right="beheerder", name="Toets"):
        """The code of a link with which someone logs in once."""
        made = subprocess.run([GATEWAY, "monitor", "link", "--config", self.config, "--naam", name, "--recht", right], check=True, capture_output=True, text=True)
        return made.stdout.strip().split("#")[1]

    def log_in(self, right="beheerder", name="Toets"):
        """The cookie of someone with this right."""
        answer = self.operator("/beheer/v1/sessie", {"code": self.link(right, name)}, cookie="")
        assert answer.status == 200, answer.body
        return answer.headers["Set-Cookie"].split(";")[0]

    def operator(self, path, body=None, method=None, cookie=None, **headers):
        """GET, or POST of a JSON body; to the API as a beheerder, unless another cookie is given."""
        if path.startswith("/beheer/") and cookie is None:
            self.cookie = self.cookie or self.log_in()
            cookie = self.cookie
        if cookie:
            headers["Cookie"] = cookie
        text = None if body is None else json.dumps(body)
        return self.ask_operator(method or ("GET" if body is None else "POST"), path, text, ({"Content-Type": "application/json"} if text else {}) | headers)

    def ask_operator(self, method, path, text, headers):
        """What stands in a request to the operator's listener, as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.operator_port, timeout=20)
        connection.request(method, path, body=text, headers=headers)
        response = connection.getresponse()
        answer = Response(response.status, response.headers, response.read())
        connection.close()
        return answer

    # Looking at what came of it

    def rootless(self):
        """What was exchanged of which the log has no beginning: it stands in no journey."""
        return self.rows("SELECT kind FROM log WHERE NOT EXISTS (SELECT 1 FROM log AS root WHERE root.message_id = log.cause_id)")

    def log(self, count=1000):
        """What was exchanged and done, oldest first; without what the first start writes down of the configuration."""
        out = subprocess.run([GATEWAY, "log", "list", "--config", self.config, "--json", "--count", str(count)], check=True, capture_output=True)
        return [entry for entry in reversed(json.loads(out.stdout)) if entry["soort"] != "configuratie"]

    def rows(self, query):
        """What a query finds in the store, all of it as text."""
        if self.postgres:
            return cluster.sql(self.postgres, query)
        database = sqlite3.connect(f"file:{self.dir}/store/gateway.db?mode=ro", uri=True)
        try:
            return [[str(value) for value in row] for row in database.execute(query)]
        finally:
            database.close()

    def forget_store(self):
        """The next gateway begins with an empty one."""
        if self.postgres:
            self.postgres = own_schema()
        else:
            # With the keys beside it: a gateway does not begin anew where those of a store are left.
            for end in ("", "-wal", "-shm", ".dossiersleutels"):
                (self.dir / f"store/gateway.db{end}").unlink(missing_ok=True)

    def tables(self):
        """The columns of each table."""
        found = {}
        if self.postgres:
            for table, column in self.rows("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"):
                found.setdefault(table, []).append(column)
            return found
        for (table,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
            found[table] = [column for _, column, *_ in self.rows(f"PRAGMA table_info({table})")]
        return found

    def change(self, statement):
        """Changes the store beside the gateway; answers how many rows."""
        if self.postgres:
            return cluster.sql(self.postgres, statement)
        database = sqlite3.connect(self.dir / "store/gateway.db", timeout=10)
        try:
            with database:
                return database.execute(statement).rowcount
        finally:
            database.close()

    def count(self, table, where="1 = 1"):
        return int(self.rows(f"SELECT COUNT(*) FROM {table} WHERE {where}")[0][0])

    def waiting(self):
        """Deliveries that wait in the store."""
        return self.count("delivery")

    def untried(self):
        """Lanes whose first delivery was not tried yet: a receiver that is refused keeps its events waiting."""
        return self.count("lane", "due IS NOT NULL AND attempts = 0")

    def questions(self):
        """Questions that wait to be asked or answered."""
        return self.count("question")

    def events(self, code="0518", derived=False):
        """What an afnemer received. What follows by a rule from what was told (docs/canonical-model.md, Afgeleid) only when asked for."""
        told = self.received(code)
        return told if derived else [event for event in told if event["data"].get("bron", {}).get("feed") != "gateway" or event["data"]["objecttype"] not in DERIVED]

    def received(self, code):
        file = self.dir / f"afnemer-{code}.jsonl"
        whole_lines = file.read_text().rpartition("\n")[0] if file.exists() else ""  # the last may be half written
        return [json.loads(line) for line in whole_lines.splitlines()]

    def expect_events(self, count, code="0518", seconds=20.0):
        wait_for(lambda: len(self.events(code)) >= count, seconds)
        time.sleep(0.15)  # would there be more?
        events = self.events(code)
        assert len(events) == count, f"expected {count} events, got {[event['type'] for event in events]}"
        return events


class Response:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def pointers(self):
        return [fault["pointer"] for fault in self.json["fouten"]]


def kennisgeving(soort="T", content="<BG:geslachtsnaam>Tesfay</BG:geslachtsnaam>", bsn=MIRIAM, reference=None, ontvanger=DEN_HAAG, zender="0518",
                 moment="20261102093015", envelope=True, element="npsLk01", keys="", old=None, verwerkingssoort=None):
    """A npsLk01 of our own making; W, C and F have the same object twice, or `old` (its content) before it."""
    of = lambda what, number: (f'<BG:object StUF:entiteittype="NPS" {keys} StUF:verwerkingssoort="{verwerkingssoort or ("W" if soort in "WCF" else soort)}">'  # noqa: E731
                               f'{f"<BG:inp.bsn>{number}</BG:inp.bsn>" if number else ""}{what}</BG:object>')
    one = of(content, bsn)
    before = one if old is None else of(*old)
    message = (f'<BG:{element} xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310" xmlns:StUF="http://www.egem.nl/StUF/StUF0301" '
               'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><BG:stuurgegevens><StUF:berichtcode>Lk01</StUF:berichtcode>'
               f'<StUF:zender><StUF:organisatie>{zender}</StUF:organisatie><StUF:applicatie>BRP</StUF:applicatie></StUF:zender>'
               f'<StUF:ontvanger><StUF:organisatie>{ontvanger}</StUF:organisatie><StUF:applicatie>INBURGERING</StUF:applicatie></StUF:ontvanger>'
               f'<StUF:referentienummer>{reference or uuid.uuid4()}</StUF:referentienummer><StUF:tijdstipBericht>{moment}</StUF:tijdstipBericht>'
               '<StUF:entiteittype>NPS</StUF:entiteittype></BG:stuurgegevens>'
               f'<BG:parameters><StUF:mutatiesoort>{soort}</StUF:mutatiesoort><StUF:indicatorOvername>V</StUF:indicatorOvername></BG:parameters>'
               f'{one if soort in "TV" else before + one}</BG:{element}>')
    if not envelope:
        return message
    return f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{message}</s:Body></s:Envelope>'


def synchroon(message):
    """The same message in its synchronous form: npsLk02 has no indicatorOvername."""
    return message.replace("Lk01", "Lk02").replace("<StUF:indicatorOvername>V</StUF:indicatorOvername>", "")


def synchronisatie(content="<BG:geslachtsnaam>Tesfay</BG:geslachtsnaam>", kind="Sa01", moment="20261102093015", **more):
    """npsSa01 or npsSa02: the whole actual state, told by a kennisgeving within."""
    inner = kennisgeving("T", content, envelope=False, moment=moment, keys='StUF:sleutelSynchronisatie="1"', **more)
    start = inner.index("<BG:stuurgegevens>")
    end = inner.index("</BG:stuurgegevens>") + len("</BG:stuurgegevens>")
    body = inner[start:inner.rindex("</BG:npsLk01>")]
    if kind == "Sa02":
        body = synchroon(body)
    head = inner[:start].replace("npsLk01", f"nps{kind}")
    return f'{head}{inner[start:end].replace("Lk01", kind)}<BG:actueel>{body}</BG:actueel></BG:nps{kind}>'


def invented(count, first=900000000):
    """Numbers that pass the elfproef and belong to nobody."""
    found, number = [], first
    while len(found) < count:
        number += 1
        digits = [int(digit) for digit in str(number)]
        if (sum(digit * (9 - place) for place, digit in enumerate(digits[:8])) - digits[8]) % 11 == 0:
            found.append(str(number))
    return found


def meting(**changes):
    return {"kenmerk": "VM-1", "gemeentecode": "0518", "bsn": MIRIAM, "meetdatum": "2026-11-18", "niveauLezen": "A2"} | changes


def deelname(**changes):
    """Of a kind from which nothing else follows, so that it is one event."""
    return {"kenmerk": "DN-1", "gemeentecode": "0518", "bsn": MIRIAM, "soort": "map", "startdatum": "2026-09-01"} | changes
