"""Security events come to a real receiver of syslog over TLS, and to a journal: whole, in order, also after the receiver was gone,
slow or wrong; and no message waits for them."""
import base64
import json
import os
import pathlib
import re
import socket
import ssl
import struct
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, DUO, GATEWAY, MIRIAM, House, wait_for  # noqa: E402

# RFC 5424 §6, as far as a receiver must be able to read it.
MESSAGE = re.compile(
    r"<(?P<pri>\d{1,3})>1 (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) (?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48}) "
    r"(?P<proc>[!-~]{1,128}) (?P<id>[!-~]{1,32}) \[(?P<sd>[!#-<>-\\^-~]{1,32}(?: [!#-<>-\\^-~]{1,32}=\"(?:[^\"\\\]]|\\[\"\\\]])*\")*)\] \ufeff(?P<text>[^\x00-\x1f]*)")
PARAM = re.compile(r' ([^= ]+)="((?:[^"\\\]]|\\["\\\]])*)"')


class Receiver:
    """Syslog over TLS (RFC 5425): frames by octet counting, many connections one after another. Without `reading` it accepts connections
    and says nothing."""

    def __init__(self, house, name="brp-server", client_root=None, port=0):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(house.pki / f"{name}.pem", house.pki / f"{name}.key")
        if client_root:
            self.context.load_verify_locations(client_root)
            self.context.verify_mode = ssl.CERT_REQUIRED
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        self.frames, self.handshakes, self.failures, self.open = [], 0, 0, []
        self.reading = threading.Event()
        self.reading.set()
        self.closed = False
        self.peer = None
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while not self.closed:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(plain,), daemon=True).start()

    def serve(self, plain):
        try:
            self.reading.wait()
            with self.context.wrap_socket(plain, server_side=True) as stream:
                self.handshakes += 1
                self.peer = stream.getpeercert(binary_form=True)
                self.open.append(stream)
                rest = b""
                while True:
                    self.reading.wait()
                    more = stream.recv(65536)
                    if not more:
                        return
                    rest += more
                    while match := re.match(rb"([1-9][0-9]*) ", rest):
                        length = int(match.group(1))
                        if len(rest) < match.end() + length:
                            break
                        self.frames.append(rest[match.end():match.end() + length].decode("utf-8"))
                        rest = rest[match.end() + length:]
        except (OSError, ssl.SSLError):
            self.failures += 1

    def close(self):
        self.closed = True
        self.reading.set()
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()
        for stream in self.open:
            try:
                stream.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            stream.close()

    def events(self, name=None):
        found = []
        for frame in list(self.frames):
            match = MESSAGE.fullmatch(frame)
            assert match, f"no message of RFC 5424: {frame!r}"
            params = {key: re.sub(r"\\(.)", r"\1", value) for key, value in PARAM.findall(match["sd"])}
            if name in (None, match["id"]):
                found.append((match, params))
        return found


class SiemHouse(House):
    def __init__(self, **siem):
        super().__init__()
        self.settings["siem"] = siem

    def refuse_once(self):
        """A stranger at the door: one refusal, of which the log keeps one entry a minute."""
        self.call("GET", "/duo/v1/notificaties", name="vreemdeling-client")

    def wrong_code(self):
        return self.operator("/beheer/v1/sessie", {"code": os.urandom(16).hex()}, method="POST", cookie="").status

    def metric(self, name):
        return float(re.search(rf"^{name} (\S+)$", self.operator("/metrics").body.decode(), re.MULTILINE).group(1))


