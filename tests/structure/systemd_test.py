"""The units of systemd: what they forbid is enough by systemd's own measure, nothing in them is misspelt, the README tells of
each thing that is forbidden, and the one for several gateways adds to the one unit."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

DEPLOY = pathlib.Path(__file__).resolve().parents[2] / "deploy"
UNIT = DEPLOY / "systemd/inburgering-gateway.service"
SOCKETS = [DEPLOY / f"systemd/inburgering-gateway-{name}.socket" for name in ("partner", "beheer")]
DROP_IN = DEPLOY / "cluster/inburgering-gateway.service.d/cluster.conf"
README = (DEPLOY / "systemd/README.md").read_text(encoding="utf-8")
TIMES_TEN = "20"  # 2.0


def analyze(*arguments):
    done = subprocess.run(["systemd-analyze", *map(str, arguments)], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


class Units(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)

    def folder(self, *drop_ins):
        """The units as they would be installed, of a program that is there."""
        for each in [UNIT, *SOCKETS]:
            text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", each.read_text(), flags=re.MULTILINE)
            (self.dir / each.name).write_text(text)
        for each in drop_ins:
            place = self.dir / f"{UNIT.name}.d"
            place.mkdir(exist_ok=True)
            shutil.copy(each, place)
        return self.dir / UNIT.name

    def test_it_is_hardened_enough_also_with_what_several_gateways_add(self):
        for drop_ins in ([], [DROP_IN]):
            code, told = analyze("security", "--offline=true", f"--threshold={TIMES_TEN}", self.folder(*drop_ins))
            self.assertEqual(code, 0, told)
            self.assertRegex(told, r"Overall exposure level for inburgering-gateway.service: [01]\.\d|: 2\.0")

    def test_systemd_has_no_remark(self):
        self.folder(DROP_IN)
        code, told = analyze("verify", "--man=no", *sorted(each for each in self.dir.iterdir() if each.is_file()))
        self.assertEqual((code, told), (0, ""))

    def test_the_readme_tells_of_each_thing_that_is_forbidden(self):
        forbidden = UNIT.read_text().partition("# What it may not do.")[2].partition("[Install]")[0]
        names = set(re.findall(r"^(\w+)=", forbidden, re.MULTILINE))
        self.assertGreater(len(names), 20)
        self.assertEqual({name for name in names if f"`{name}" not in README}, set())


if __name__ == "__main__":
    if shutil.which("systemd-analyze") is None:
        print("skipped: systemd-analyze is not here (package systemd)")
        sys.exit(77)
    unittest.main()
