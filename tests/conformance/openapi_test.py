"""What goes over the wire between us and DUO, judged against DUO's OpenAPI files by Prism, which is not ours.

The chain runs as it does in production, with a recorder between the gateway and the simulated DUO. Each recorded request is
then put to Prism as a validating proxy for the file that it belongs to, behind which its recorded answer stands. Needs
`scripts/install-deps --conformance` and the standards beside the project; says so when they are missing.
"""
import http.client
import http.server
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, DUO, GATEWAY, MIRIAM, ROOT, STRANGER, House, wait_for  # noqa: E402

STANDARDS = pathlib.Path(os.environ.get("INBURGERING_STANDARDS", ROOT / "../shared/standards")) / "duo-m2m/API"
PRISM = next((path for path in (ROOT / "build/conformance/node_modules/.bin/prism", shutil.which("prism")) if path and os.path.exists(path)), None)
MISSING = "Prism staat er niet: scripts/install-deps --conformance" if not PRISM else "de standaarden staan niet naast het project" if not STANDARDS.exists() else None
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "expect"}


class Exchange:
    def __init__(self, method, path, headers, body, status, answer_headers, answer):
        self.method, self.path, self.headers, self.body = method, path, headers, body
        self.status, self.answer_headers, self.answer = status, answer_headers, answer


class Server:
    """An HTTP server on loopback; `respond(method, path, headers, body)` gives status, headers and body."""

    def __init__(self, respond, context=None):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, answer = respond(self.command, self.path, dict(self.headers), body)
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                if status != 204:
                    self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = do_DELETE = any

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def traffic():
    """What the gateway and DUO say to each other, both ways."""
    exchanges = []
    house = House()
    try:
        house.start_duo()
        simulator = house.duo_port

        def forward(method, path, headers, body):
            connection = http.client.HTTPSConnection("127.0.0.1", simulator, context=house.tls("gateway-client"), timeout=20)
            connection.request(method, path, body, {name: value for name, value in headers.items() if name.lower() not in HOP_BY_HOP})
            response = connection.getresponse()
            answer = response.read()
            if not path.startswith("/simulator/"):
                exchanges.append(Exchange(method, path.removeprefix("/v1"), headers, body, response.status, response.getheaders(), answer))
            connection.close()
            return response.status, response.getheaders(), answer

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(house.pki / "duo-server.pem", house.pki / "duo-server.key")
        recorder = Server(forward, context)
        house.duo_port = recorder.port
        house.start_afnemers()
        house.start_gateway()
        house.forget(MIRIAM, "inburgeringstermijn", "pip")  # so that a PIP can be reported, and taken back
        exchanges += notifications(house)
        report(house)
        house.remember(MIRIAM, "inburgeringstermijn", {"startdatum": "2026-11-11", "einddatum": "2029-11-11"})
        synchronise(house)
        recorder.close()
    finally:
        house.close()
    return exchanges


def notifications(house):
    """Each status that our server can be brought to give. A request that is wrong on purpose is recorded as the right one:
    its answer is what is judged."""
    headers = {"Content-Type": "application/json", "bron": DUO, "doel": DEN_HAAG}
    body = {"registratieDatumTijd": "2026-11-02T09:30:15+01:00", "gebeurtenisId": "SS101", "bsn": MIRIAM}
    told = []
    for change, extra, party, status in (
            ({}, {}, "duo-client", 201), ({"bsn": STRANGER}, {}, "duo-client", 201), ({"gebeurtenisId": "SS999"}, {}, "duo-client", 201),
            ({"gebeurtenisId": None}, {}, "duo-client", 400), ({}, {"doel": "1"}, "duo-client", 400), ({}, {}, "taalschool-client", 403)):
        right = headers | {"berichtId": str(uuid.uuid4())}
        response = house.call("POST", "/duo/v1/notificaties", json.dumps({name: value for name, value in (body | change).items() if value}), right | extra, party)
        assert response.status == status, (response.status, response.body)
        told.append(Exchange("POST", "/notificaties", right, json.dumps(body).encode(), response.status, list(response.headers.items()), response.body))
    return told


def synchronise(house):
    for bsn in (MIRIAM, STRANGER):
        subprocess.run([GATEWAY, "sync", "run", "--config", house.config, "--gemeente", "0518", "--person", bsn], check=True, capture_output=True)
    subprocess.run([GATEWAY, "sync", "run", "--config", house.config, "--gemeente", "0518", "--resource", "instellingen", "--resource", "verlengingsgronden"], check=True, capture_output=True)
    house.behave("/simulator/gedrag", {"status": 503, "aantal": 1})
    subprocess.run([GATEWAY, "sync", "run", "--config", house.config, "--gemeente", "0518", "--person", MIRIAM, "--resource", "pip"], check=True, capture_output=True)


