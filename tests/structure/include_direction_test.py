"""Dependencies point one way: schemas <- adapters <- mapping <- gateway; the simulator uses all but the gateway."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAY_INCLUDE = {
    "schemas": {"schemas"},
    "adapters": {"schemas", "adapters"},
    "mapping": {"schemas", "adapters", "mapping"},
    "gateway": {"schemas", "adapters", "mapping", "gateway"},
    "simulator": {"schemas", "adapters", "mapping", "simulator"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def sources(folder):
    return [path for path in (ROOT / folder).rglob("*") if path.suffix in (".h", ".cpp")]


def violations(folder, text):
    found = []
    for target in INCLUDE.findall(text):
        house = target.split("/")[0]
        if house not in MAY_INCLUDE[folder]:
            found.append(target)
    return found


class IncludeDirection(unittest.TestCase):
    def test_no_include_points_against_the_direction(self):
        wrong = {}
        for folder in MAY_INCLUDE:
            self.assertTrue(sources(folder), f"no sources in {folder}: does this test look in the right place?")
            for path in sources(folder):
                if found := violations(folder, path.read_text(encoding="utf-8")):
                    wrong[str(path.relative_to(ROOT))] = found
        self.assertEqual(wrong, {})

    def test_an_include_against_the_direction_would_be_seen(self):
        self.assertEqual(violations("schemas", '#include "gateway/main.h"\n#include "schemas/fault.h"\n'), ["gateway/main.h"])
        self.assertEqual(violations("simulator", '#include "gateway/main.h"\n'), ["gateway/main.h"])

    def test_mapping_is_pure(self):
        """No sockets, no clock, no database, no file in mapping."""
        forbidden = re.compile(r"#include\s+<(fstream|iostream|thread|mutex|random|filesystem|sys/|curl|soci|openssl|boost/asio)|system_clock::now|steady_clock")
        for path in sources("mapping"):
            self.assertIsNone(forbidden.search(path.read_text(encoding="utf-8")), path)


if __name__ == "__main__":
    unittest.main()
