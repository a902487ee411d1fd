"""What comes in before a message does: certificates, identities, methods, sizes, slowness."""
import http.client
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, House, deelname, wait_for  # noqa: E402


class Connection(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(limits={"read_header": "700ms", "read_body": "700ms", "header": 4096, "body": 100000, "connections_per_party": 6})
        cls.house.start_afnemers()
        cls.house.start_gateway()
        cls.addClassCleanup(cls.house.close)

    def refused_in_log(self, text):
        wait_for(lambda: any(text in str(entry["fouten"]) for entry in self.house.log() if entry["soort"] == "TLS-handshake"))

    def handshake_fails(self, context):
        # In TLS 1.3 a client learns of the refusal at its first read.
        with self.assertRaises((ssl.SSLError, ConnectionError, http.client.RemoteDisconnected)):
            connection = http.client.HTTPSConnection("127.0.0.1", self.house.port, context=context, timeout=10)
            connection.request("GET", "/")
            connection.getresponse()

    def test_no_client_certificate(self):
        self.handshake_fails(self.house.tls(None))
        self.refused_in_log("geen clientcertificaat")

    def test_an_expired_certificate(self):
        self.handshake_fails(self.house.tls("verlopen-client"))
        self.refused_in_log("verlopen")
        entry = [e for e in self.house.log() if "verlopen" in str(e["fouten"])][-1]
        self.assertIn("serialNumber=00000099000000002000", entry["certificaat"])

    def test_a_certificate_of_another_root(self):
        other = self.house.dir / "other"
        subprocess.run([GATEWAY, "pki", "dev", "--out", other, "--leaf", "x=00000099000000002000:client"], check=True, stdout=subprocess.DEVNULL)
        context = self.house.tls(None)
        context.load_cert_chain(other / "x.pem", other / "x.key")
        self.handshake_fails(context)
        self.refused_in_log("vertrouwd stamcertificaat")

    def test_a_server_certificate_does_not_serve_as_client_certificate(self):
        self.handshake_fails(self.house.tls("duo-server"))
        self.refused_in_log("clientAuth")

    def test_tls_1_1_and_old_suites_are_not_spoken(self):
        context = self.house.tls("duo-client")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("AES128-SHA256:AES256-SHA:ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=0")
        self.handshake_fails(context)
        context.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")
        connection = http.client.HTTPSConnection("127.0.0.1", self.house.port, context=context, timeout=10)
        connection.request("GET", "/")
        self.assertEqual(connection.getresponse().status, 404)
        connection.close()

    def test_an_oin_that_is_not_registered_is_refused_before_its_body_is_read(self):
        raw = self.raw("vreemdeling-client")
        raw.sendall(b"POST /taalschool/v1/voortgangsmetingen HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n")
        answer = self.answer_of(raw)
        self.assertIn(b"HTTP/1.1 403", answer)
        self.assertIn(b"application/problem+json", answer)
        entry = [each for each in self.house.log() if "serialNumber=00000099000000009999" in each["certificaat"]][-1]
        self.assertEqual((entry["uitkomst"], entry["httpStatus"]), ("geweigerd", 403))

    def test_a_role_has_its_own_addresses(self):
        self.assertEqual(self.house.push("deelnames", deelname(), name="brp-client").status, 403)

    def test_unknown_paths_and_methods(self):
        self.assertEqual(self.house.call("GET", "/").status, 404)
        self.assertEqual(self.house.call("GET", "/duo/v1/notificaties/").status, 404)
        response = self.house.call("GET", "/duo/v1/notificaties")
        self.assertEqual((response.status, response.headers["Allow"]), (405, "POST"))
        self.assertEqual(self.house.call("BREW", "/duo/v1/notificaties").status, 405)
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")
        self.assertEqual(response.headers["Strict-Transport-Security"], "max-age=31536000")

    def test_a_path_with_a_bsn_is_not_logged(self):
        self.house.call("GET", "/personen/999996617")
        self.assertNotIn("999996617", str(self.house.log()))

    # Raw connections, for what http.client would not send

    def raw(self, name="taalschool-client"):
        return self.house.tls(name).wrap_socket(socket.create_connection(("127.0.0.1", self.house.port), timeout=15), server_hostname="127.0.0.1")

    def answer_of(self, raw):
        data = b""
        try:
            while chunk := raw.recv(65536):
                data += chunk
        except (ssl.SSLError, ConnectionError):
            pass
        raw.close()
        return data

    def test_a_body_over_the_limit_is_413(self):
        raw = self.raw()
        raw.sendall(b"POST /taalschool/v1/aanwezigheid HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n")
        self.assertIn(b"HTTP/1.1 413", self.answer_of(raw))
        raw = self.raw()
        raw.sendall(b"POST /taalschool/v1/aanwezigheid HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(12):
            raw.sendall(b"2710\r\n" + b"x" * 10000 + b"\r\n")
        self.assertIn(b"HTTP/1.1 413", self.answer_of(raw))

    def test_headers_over_the_limit_are_431(self):
        raw = self.raw()
        raw.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 5000 + b"\r\n\r\n")
        self.assertIn(b"HTTP/1.1 431", self.answer_of(raw))

    def test_a_slow_sender_gets_408(self):
        for start in (b"POST /taalschool/v1/aanwezigheid HT", b"POST /taalschool/v1/aanwezigheid HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"):
            with self.subTest(start):
                raw = self.raw()
                raw.sendall(start)
                began = time.monotonic()
                self.assertIn(b"HTTP/1.1 408", self.answer_of(raw))
                self.assertLess(time.monotonic() - began, 6)

    def test_a_sender_that_trickles_is_cut_off(self):
        raw = self.raw()
        raw.sendall(b"POST /taalschool/v1/aanwezigheid HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n")
        began = time.monotonic()
        try:
            for _ in range(100):
                raw.sendall(b" ")
                time.sleep(0.05)
        except (ssl.SSLError, ConnectionError):
            pass
        self.answer_of(raw)
        self.assertLess(time.monotonic() - began, 8)

    def test_what_is_not_http_gets_400(self):
        raw = self.raw()
        raw.sendall(b"HALLO DAAR\r\n\r\n")
        self.assertIn(b"HTTP/1.1 400", self.answer_of(raw))

    def test_an_http_1_0_client_is_told_that_its_connection_is_kept(self):
        body = json.dumps(deelname()).encode()
        raw = self.raw()
        request = b"POST /taalschool/v1/deelnames HTTP/1.0\r\nContent-Type: application/json\r\nConnection: keep-alive\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        raw.sendall(request)
        first = raw.recv(65536)
        self.assertTrue(first.startswith(b"HTTP/1.0 201"), first)
        self.assertIn(b"Connection: keep-alive", first)
        raw.sendall(request)
        self.assertIn(b" 201 ", raw.recv(65536))
        raw.close()

    def test_two_requests_in_one_packet_are_both_answered(self):
        raw = self.raw()
        raw.sendall(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n" * 1 + b"GET /b HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertGreaterEqual(self.answer_of(raw).count(b"HTTP/1.1 404"), 1)

    def test_a_party_has_a_number_of_connections(self):
        kept = [self.raw("brp-client") for _ in range(6)]
        for each in kept:  # who was answered counts: our end of a handshake comes before theirs
            each.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertIn(b"HTTP/1.1 404", each.recv(65536))
        seventh = self.raw("brp-client")
        seventh.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertIn(b"HTTP/1.1 429", self.answer_of(seventh))
        self.assertEqual(self.house.call("GET", "/", name="duo-client").status, 404, "another party is not held up")
        for each in kept:
            each.close()

    def test_connection_reset_in_the_middle_leaves_the_process_well(self):
        for cut in (b"", b"POST", b"POST /taalschool/v1/aanwezigheid HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"):
            raw = socket.create_connection(("127.0.0.1", self.house.port))
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            raw.sendall(cut or b"\x16\x03\x01")
            raw.close()
        self.assertEqual(self.house.operator("/healthz").status, 200)


class Revocation(unittest.TestCase):
    """A revocation list, made with openssl from the test root."""

    def make_crl(self, house, *revoked):
        index = ""
        for name in revoked:
            serial = subprocess.run(["openssl", "x509", "-in", house.pki / f"{name}.pem", "-noout", "-serial"], check=True, capture_output=True, text=True)
            index += f"R\t400101000000Z\t261101000000Z\t{serial.stdout.strip().split('=')[1]}\tunknown\t/CN=x\n"
        (house.pki / "index.txt").write_text(index)
        (house.pki / "ca.cnf").write_text(f"[ca]\ndefault_ca=d\n[d]\ndatabase={house.pki}/index.txt\ndefault_md=sha256\ndefault_crl_days=30\n")
        subprocess.run(["openssl", "ca", "-gencrl", "-config", house.pki / "ca.cnf", "-keyfile", house.pki / "root.key", "-cert", house.pki / "root.pem",
                        "-out", house.pki / "crl.pem"], check=True, capture_output=True)

    def test_a_revoked_certificate_is_refused_and_another_is_not(self):
        house = House(server_tls={"crl": "pki/crl.pem"})
        self.addCleanup(house.close)
        self.make_crl(house, "brp-client")
        house.start_gateway()
        self.assertEqual(house.call("GET", "/", name="duo-client").status, 404)
        with self.assertRaises((ssl.SSLError, ConnectionError, http.client.RemoteDisconnected)):
            house.call("GET", "/", name="brp-client")
        wait_for(lambda: any("ingetrokken" in str(entry["fouten"]) for entry in house.log()))


class Renewal(unittest.TestCase):
    def test_a_renewed_certificate_is_taken_up_without_dropping_connections(self):
        house = House()
        self.addCleanup(house.close)
        house.start_gateway()
        standing = house.connect("taalschool-client")

        def push():
            standing.request("POST", "/taalschool/v1/deelnames", json.dumps(deelname()), {"Content-Type": "application/json"})
            response = standing.getresponse()
            response.read()
            return response.status

        self.assertEqual(push(), 201)
        first = standing.sock
        old = first.getpeercert()["serialNumber"]
        serial = lambda: (lambda raw: (raw.getpeercert()["serialNumber"], raw.close()))(
            house.tls("duo-client").wrap_socket(socket.create_connection(("127.0.0.1", house.port)), server_hostname="127.0.0.1"))[0]
        self.assertEqual(serial(), old)
        time.sleep(1.1)
        good = (house.pki / "gateway-server.pem").read_bytes()
        (house.pki / "gateway-server.pem").write_text("halfway being copied")
        self.assertEqual(serial(), old, "a file that is no certificate yet changes nothing")
        (house.pki / "gateway-server.pem").write_bytes(good)
        subprocess.run([GATEWAY, "pki", "dev", "--out", house.pki, "--leaf", "gateway-server=00000099000000001000:server"], check=True, stdout=subprocess.DEVNULL)
        wait_for(lambda: serial() != old, pause=0.3)
        self.assertEqual(push(), 201)
        self.assertIs(standing.sock, first, "the connection that stood is still standing")
        standing.close()


class Pace(unittest.TestCase):
    def test_a_party_that_goes_too_fast_gets_429(self):
        house = House(limits={"requests_per_second": 5})
        self.addCleanup(house.close)
        house.start_gateway()
        statuses = [house.call("GET", "/").status for _ in range(12)]
        self.assertIn(429, statuses)
        self.assertEqual(statuses[0], 404)


if __name__ == "__main__":
    unittest.main()
