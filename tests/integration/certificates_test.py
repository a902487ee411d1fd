"""The rules for the other side's certificate and connection, in both directions: who calls us, and whom we call."""
import json
import pathlib
import socket
import ssl
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from authority import Authority, Listener  # noqa: E402
from house import DUO, House, wait_for  # noqa: E402

NO_EXTENDED_MASTER_SECRET = 1  # SSL_OP_NO_EXTENDED_MASTER_SECRET, which Python has no name for
STRANGER = "00000099000000009999"


def two_without_ems(context):
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.options |= NO_EXTENDED_MASTER_SECRET


# name, subject, purpose of a client, CA, change of the connection, what is told
CASES = [
    ("goed", None, "Auth", False, lambda context: None, ""),
    ("twaalf", None, "Auth", False, lambda context: setattr(context, "maximum_version", ssl.TLSVersion.TLSv1_2), ""),
    ("zonder-ems", None, "Auth", False, two_without_ems, "extended master secret"),
    ("uitgever", None, "Auth", True, lambda context: None, "van een uitgever (CA)"),
    ("twee-oins", f"/serialNumber={DUO}/serialNumber={STRANGER}/CN=x", "Auth", False, lambda context: None, "meer dan één OIN"),
    ("twee-omgekeerd", f"/serialNumber={STRANGER}/serialNumber={DUO}/CN=x", "Auth", False, lambda context: None, "meer dan één OIN"),
    ("ander-doel", None, "other", False, lambda context: None, "niet bedoeld voor een"),
]


class Certificates(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.root = Authority(self.house.pki, "root")

    def test_who_calls_us(self):
        self.house.start_gateway()
        for name, subject, purpose, ca, change, told in CASES:
            self.root.leaf(name, DUO, "clientAuth" if purpose == "Auth" else "serverAuth", subject, ca)
            context = self.house.tls(name)
            change(context)
            answer = b""
            try:
                with context.wrap_socket(socket.create_connection(("127.0.0.1", self.house.port), timeout=10), server_hostname="127.0.0.1") as made:
                    made.sendall(b"GET /duo/v1/notificaties HTTP/1.1\r\nHost: x\r\n\r\n")
                    answer = made.recv(100)
            except OSError:
                pass
            self.assertEqual(answer[9:12], b"" if told else b"405", (name, answer))
            if told:
                self.house.processes["gateway"].line(told.replace("(", r"\(").replace(")", r"\)"))

    def test_whom_we_call(self):
        for name, subject, purpose, ca, change, told in CASES:
            self.root.leaf(name, DUO, "serverAuth" if purpose == "Auth" else "clientAuth", subject, ca)
            listener = Listener(self.house.pki, name, change)
            self.house.duo_port = listener.port
            self.house.start_gateway()
            before = len(self.house.log())
            self.assertEqual(self.house.notify().status, 201)
            said = lambda: json.dumps(self.house.log()[before:], ensure_ascii=False)
            wait_for(lambda: listener.got or "mislukt" in said(), 20)
            if told:
                self.assertEqual(listener.got, [], name)
                # What openssl itself refuses, it tells in its own words.
                self.assertTrue(told in said() or "servercertificaat is afgekeurd" in said(), (name, said()[-600:]))
            else:
                wait_for(lambda: listener.got)
            self.house.stop("gateway")
            listener.close()
            self.house.forget_store()


if __name__ == "__main__":
    unittest.main()
