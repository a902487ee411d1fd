"""The programs are built so that a fault in memory is hard to use."""
import os
import pathlib
import shutil
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("INBURGERING_BIN", ROOT / "build/release/bin"))


def elf(program, *options):
    return subprocess.run(["readelf", "-W", *options, BIN / program], check=True, capture_output=True, text=True).stdout


@unittest.skipUnless(shutil.which("readelf"), "readelf (binutils) is not here")
@unittest.skipIf(any(kind in str(BIN) for kind in ("/asan/", "/tsan/", "/debug/", "/fuzz/")), "only the release is hardened")
class Hardening(unittest.TestCase):
    def test_both_programs_have_every_protection(self):
        for program in ("inburgering-gateway", "keten-simulator"):
            dynamic, symbols, segments = elf(program, "-d"), elf(program, "--dyn-syms"), elf(program, "-l")
            with self.subTest(program):
                self.assertIn("DYN", elf(program, "-h"), "position independent")
                self.assertRegex(dynamic, r"BIND_NOW|FLAGS_1.*NOW", "symbols bound at start")
                self.assertIn("GNU_RELRO", segments)
                self.assertNotRegex(segments, r"GNU_STACK.*RWE", "no code on the stack")
                self.assertIn("__stack_chk_fail", symbols)
                self.assertRegex(symbols.replace("__stack_chk_fail", ""), r"_chk(@|\b)", "bounds looked at (FORTIFY)")
                self.assertNotRegex(dynamic, r"RPATH|RUNPATH")

    def test_no_program_tells_where_it_was_built(self):
        """Nor would another place then give the same bytes."""
        for program in ("inburgering-gateway", "keten-simulator"):
            content = (BIN / program).read_bytes()
            for place in {str(ROOT), str(BIN.parent), str(pathlib.Path.home()), "/tmp/"}:
                with self.subTest(program, place=place):
                    self.assertEqual([], [content[max(at - 40, 0):at + 80] for at in [content.find(place.rstrip("/").encode() + b"/")] if at >= 0])


if __name__ == "__main__":
    unittest.main()
