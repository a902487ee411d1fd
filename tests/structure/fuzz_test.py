"""Each parser of what comes from outside, or from the store, is reached by a fuzz target: tests/fuzz/parsers.txt says which, and this walks
the headers and looks whether that is all of them, and true."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FUZZ = ROOT / "tests/fuzz"
# How a parser is called here, and what it is given: text, bytes, a file, a tree, an answer.
NAME = re.compile(r"(?<![\w:.>])(?:static |inline |explicit )*([\w:<>,\s&*]+?)\s[&*]?((?:parse|read|decode|unwrap|unbase64|from|reread|open|judge|retry_after|charset_of|translate|"
                  r"certificates_in|examine|check_time_stamp|put_dossier_keys|take_out|reader_of|faults_from|framing_fault|target_fault|envelope_fault|foutteksten|new_contactpersoon|look_back|berichten_van|address|host|http_date|is_public)(?:_\w+)?)\(([^)]*)")
GIVEN = re.compile(r"string_view|std::string&|filesystem::path|Headers&|json::|transport::Answer|Element&|OwnFiles|Answer&")
ROOMS = ("schemas", "adapters", "mapping", "gateway")


def declared(text):
    """Names of parsers in a header."""
    code = re.sub(r"//.*", "", text)
    return {match.group(2) for match in NAME.finditer(code) if match.group(1).strip() and match.group(1).split()[-1] not in ("return", "co_await", "else") and GIVEN.search(match.group(3))}


def parsers():
    return {(str(file.relative_to(ROOT)), name) for room in ROOMS for file in (ROOT / room).rglob("*.h") for name in declared(file.read_text(encoding="utf-8"))}


def table():
    """(header, function) → [what, who or why]."""
    rows = [line.split(None, 3) for line in (FUZZ / "parsers.txt").read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    return {(row[0], row[1]): row[2:] for row in rows}


def targets():
    return {file.stem.removeprefix("fuzz_") for file in FUZZ.glob("fuzz_*.cpp")}


def says(path, name):
    return re.search(rf"\b{name}\b", path.read_text(encoding="utf-8")) is not None


class Fuzz(unittest.TestCase):
    maxDiff = None

    def test_each_parser_has_a_row(self):
        self.assertEqual(sorted(parsers() - set(table())), [], "give each a fuzz target, and a row in tests/fuzz/parsers.txt")
        gone = [row for row in table() if not (ROOT / row[0]).exists() or not says(ROOT / row[0], row[1])]
        self.assertEqual(gone, [], "these are no more")

    def test_each_row_is_true(self):
        for (header, name), (what, *rest) in table().items():
            if what == "-":
                self.assertTrue(rest and len(rest[0]) > 15, f"{header} {name}: why has it none?")
            elif what == "via":
                # FILE: who calls it, that has a row itself.
                caller = rest[0].split()[0]
                self.assertTrue(says(ROOT / caller, name), f"{caller} does not call {name}")
                room = str(pathlib.Path(caller).parent)
                reached = [row for row, told in table().items() if str(pathlib.Path(row[0]).parent) == room and told[0] != "-" and row != (header, name)]
                self.assertTrue(reached or caller.startswith("tests/"), f"of {room}, by which {name} is reached, nothing has a target")
            else:
                self.assertIn(what, targets(), f"{header} {name}")
                source = (FUZZ / f"fuzz_{what}.cpp").read_text(encoding="utf-8")
                self.assertIn(f'#include "{header}"', source, f"fuzz_{what}.cpp: say by whom {name} is reached (via FILE)")
                self.assertRegex(source, rf"\b{name}\b", f"fuzz_{what}.cpp does not call it: say by whom it is reached (via FILE)")

    def test_each_target_is_built_and_has_a_corpus(self):
        built = (FUZZ / "CMakeLists.txt").read_text(encoding="utf-8")
        for target in targets():
            self.assertRegex(built, rf"\b{target}\b")
            corpus = list((FUZZ / "corpus" / target).iterdir())
            self.assertTrue(corpus, target)
            self.assertLessEqual(sum(file.stat().st_size for file in corpus), 200_000, f"the corpus of {target} is kept small")

    def test_a_parser_without_a_target_would_be_seen(self):
        self.assertEqual(declared("std::expected<X, std::string> parse_x(std::string_view text);\nX read_y(const boost::json::value& json);\n// Z parse_z(std::string_view)\n"
                                  "bool reads(int number);\nreturn parse_w(std::string_view(x));"), {"parse_x", "read_y"})


if __name__ == "__main__":
    unittest.main()
