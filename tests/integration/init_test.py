"""From nothing to a gateway that runs: `init` in a folder of its own, then check, serve, a message, doctor."""
import json
import os
import pathlib
import pty
import re
import select
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, SIMULATOR, Process  # noqa: E402

OIN = "00000001234567890000"
PRODUCTION = ["--omgeving", "productie", "--naam", "Gemeente \"Voorbeeld\" & co", "--oin", OIN, "--gemeente", "0518", "--adres", "gateway.voorbeeld.nl:8443",
              "--duo", "00000001802327497000=https://duo.voorbeeld.nl/v1", "--afnemer", "Klantvolgsysteem=00000001234567891000=https://kvs.voorbeeld.nl/g"]


def run(*arguments, **more):
    done = subprocess.run([GATEWAY, *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL, **more)
    return done.returncode, done.stdout, done.stderr


def openssl(*arguments):
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Init(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="inburgering-"))
        self.addCleanup(shutil.rmtree, self.dir, True)
        self.to = self.dir / "gateway"
        self.config = self.to / "gateway.yaml"

    def assert_modes(self):
        for path in self.to.rglob("*"):
            mode = stat.S_IMODE(path.stat().st_mode)
            self.assertEqual(mode & (stat.S_IRWXO | stat.S_IWGRP | stat.S_IXGRP), 0 if path.is_file() else mode & stat.S_IXGRP, path)

    def test_a_trial_runs_at_once(self):
        duo, kvs, partner = free_port(), free_port(), free_port()
        code, out, err = run("init", "--naar", self.to, "--adres", f"localhost:{partner}", "--duo", f"00000099000000002000=https://127.0.0.1:{duo}/v1",
                             "--afnemer", f"KVS=00000099000000005000=https://127.0.0.1:{kvs}/g")
        self.assertEqual((code, err), (0, ""), out)
        self.assertIn("De configuratie is in orde", out)
        self.assertEqual([line for line in out.splitlines() if len(line) > 80 and str(self.to) not in line], [])
        self.assert_modes()
        self.config.write_text(self.config.read_text().replace("127.0.0.1:8080", "127.0.0.1:0"))
        pki = self.to / "proef"
        started = []
        self.addCleanup(lambda: [each.stop() for each in started])
        started.append(Process(SIMULATOR, "duo", "serve", "--pki", pki, "--port", duo, log=self.dir / "duo.log"))
        started.append(Process(SIMULATOR, "afnemer", "serve", "--pki", pki, "--name", "afnemer-server", "--port", kvs, "--out", self.dir / "events", log=self.dir / "kvs.log"))
        for each in started:
            each.line(r"https://127.0.0.1:\d+")
        started.append(Process(GATEWAY, "serve", "--config", self.config, log=self.dir / "gateway.log"))
        started[-1].line(r"^aanmelden:")
        # As the last step that init told.
        told = next(line for line in out.splitlines() if "duo notify" in line).split()
        sent = subprocess.run([SIMULATOR, *told[1:]], capture_output=True, text=True)
        self.assertEqual(sent.returncode, 0, sent.stdout + sent.stderr)
        code, out, err = run("doctor", "--config", self.config, "--json")
        found = json.loads(out)["bevindingen"]
        self.assertEqual([each for each in found if each["oordeel"] == "fout"], [])
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(any(each["controle"] == "bereik" and each["over"] == "DUO" and each["oordeel"] == "goed" for each in found))

    def test_production_asks_certificates_as_pkioverheid_wants_them(self):
        code, out, err = run("init", "--naar", self.to, *PRODUCTION)
        self.assertEqual(code, 0, err)
        self.assertIn("Nog niet gereed: tls.server", err)
        self.assert_modes()
        for name, purpose, other in (("server", "TLS Web Server Authentication", "TLS Web Client Authentication"), ("client", "TLS Web Client Authentication", "TLS Web Server Authentication")):
            request = self.to / "certificaten" / f"{name}.csr"
            text = openssl("req", "-in", request, "-noout", "-text", "-verify", "-nameopt", "utf8,sep_multiline")
            self.assertIn(f"serialNumber={OIN}", text)
            self.assertIn('O=Gemeente "Voorbeeld" & co', text)
            self.assertIn("CN=gateway.voorbeeld.nl", text)
            self.assertIn("rsassaPss", text)
            self.assertIn("(3072 bit)", text)
            self.assertIn(purpose, text)
            self.assertNotIn(other, text)
            self.assertEqual("DNS:gateway.voorbeeld.nl" in text, name == "server")
            # The key beside it is its own.
            self.assertEqual(openssl("req", "-in", request, "-noout", "-pubkey"), openssl("pkey", "-in", request.with_suffix(".key"), "-pubout"))
        keys = [openssl("pkey", "-in", self.to / "certificaten" / f"{name}.key", "-pubout") for name in ("server", "client")]
        self.assertNotEqual(*keys)
        self.assertFalse((self.to / "proef").exists(), "never a root of our own in production")
        # check says what is awaited, and is content with the rest; serve does not start.
        code, out, err = run("check", "--config", self.config)
        self.assertEqual(code, 1)
        self.assertIn("zodra er is waarop nog gewacht wordt", out)
        self.assertIn("server.csr", err)
        self.assertEqual(run("serve", "--config", self.config)[0], 2)
        # A fault of our own is told all the same.
        self.config.write_text(self.config.read_text().replace("store.key", "store.sleutel"))
        self.assertEqual(run("check", "--config", self.config)[0], 2)

    def test_a_second_run_adds_only_what_is_missing(self):
        run("init", "--naar", self.to, *PRODUCTION)
        before = contents(self.to)
        code, out, err = run("init", "--naar", self.to)
        self.assertEqual(code, 0, err)
        self.assertIn("stond er al", out)
        self.assertEqual(contents(self.to), before)
        for name in ("client.key", "client.csr"):
            (self.to / "certificaten" / name).unlink()
        (self.to / "store.key").unlink()
        code, _, err = run("init", "--naar", self.to)
        self.assertEqual(code, 2, "who it is for is not known without being told")
        self.assertIn("--naam", err)
        code, _, err = run("init", "--naar", self.to, *PRODUCTION)
        self.assertEqual(code, 0, err)
        after = contents(self.to)
        self.assertEqual(set(after), set(before))
        changed = {name for name in after if after[name] != before[name]}
        self.assertEqual(changed, {"store.key", "certificaten/client.key", "certificaten/client.csr"})
        # A trial likewise.
        trial = self.dir / "trial"
        run("init", "--naar", trial)
        before = contents(trial)
        (trial / "proef/gateway-client.key").unlink()
        (trial / "proef/gateway-client.pem").unlink()
        self.assertEqual(run("init", "--naar", trial)[0], 0)
        after = contents(trial)
        self.assertEqual({name for name in after if after[name] != before.get(name)}, {"proef/gateway-client.key", "proef/gateway-client.pem"})

    def test_what_is_wrong_or_missing_is_told_at_once_and_nothing_is_written(self):
        code, _, err = run("init", "--naar", self.to, "--omgeving", "productie", "--gemeente", "51", "--oin", "00000099000000001000", "--adres", "10.0.0.1:8443")
        self.assertEqual(code, 2)
        for said in ("--naam", "--gemeente", "test-OIN", "--duo", "geen IP-adres"):
            self.assertIn(said, err)
        self.assertFalse(self.to.exists())
        for option, value, said in (("--omgeving", "test", "kies uit"), ("--oin", "1", "twintig cijfers"), ("--gemeente", "0518,0344", "CODE=OIN=NAAM"), ("--adres", "https://x", "poort"),
                                    ("--duo", "x", "OIN=ADRES"), ("--afnemer", "a=b=http://c", "geen OIN"), ("--naam", "x\x07y", "naam")):
            code, _, err = run("init", "--naar", self.to, option, value)
            self.assertEqual(code, 2, option)
            self.assertIn(said, err)
        self.assertFalse(self.to.exists())

    def test_all_is_judged_before_anything_is_written(self):
        for options, said in ((["--opslag", "mysql:foo"], "mysql"), (["--opslag", "sqlite:"], "sqlite:"), (["--adres", "a..b:8443"], "kleine letters"),
                              (["--opslag", "postgres:host=x password=geheim123"], "wachtwoord"), (["--adres", "gateway.nl:99999"], "65535"), (["--adres", "gateway.nl:"], "65535"),
                              (["--duo", "00000099000000002000=https://duo:99999/v1"], "65535"), (["--duo", "00000099000000002000=https://a..b/v1"], "https://"),
                              (["--duo", "00000099000000002000=https://wie:wat@duo.nl/v1"], "wachtwoord"), (["--duo", "00000099000000001000=https://duo.nl/v1"], "eigen OIN"),
                              (["--oin", "00000099000000002000"], "eigen OIN"), (["--omgeving", "prod"], "kies uit"),
                              (["--afnemer", "KVS=00000099000000005000=https://kvs:0/g"], "65535")):
            with self.subTest(options):
                code, out, err = run("init", "--naar", self.to, *options)
                self.assertEqual((code, out), (2, ""))
                self.assertIn(said, err)
                self.assertNotIn("geheim123", err)
                self.assertFalse(self.to.exists())

    def test_a_second_run_that_says_otherwise_is_refused(self):
        run("init", "--naar", self.to, *PRODUCTION)
        before = contents(self.to)
        for option, value in (("--omgeving", "proef"), ("--naam", "Een ander"), ("--oin", "00000001234567890009"), ("--gemeente", "0344"), ("--adres", "elders.voorbeeld.nl:8443"),
                              ("--adres", "gateway.voorbeeld.nl:9443"), ("--duo", "00000001802327497000=https://elders.nl/v1"),
                              ("--afnemer", "X=00000001234567891009=https://kvs.voorbeeld.nl/g"), ("--opslag", "postgres:host=/nergens")):
            with self.subTest(option):
                code, out, err = run("init", "--naar", self.to, option, value)
                self.assertEqual((code, out), (2, ""), err)
                self.assertIn(option, err)
                self.assertEqual(contents(self.to), before)
        trial = self.dir / "trial"
        run("init", "--naar", trial)
        self.assertIn("--aanvraag", run("init", "--naar", trial, "--aanvraag")[2])

    def test_its_names_are_kept_and_its_commands_can_be_pasted(self):
        to = self.dir / "een map met 'n naam"
        code, out, err = run("init", "--naar", to, "--adres", "gateway.proef.test:8443")
        self.assertEqual((code, err), (0, ""), out)
        self.assertIn('hosts: ["gateway.proef.test"]', (to / "gateway.yaml").read_text())
        self.assertIn("DNS:gateway.proef.test", openssl("x509", "-in", to / "proef/gateway-server.pem", "-noout", "-text"))
        commands = [line.strip() for line in out.splitlines() if line.startswith("       ")]
        self.assertEqual(len(commands), 5, out)
        for command in commands:
            words = shlex.split(command)
            self.assertTrue(all("een map" not in word or word.startswith(str(to)) for word in words), words)
            self.assertTrue(any(word.startswith(str(to)) for word in words), command)

    def test_it_speaks_english_when_asked(self):
        for options, environment in ((["--taal", "en"], {}), ([], {"LANG": "en_GB.UTF-8", "LC_ALL": ""})):
            code, out, err = run("init", "--naar", self.to, *options, env=os.environ | environment)
            told = out.split("Looked over (check):")
            self.assertEqual((code, len(told)), (0, 2), out + err)
            for part in (told[0], told[1].split("\n", 2)[2]):
                self.assertEqual(re.findall(r"\b(de|het|een|van|voor|met|niet|wat|zet|en|uw)\b", part.replace("--taal en", "")), [], part)
            shutil.rmtree(self.to)
        self.assertIn("is no OIN", run("init", "--naar", self.to, "--taal", "en", "--oin", "1")[2])
        self.assertIn("is missing", run("init", "--naar", self.to, "--taal", "en", "--omgeving", "productie")[2])

    def test_several_gemeenten_and_postgresql(self):
        code, out, err = run("init", "--naar", self.to, "--gemeente", "0518=00000099000000000518=Den Haag, 0344=00000099000000000344=Utrecht",
                             "--opslag", "postgres:host=/nergens dbname=gateway", "--afnemer", "-")
        text = self.config.read_text()
        self.assertIn('gemeentecode: "0344", naam: "Utrecht"', text)
        self.assertIn('postgres: "host=/nergens dbname=gateway"', text)
        self.assertEqual(code, 2, "and check tells that nobody is there")
        self.assertIn("nergens", err)

    def test_a_folder_that_cannot_be_written(self):
        code, _, err = run("init", "--naar", "/proc/nergens")
        self.assertEqual(code, 2)
        self.assertIn("/proc/nergens", err)


