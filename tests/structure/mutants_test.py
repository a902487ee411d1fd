"""The faults that are put into the program on purpose still fit it: one that does not proves nothing any more."""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/proof"))
import mutanten  # noqa: E402


class Mutants(unittest.TestCase):
    def test_there_are_ten_and_each_fits(self):
        patches = sorted(mutanten.MUTANTS.glob("*.patch"))
        self.assertEqual(len(patches), 10)
        for patch in patches:
            with self.subTest(patch=patch.name):
                changed = mutanten.applied(patch, ROOT)
                for name, text in changed.items():
                    self.assertNotEqual(text, (ROOT / name).read_text(encoding="utf-8"))
                self.assertTrue(patch.read_text(encoding="utf-8").split("\n")[0].endswith("."), "its first line says what is wrong then")

    def test_one_that_does_not_fit_is_seen(self):
        patch = next(iter(sorted(mutanten.MUTANTS.glob("02*.patch"))))
        with self.assertRaises((ValueError, FileNotFoundError)):
            mutanten.applied(patch, ROOT / "docs")


if __name__ == "__main__":
    unittest.main()
