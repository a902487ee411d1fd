"""Each proof keeps to one form, ends in one line, and what was kept of it is what docs/storingen.md tells."""
import importlib.machinery
import importlib.util
import io
import json
import contextlib
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/proof"))
import form  # noqa: E402

sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("proof", str(ROOT / "scripts/proof"))
proof = importlib.util.module_from_spec(importlib.util.spec_from_loader("proof", loader))
loader.exec_module(proof)


def ending(*arguments, **figures):
    """The last line of a proof that tells this, and its exit code."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = form.told("x", form.options("", arguments=["--short", "--seed", "4"]), *arguments, **figures)
    return code, said.getvalue().splitlines()[-1]


class Proofs(unittest.TestCase):
    maxDiff = None

    def test_the_table_is_of_what_was_kept(self):
        done = subprocess.run([ROOT / "scripts/proof", "--table", "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_each_says_what_it_tries_and_ends_by_the_form(self):
        found = {name: what for name, (what, command) in proof.proofs().items() if "." not in name}
        for name, what in found.items():
            text = (ROOT / f"tests/proof/{name}.py").read_text(encoding="utf-8")
            self.assertGreater(len(what), 20, f"tests/proof/{name}.py: the first line of its docstring says what is tried")
            for part in (r"\bform\.options\(", r"\b(form|counts)\.told\("):  # tests/counts.py tells what it counted by the form
                self.assertRegex(text, part, f"tests/proof/{name}.py keeps to tests/proof/form.py")

    def test_what_was_kept_can_be_repeated(self):
        known = proof.proofs()
        for file in sorted(proof.KEPT.glob("*.json")):
            result = json.loads(file.read_text(encoding="utf-8"))
            self.assertEqual(result["opdracht"].split()[:2], ["scripts/proof", file.stem], file)
            if not file.stem.startswith("postgres."):
                self.assertIn(file.stem, known, f"{file.name}: what gave it is gone")
            self.assertRegex(result["commit"], r"^[0-9a-f]{9,}\+?$", file)

    def test_a_loss_is_never_good(self):
        code, line = ending(True, 10, "kills", lost=1)
        self.assertEqual(code, 1)
        result = json.loads(line.removeprefix("uitslag: "))
        self.assertFalse(result["goed"])
        self.assertIn("**mislukt**", proof.row(result))

    def test_what_was_not_looked_for_is_not_told_as_none(self):
        code, line = ending(True, 12345, "verzoeken", twice=None, geheugen_MB=70.5)
        self.assertEqual(code, 0)
        cells = [cell.strip() for cell in proof.row(json.loads(line.removeprefix("uitslag: "))).strip("|").split("|")]
        self.assertEqual(cells[1:6], ["goed", "12.345 verzoeken", "0", "–", "0"])
        self.assertEqual(cells[7], "geheugen MB 70,5")

    def test_a_kept_table_that_was_changed_by_hand_is_seen(self):
        text = proof.REPORT.read_text(encoding="utf-8")
        other = text.replace(proof.END, "| verzonnen |\n" + proof.END)
        self.assertEqual(proof.with_table(other), proof.with_table(text))
        self.assertNotEqual(proof.with_table(other), other)

    def test_the_manual_names_no_proof_that_is_not_there(self):
        known = proof.proofs()
        for name in re.findall(r"`scripts/proof ([a-z][\w.]*)", proof.REPORT.read_text(encoding="utf-8")):
            self.assertTrue(name in known or name == "all" or name.startswith("postgres."), name)


if __name__ == "__main__":
    unittest.main()