class Syslog(unittest.TestCase):
    def setUp(self):
        self.house = house = SiemHouse()
        self.addCleanup(house.close)
        self.receiver = self.receive()
        house.settings["siem"] = {"syslog": f"127.0.0.1:{self.receiver.port}", "trust": "pki/root.pem"}

    def receive(self, **how):
        receiver = Receiver(self.house, **how)
        self.addCleanup(receiver.close)
        return receiver

    def event(self, name, receiver=None):
        return wait_for(lambda: (receiver or self.receiver).events(name))[0]

    def test_what_happens_is_told_by_name_and_nothing_of_a_person(self):
        house = self.house
        house.start_all()
        first, _ = self.event("configuratie.gewijzigd")
        self.assertEqual(("109", "inburgering-gateway", "inburgering@32473"), (first["pri"], first["app"], first["sd"].split(" ")[0]))
        house.refuse_once()
        _, stranger = self.event("partij.onbekend")
        self.assertEqual(("00000099000000009999", "127.0.0.1"), (stranger["partij"], stranger["adres"]))
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            house.call("GET", "/", name="verlopen-client")
        match, _ = self.event("verbinding.geweigerd")
        self.assertIn("verlopen", match["text"])
        self.assertEqual(401, self.house.wrong_code())
        self.event("aanmelden.geweigerd")
        house.know(MIRIAM)
        answer = house.notify()
        self.assertEqual(201, answer.status)
        message = wait_for(lambda: [each for each in house.log() if each["soort"].startswith("notificatie")])[0]["berichtId"]
        shown = subprocess.run([GATEWAY, "log", "body", message, "--config", house.config, "--reden", "klacht 2026-12 over geheime zaak"], capture_output=True, text=True)
        self.assertEqual(0, shown.returncode, shown.stderr)
        match, seen = self.event("inhoud.ingezien")
        self.assertEqual((DEN_HAAG, "ingezien"), (seen["gemeente"], seen["uitkomst"]))
        self.assertNotIn("geheime zaak", match.string)
        house.log_in(name='A "Be]heer\\der')
        _, logged_in = self.event("aanmelden.gelukt")
        self.assertEqual('A "Be]heer\\der', logged_in["beheerder"], "escaped, and read back as it was")
        whole = "\n".join(self.receiver.frames)
        self.assertNotIn(MIRIAM, whole)
        self.assertNotIn("Jansen", whole)
        numbers = [int(params["nr"]) for _, params in self.receiver.events()]
        self.assertEqual(sorted(set(numbers)), numbers, "each once, in the order of the log")
        self.assertEqual(1, self.receiver.handshakes, "one connection for all")

    def test_nothing_is_lost_when_the_receiver_was_gone_and_no_message_waits(self):
        house = self.house
        house.start_all()
        self.event("configuratie.gewijzigd")
        self.receiver.close()
        house.refuse_once()
        house.wrong_code()
        house.know(MIRIAM)
        self.assertEqual(201, house.notify().status, "a message does not wait for a SIEM")
        wait_for(lambda: house.metric("inburgering_siem_untold") >= 2)
        # What a command does while the gateway stands still is told too, once it runs again.
        house.stop("gateway")
        message = [each for each in house.log() if each["soort"].startswith("notificatie")][0]["berichtId"]
        subprocess.run([GATEWAY, "log", "body", message, "--config", house.config, "--reden", "terwijl zij stilstaat"], check=True, capture_output=True)
        back = self.receive(port=self.receiver.port)
        house.start_gateway()
        for name in ("partij.onbekend", "aanmelden.geweigerd", "inhoud.ingezien"):
            self.event(name, back)
        numbers = lambda receiver: {params["nr"] for _, params in receiver.events()}
        self.assertEqual(set(), numbers(self.receiver) & numbers(back), "what was told is not told again")
        wait_for(lambda: house.metric("inburgering_siem_untold") == 0)

    def test_a_slow_receiver_holds_up_nobody(self):
        house = self.house
        self.receiver.reading.clear()
        house.start_all()
        house.know(MIRIAM)
        for _ in range(5):
            self.assertEqual(201, house.notify().status)
        house.wrong_code()
        house.processes["gateway"].line("beveiligingsgebeurtenissen komen niet aan \\(tijd")
        self.receiver.reading.set()
        self.event("configuratie.gewijzigd")
        self.event("aanmelden.geweigerd")

    def test_a_receiver_with_a_wrong_certificate_gets_nothing(self):
        house = self.house
        for name, certificate, trust in (("another root", "brp-server", "ander/root.pem"), ("expired", "verlopen-server", "pki/root.pem"), ("a client's", "duo-client", "pki/root.pem")):
            with self.subTest(name):
                receiver = self.receive(name=certificate)
                if trust.startswith("ander"):
                    subprocess.run([GATEWAY, "pki", "dev", "--out", house.dir / "ander"], check=True, capture_output=True)
                house.settings["siem"] = {"syslog": f"127.0.0.1:{receiver.port}", "trust": trust}
                house.write_config()
                house.start_gateway()
                said = house.processes["gateway"].line(r"beveiligingsgebeurtenissen komen niet aan \(TLS: ([^)]*)")
                self.assertTrue(said.group(1))
                self.assertEqual(([], 0), (receiver.frames, len(receiver.events())))
                house.stop("gateway")

    def test_a_name_must_be_that_of_the_certificate(self):
        self.house.settings["siem"]["syslog"] = f"localhost.localdomain:{self.receiver.port}"
        self.house.start_gateway()
        said = self.house.processes["gateway"].line(r"beveiligingsgebeurtenissen komen niet aan \(([^)]*)")
        self.assertRegex(said.group(1), "niet voor dit adres|DNS")
        self.assertEqual([], self.receiver.frames)

    def test_shows_a_certificate_where_it_is_asked(self):
        receiver = self.receive(client_root=self.house.pki / "root.pem")
        self.house.settings["siem"] = {"syslog": f"127.0.0.1:{receiver.port}", "trust": "pki/root.pem"}
        self.house.start_gateway()
        self.house.processes["gateway"].line(r"beveiligingsgebeurtenissen komen niet aan")
        self.assertEqual([], receiver.frames, "none named, none shown")
        self.house.stop("gateway")
        self.house.settings["siem"] |= {"certificate": "pki/gateway-client.pem", "key": "pki/gateway-client.key"}
        self.house.start_gateway()
        self.event("configuratie.gewijzigd", receiver)
        ours = ssl.PEM_cert_to_DER_cert((self.house.pki / "gateway-client.pem").read_text().split("-----END")[0] + "-----END CERTIFICATE-----\n")
        self.assertEqual(base64.b64encode(ours), base64.b64encode(receiver.peer))

    def test_more_than_may_wait_is_counted_and_told(self):
        house = self.house
        self.receiver.close()
        house.settings["siem"]["hoogstens"] = 3
        house.start_all()
        house.processes["gateway"].line("beveiligingsgebeurtenissen komen niet aan")
        names = [house.link(name=f"Toets {index}") for index in range(8)]
        self.assertEqual(8, len(names))
        wait_for(lambda: house.metric("inburgering_siem_lost_total") > 0, seconds=60)
        back = self.receive(port=self.receiver.port)
        match, _ = wait_for(lambda: back.events("gebeurtenissen.verloren"), seconds=90)[0]
        told = int(re.search(r"(\d+) gebeurtenissen zijn niet verteld", match["text"]).group(1))
        self.assertGreater(told, 0)
        links = [params["nr"] for _, params in back.events("aanmeldlink.gemaakt")]
        self.assertLessEqual(len(links), 3)


