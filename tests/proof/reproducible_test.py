"""The same source gives the same bytes: what stands in build/release, which the other tests look at and which is shipped, against a
build from nothing in a folder of another name and depth, at another moment, in another time zone, language and umask, as another
home, and without ccache. Programs, pages and bill of materials are compared. Some ten minutes on two cores."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = pathlib.Path(os.environ.get("INBURGERING_BIN", ROOT / "build/release/bin")).parent
PROGRAMS = ("inburgering-gateway", "keten-simulator")


def first_difference(one, other):
    at = next((index for index, (left, right) in enumerate(zip(one, other)) if left != right), min(len(one), len(other)))
    return f"{len(one)} and {len(other)} bytes, first difference at {at}: {one[max(at - 60, 0):at + 60]!r} {other[max(at - 60, 0):at + 60]!r}"


def made_in(build):
    files = [*(build / "bin" / program for program in PROGRAMS), build / "inburgering-gateway.cdx.json",
             *sorted(each for each in (build / "gateway/monitor").rglob("*") if each.is_file())]
    return {str(file.relative_to(build)): file.read_bytes() for file in files}


@unittest.skipUnless(BUILT == ROOT / "build/release", "of the release preset")
class Reproducible(unittest.TestCase):
    def run_in(self, place, *command, **more):
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, **more)
        self.assertEqual(0, done.returncode, done.stdout[-3000:] + done.stderr[-3000:])

    def test_another_build_gives_the_same_bytes(self):
        targets = ("--target", *PROGRAMS, "sbom")
        self.run_in(ROOT, "cmake", "--build", BUILT, *targets)  # what stands there is of this source
        here = made_in(BUILT)
        self.assertGreater(len(here), 5)
        with tempfile.TemporaryDirectory(prefix="nog-een-") as elsewhere:
            source = pathlib.Path(elsewhere) / "met" / "meer-diepte" / "en-een-andere-naam"
            tracked = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
                                     capture_output=True, text=True).stdout.split("\0")
            for file in filter(None, tracked):
                if (ROOT / file).exists():
                    (source / file).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(ROOT / file, source / file)
                    shutil.copymode(ROOT / file, source / file)
            other = {name: value for name, value in os.environ.items() if not name.endswith("COMPILER_LAUNCHER")} | {
                "TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": elsewhere,
                # What npm fetched before, by the digests of the lock; without the network when it is all there.
                "npm_config_cache": os.path.expanduser("~/.npm"), "npm_config_prefer_offline": "true"}
            self.run_in(source, "cmake", "--preset", "release", env=other, umask=0o077)
            self.run_in(source, "cmake", "--build", "--preset", "release", *targets, env=other, umask=0o077)
            there = made_in(source / "build/release")
        self.assertEqual(sorted(here), sorted(there))
        for name in here:
            with self.subTest(name):
                self.assertTrue(here[name] == there[name], first_difference(here[name], there[name]))


if __name__ == "__main__":
    unittest.main()
