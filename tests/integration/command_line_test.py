"""What both programs say where they are typed: versions, suggestions, two languages, where the configuration is, manual pages and
completion, each made of the commands themselves."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import BIN, GATEWAY, SIMULATOR, House  # noqa: E402

DUTCH = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "INBURGERING_CONFIG"))}


def run(program, *arguments, **environment):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, env=DUTCH | environment)
    return done.returncode, done.stdout, done.stderr


class Typed(unittest.TestCase):
    def test_the_version_in_each_way_that_it_is_asked(self):
        for program, name in ((GATEWAY, "inburgering-gateway"), (SIMULATOR, "keten-simulator")):
            for words in (["--version"], ["-V"], ["--version", "--taal", "en"]):
                code, out, err = run(program, *words)
                self.assertEqual((code, err), (0, ""), words)
                self.assertRegex(out, rf"^{name} \d+\.\d+\.\d+\n$")
        for words in (["serve", "--version"], ["log", "list", "-V"], ["log", "--version"]):
            self.assertEqual(run(GATEWAY, *words)[0], 0, words)

    def test_what_was_mistyped_is_told_with_what_may_have_been_meant(self):
        for words, said in ((["chekc"], "bedoelt u check?"), (["log", "lst"], "bedoelt u list?"), (["verify"], "bedoelt u inburgering-gateway log verify?"),
                            (["log", "list", "--cuont", "1"], "bedoelt u --count?"), (["check", "--confg=x"], "bedoelt u --config?"),
                            (["translate", "--feed", "brp-stfu"], "bedoelt u brp-stuf?"), (["toveren"], "toveren is geen opdracht"),
                            (["log", "list", "--count", "0"], "--count"), ([], "noem een opdracht"), (["check", "--taal", "de"], "kies uit nl, en")):
            with self.subTest(words):
                code, out, err = run(GATEWAY, *words)
                self.assertEqual((code, out), (2, ""))
                self.assertIn(said, err)
        self.assertIn("bedoelt u notify?", run(SIMULATOR, "duo", "notfy")[2])

    def test_help_in_both_languages_keeps_within_a_terminal(self):
        for program, dutch, english in ((GATEWAY, "draait de gateway", "runs the gateway"), (SIMULATOR, "stuurt notificaties", "sends notifications")):
            for words, environment, said in (([], {}, dutch), (["--taal", "en"], {}, english), ([], {"LANG": "en_GB.UTF-8"}, english), ([], {"LC_ALL": "nl_NL", "LANG": "en_US"}, dutch),
                                             (["--taal=nl"], {"LC_ALL": "en_US.UTF-8"}, dutch)):
                code, out, err = run(program, "--help", *words, **environment)
                self.assertEqual((code, err), (0, ""))
                self.assertIn(said, out)
                self.assertEqual([line for line in out.splitlines() if len(line) > 80], [])
        self.assertIn("do you mean check?", run(GATEWAY, "chekc", LANG="en_US.UTF-8")[2])
        self.assertIn("there is no configuration", run(GATEWAY, "check", "--taal", "en")[2])

    def test_every_text_has_its_english(self):
        for program in (GATEWAY, SIMULATOR):
            self.assertEqual(run(program, "documentatie", "onvertaald"), (0, "", ""))


class Configuration(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.write_config()

    def test_it_may_be_named_three_ways(self):
        self.assertEqual(run(GATEWAY, "check", INBURGERING_CONFIG=str(self.house.config))[0], 0)
        if not os.path.exists("/etc/inburgering/gateway.yaml"):
            code, _, err = run(GATEWAY, "check")
            self.assertEqual(code, 2)
            for way in ("--config", "INBURGERING_CONFIG", "/etc/inburgering/gateway.yaml"):
                self.assertIn(way, err)
        # In a namespace of its own, where nothing of this machine is changed.
        script = f"mount -t tmpfs none /etc && mkdir /etc/inburgering && cp {self.house.config} /etc/inburgering/gateway.yaml && sed -i 's#pki/#{self.house.dir}/pki/#g;s#store/#{self.house.dir}/store/#g' /etc/inburgering/gateway.yaml && exec {GATEWAY} check"
        if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode != 0:
            self.skipTest("unshare is not allowed here")
        done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, env=DUTCH)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_one_of_a_later_version_is_refused_and_nothing_else_is_said_of_it(self):
        good = self.house.config.read_text()
        for version, code in ((1, 0), (2, 2)):
            self.house.config.write_text(good.replace("{", '{"versie": %d, ' % version, 1).replace('"store":', '"store":' if version == 1 else '"opslag":'))
            done = run(GATEWAY, "check", "--config", self.house.config)
            self.assertEqual(done[0], code, done)
        self.assertIn("van versie 2", done[2])
        self.assertIn("installeer de gateway", done[2])
        self.assertNotIn("opslag", done[2])

    def test_a_second_document_is_refused_with_its_line(self):
        good = self.house.config.read_text().rstrip("\n") + "\n"
        self.house.config.write_text(good + "---\nmode: production\n")
        done = run(GATEWAY, "check", "--config", self.house.config)
        self.assertEqual(done[0], 2, done)
        self.assertIn(f"regel {good.count(chr(10)) + 2}", done[2])
        self.assertIn("tweede document", done[2])
        self.house.config.write_text(good + "---\n")
        self.assertEqual(run(GATEWAY, "check", "--config", self.house.config)[0], 0)

    def test_a_pipe_in_the_place_of_a_file_keeps_nobody_waiting(self):
        pipe = self.house.dir / "pijp"
        os.mkfifo(pipe)
        for words in (["check", "--config", pipe], ["doctor", "--config", pipe], ["serve", "--config", pipe], ["translate", "--feed", "brp-stuf", pipe],
                      ["log", "verify", "--config", self.house.config, "--checkpoints", pipe], ["store", "restore", "--config", self.house.config, "--from", pipe]):
            with self.subTest(words[:2]):
                code, out, err = run(GATEWAY, *words)
                self.assertNotEqual(code, 0)
                self.assertNotIn("Traceback", err)
        self.assertIn("geen gewoon bestand", run(GATEWAY, "check", "--config", pipe)[2])

    def test_one_gemeente_is_no_gemeenten_and_the_system_speaks_dutch(self):
        config = self.house.configuration()
        config.update(tenants=config["tenants"][:1], parties=[each | {"gemeenten": ["*"]} for each in config["parties"]], subscriptions=[], schedules=[])
        self.house.config.write_text(json.dumps(config))
        code, out, err = run(GATEWAY, "check", "--config", self.house.config)
        self.assertEqual(code, 0, err)
        self.assertIn(": 1 gemeente, ", out)
        self.assertIn("0 abonnementen.", out)
        for words, dutch, english in ((["store", "restore", "--config", self.house.config, "--from", "/weg"], "bestaat niet", "does not exist"),
                                      (["documentatie", "man", "--naar", "/proc/nergens"], "niet te maken", "cannot be made")):
            self.assertIn(dutch, run(GATEWAY, *words)[2])
            self.assertNotRegex(run(GATEWAY, *words)[2], r"No such|does not|denied|not permitted")
            self.assertIn(english, run(GATEWAY, *words, "--taal", "en")[2])

    def test_a_certificate_that_is_not_valid_yet_is_refused_as_one_that_ended(self):
        later = ["env", f"LD_PRELOAD={BIN / 'other_clock.so'}", f"OTHER_CLOCK={-30 * 86400}", "ASAN_OPTIONS=verify_asan_link_order=0"]
        for command in ("check", "serve"):
            done = subprocess.run([*later, GATEWAY, command, "--config", self.house.config], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn("geldt nog niet", done.stderr)

    def test_secrets_are_ordinary_files_of_some_size(self):
        good = self.house.config.read_text()
        key = str(self.house.dir / "pijp")
        os.mkfifo(key)
        for place in (key, "/dev/zero", str(self.house.dir)):
            for change in (lambda c: c["store"].update(key=place), lambda c: c["tls"]["server"].update(key=place),
                           lambda c: c["tls"]["server"].update(certificate=place), lambda c: c["tls"]["client"].update(trust=place)):
                changed = json.loads(good)
                change(changed)
                self.house.config.write_text(json.dumps(changed))
                with self.subTest(place=place, config=changed["store"]):
                    done = run(GATEWAY, "check", "--config", self.house.config)
                    self.assertEqual(done[0], 2, done)
                    self.assertIn("geen gewoon bestand", done[2])

    def test_a_mistyped_key_gets_the_nearest(self):
        self.house.config.write_text(self.house.config.read_text().replace('"limits"', '"limts"'))
        self.assertIn("bedoelt u limits?", run(GATEWAY, "check", "--config", self.house.config)[2])


class Documentation(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="inburgering-"))
        self.addCleanup(shutil.rmtree, self.dir, True)

    def test_pages_for_man_are_good_in_both_languages_and_the_same_each_time(self):
        for program, name, group in ((GATEWAY, "inburgering-gateway", "log"), (SIMULATOR, "keten-simulator", "duo")):
            for language in ("nl", "en"):
                to = self.dir / f"{name}-{language}"
                for _ in range(2):
                    self.assertEqual(run(program, "documentatie", "man", "--naar", to, "--taal", language), (0, "", ""))
                pages = {page.name: page.read_text() for page in to.iterdir()}
                self.assertIn(f"{name}.1", pages)
                self.assertIn(f"{name}-{group}.1", pages)
                self.assertIn(".SH " + ("OPDRACHTEN" if language == "nl" else "COMMANDS"), pages[f"{name}.1"])
                if shutil.which("groff"):
                    for page in to.iterdir():
                        done = subprocess.run(["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-rCHECKSTYLE=3", page], capture_output=True, text=True)
                        self.assertEqual((done.returncode, done.stderr), (0, ""), page.name)
                        self.assertIn("\x1b" if "\x1b" in done.stdout else name.upper()[:10], done.stdout)
        code, _, err = run(GATEWAY, "documentatie", "man", "--naar", "/proc/nergens")
        self.assertEqual(code, 2)
        self.assertIn("/proc/nergens", err)

    def complete(self, *words):
        """What bash offers behind these words; the last is being typed."""
        script = self.dir / "completion.bash"
        script.write_text(run(GATEWAY, "documentatie", "bash")[1])
        words = ["inburgering-gateway", *words]
        typed = " ".join(f"'{word}'" for word in words)
        done = subprocess.run(["bash", "-c", f"source {script}; COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _inburgering_gateway; printf '%s\\n' \"${{COMPREPLY[@]}}\""],
                              check=True, capture_output=True, text=True, cwd=self.dir)
        return done.stdout.split()

    def test_bash_completes_commands_options_and_values(self):
        self.assertIn("serve", self.complete(""))
        self.assertEqual(self.complete("che"), ["check"])
        self.assertEqual(self.complete("log", "ver"), ["verify"])
        self.assertEqual(self.complete("log", "list", "--cou"), ["--count"])
        self.assertEqual(self.complete("translate", "--feed", "brp"), ["brp-stuf", "brp-json"])
        self.assertEqual(self.complete("sync", "run", "b"), ["brp"])
        (self.dir / "a.yaml").write_text("")
        self.assertEqual(self.complete("check", "--config", "a."), ["a.yaml"])
        self.assertEqual(self.complete("toveren", "x"), [])

    def test_zsh_can_read_its_completion(self):
        script = self.dir / "_inburgering-gateway"
        script.write_text(run(GATEWAY, "documentatie", "zsh")[1])
        self.assertTrue(script.read_text().startswith("#compdef inburgering-gateway\n"))
        if not shutil.which("zsh"):
            self.skipTest("zsh is not installed (scripts/install-deps)")
        subprocess.run(["zsh", "-n", script], check=True)
        # What it would offer, with zsh's own words put in the place of its widgets.
        for words, offered in ((["inburgering-gateway", "log", ""], "verify"), (["inburgering-gateway", "translate", "--feed", ""], "brp-stuf"), (["inburgering-gateway", "log", "list", "--"], "--count")):
            typed = " ".join(f"'{word}'" for word in words)
            done = subprocess.run(["zsh", "-f", "-c", f"compadd() {{ print -l -- $@ }}; _files() {{ print files }}; _describe() {{ print -l -- ${{(P)@[-1]}} }}; words=({typed}); CURRENT={len(words)}; source {script}"],
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(any(line == offered or line.startswith(offered + ":") for line in done.stdout.splitlines()), (words, done.stdout))


if __name__ == "__main__":
    unittest.main()
