"""The exchange log: one trace from sender to receiver, the Logboek dataverwerkingen, checkpoints with time stamps of a real
authority (OpenSSL's), and what an operator does with it on the command line."""
import csv
import http.server
import io
import json
import pathlib
import ssl
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, GATEWAY, MIRIAM, House, Process, wait_for  # noqa: E402

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


class Service:
    """An https service with mutual TLS; `answer(path, headers, body)` gives status and body."""

    def __init__(self, house, answer, name="brp-server"):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, content = outer.answer(self.path, self.headers, body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_OPTIONS = do_GET = do_POST

            def log_message(self, *_):
                pass

        self.answer = answer
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(house.pki / "root.pem"))
        context.load_cert_chain(house.pki / f"{name}.pem", house.pki / f"{name}.key")
        context.verify_mode = ssl.CERT_REQUIRED
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def attributes(span):
    return {each["key"]: each["value"]["stringValue"] for each in span["attributes"]}


class Log(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house = House()
        cls.addClassCleanup(house.close)
        cls.spans, cls.refuse = [], []

        def collect(path, headers, body):
            assert path == "/v1/traces" and headers["Content-Type"] == "application/json"
            if cls.refuse:
                cls.refuse.pop()
                return 503, b""
            for resource in json.loads(body)["resourceSpans"]:
                cls.spans += resource["scopeSpans"][0]["spans"]
            return 200, b"{}"

        cls.collector = Service(house, collect)
        cls.addClassCleanup(cls.collector.close)
        cls.authority = cls.start_authority(house)
        cls.addClassCleanup(cls.authority.close)
        house.settings |= {
            "logboek": {"url": f"https://127.0.0.1:{cls.collector.port}/v1/traces", "activity": "https://register.example/inburgering/v1",
                        "activities": [{"feed": "duo", "uri": "https://register.example/duo/v1"}]},
            "log": {"checkpoint": "1s", "checkpoints": "ijkpunten.ndjson", "timestamp": {"url": f"https://127.0.0.1:{cls.authority.port}/tsa", "trust": "pki/root.pem"}},
        }
        house.start_all()

    @classmethod
    def start_authority(cls, house):
        directory = house.dir / "tsa"
        directory.mkdir()
        (directory / "serial").write_text("01\n")
        (directory / "extensions").write_text("extendedKeyUsage=critical,timeStamping\n")
        (directory / "tsa.cnf").write_text(
            f"[tsa]\ndefault_tsa=one\n[one]\nserial={directory}/serial\ncrypto_device=builtin\nsigner_cert={directory}/tsa.pem\nsigner_key={directory}/tsa.key\n"
            "signer_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\n")
        run = lambda *command: subprocess.run(["openssl", *command], check=True, capture_output=True)
        run("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Tijdstempeldienst", "-keyout", directory / "tsa.key", "-out", directory / "tsa.csr")
        run("x509", "-req", "-in", directory / "tsa.csr", "-CA", house.pki / "root.pem", "-CAkey", house.pki / "root.key", "-CAcreateserial", "-days", "30",
            "-extfile", directory / "extensions", "-out", directory / "tsa.pem")

        def stamp(path, headers, body):
            (directory / "query").write_bytes(body)
            run("ts", "-reply", "-config", directory / "tsa.cnf", "-queryfile", directory / "query", "-out", directory / "reply")
            return 200, (directory / "reply").read_bytes()

        return Service(house, stamp)

    def gateway(self, *arguments, text=None):
        done = subprocess.run([GATEWAY, *arguments[:2], "--config", self.house.config, *arguments[2:]], capture_output=True, text=True, input=text)
        return done.returncode, done.stdout, done.stderr

    def test_1_one_trace_runs_from_the_sender_to_the_receiver_and_to_the_logboek(self):
        self.assertEqual(self.house.notify("SS101", traceparent=f"00-{TRACE}-{SPAN}-01").status, 201)
        events = self.house.expect_events(8)
        self.assertEqual({event["traceparent"].split("-")[1] for event in events}, {TRACE})
        log = self.house.log()
        self.assertEqual({entry["traceId"] for entry in log if entry["dossier"]}, {TRACE})
        about_persons = [entry for entry in log if entry["dossier"]]
        wait_for(lambda: len(self.spans) >= len(about_persons))
        spans = {span["spanId"]: span for span in self.spans}
        self.assertEqual(len(spans), len(about_persons), "one for each processing")
        root = next(span for span in self.spans if span["name"] == "notificatie SS101")
        self.assertEqual(root["parentSpanId"], SPAN)
        self.assertEqual(attributes(root)["dpl.core.processing_activity_id"], "https://register.example/duo/v1")
        self.assertEqual(attributes(root)["dpl.core.foreign_operation.processor"], "urn:nld:oin:00000099000000002000")
        self.assertTrue(all(span["parentSpanId"] == root["spanId"] for span in self.spans if span is not root))
        delivery = next(span for span in self.spans if span["name"].startswith("nl.inburgering."))
        self.assertEqual(attributes(delivery)["dpl.core.processing_activity_id"], "https://register.example/inburgering/v1")
        self.assertNotIn(MIRIAM, json.dumps(self.spans))

    def test_2_the_logboek_misses_nothing_when_it_was_away(self):
        before = len(self.spans)
        self.refuse.append(True)
        self.house.notify("SS112")
        wait_for(lambda: len(self.spans) > before, 20)
        self.assertFalse(self.refuse)
        log = [entry for entry in self.house.log() if entry["dossier"]]
        wait_for(lambda: len({span["spanId"] for span in self.spans}) == len(log), 20)

    def test_3_steps_and_durations_are_told(self):
        entry = next(each for each in self.house.log() if each["soort"] == "notificatie SS101")
        self.assertEqual([step["stap"] for step in entry["stappen"]], ["nakijken en vertalen", "wachten op opslag", "opslaan"])
        self.assertEqual(sum(step["duurMs"] for step in entry["stappen"]), entry["duurMs"])
        delivery = next(each for each in self.house.log() if each["uitkomst"] == "afgeleverd")
        self.assertEqual([step["stap"] for step in delivery["stappen"]], ["wachtrij", "aflevering"])

    def test_4_checkpoints_are_signed_stamped_and_kept_outside(self):
        file = self.house.dir / "ijkpunten.ndjson"
        wait_for(lambda: file.exists() and file.read_text().strip())
        report = wait_for(lambda: (told := json.loads(self.gateway("log", "verify", "--json")[1])) and told["tijdstempels"] > 0 and told)
        self.assertTrue(report["heel"])
        self.assertGreater(report["ijkpunten"], 0)
        self.assertGreater(report["inhouden"], 0)
        code, text, _ = self.gateway("log", "verify")
        self.assertEqual((code, text.startswith("De keten is heel: ")), (0, True))

    def test_5_search_export_and_tail(self):
        code, text, err = self.gateway("log", "list", "--soort", "notificatie SS1O1")
        self.assertEqual((code, text), (2, ""))
        self.assertIn("Het meest lijkt daarop: notificatie SS101\n", err)
        self.assertIn("\n  GET inburgeringsplicht\n", err, "and which there are")
        code, text, _ = self.gateway("log", "list", "--json", "--partij", "DUO", "--feed", "duo", "--soort", "notificatie SS101")
        self.assertEqual([entry["referentie"] != "" for entry in json.loads(text)], [True])
        self.assertEqual(self.gateway("log", "list", "--gemeente", "9999")[0], 2)
        self.assertEqual(self.gateway("log", "list", "--from", "gisteren")[0], 2)
        code, text, told = self.gateway("log", "export", "--format", "csv", "--gemeente", "0518")
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
        self.assertIn(f"{len(rows)} regels", told)
        self.assertEqual({row["gemeente"] for row in rows}, {DEN_HAAG})
        code, text, _ = self.gateway("log", "export")
        self.assertEqual([json.loads(line)["nr"] for line in text.splitlines()], list(range(1, len(text.splitlines()) + 1)))
        tail = Process(GATEWAY, "log", "tail", "-f", "--config", self.house.config, "--json", "--soort", "notificatie SS104", log=self.house.dir / "tail.log")
        time.sleep(0.5)
        self.house.notify("SS104")
        tail.line('"soort":"notificatie SS104"', 5)
        tail.stop()

    def test_6_a_body_is_shown_for_a_reason_that_is_logged(self):
        entry = next(each for each in self.house.log() if each["soort"] == "notificatie SS101")
        self.assertEqual(self.gateway("log", "body", entry["berichtId"], "--reden", "zomaar")[0], 1)
        code, text, _ = self.gateway("log", "body", entry["berichtId"], "--reden", "klacht 2026-114, een brief kwam niet aan")
        self.assertEqual((code, json.loads(text)["bsn"]), (0, MIRIAM))
        looked = next(each for each in self.house.log() if each["soort"] == "inhoud ingezien")
        self.assertEqual((looked["referentie"], looked["fouten"][0]["melding"]), (entry["berichtId"], "klacht 2026-114, een brief kwam niet aan"))

    def test_7_a_hold_and_a_clean_up_are_logged(self):
        code, text, _ = self.gateway("log", "hold", "list")
        hold = lambda *arguments: subprocess.run([GATEWAY, "log", "hold", arguments[0], "--config", self.house.config, *arguments[1:]], capture_output=True, text=True)
        identity = hold("add", "--gemeente", "0518", "--reden", "zaak 2026-7").stdout.strip()
        self.assertIn("zaak 2026-7", hold("list").stdout)
        self.assertEqual(hold("remove", identity).returncode, 0)
        self.assertEqual(hold("remove", identity).returncode, 1)
        self.assertEqual(json.loads(self.gateway("log", "clean", "--json")[1])["logregels"], 0)
        self.assertEqual([entry["soort"] for entry in self.house.log()][-3:], ["bewaarplicht begonnen", "bewaarplicht beëindigd", "bewaartermijnen"])
        self.assertEqual(self.gateway("log", "verify")[0], 0)

    def test_8_tampering_beside_the_running_gateway_is_found(self):
        self.house.change("UPDATE log SET outcome = 'geweigerd' WHERE seq = 3")
        code, text, _ = self.gateway("log", "verify")
        self.assertEqual(code, 1)
        self.assertIn("regel 3: deze regel is gewijzigd", text)
        self.house.change("UPDATE log SET outcome = 'verwerkt' WHERE seq = 3")


if __name__ == "__main__":
    unittest.main()
