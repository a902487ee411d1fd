"""The packages of Debian: what is in them, with which modes, what they need, whether lintian finds something, whether the same commit
gives the same bytes, and whether their versions are ordered. Installing them is proof/installeren_test.py."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = pathlib.Path(os.environ.get("INBURGERING_BIN", ROOT / "build/release/bin")).parent
UNITS = {f"lib/systemd/system/inburgering-gateway{rest}" for rest in (".service", "-partner.socket", "-beheer.socket")}
GATEWAY = UNITS | {
    "usr/bin/inburgering-gateway", "usr/share/inburgering-gateway/schemas/stuf-bg/bg0310.xsd",
    "usr/share/inburgering-gateway/schemas/canonical/inburgering.schema.json", "usr/share/man/man1/inburgering-gateway.1.gz",
    "usr/share/bash-completion/completions/inburgering-gateway", "usr/share/zsh/vendor-completions/_inburgering-gateway",
    "etc/inburgering/gateway.yaml", "usr/lib/sysusers.d/inburgering-gateway.conf", "usr/lib/tmpfiles.d/inburgering-gateway.conf",
    "usr/share/doc/inburgering-gateway/copyright", "usr/share/doc/inburgering-gateway/changelog.Debian.gz",
    "usr/share/doc/inburgering-gateway/docs/installeren.md", "usr/share/doc/inburgering-gateway/examples/demo.yaml"}
SIMULATOR = {
    "usr/bin/keten-simulator", "usr/share/inburgering-gateway/fixtures/duo.json", "usr/share/man/man1/keten-simulator.1.gz",
    "usr/share/bash-completion/completions/keten-simulator", "usr/share/zsh/vendor-completions/_keten-simulator",
    "usr/share/inburgering-gateway/fixtures/verhaal/2-verhuizing.xml", "usr/share/doc/keten-simulator/copyright"}


def run(*command, cwd=ROOT, **more):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "LC_ALL": "C.UTF-8", **more}
    return subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, env=environment)


def content(package):
    """Each file by its name: mode and owner, as dpkg will put it."""
    lines = run("dpkg-deb", "-c", package).stdout.splitlines()
    return {line.split(None, 5)[5].removeprefix("./"): tuple(line.split(None, 2)[:2]) for line in lines}


def field(package, name):
    return run("dpkg-deb", "-f", package, name).stdout.strip()


@unittest.skipUnless((BUILT / "CPackConfig.cmake").exists(), "made of the release preset alone")
class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="pakketten-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        done = run(ROOT / "scripts/package", "--built", BUILT, "--no-image", "--out", cls.place / "een")
        assert done.returncode == 0, done.stdout + done.stderr
        [cls.gateway] = (cls.place / "een").glob("inburgering-gateway_*.deb")
        [cls.simulator] = (cls.place / "een").glob("keten-simulator_*.deb")

    def test_what_runs_is_in_them_and_nothing_of_how_it_was_made(self):
        for package, wanted in ((self.gateway, GATEWAY), (self.simulator, SIMULATOR)):
            with self.subTest(package.name):
                files = content(package)
                self.assertLessEqual(wanted, set(files))
                self.assertFalse([name for name in files if name.endswith((".cpp", ".h", ".txt", ".pem", ".key"))])
                self.assertEqual({"root/root"}, {owner for _, owner in files.values()})
                for name, (mode, _) in files.items():
                    self.assertEqual("drwxr-xr-x" if name.endswith("/") or not name else "-rwxr-xr-x" if "/bin/" in name else "-rw-r--r--", mode, name)
        self.assertFalse(set(name for name in content(self.gateway) if not name.endswith("/")) & set(content(self.simulator)), "both can be installed")

    def test_they_need_what_their_programs_load_and_what_their_scripts_call(self):
        for package in (self.gateway, self.simulator):
            self.assertRegex(field(package, "Depends"), r"libssl3 \(>=.*libxerces-c3\.2")
        depends = field(self.gateway, "Depends")
        for one in ("libsqlite3-0", "libpq5", "debconf", "systemd-standalone-sysusers", "systemd-standalone-tmpfiles"):
            self.assertIn(one, depends)
        self.assertIn("nothing", run("sh", "-c", f"dpkg-deb --fsys-tarfile '{self.gateway}' | tar -xO ./usr/bin/inburgering-gateway | "
                                     "readelf -S - 2>/dev/null | grep -q '\\.symtab' || echo nothing").stdout, "stripped")

    def test_the_configuration_is_yours_and_the_licence_is_there(self):
        info = self.place / "info"
        run("dpkg-deb", "-e", self.gateway, info)
        self.assertEqual("/etc/inburgering/gateway.yaml\n", (info / "conffiles").read_text())
        for script in ("preinst", "postinst", "prerm", "postrm", "config"):
            self.assertTrue(os.access(info / script, os.X_OK), script)
            self.assertEqual((0, ""), (lambda done: (done.returncode, done.stderr))(run("sh", "-n", info / script)), script)
            self.assertNotIn("@", (info / script).read_text().replace('"$@"', ""), "each place was filled in")
        self.assertIn(field(self.gateway, "Version"), (info / "preinst").read_text())
        steps = len(list((ROOT / "gateway/store/engine/migrations").glob("*.sql")))
        self.assertIn(f"own_sqlite={steps}\n", (info / "preinst").read_text(), "as many as the program has")
        tree = self.place / "uitgepakt"
        run("dpkg-deb", "-x", self.gateway, tree)
        licence = (tree / "usr/share/doc/inburgering-gateway/copyright").read_text(encoding="utf-8")
        self.assertRegex(licence.upper(), r"EUROPEAN UNION PUBLIC LICENCE|OPENBARE LICENTIE VAN DE EUROPESE UNIE")
        manual = run("sh", "-c", f"zcat '{tree}'/usr/share/man/man1/inburgering-gateway.1.gz").stdout
        for word in (".TH", "serve", "check", "store"):
            self.assertIn(word, manual)
        self.assertEqual(0, run("bash", "-n", tree / "usr/share/bash-completion/completions/inburgering-gateway").returncode)
        # It says what is missing, and nothing else is wrong in it.
        done = run(tree / "usr/bin/inburgering-gateway", "check", "--config", tree / "etc/inburgering/gateway.yaml")
        self.assertEqual(2, done.returncode)
        faults = [line for line in done.stderr.splitlines()[1:] if "verplicht" not in line]
        self.assertEqual([], faults)

    def test_the_commented_configuration_is_one_that_can_be_filled_in(self):
        text = (ROOT / "deploy/debian/gateway.yaml").read_text(encoding="utf-8")
        head, body = text.split("\n\n", 1)
        self.assertTrue(all(line.startswith("#") for line in head.splitlines()))
        filled = "\n".join(line.removeprefix("# ") for line in body.splitlines()).replace("0000000…", "00000099000000002000").replace("…", "x")
        filled = filled.replace("oin: \"00000099000000002000\", gemeentecode", "oin: \"00000099000000000518\", gemeentecode").replace('"0000"', '"0518"')
        file = self.place / "gateway.yaml"
        file.write_text(filled.replace("mode: production", "mode: test"), encoding="utf-8")
        done = run(BUILT / "bin/inburgering-gateway", "check", "--config", file)
        self.assertIn("is goed geschreven, maar", done.stderr, "only certificates and keys are not there: " + done.stderr)

    def test_lintian_finds_nothing(self):
        if not shutil.which("lintian"):
            self.skipTest("lintian is not there (scripts/install-deps --packages)")
        done = run("lintian", "--allow-root", "--fail-on", "error,warning", self.gateway, self.simulator)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def test_the_same_commit_gives_the_same_packages(self):
        again = self.place / "twee"
        done = run("sh", "-c", f"umask 077; exec '{ROOT}/scripts/package' --built '{BUILT}' --no-image --out '{again}'", TZ="Asia/Tokyo", LC_ALL="C")
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        for package in (self.gateway, self.simulator):
            self.assertTrue(package.read_bytes() == (again / package.name).read_bytes(), package.name)


class Versions(unittest.TestCase):
    """Of commits and tags of the moment."""

    def setUp(self):
        self.tree = pathlib.Path(tempfile.mkdtemp(prefix="versies-"))
        self.addCleanup(shutil.rmtree, self.tree)
        (self.tree / "scripts").mkdir()
        shutil.copy(ROOT / "scripts/package", self.tree / "scripts/package")
        self.moment = 1700000000
        self.git("init", "-q")

    def git(self, *command):
        done = run("git", "-c", "user.name=Proef", "-c", "user.email=proef@example.org", *command, cwd=self.tree,
                   GIT_AUTHOR_DATE=f"{self.moment} +0000", GIT_COMMITTER_DATE=f"{self.moment} +0000")
        self.assertEqual(0, done.returncode, done.stderr)

    def commit(self, project, tag=None):
        (self.tree / "CMakeLists.txt").write_text(f"project(inburgering-gateway VERSION {project} LANGUAGES C CXX)\n")
        self.moment += 60
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"van {self.moment}")
        if tag:
            self.git("tag", tag)
        return run(self.tree / "scripts/package", "--version", cwd=self.tree).stdout.strip()

    def test_each_comes_after_the_one_before_it(self):
        versions = [self.commit("0.1.0"), self.commit("0.1.0"), self.commit("0.1.0", "v0.1.0-rc.1"), self.commit("0.1.0"), self.commit("0.1.0", "v0.1.0-rc.2"),
                    self.commit("0.1.0", "v0.1.0"), self.commit("0.1.0"), self.commit("0.2.0"), self.commit("0.2.0", "v0.2.0"), self.commit("0.10.0", "v0.10.0")]
        self.assertEqual(["0.1.0~rc.1-1", "0.1.0~rc.2-1", "0.1.0-1", "0.2.0-1", "0.10.0-1"], [versions[at] for at in (2, 4, 5, 8, 9)])
        for before, after in zip(versions, versions[1:]):
            self.assertEqual(0, run("dpkg", "--compare-versions", before, "lt", after).returncode, f"{before} < {after}")

    def test_what_no_commit_has_is_told_apart(self):
        clean = self.commit("0.1.0")
        (self.tree / "erbij").write_text("x")
        self.assertNotEqual(clean, run(self.tree / "scripts/package", "--version", cwd=self.tree).stdout.strip())


if __name__ == "__main__":
    for tool in ("dpkg-deb", "dpkg-shlibdeps", "cpack"):
        if not shutil.which(tool):
            print(f"{tool} is not there: skipped (scripts/install-deps --packages)")
            sys.exit(77)
    unittest.main()
