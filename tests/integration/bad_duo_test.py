"""DUO at its worst: a peer that speaks TLS and then whatever it likes. Each time a clear log entry, bounded time and
memory, and no change of a dossier."""
import os
import pathlib
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DUO, GATEWAY, House, wait_for  # noqa: E402

TERM = b'{"startdatum":"2026-11-02","einddatum":"2029-11-02"}'


def answer(body, status=b"200 OK", content_type=b"application/json", more=b""):
    return (b"HTTP/1.1 " + status + b"\r\nAPI-Version: 1.1.0\r\nContent-Type: " + content_type + b"\r\n" + more +
            b"Content-Length: %d\r\n\r\n" % len(body) + body)


class RawPeer:
    """Answers every connection with `speak(connection)`, after reading one request."""

    def __init__(self, certificate, key, root, speak):
        self.speak, self.stopping, self.answered = speak, False, 0
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.context.load_verify_locations(root)
        self.context.verify_mode = ssl.CERT_REQUIRED
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.stopping:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(plain,), daemon=True).start()

    def serve(self, plain):
        try:
            with self.context.wrap_socket(plain, server_side=True) as connection:
                connection.settimeout(20)
                read = b""
                while b"\r\n\r\n" not in read:
                    read += connection.recv(4096)
                self.answered += 1
                self.speak(self, connection)
        except OSError:
            pass  # the gateway turned away, which is what most of these are about

    def close(self):
        self.stopping = True
        self.listener.close()


def say(*parts):
    return lambda peer, connection: [connection.sendall(part) for part in parts]


def reset(peer, connection):
    connection.sendall(answer(TERM)[:-20])
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())


def huge(peer, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 52428800\r\n\r\n[")
    for _ in range(50 * 1024 * 1024 // 65536):
        connection.sendall(b" " * 65536)


def endless(peer, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    until = time.monotonic() + 20
    while not peer.stopping and time.monotonic() < until:
        connection.sendall(b"1\r\n \r\n")
        time.sleep(0.05)


def memory(process):
    """Resident, in MB, at its highest."""
    text = pathlib.Path(f"/proc/{process.process.pid}/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) / 1024


class BadDuo(unittest.TestCase):
    def ask(self, speak, certificate="duo-server", root=None, url=None):
        """The log entry of one question, put to a peer like this."""
        house = House(duo={"timeout": "2s"} | ({"url": url} if url else {}))
        self.addCleanup(house.close)
        subprocess.run([GATEWAY, "pki", "dev", "--out", house.dir / "other", "--leaf", f"duo-server={DUO}:server"], check=True, stdout=subprocess.DEVNULL)
        directory = root(house) if root else house.pki
        self.peer = RawPeer(directory / f"{certificate}.pem", directory / f"{certificate}.key", house.pki / "root.pem", speak)
        self.addCleanup(self.peer.close)
        house.duo_port = self.peer.port
        house.start_afnemers()
        gateway = house.start_gateway()
        before, began = memory(gateway), time.monotonic()
        self.assertEqual(house.notify("SS102").status, 201)
        asked = lambda: [entry for entry in house.log() if entry["soort"] == "GET inburgeringstermijn"]  # noqa: E731
        entry = wait_for(lambda: (asked() or [None])[0], 12)
        self.assertLess(time.monotonic() - began, 12)
        self.assertLess(memory(gateway) - before, 48, "MB: less than the largest body")
        self.assertEqual(house.operator("/readyz").status, 200)
        self.assertEqual([event for event in house.events() if event["data"]["objecttype"] not in ("Gebeurtenis", "Attentiesignaal")], [])
        return entry

    def test_what_is_no_answer_is_a_failure_that_says_which(self):
        for what, text, arguments in (
                ("reset in the body", "verbroken", (reset,)),
                ("nothing at all", "verbroken", (lambda peer, connection: None,)),
                ("less than promised", "verbroken", (say(answer(TERM)[:-9]),)),
                ("a body of 50 MB", "groter dan de limiet", (huge,)),
                ("chunks without end", "tijd", (endless,)),
                ("no HTTP", "", (say(b"SSH-2.0-OpenSSH_9.2\r\n"),)),
                ("another root", "servercertificaat", (say(answer(TERM)), "duo-server", lambda house: house.dir / "other")),
                ("an expired certificate", "servercertificaat", (say(answer(TERM)), "verlopen-server")),
                ("no such host", "DNS", (say(answer(TERM)), "duo-server", None, "https://duo.invalid/v1"))):
            with self.subTest(what):
                entry = self.ask(*arguments)
                self.assertEqual(entry["uitkomst"], "mislukt", entry)
                self.assertIn(text, entry["fouten"][0]["melding"])

    def test_an_answer_against_the_specification_is_duos_fault_and_changes_nothing(self):
        for what, pointer, body in (
                ("HTML", "", answer(b"<html>Onderhoud</html>", content_type=b"text/html")),
                ("HTML called JSON", "", answer(b"<html>Onderhoud</html>")),
                ("a member twice", "/startdatum", answer(b'{"startdatum":"2026-11-02","startdatum":"2026-11-03"}')),
                ("NaN", "", answer(b'{"startdatum":NaN}')),
                ("no text in UTF-8", "", answer(b'{"startdatum":"\xff"}')),
                ("deeper than anything", "", answer(b"[" * 100000)),
                ("an empty body", "", answer(b"")),
                ("a day that does not exist", "/startdatum", answer(b'{"startdatum":"2026-02-30","einddatum":"2029-11-02"}')),
                ("another person", "/bsn", answer(b'{"bsn":"999993367","startdatum":"2026-11-02","einddatum":"2029-11-02"}'))):
            with self.subTest(what):
                entry = self.ask(say(body))
                self.assertEqual(entry["uitkomst"], "fout-bij-duo", entry)
                self.assertTrue(any(fault["pointer"] == pointer for fault in entry["fouten"]), entry["fouten"])


if __name__ == "__main__":
    unittest.main()
