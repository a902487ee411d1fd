"""What a partner, or anybody who reaches a listener, may try: it costs the one who tries, and nobody else."""
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, House, wait_for  # noqa: E402

AFNEMER = "afnemer-0518-client"
CHUNKED = b" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"


class Attack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(limits={"waiting_per_address": 20})
        cls.house.start_duo()
        cls.house.start_gateway()
        cls.addClassCleanup(cls.house.close)

    def raw(self, name="duo-client"):
        plain = socket.create_connection(("127.0.0.1", self.house.port if name else self.house.operator_port), timeout=10)
        return self.house.tls(name).wrap_socket(plain, server_hostname="127.0.0.1") if name else plain

    def answer(self, request, name="duo-client"):
        connection = self.raw(name)
        try:
            connection.sendall(request)
            return connection.recv(65536)
        except OSError:
            return b""
        finally:
            connection.close()

    def lives(self):
        self.assertIsNone(self.house.processes["gateway"].process.poll())
        self.assertEqual(self.house.operator("/healthz").status, 200)
        self.assertEqual(self.house.notify().status, 201)

    def test_trailers_and_extensions_of_any_size(self):
        for name, path in (("taalschool-client", b"/taalschool/v1/deelnames"), (None, b"/beheer/v1/sessie")):
            for rest in (b"2\r\n{}\r\n0\r\nX: " + b"a" * 70000 + b"\r\n\r\n", b"2;x=" + b"a" * 300000 + b"\r\n{}\r\n0\r\n\r\n",
                         b"2\r\n{}\r\n0\r\n" + b"X: y\r\n" * 20000 + b"\r\n"):
                self.assertNotIn(b" 20", self.answer(b"POST " + path + CHUNKED + rest, name)[:13])
                self.lives()

    def test_a_request_that_ends_in_two_places_is_refused(self):
        head = b"POST /duo/v1/notificaties HTTP/1.1\r\n"
        for name in ("duo-client", None):
            for lines in (b"", b"Host: a\r\nHost: b\r\n", b"Host: a\r\nContent-Length: 2\r\nTransfer-Encoding: xchunked\r\n",
                          b"Host: a\r\nTransfer-Encoding: gzip, chunked\r\n"):
                self.assertEqual(self.answer(head + lines + b"\r\n{}", name)[9:12], b"400", lines)
            old = b"POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            self.assertEqual(self.answer(old, name)[9:12], b"400")

    def test_what_is_no_text_comes_in_nowhere(self):
        for name, paths in ((AFNEMER, ["/gemeente/v1/gebeurtenissen?{}=1", "/gemeente/v1/gebeurtenissen?na={}", "/gemeente/v1/dossiers/{}", "/gemeente/v1/abonnementen/{}",
                                       "/gemeente/v1/meldingen/examennummer?gemeente=0518&kenmerk={}"]),
                            ("taalschool-client", ["/taalschool/v1/deelnames/{}", "/taalschool/v1/deelnames?gemeente={}", "/taalschool/v1/sjablonen/{}"]),
                            ("duo-client", ["/duo/v1/notificaties?x={}"]), (None, ["/beheer/v1/berichten?soort={}", "/beheer/v1/berichten/{}", "/{}"])):
            for path in paths:
                for bad in ("%FF", "%C3", "%00", "%0A", "%1B[2J"):
                    for method in ("GET", "DELETE", "POST"):
                        got = self.answer(f"{method} {path.format(bad)} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".encode(), name)
                        self.assertEqual(got[9:12], b"400", (method, path, bad, got[:200]))
        self.house.log()
        for command in (("list",), ("export",), ("verify",)):
            done = subprocess.run([GATEWAY, "log", *command, "--config", self.house.config], capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            done.stdout.decode()

    def test_silent_connections_give_way_to_who_has_a_certificate(self):
        silent = [socket.create_connection(("127.0.0.1", self.house.port)) for _ in range(100)]
        try:
            self.assertEqual(self.house.notify().status, 201)
            self.house.processes["gateway"].line("de plaats was nodig voor een ander")
        finally:
            for each in silent:
                each.close()

    def test_who_says_nothing_costs_little_more_than_a_socket(self):
        if os.environ.get("INBURGERING_SANITIZE"):
            self.skipTest("a sanitizer has an allocator of its own")
        status = pathlib.Path(f"/proc/{self.house.processes['gateway'].process.pid}/status")
        memory = lambda: int(status.read_text().split("VmRSS:")[1].split()[0])  # noqa: E731
        before, silent = memory(), []
        try:
            for address in range(30):
                silent += [socket.create_connection(("127.0.0.1", self.house.port), source_address=(f"127.0.5.{address + 1}", 0)) for _ in range(20)]
            self.assertEqual(self.house.notify().status, 201)  # so all of them were taken up
            self.assertLess((memory() - before) / len(silent), 20, "KB each")
        finally:
            for each in silent:
                each.close()

    def test_refusals_are_summed(self):
        """Of each party, address and reason the first stands in the log; the rest is one row, and one line on standard error."""
        process = self.house.processes["gateway"]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/serialNumber=00000099000000002000/CN=zelf",
                        "-keyout", self.house.pki / "zelf.key", "-out", self.house.pki / "zelf.pem"], check=True, capture_output=True)

        def stranger():
            self.assertEqual(self.house.call("GET", "/duo/v1/notificaties", name="vreemdeling-client").status, 403)

        def nowhere():
            self.assertEqual(self.house.call("GET", "/nergens", name="taalschool-client").status, 404)

        def garbage():
            with socket.create_connection(("127.0.0.1", self.house.port)) as plain:
                plain.sendall(b"\x00" * 50)
                plain.recv(10)

        def own_certificate():
            try:
                self.house.call("GET", "/", name="zelf")
                self.fail("a certificate of one's own is taken")
            except OSError:
                pass

        def wrong_code():
            self.assertIn(self.house.operator("/beheer/v1/sessie", {"code": "0" * 64}, cookie="x").status, (401, 429))

        for attempt in (stranger, nowhere, garbage, own_certificate, wrong_code):
            attempt()
            time.sleep(0.3)
            rows, lines = self.house.count("log"), process.text().count("\n")
            for _ in range(40):
                attempt()
            self.house.notify()
            self.assertLessEqual(self.house.count("log") - rows, 8, attempt)  # what the notification itself brings
            self.assertLessEqual(process.text().count("\n") - lines, 2, attempt)
        self.assertEqual(self.house.stop("gateway"), 0)
        sums = [fault["melding"] for entry in self.house.log() for fault in entry["fouten"] if fault["regel"] == "samengevat"]
        self.assertGreaterEqual(len([text for text in sums if "hierna nog 40 keer hetzelfde, vanaf 127.0.0.1" in text]), 4, sums)
        self.house.start_gateway()

    def test_wrong_codes_keep_nobody_out(self):
        for _ in range(30):
            self.assertIn(self.house.operator("/beheer/v1/sessie", {"code": "f" * 64}, cookie="x").status, (401, 429))
            code = subprocess.run([GATEWAY, "monitor", "link", "--config", self.house.config, "--naam", "Jan", "--recht", "kijker"], check=True, capture_output=True, text=True).stdout
            good = self.house.operator("/beheer/v1/sessie", {"code": re.search(r"#([0-9a-f]{64})", code).group(1)}, cookie="x")
            self.assertEqual(good.status, 200, good.body)

    def test_little_of_a_person_is_left_in_memory(self):
        if os.environ.get("INBURGERING_SANITIZE"):
            self.skipTest("a sanitizer has an allocator of its own")
        self.house.know(MIRIAM)
        for _ in range(50):
            self.house.notify()
        wait_for(lambda: self.house.questions() == 0)
        time.sleep(1)
        pid, copies = self.house.processes["gateway"].process.pid, 0
        with open(f"/proc/{pid}/maps") as areas, open(f"/proc/{pid}/mem", "rb", 0) as memory:
            for line in areas:
                area, rights = line.split()[:2]
                if "rw" not in rights:
                    continue
                low, high = (int(part, 16) for part in area.split("-"))
                try:
                    memory.seek(low)
                    copies += memory.read(high - low).count(MIRIAM.encode())
                except OSError:
                    pass
        self.assertLess(copies, 20)

    def test_only_our_rules_of_tls(self):
        def shakes(**settings):
            context = self.house.tls("duo-client")
            for name, value in settings.items():
                value(context) if callable(value) else setattr(context, name, value)
            try:
                with context.wrap_socket(socket.create_connection(("127.0.0.1", self.house.port), timeout=10), server_hostname="127.0.0.1") as made:
                    made.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                    return bool(made.recv(100))
            except OSError:
                return False
        two = {"maximum_version": ssl.TLSVersion.TLSv1_2}
        self.assertTrue(shakes())
        self.assertTrue(shakes(**two))
        for cipher in ("DHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES256-CCM8"):
            self.assertFalse(shakes(**two, cipher=lambda context, cipher=cipher: context.set_ciphers(cipher + ":@SECLEVEL=0")), cipher)
        for curve in ("secp224r1", "secp521r1", "brainpoolP256r1", "secp256k1"):
            self.assertFalse(shakes(**two, curve=lambda context, curve=curve: context.set_ecdh_curve(curve)), curve)

    def test_the_server_that_is_called_must_be_the_one_that_is_meant(self):
        wrong = House()
        self.addCleanup(wrong.close)
        wrong.start_duo()
        wrong.start_afnemers()
        wrong.den_haag_port, wrong.utrecht_port = wrong.utrecht_port, wrong.den_haag_port  # each at the other's address
        wrong.start_gateway()
        wrong.know(MIRIAM)
        self.assertGreater(wrong.waiting(), 0)
        self.assertEqual((wrong.dir / "afnemer-0344.jsonl").read_text() if (wrong.dir / "afnemer-0344.jsonl").exists() else "", "")
        self.assertIn("verwacht was OIN 00000099000000005000", json.dumps(wrong.log()))

    def test_hangup_with_the_same_configuration_changes_nothing(self):
        import signal
        self.house.processes["gateway"].process.send_signal(signal.SIGHUP)
        self.house.processes["gateway"].line("herladen: de configuratie is overgenomen")
        self.lives()


if __name__ == "__main__":
    unittest.main()
