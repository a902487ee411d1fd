"""keten-simulator proef: a receiver and a client of a school that do as they should pass, and each that does not fails at what it does wrong."""
import collections
import http.client
import http.server
import json
import pathlib
import re
import ssl
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, ROOT, SIMULATOR, House, invented  # noqa: E402

GATEWAY_OIN = "00000099000000001000"
HOUR = ["--uur-ms", "1500"]


class Proof(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()
        cls.addClassCleanup(cls.house.close)
        cls.pki = cls.house.pki
        # The same gateway with a certificate that was renewed.
        subprocess.run([GATEWAY, "pki", "dev", "--out", cls.pki, "--leaf", f"gateway-client-nieuw={GATEWAY_OIN}:client"], check=True, capture_output=True)

    def report(self, done, file):
        self.assertIn(done.returncode, (0, 1), done.stderr)
        report = json.loads(file.read_text())
        marks = {part["naam"]: part["cijfer"] for part in report["onderdelen"]}
        self.assertEqual(len(marks), len(report["onderdelen"]))
        counted = collections.Counter(marks.values())
        self.assertEqual((report["voldoet"], report["voldoetNiet"], report["nietBeproefd"]), (counted["voldoet"], counted["voldoet niet"], counted["niet beproefd"]))
        self.assertEqual(done.returncode, 1 if counted["voldoet niet"] else 0)
        for name in marks:
            self.assertIn(name, done.stdout)
        self.assertIn(report["uitslag"], done.stdout)
        return report, marks

    def failed(self, marks):
        return {name for name, mark in marks.items() if mark == "voldoet niet"}


class Receivers(Proof):
    def prove(self, port, *options):
        file = self.house.dir / "proef.json"
        done = subprocess.run([SIMULATOR, "proef", "afnemer", "--pki", self.pki, "--to", f"https://127.0.0.1:{port}/gebeurtenissen", "--verslag", file, *HOUR, *options], capture_output=True, text=True, timeout=120)
        return self.report(done, file)

    def simulated(self, *options):
        process = self.house.start("ontvanger", SIMULATOR, "afnemer", "serve", "--pki", self.pki, "--port", "0", "--quiet", *options)
        self.addCleanup(self.house.stop, "ontvanger")
        return process.line(r"https://127\.0\.0\.1:(\d+)").group(1)

    def test_a_good_receiver_passes_all(self):
        port = self.simulated("--threads", "4")
        base = f"https://127.0.0.1:{port}/simulator"
        report, marks = self.prove(port, "--stand", f"{base}/stand", "--gedrag", f"{base}/gedrag", "--vernieuwd", "gateway-client-nieuw")
        self.assertEqual((report["uitslag"], self.failed(marks), len(marks)), ("geslaagd", set(), 13), report)
        self.assertEqual(report["uurDuurdeMs"], 1500)
        self.assertTrue(all("kijk zelf na" not in part["toelichting"] for part in report["onderdelen"]))

    def test_what_cannot_be_seen_is_not_said(self):
        report, marks = self.prove(self.simulated())
        self.assertEqual((report["uitslag"], {name for name, mark in marks.items() if mark == "niet beproefd"}), ("deels beproefd", {"storing van een uur", "vernieuwd certificaat"}))
        self.assertIn("kijk zelf na", next(part["toelichting"] for part in report["onderdelen"] if part["naam"] == "herhaling"))

    def test_nobody_is_there(self):
        report, marks = self.prove(1)
        self.assertEqual((report["uitslag"], self.failed(marks)), ("gezakt", {"handdruk"}))
        self.assertEqual(report["nietBeproefd"], 12)

    def bad(self, respond, ask_certificate=True):
        """A receiver of which `respond(handler, body)` gives the status of a POST."""
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            seen = {}
            lock = threading.Lock()

            def say(self, status, *headers):
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_OPTIONS(self):
                self.say(204, ("WebHook-Allowed-Origin", self.headers["WebHook-Request-Origin"]))

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with self.lock:
                    status = respond(self, body)
                self.say(status)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pki / "afnemer-0518-server.pem", self.pki / "afnemer-0518-server.key")
        if ask_certificate:
            context.load_verify_locations(self.pki / "root.pem")
            context.verify_mode = ssl.CERT_REQUIRED
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.handler = Handler
        return server.server_address[1]

    @staticmethod
    def careful(_, body):
        return 204 if "id" in body and "subject" in body else 400

    def test_each_bad_receiver_fails_at_what_it_does_wrong(self):
        def refuses_repeats(handler, body):
            if body.get("id") in handler.seen:
                return 409
            handler.seen[body.get("id")] = True
            return self.careful(handler, body)

        def refuses_gaps(handler, body):
            last, handler.seen[body.get("subject")] = handler.seen.get(body.get("subject"), "0"), body.get("sequence")
            return 500 if "previoussequence" in body and body["previoussequence"] != last else self.careful(handler, body)

        known = {"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "sequence", "previoussequence", "data", "replay", "snapshot"}
        cases = {"takes all": (lambda handler, body: 204, {"onbestelbaar"}),
                 "falls over bad ones": (lambda handler, body: 204 if "id" in body else 500, {"onbestelbaar"}),
                 "repeats": (refuses_repeats, {"herhaling", "herhaling op verzoek"}),
                 "gaps": (refuses_gaps, {"gat"}),
                 "new things": (lambda handler, body: 400 if body.keys() - known else 204, {"wat nieuw is"}),
                 "snapshots": (lambda handler, body: 501 if "snapshot" in body else self.careful(handler, body), {"beginstand"}),
                 "good": (self.careful, set())}
        for name, (respond, expected) in cases.items():
            with self.subTest(name):
                failed = self.failed(self.prove(self.bad(respond))[1])
                self.assertEqual(failed - {"herhaling op verzoek"} if name == "gaps" else failed, expected)

    def test_who_asks_for_no_certificate_or_shakes_no_hands_fails(self):
        self.assertEqual(self.failed(self.prove(self.bad(self.careful, ask_certificate=False))[1]), {"certificaat"})
        port = self.bad(self.careful)
        self.handler.do_OPTIONS = lambda handler: handler.say(204)
        self.assertEqual(self.failed(self.prove(port)[1]), {"handdruk"})
        self.assertEqual(self.failed(self.prove(self.simulated("--refuse-handshake"))[1]), {"handdruk"})

    def test_who_trusts_one_certificate_alone_fails(self):
        def pinned(handler, body):
            serial = handler.connection.getpeercert()["serialNumber"]
            return self.careful(handler, body) if handler.seen.setdefault("pin", serial) == serial else 403

        marks = self.prove(self.bad(pinned), "--vernieuwd", "gateway-client-nieuw")[1]
        self.assertEqual((self.failed(marks), marks["vernieuwd certificaat"]), ({"vernieuwd certificaat"}, "voldoet niet"))

    def test_a_receiver_that_counts_wrongly_fails_by_its_own_count(self):
        port = self.bad(self.careful)
        counts = collections.Counter()

        def post(handler):
            body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
            counts["ontvangen"] += "id" in body  # repeats too
            handler.say(self.careful(handler, body))

        def get(handler):
            text = json.dumps({"ontvangen": counts["ontvangen"], "herhaald": 0, "buitenVolgorde": 0, "gemist": 0, "ongeldig": 0}).encode()
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(text)))
            handler.end_headers()
            handler.wfile.write(text)

        self.handler.do_POST, self.handler.do_GET = post, get
        failed = self.failed(self.prove(port, "--stand", f"https://127.0.0.1:{port}/stand")[1])
        self.assertEqual(failed, {"herhaling", "gat", "herhaling op verzoek"})

    def test_the_receiver_of_the_guide_passes(self):
        guide = (ROOT / "docs/afnemers.md").read_text()
        script = self.house.dir / "ontvanger.py"
        script.write_text(re.search(r"```python\n(.*?)```", guide, re.DOTALL).group(1))
        process = self.house.start("ontvanger", sys.executable, script, "0", self.pki / "afnemer-0518-server.pem", self.pki / "afnemer-0518-server.key", self.pki / "root.pem")
        self.addCleanup(self.house.stop, "ontvanger")
        port = process.line(r"klaar op (\d+)").group(1)
        block = next(each for each in re.findall(r"```bash\n(.*?)```", guide, re.DOTALL) if "proef afnemer" in each)
        self.assertLessEqual(len(block.strip().split("\n")), 10)
        script = f"set -eu\ncd {self.house.dir}\nPATH={pathlib.Path(SIMULATOR).parent}:$PATH PKI={self.pki} ONTVANGER=https://127.0.0.1:{port}\n{block}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        report = json.loads((self.house.dir / "proef.json").read_text())
        self.assertEqual((report["uitslag"], report["voldoetNiet"], report["nietBeproefd"]), ("deels beproefd", 0, 1))


