"""`doctor` finds what usually goes wrong: each fault is made, one by one, in a house that is well otherwise."""
import http.server
import json
import os
import pathlib
import pty
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from authority import Authority, Lister  # noqa: E402
from house import BIN, GATEWAY, MIRIAM, ROOT, House, on_postgres, wait_for  # noqa: E402

CHECKS = ["configuratie", "opslag", "certificaten", "keten", "stamcertificaten", "intrekking", "poorten", "namen", "bereik", "klok", "tijdzone", "schijf", "rechten", "geheimen", "grenzen"]


def doctor(config, *options, before=(), **environment):
    done = subprocess.run([*map(str, before), GATEWAY, "doctor", "--config", str(config), *options], capture_output=True, text=True, env=os.environ | environment, timeout=60)
    return done.returncode, done.stdout, done.stderr


class WithHouse(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)

    def change(self, change=lambda config: None):
        """The configuration as it is, with a change."""
        config = self.house.configuration()
        change(config)
        self.house.config.write_text(json.dumps(config))

    def found(self, *checks, verdict=None, **more):
        """What these checks found, as (over, oordeel, gezien, doen)."""
        code, out, err = doctor(self.house.config, "--json", *(["--alleen", ",".join(checks)] if checks else []), **more)
        self.assertIn(code, (0, 1), err)
        told = json.loads(out)
        self.assertEqual(told["goed"], code == 0)
        self.assertEqual(code == 1, any(each["oordeel"] == "fout" for each in told["bevindingen"]))
        for each in told["bevindingen"]:
            self.assertTrue(each["doen"] or each["oordeel"] == "goed", each)
        return [(each["over"], each["oordeel"], each["gezien"], each["doen"]) for each in told["bevindingen"] if verdict is None or each["oordeel"] == verdict]

    def assert_found(self, check, verdict, about, said, **more):
        found = self.found(check, **more)
        self.assertTrue(any(each[0].startswith(about) and each[1] == verdict and said in each[2] + each[3] for each in found), (check, verdict, about, said, found))


