"""A release is made, signed with a key of the moment, and checked as a receiver does; whatever was changed on the way is refused."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = pathlib.Path(os.environ.get("INBURGERING_BIN", ROOT / "build/release/bin")).parent


def run(*command, cwd=None, **more):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "LC_ALL": "C.UTF-8", **more}
    return subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, env=environment)


@unittest.skipUnless((BUILT / "inburgering-gateway.cdx.json").exists(), "made of the release preset alone")
class Release(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="uitgave-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        # A commit of the tree as it stands, for a release is of a commit.
        cls.tree = cls.place / "tree"
        tracked = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).stdout.split("\0")
        for file in filter(None, tracked):
            if (ROOT / file).exists():
                (cls.tree / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / file, cls.tree / file)
        for command in (["init", "-q"], ["add", "-A"],
                        ["-c", "user.name=Proef", "-c", "user.email=proef@example.org", "commit", "-q", "-m", "zoals het staat"]):
            done = run("git", *command, cwd=cls.tree, GIT_AUTHOR_DATE="1700000000 +0000", GIT_COMMITTER_DATE="1700000000 +0000")
            assert done.returncode == 0, done.stderr
        cls.key, cls.public = cls.new_key("sleutel")
        cls.out = cls.place / "uitgave"
        done = cls.release(cls.out)
        assert done.returncode == 0, done.stderr
        cls.archive = next(cls.out.glob("*.tar.gz"))

    @classmethod
    def new_key(cls, name, *kind):
        key, public = cls.place / f"{name}.pem", cls.place / f"{name}.pub.pem"
        run("openssl", "genpkey", *(kind or ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384")), "-out", key)
        run("openssl", "pkey", "-in", key, "-pubout", "-out", public)
        return key, public

    @classmethod
    def release(cls, out, key=None, **more):
        return run(cls.tree / "scripts/release", "--key", key or cls.key, "--out", out, "--built", BUILT, **more)

    def check(self, folder, public=None):
        return run(ROOT / "scripts/check-release", folder, public or self.public)

    def copy(self, name):
        folder = self.place / name
        shutil.copytree(self.out, folder)
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def test_what_was_released_is_found_whole(self):
        done = self.check(self.out)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertIn(self.archive.name, done.stdout)
        self.assertEqual(["inburgering-gateway", "keten-simulator"], sorted(name.split("_")[0] for name in done.stdout.split() if name.endswith(".deb")))

    def test_the_line_of_the_guide_checks_it_too(self):
        guide = (ROOT / "docs/beheer.md").read_text(encoding="utf-8")
        line = "openssl dgst -sha256 -verify SLEUTEL -signature SHA256SUMS.sig SHA256SUMS && sha256sum --strict -c SHA256SUMS"
        self.assertIn(line, guide)
        self.assertEqual(0, run("sh", "-c", line.replace("SLEUTEL", str(self.public)), cwd=self.out).returncode)

    def refused(self, folder, why, public=None):
        done = self.check(folder, public)
        self.assertEqual(1, done.returncode, done.stdout)
        self.assertIn(why, done.stderr)
        self.assertEqual("", done.stdout)

    def test_one_changed_byte_is_refused(self):
        for name in sorted(each.name for each in self.out.iterdir()):
            with self.subTest(name):
                folder = self.copy("veranderd")
                content = bytearray((folder / name).read_bytes())
                content[len(content) // 2] ^= 1
                (folder / name).write_bytes(content)
                self.refused(folder, "klopt niet" if name.startswith("SHA256SUMS") else "veranderd")
                shutil.rmtree(folder)

    def test_sums_made_anew_do_not_help(self):
        folder = self.copy("nieuwe-sommen")
        with open(folder / self.archive.name, "ab") as file:
            file.write(b"meer")
        sums = "".join(f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in sorted(folder.iterdir())
                       if not each.name.startswith("SHA256SUMS"))
        (folder / "SHA256SUMS").write_text(sums)
        self.refused(folder, "handtekening klopt niet")

    def test_another_key_is_refused(self):
        other_key, other_public = self.new_key("ander")
        self.refused(self.out, "andere sleutel", other_public)
        folder = self.copy("ander-getekend")
        run("openssl", "dgst", "-sha256", "-sign", other_key, "-out", folder / "SHA256SUMS.sig", folder / "SHA256SUMS")
        self.refused(folder, "andere sleutel")
        self.refused(self.out, "geen publieke sleutel", self.key)

    def test_a_missing_file_is_refused(self):
        for name in sorted(each.name for each in self.out.iterdir()):
            with self.subTest(name):
                folder = self.copy("onvolledig")
                (folder / name).unlink()
                self.refused(folder, "ontbreekt")
                shutil.rmtree(folder)

    def test_a_file_that_was_put_beside_is_refused(self):
        for name in ("inburgering-gateway-9.tar.gz", ".verborgen"):
            folder = self.copy("erbij")
            (folder / name).write_text("iets")
            self.refused(folder, "niet getekend")
            shutil.rmtree(folder)

    def test_the_same_commit_gives_the_same_archive(self):
        again = self.place / "nogmaals"
        done = run("sh", "-c", f"umask 077; exec '{self.tree}/scripts/release' --key '{self.key}' --out '{again}' --built '{BUILT}'",
                   TZ="Asia/Tokyo", LC_ALL="C")
        self.assertEqual(0, done.returncode, done.stderr)
        for name in (self.archive.name, "SHA256SUMS"):
            self.assertEqual((self.out / name).read_bytes(), (again / name).read_bytes(), name)

    def test_the_archive_holds_what_runs_and_nothing_else(self):
        with tarfile.open(self.archive) as archive:
            members = archive.getmembers()
            root = members[0].name
            names = {each.name.removeprefix(root + "/") for each in members}
            self.assertLessEqual({"bin/inburgering-gateway", "bin/keten-simulator", "inburgering-gateway.cdx.json", "deploy/demo.yaml", "docs/beheer.md",
                                  "LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md", "COMMIT", "share/inburgering-gateway/schemas/stuf-bg/bg0310.xsd",
                                  "share/inburgering-gateway/fixtures/duo.json"}, names)
            self.assertFalse([each for each in names if each.endswith((".cpp", ".h", ".pem", ".key"))])
            self.assertEqual({(0, 0, 1700000000)}, {(each.uid, each.gid, each.mtime) for each in members})
            self.assertEqual([each.name for each in members], sorted((each.name for each in members), key=lambda name: name.encode().split(b"/")))
            archive.extractall(self.place / "uitgepakt")  # made by ourselves just now
        programs = self.place / "uitgepakt" / root / "bin"
        message = ROOT / "simulator/fixtures/verhaal/2-verhuizing.xml"
        done = run(programs / "inburgering-gateway", "translate", "--feed", "brp-stuf", message, cwd="/")
        self.assertEqual(0, done.returncode, "finds its schemas where it was unpacked: " + done.stderr)
        self.assertIn("verblijfsadres", done.stdout)

    def test_no_release_of_what_no_commit_has(self):
        extra = self.tree / "erbij.txt"
        extra.write_text("niet vastgelegd")
        self.addCleanup(extra.unlink)
        done = self.release(self.place / "vuil")
        self.assertEqual(1, done.returncode)
        self.assertIn("no commit has", done.stderr)

    def test_no_release_with_a_key_that_is_too_weak(self):
        for name, kind in {"kort": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"), "ed": ("-algorithm", "ED25519")}.items():
            key, _ = self.new_key(name, *kind)
            done = self.release(self.place / name, key)
            self.assertEqual(1, done.returncode)
            self.assertIn("take", done.stderr)
        self.assertEqual(1, self.release(self.place / "geen", self.public).returncode)
        kept = subprocess.run(["git", "ls-files", "*.pem"], cwd=self.tree, capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual(sorted(kept), sorted(str(file.relative_to(self.tree)) for file in self.tree.rglob("*.pem")), "no key is copied")


if __name__ == "__main__":
    unittest.main()