class Clients(Proof):
    """Clients of schools, each in this process; the proof is another."""

    def prove(self, client, rows=20, patience=20000):
        file = self.house.dir / "proef.json"
        process = subprocess.Popen([SIMULATOR, "proef", "school", "--pki", self.pki, "--port", "0", "--rijen", str(rows), "--geduld-ms", str(patience), "--verslag", file, *HOUR], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        first = process.stdout.readline()
        client(int(re.search(r"127\.0\.0\.1:(\d+)", first).group(1)))
        out, error = process.communicate(timeout=60)
        return self.report(subprocess.CompletedProcess(process.args, process.returncode, first + out, error), file)

    def rows(self, count=20):
        for number, bsn in enumerate(invented(count // 2, 450000000)):
            yield "deelnames", {"kenmerk": f"DN-{number}", "gemeentecode": "0518", "bsn": bsn, "soort": "taalles", "startdatum": "2026-09-01"}
            yield "aanwezigheid", {"kenmerk": f"AW-{number}", "gemeentecode": "0518", "bsn": bsn, "soort": "taalles", "periodeVan": "2026-09-01", "periodeTot": "2026-09-30", "urenGevolgd": 20}

    def send(self, port, resource, row, kind="application/json"):
        """Status and Retry-After; 0 when there was no answer."""
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=self.house.tls("taalschool-client"), timeout=10)
        try:
            connection.request("POST", f"/taalschool/v1/{resource}", json.dumps(row), {"Content-Type": kind})
            answer = connection.getresponse()
            answer.read()
            return answer.status, float(answer.headers["Retry-After"] or 0)
        except (OSError, http.client.HTTPException):
            return 0, 0
        finally:
            connection.close()

    def careful(self, port, rows=None, rest=True, again=True, refused=1, change=False):
        for resource, row in rows or self.rows():
            tries = 0
            while True:
                status, pause = self.send(port, resource, row)
                tries += 1
                if 200 <= status < 300 or (status in (400, 422) and tries >= refused) or (status == 0 and not again):
                    break
                if change:
                    row = row | {"kenmerk": row["kenmerk"], "soort": "knm"}
                time.sleep(pause if rest else 0.05)

    def test_a_good_client_passes_all(self):
        report, marks = self.prove(self.careful)
        self.assertEqual((report["uitslag"], self.failed(marks), len(marks)), ("geslaagd", set(), 11), report)

    def test_each_bad_client_fails_at_what_it_does_wrong(self):
        cases = {"hammers": (lambda port: self.careful(port, rest=False), {"Retry-After"}),
                 "forgets what was lost": (lambda port: self.careful(port, again=False), {"verloren antwoord"}),
                 "insists": (lambda port: self.careful(port, refused=5), {"geweigerde rij"}),
                 "changes rows": (lambda port: self.careful(port, change=True), {"zelfde kenmerk"}),
                 "hours before people": (lambda port: self.careful(port, [*list(self.rows())[1:2], *self.rows()]), {"eerst de deelname"})}
        for name, (client, expected) in cases.items():
            with self.subTest(name):
                self.assertEqual(self.failed(self.prove(client)[1]) & expected, expected)

    def test_who_gives_up_or_sends_nonsense_fails(self):
        def gives_up(port):
            for resource, row in self.rows():
                self.send(port, resource, row)

        marks = self.prove(gives_up, patience=4000)[1]
        self.assertLessEqual({"verloren antwoord", "storing van een uur", "alles aangekomen"}, self.failed(marks))

        def nonsense(port):
            self.careful(port)
            self.send(port, "deelnames", {"kenmerk": "X"})
            self.send(port, "deelnames", {}, "text/plain")

        self.assertEqual(self.failed(self.prove(nonsense)[1]), {"inhoud", "adres en soort"})

    def test_nobody_came(self):
        report, marks = self.prove(lambda port: None, patience=500)
        self.assertEqual((report["uitslag"], set(marks.values())), ("deels beproefd", {"niet beproefd"}))


if __name__ == "__main__":
    unittest.main()