def report(house):
    """Every report there is, once."""
    person = {"gemeente": "0518", "bsn": MIRIAM}
    pip = person | {"PIP": {"gemeentecode": "0518", "dagtekening": "2026-11-10", "magOpleidingAfmaken": True},
                    "Leerroute": {"gemeentecode": "0518", "dagtekeningPip": "2026-11-10", "leerroute": "B1-route", "niveau": "B1", "geschatteIntensiteitB1Route": 600, "alfabetisering": "NVT"}}
    contact = {"naam": "J. de Vries", "email": "j@denhaag.example", "telefoonnummer": "+31 70-1234567"}
    hours = lambda name: person | {"GevolgdeUren": {"gemeentecode": "0518", name: 7}}  # noqa: E731
    first = melding(house, "POST", "pip", pip)
    dossier = "dossier=" + first["dossier"]
    melding(house, "DELETE", f"pip?gemeente=0518&{dossier}")
    melding(house, "POST", "pip", pip)
    melding(house, "POST", "inburgeringsaanbod", person | {"Inburgeringsaanbod": {"instellingsnummer": "0000012345", "datumInburgeringsaanbod": "2026-11-20", "alfabetisering": "NVT"}})
    melding(house, "DELETE", f"inburgeringsaanbod?gemeente=0518&{dossier}&instellingsnummer=0000012345")
    melding(house, "PUT", "map", person | {"MAP": {"datumEindgesprek": "2026-11-20"}})
    melding(house, "PUT", "pvt", person | {"PVT": {}})
    melding(house, "PUT", "zroute", person | {"ZRoute": {"gemeentecode": "0518", "dagtekeningPip": "2026-11-10", "datumAfronding": "2026-11-21"}})
    melding(house, "PUT", "uren-taallesknm", hours("urenTaallesEnKnmBredeIntake"))
    melding(house, "PUT", "uren-participatieactiviteiten", hours("urenParticipatieactiviteiten"))
    melding(house, "PUT", "uren-participatietaalles", hours("urenParticipatieAlsTaalles"))
    melding(house, "POST", "contactpersoon", {"gemeente": "0518", "Contactpersoon": contact})
    melding(house, "POST", "contactpersoon-persoon", person | {"contactpersoonId": 1})
    melding(house, "PUT", "contactpersoon", {"gemeente": "0518", "Contactpersoon": contact | {"contactpersoonId": 1}})
    melding(house, "DELETE", f"contactpersoon-persoon?gemeente=0518&{dossier}&contactpersoonId=1")
    melding(house, "DELETE", "contactpersoon?gemeente=0518&contactpersoonId=1")
    melding(house, "DELETE", f"examennummer?gemeente=0518&{dossier}")


def melding(house, method, soort, body=None):
    response = house.call(method, f"/gemeente/v1/meldingen/{soort}", body and json.dumps(body), {"Content-Type": "application/json"}, "afnemer-0518-client")
    assert response.status == 202, (soort, response.status, response.body)
    look = lambda: house.call("GET", response.headers["Location"], name="afnemer-0518-client").json  # noqa: E731
    return wait_for(lambda: (now := look())["status"] in ("aanvaard", "geweigerd") and now)


def operations():
    """(file, method, path as a pattern, path as written) of all that DUO describes."""
    found = []
    for file in sorted(STANDARDS.glob("*/openapi.yml")):
        path = None
        for line in file.read_text().splitlines():
            if match := re.match(r"  (/\S*):$", line):
                path = match.group(1)
            elif path and (match := re.match(r"    (get|post|put|delete):$", line)):
                found.append((file, match.group(1).upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"), path))
            elif re.match(r"\S", line):
                path = None
    return found


class Judge:
    """Prism in front of recorded answers, for one OpenAPI file."""

    def __init__(self, file, recorded):
        playback = lambda method, path, headers, body: recorded[int(headers.get("x-recorded") or headers["X-Recorded"])]  # noqa: E731
        self.upstream = Server(playback)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen([PRISM, "proxy", str(file), f"http://127.0.0.1:{self.upstream.port}", "--errors", "-h", "127.0.0.1", "-p", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.listens, 60)

    def listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def judge(self, index, exchange):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {name: value for name, value in exchange.headers.items() if name.lower() not in HOP_BY_HOP}
        connection.request(exchange.method, exchange.path, exchange.body or None, headers | {"x-recorded": str(index)})
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        connection.close()
        return text if "stoplight.io/prism/errors" in text or response.status != exchange.status else ""

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        self.upstream.close()


class OpenApi(unittest.TestCase):
    def test_all_that_was_said_stands_in_duos_files(self):
        exchanges = traffic()
        rows = operations()
        self.assertGreater(len(rows), 30)
        seen, judged = set(), 0
        for file in sorted({row[0] for row in rows}):
            mine = []
            for exchange in exchanges:
                for row in rows:
                    if row[0] == file and row[1] == exchange.method and row[2].match(exchange.path):
                        mine.append(exchange)
                        seen.add(row[1] + " " + row[3])
                        break
            judge = Judge(file, [(exchange.status, exchange.answer_headers, exchange.answer) for exchange in mine])
            self.addCleanup(judge.close)
            for index, exchange in enumerate(mine):
                judged += 1
                with self.subTest(api=file.parent.name, method=exchange.method, status=exchange.status):
                    self.assertEqual(judge.judge(index, exchange), "")
            if file.parent.name == "PIP":
                self.the_judge_can_say_no(file)
        self.assertEqual({row[1] + " " + row[3] for row in rows} - seen, set(), "never said")
        self.assertEqual(judged, len(exchanges), "something was said that no file knows")
        print(f"\n{judged} exchanges, {len(seen)} operations, {len({row[0] for row in rows})} files: judged by Prism")

    def the_judge_can_say_no(self, file):
        headers = {"bron": DUO, "doel": DEN_HAAG, "berichtId": str(uuid.uuid4()), "Content-Type": "application/json"}
        judge = Judge(file, [(201, [("API-Version", "1.2.0")], b"")])
        self.addCleanup(judge.close)
        wrong = Exchange("POST", f"/personen/{MIRIAM}/PIP", headers, b'{"leerroute":"X"}', 201, [], b"")
        self.assertIn("dagtekeningPip", judge.judge(0, wrong))


if __name__ == "__main__":
    if MISSING:
        print(f"OVERGESLAGEN: {MISSING}", file=sys.stderr)
        sys.exit(77)  # what ctest shows as skipped
    unittest.main()