class Asked(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="inburgering-"))
        self.addCleanup(shutil.rmtree, self.dir, True)

    def talk(self, answers, *options, end=b""):
        """Answers each question on a terminal; answers what was shown, and the exit code."""
        child, terminal = pty.fork()
        if child == 0:
            os.execv(GATEWAY, [GATEWAY, "init", "--naar", str(self.dir / "g"), *options])
        shown, left = b"", [answer.encode() + b"\n" for answer in answers] + ([end] if end else [])
        until = time.monotonic() + 30
        try:
            asked = 0
            while time.monotonic() < until:
                if not select.select([terminal], [], [], 1)[0]:
                    continue
                try:
                    part = os.read(terminal, 4096)
                except OSError:
                    break
                if not part:
                    break
                shown += part
                if shown.count(b"   > ") > asked and left:
                    asked += 1
                    os.write(terminal, left.pop(0))
        finally:
            os.close(terminal)
        return shown.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def test_seven_questions_each_asked_again_when_it_cannot_be(self):
        shown, code = self.talk(["", "Gemeente Voorbeeld", "12", "00000099000000001000", "", "", "", "-"])
        self.assertEqual(code, 0, shown)
        for number in range(1, 8):
            self.assertIn(f"\n{number}/7  ", shown)
        self.assertNotIn("8/7", shown)
        self.assertIn("is geen OIN", shown)
        self.assertIn("De configuratie is in orde", shown)
        text = (self.dir / "g/gateway.yaml").read_text()
        self.assertIn('naam: "Gemeente Voorbeeld"', text)
        self.assertIn("subscriptions: []", text)

    def test_the_questions_in_english(self):
        shown, code = self.talk(["proef", "x" * 65, "X", "", "0518", "", "", "-"], "--taal", "en")
        self.assertEqual(code, 0, shown)
        for said in ("What is this gateway for?", "write a name of at most 64 characters", "Which system receives the events?"):
            self.assertIn(said, shown)

    def test_what_was_given_is_not_asked(self):
        shown, code = self.talk(["", ""], "--omgeving", "proef", "--naam", "X", "--oin", "00000099000000001000", "--gemeente", "0518", "--afnemer", "-")
        self.assertEqual(code, 0, shown)
        self.assertEqual([line.split()[0] for line in shown.splitlines() if line[1:3] == "/7"], ["5/7", "6/7"])

    def test_who_goes_away_leaves_nothing(self):
        shown, code = self.talk(["proef", "Gemeente"], end=b"\x04")
        self.assertEqual(code, 2)
        self.assertIn("er is niets geschreven", shown)
        self.assertFalse((self.dir / "g").exists())


if __name__ == "__main__":
    unittest.main()
