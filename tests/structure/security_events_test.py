"""Every name of a security event stands in gateway/log/security.cpp alone, and docs/beveiligingsgebeurtenissen.md explains it; what
makes an entry one of them is not written by hand elsewhere."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = (ROOT / "gateway/log/security.cpp").read_text(encoding="utf-8")
KINDS = (ROOT / "gateway/log/security.h").read_text(encoding="utf-8")
PAGE = (ROOT / "docs/beveiligingsgebeurtenissen.md").read_text(encoding="utf-8")
SEVERITIES = {"error": "fout", "warning": "waarschuwing", "notice": "bericht", "informational": "informatie"}
# "onbekend" and "verbinding" are words for more than a kind of entry.
KINDS_ALONE = [kind for kind in re.findall(r'std::string_view \w+ = "([^"]+)";', KINDS) if kind not in ("onbekend", "verbinding", "configuratie", "certificaten", "aanmelden")]


def names():
    return dict(re.findall(r'SecurityEvent\{\s*"([^"]+)",\s*Severity::(\w+)', TABLE))


class SecurityEvents(unittest.TestCase):
    def test_each_is_explained_on_the_page_and_nothing_else_is(self):
        rows = dict(re.findall(r"^\| `([a-z]+\.[a-z]+)` \| (\w+) \|", PAGE, re.MULTILINE))
        self.assertEqual({name: SEVERITIES[severity] for name, severity in names().items()}, rows)
        for row in re.findall(r"^\| `[a-z]+\.[a-z]+` .*$", PAGE, re.MULTILINE):
            self.assertEqual(4, len([cell for cell in row.strip("|").split("|") if cell.strip()]), row)

    def test_names_fit_the_id_of_a_syslog_message(self):
        for name in names():
            self.assertRegex(name, r"^[a-z]+\.[a-z]+$")
            self.assertLessEqual(len(name), 32)

    def test_a_kind_is_written_in_one_place(self):
        self.assertGreater(len(KINDS_ALONE), 8)
        for path in (ROOT / "gateway").rglob("*"):
            if path.suffix in (".h", ".cpp") and path.name != "security.h":
                text = path.read_text(encoding="utf-8")
                for kind in KINDS_ALONE:
                    self.assertNotIn(f'"{kind}"', text.replace(f'add("{kind}"', "").replace(f'.add({{"{kind}"', ""), f"{path}: take it from log/security.h")

    def test_every_kind_is_some_event(self):
        for kind in re.findall(r"std::string_view (\w+) = ", KINDS.split("namespace kind {")[1].split("}  // namespace kind")[0]):
            self.assertIn(f"kind::{kind}", TABLE)


if __name__ == "__main__":
    unittest.main()