class Journal(unittest.TestCase):
    def test_fields_come_to_the_journal(self):
        house = SiemHouse(journaal="journaal.sock")
        self.addCleanup(house.close)
        journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(journal.close)
        journal.bind(str(house.dir / "journaal.sock"))
        journal.settimeout(15)
        house.start_gateway()
        fields = self.read(journal.recv(65536))
        self.assertEqual(("configuratie.gewijzigd", "5", "inburgering-gateway"),
                         (fields["INBURGERING_GEBEURTENIS"], fields["PRIORITY"], fields["SYSLOG_IDENTIFIER"]))
        house.wrong_code()
        fields = self.read(journal.recv(65536))
        self.assertEqual(("aanmelden.geweigerd", "4", "127.0.0.1"), (fields["INBURGERING_GEBEURTENIS"], fields["PRIORITY"], fields["INBURGERING_ADRES"]))

    def test_a_journal_that_is_not_there_holds_up_nothing(self):
        house = SiemHouse(journaal="weg.sock")
        self.addCleanup(house.close)
        house.start_all()
        house.processes["gateway"].line("het journaal is er niet")
        house.know(MIRIAM)
        self.assertEqual(201, house.notify().status)

    @staticmethod
    def read(datagram):
        fields = {}
        while datagram:
            line, _, datagram = datagram.partition(b"\n")
            name, equals, value = line.partition(b"=")
            if not equals:
                length = struct.unpack("<Q", datagram[:8])[0]
                value, datagram = datagram[8:8 + length], datagram[9 + length:]
            fields[name.decode()] = value.decode()
        return fields


class Settings(unittest.TestCase):
    def test_check_says_what_is_wrong(self):
        house = SiemHouse()
        self.addCleanup(house.close)
        for siem, why in ((dict(syslog="siem.example.nl:6514"), "siem.trust"), (dict(syslog="siem.example.nl", trust="pki/root.pem"), "siem.syslog"),
                          (dict(syslog="127.0.0.1:6514", trust="pki/root.pem", journaal="x"), "kies één van beide"),
                          (dict(syslog="127.0.0.1:6514", trust="pki/niet.pem"), "siem: "),
                          (dict(syslog="127.0.0.1:6514", trust="pki/root.pem", certificate="pki/gateway-client.pem"), "siem.key"),
                          (dict(journaal="x", onbekend="1"), "siem.onbekend")):
            house.settings["siem"] = siem
            house.write_config()
            done = subprocess.run([GATEWAY, "check", "--config", house.config], capture_output=True, text=True)
            self.assertNotEqual(0, done.returncode, siem)
            self.assertIn(why, done.stderr + done.stdout)


if __name__ == "__main__":
    unittest.main()