class Well(WithHouse):
    def setUp(self):
        super().setUp()
        self.house.start_all()
        self.house.notify()
        wait_for(lambda: self.house.count("log"))
        self.change()  # with the ports that the system chose

    def test_all_is_well_beside_a_running_gateway_and_nothing_is_changed(self):
        before = {path: path.stat().st_mtime_ns for path in self.house.dir.rglob("*.key")} | {path: None for path in self.house.dir.rglob("*")}
        self.assertEqual(self.found(verdict="fout"), [])
        after = {path: path.stat().st_mtime_ns for path in self.house.dir.rglob("*.key")} | {path: None for path in self.house.dir.rglob("*")}
        self.assertEqual(after, before)
        told = json.loads(doctor(self.house.config, "--json")[1])["bevindingen"]
        self.assertEqual(list(dict.fromkeys(each["controle"] for each in told)), CHECKS)
        for about in ("DUO", "abonnement kvs-0518", "abonnement kvs-0344"):
            self.assert_found("bereik", "goed", about, "bereikt over wederzijds TLS")
        self.assert_found("poorten", "goed", "listen.partner", "onze gateway draait")
        self.assert_found("opslag", "goed", "gateway", "draait, als proces")
        self.assert_found("klok", "goed", "DUO", "loopt gelijk")
        self.assertNotIn(MIRIAM, doctor(self.house.config)[1])

    def test_the_table_fits_a_terminal_and_has_colour_only_there(self):
        code, out, err = doctor(self.house.config)
        self.assertEqual((code, err), (0, ""), out)
        self.assertNotIn("\x1b", out)
        self.assertIn("Geen fouten", out)
        for line in out.splitlines():
            self.assertTrue(len(line) <= 80 or "/" in line, line)  # the path of a file stays whole
        for environment, colour in (({}, True), ({"NO_COLOR": "1"}, False)):
            shown = self.on_terminal(environment)
            self.assertEqual("\x1b[32mgoed" in shown, colour)

    def on_terminal(self, environment):
        child, terminal = pty.fork()
        if child == 0:
            os.execve(GATEWAY, [GATEWAY, "doctor", "--config", str(self.house.config), "--alleen", "tijdzone"], {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | environment)
        shown = b""
        while True:
            try:
                part = os.read(terminal, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.waitpid(child, 0)
        os.close(terminal)
        return shown.decode()

    def test_a_clock_that_is_wrong(self):
        for seconds, about, said in ((7200, "DUO", "voor op"), (-7200, "DUO", "achter op"), (-7200, "het logboek", "na nu")):
            with self.subTest(f"{seconds} {about}"):
                self.assert_found("klok", "fout", about, said, before=["env", f"LD_PRELOAD={BIN / 'other_clock.so'}", f"OTHER_CLOCK={seconds}", "ASAN_OPTIONS=verify_asan_link_order=0"])

    def test_a_peer_that_is_not_there_or_is_another(self):
        self.change(lambda config: config.update(subscriptions=[], duo=config["duo"] | {"url": f"https://127.0.0.1:{self.house.den_haag_port}/v1"}))
        self.assert_found("bereik", "fout", "DUO", "OIN")
        self.house.stop("duo")
        self.change()
        self.assert_found("bereik", "fout", "DUO", "")
        self.assert_found("bereik", "goed", "abonnement kvs-0518", "")

    def test_a_receiver_that_does_not_want_to_receive(self):
        self.house.stop("afnemer-0518")
        self.house.start("afnemer-0518", BIN / "keten-simulator", "afnemer", "serve", "--pki", self.house.pki, "--name", "afnemer-0518-server", "--port", self.house.den_haag_port, "--refuse-handshake").line("https://")
        self.change(lambda config: config["subscriptions"][0].pop("bevestiging"))
        self.assert_found("bereik", "fout", "abonnement kvs-0518", "handshake")


class AtFault(WithHouse):
    def setUp(self):
        super().setUp()
        (self.house.dir / "store").mkdir()

    def server(self, certificate, key=None):
        return lambda config: config["tls"]["server"].update(certificate=f"pki/{certificate}.pem", key=f"pki/{key or certificate}.key")

    def test_certificates(self):
        pki = self.house.pki
        root = Authority(pki, "root")
        root.leaf("bijna", "00000099000000001000", "serverAuth", days=10)
        root.leaf("naamloos", "", "serverAuth", subject="/CN=zonder OIN")
        for certificate, key, verdict, said in (("verlopen-server", None, "fout", "verlopen"), ("gateway-client", None, "fout", "servercertificaat"), ("duo-server", None, "let op", "het OIN in het certificaat"),
                                                ("gateway-server", "duo-server", "fout", "gateway-server"), ("bijna", None, "let op", "verloopt over"), ("naamloos", None, "fout", "geen OIN"),
                                                ("weg", None, "fout", "weg.pem"), ("gateway-server", None, "goed", "geldig, nog")):
            with self.subTest(f"{certificate} {key}"):
                self.change(self.server(certificate, key))
                self.assert_found("certificaten", verdict, "tls.server", said)
        self.change(self.server("verlopen-server"))
        self.assert_found("certificaten", "fout", "tls.server", "klok van deze machine")
        self.change(self.server("gateway-server"))
        self.assert_found("certificaten", "fout", "tls.server", "geldt nog niet", before=["env", f"LD_PRELOAD={BIN / 'other_clock.so'}", f"OTHER_CLOCK={-30 * 86400}", "ASAN_OPTIONS=verify_asan_link_order=0"])

    def test_a_chain_that_breaks_off_and_one_that_is_whole(self):
        pki = self.house.pki
        Authority(pki, "root").leaf("tussen", "", "serverAuth,clientAuth", subject="/CN=Tussen", ca=True, more=["keyUsage=critical,keyCertSign,cRLSign"])
        Authority(pki, "tussen").leaf("diep", "00000099000000001000", "serverAuth")
        self.change(self.server("diep"))
        self.assert_found("keten", "fout", "tls.server", "Tussen ontbreekt")
        (pki / "diep.pem").write_text((pki / "diep.pem").read_text() + (pki / "tussen.pem").read_text())
        self.assert_found("keten", "goed", "tls.server", "de keten is heel")

    def test_roots(self):
        self.change()
        self.assert_found("stamcertificaten", "let op", "tls.server.trust", "Ontwikkelstam")
        self.change(lambda config: config.update(mode="production"))
        self.assert_found("stamcertificaten", "fout", "tls.server.trust", "Ontwikkelstam")
        self.assert_found("configuratie", "fout", "", "test-OIN")
        (self.house.pki / "leeg.pem").write_text("")
        self.change(lambda config: config["tls"]["server"].update(trust="pki/leeg.pem"))
        self.assert_found("stamcertificaten", "fout", "tls.server.trust", "bevat geen certificaat")

    def test_revocation_lists(self):
        self.change()
        self.assert_found("intrekking", "let op", "tls.intrekking", "niet gekeken")
        lister = Lister(self.house.pki, "root")
        for seconds, verdict, said in ((86400, "goed", "lijst geldig"), (-60, "fout", "verlopen")):
            (self.house.pki / "lijst.crl").write_bytes(lister.list(seconds=seconds, ago=7200))
            self.change(lambda config: config["tls"]["server"].update(crl="pki/lijst.crl"))
            with self.subTest(said):
                self.assert_found("intrekking", verdict, "", said)
        self.change(lambda config: config["tls"].update(intrekking={"adressen": ["http://127.0.0.1:1/weg.crl"]}))
        self.assert_found("intrekking", "fout", "tls.intrekking", "127.0.0.1:1/weg.crl")

    def test_ports(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            self.change(lambda config: config["listen"].update(partner=f"127.0.0.1:{port}"))
            self.assert_found("poorten", "fout", "listen.partner", "door een ander programma")
        self.assert_found("poorten", "goed", "listen.partner", "is vrij")
        self.change(lambda config: config["listen"].update(partner="192.0.2.1:8443"))
        self.assert_found("poorten", "fout", "listen.partner", "geen adres van deze machine")

    def test_names(self):
        self.change(lambda config: config["duo"].update(url="https://bestaat-niet.invalid/v1"))
        self.assert_found("namen", "fout", "DUO", "bestaat-niet.invalid")
        self.change(lambda config: config["duo"].update(url="https://localhost:1/v1"))
        self.assert_found("namen", "goed", "DUO", "127.0.0.1")

    def test_the_names_of_our_own_are_compared_with_the_certificate_and_with_dns(self):
        self.change(lambda config: config["tls"]["server"].update(hosts=["localhost"]))
        self.assert_found("namen", "goed", "tls.server", "localhost is 127.0.0.1")
        self.assertEqual(self.found("certificaten", verdict="fout"), [])
        self.change(lambda config: config["tls"]["server"].update(hosts=["bestaat-niet.invalid"]))
        self.assert_found("namen", "fout", "tls.server", "tls.server.hosts")
        self.assert_found("certificaten", "fout", "tls.server", "niet voor bestaat-niet.invalid")
        self.assert_found("configuratie", "fout", "tls.server", "wie daarheen belt weigert het")
        for hosts, said in ((["a..b"], "naam in kleine letters"), (["localhost", "localhost"], "twee keer")):
            self.change(lambda config: config["tls"]["server"].update(hosts=hosts))
            done = doctor(self.house.config)
            self.assertEqual(done[0], 2)
            self.assertIn(said, " ".join(done[1].split()))

    def test_a_configuration_that_is_wrong_is_the_first_row(self):
        self.change(lambda config: config.pop("oin"))
        code, out, err = doctor(self.house.config)
        self.assertEqual((code, err), (2, ""))
        self.assertRegex(out, r"^FOUT +configuratie ")
        code, out, err = doctor(self.house.config, "--json")
        self.assertEqual((code, err), (2, ""))
        told = json.loads(out)
        self.assertFalse(told["goed"])
        self.assertEqual({(each["controle"], each["oordeel"]) for each in told["bevindingen"]}, {("configuratie", "fout")})
        self.assertIn("oin", told["bevindingen"][0]["gezien"])

    def test_how_a_peer_was_reached(self):
        """Over TLS that asks our certificate or not, at a path that is known there or not."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.house.pki / "duo-server.pem", self.house.pki / "duo-server.key")

        class Nothing(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_error(404)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Nothing)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        url = f"https://127.0.0.1:{server.server_address[1]}/v1"
        self.change(lambda config: config["duo"].update(url=url) or config.update(logboek={"url": url, "activity": "https://voorbeeld.nl/v"}, subscriptions=[]))
        self.assert_found("bereik", "goed", "DUO", "zonder dat om ons certificaat werd gevraagd")
        self.assert_found("bereik", "goed", "DUO", "zoals bij een basisadres hoort")
        self.assert_found("bereik", "let op", "logboek", "dit pad is daar niet bekend")

    def test_a_peer_that_never_answers_keeps_nobody_waiting(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            self.change(lambda config: config["duo"].update(url=f"https://127.0.0.1:{silent.getsockname()[1]}/v1"))
            self.assert_found("bereik", "fout", "DUO", "")

    def test_disk(self):
        if on_postgres():
            self.skipTest("only SQLite has its store here")
        self.change()
        self.assert_found("schijf", "goed", str(self.house.dir / "store"), "fsync werkt")
        shutil.rmtree(self.house.dir / "store")
        self.assert_found("schijf", "goed", str(self.house.dir / "store"), "serve maakt haar")
        (self.house.dir / "store").mkdir()
        if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode != 0:
            self.skipTest("unshare is not allowed here")
        store = self.house.dir / "store"
        small = ["unshare", "-rm", "sh", "-c", f'mount -t tmpfs -o size=1m none {store} && {{ [ "$FILL" = "" ] || head -c 2m /dev/zero >{store}/vol 2>/dev/null; exec "$@"; }}', "sh"]
        self.assert_found("schijf", "fout", str(store), "vrij van 1 MiB", before=small)
        self.assert_found("schijf", "let op", str(store), "tmpfs", before=small)
        self.assert_found("schijf", "fout", str(store), "fsync mislukt", before=small, FILL="ja")

    def test_modes(self):
        self.change()
        self.house.config.chmod(0o600)
        (self.house.pki / "store.key").chmod(0o644)
        self.assert_found("rechten", "let op", "store.key", "chmod 600")
        (self.house.pki / "store.key").chmod(0o600)
        self.assertEqual(self.found("rechten", verdict="let op"), [])

    def test_secrets_that_can_be_guessed_or_are_used_twice(self):
        self.change()
        self.assert_found("geheimen", "goed", "store.key", "van toeval")
        good = (self.house.pki / "store.key").read_text()
        for text, said in (("k1:" + "00" * 32 + "\n", "te raden"), (good + good.replace("k1:", "k2:"), "dezelfde als een andere")):
            (self.house.pki / "store.key").write_text(text)
            self.assert_found("geheimen", "fout", "store.key", said)
        (self.house.pki / "store.key").write_text(good)
        self.change(lambda config: config["tls"]["client"].update(certificate="pki/gateway-server.pem", key="pki/gateway-server.key"))
        self.assert_found("geheimen", "let op", "tls.client", "dezelfde sleutel als tls.server")
        (self.house.pki / "woord").write_text("changeit\n")
        self.change(lambda config: config["tls"]["server"].update(wachtwoord_bestand="pki/woord"))
        self.assert_found("geheimen", "let op", "tls.server.wachtwoord_bestand", "te raden")

    def test_limits(self):
        self.change()
        self.assert_found("grenzen", "let op", "open bestanden", "LimitNOFILE", before=["sh", "-c", 'ulimit -n 256; exec "$@"', "sh"])

    def test_the_store(self):
        self.change()
        self.assert_found("opslag", "goed", "", "maakt haar bij de eerste start")
        self.house.start_gateway()
        self.house.stop("gateway")
        self.change()
        self.assert_found("opslag", "goed", "", "opent met de sleutel")
        self.assert_found("opslag", "goed", "gateway", "draait niet")
        other = subprocess.run(["sh", "-c", "head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \\n'"], check=True, capture_output=True, text=True).stdout
        (self.house.pki / "store.key").write_text(f"k1:{other}\n")
        self.assert_found("opslag", "fout", "store.key", "")
        self.change(lambda config: config.update(store={"postgres": "host=/nergens dbname=x", "map": "store", "key": "pki/store.key"}))
        self.assert_found("opslag", "fout", "PostgreSQL", "")


class Explained(unittest.TestCase):
    def test_the_guide_has_every_check_as_the_list_does(self):
        done = subprocess.run([GATEWAY, "doctor", "--lijst"], check=True, capture_output=True, text=True)
        self.assertEqual(re.findall(r"^\| ([a-z]+) \|", done.stdout, re.MULTILINE)[1:], CHECKS)
        self.assertIn(done.stdout, (ROOT / "docs/beheer.md").read_text(), "docs/beheer.md, section doctor: put there what `doctor --lijst` prints")

    def test_without_a_configuration_it_says_how_to_name_one(self):
        done = subprocess.run([GATEWAY, "doctor", "--config", "/nonexistent"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
