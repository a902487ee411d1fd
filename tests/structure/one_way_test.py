"""What has one way in the house is done that way: why the system would not, how many of something there are, how a file that somebody
names is read."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ("adapters", "commandline", "gateway", "mapping", "schemas", "simulator")


def code():
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".h", ".cpp"):
                yield str(path.relative_to(ROOT)), re.sub(r"//.*", "", path.read_text(encoding="utf-8"))


def places(pattern, besides=()):
    return sorted(f"{place}: {found.group()}" for place, text in code() if not any(place.startswith(each) for each in besides) for found in re.finditer(pattern, text))


REASON = r"\bstrerror\(|(generic|system)_category\(\)\.message|\bgai_strerror\("
PLURAL = r'== 1 \? " ?[a-z]+" : " ?[a-z]+"'
BARE_PLURAL = r'(size\(\)\)?|to_string\([^()]*\)) ?(<<|\+) ?" (gemeenten|partijen|abonnementen|rijen|regels|berichten|gebeurtenissen|dossiers|dagen)\b'
# What the simulator is given; an archive of any size; what the system itself keeps; what the gateway wrote itself and reads back.
STREAMS = {"simulator/", "gateway/cli/who.cpp", "gateway/doctor/machine.cpp", "gateway/store/archive.cpp", "gateway/store/archive.h", "gateway/store/engine/lock.cpp", "gateway/store/page_file.h",
           "gateway/store/put_back.cpp", "gateway/store/engine/wal.cpp",
           "gateway/uitvoer/uitvoer.cpp"}


class OneWay(unittest.TestCase):
    def test_why_the_system_would_not_is_said_by_reason_of(self):
        self.assertEqual(places(REASON, {"schemas/reason.cpp"}), [], "use schemas::reason_of: Dutch where an operator reads it")

    def test_a_number_of_things_is_said_by_counted(self):
        self.assertEqual(places(PLURAL), [], "use schemas::counted")
        self.assertEqual(places(BARE_PLURAL), [], 'use schemas::counted: "1 gemeenten" is no Dutch')

    def test_a_file_that_somebody_names_is_read_by_the_small_reader(self):
        self.assertEqual(places(r"\bifstream\b|\bLoadFile\b", STREAMS), [], "use schemas::read_small_file: it never waits for a pipe")

    def test_what_is_wrong_would_be_seen(self):
        for pattern, text in ((REASON, "std::strerror(errno)"), (PLURAL, 'count == 1 ? " dag" : " dagen"'), (BARE_PLURAL, 'std::to_string(config.size()) + " gemeenten'),
                              (BARE_PLURAL, 'list.size() << " rijen"')):
            self.assertTrue(re.search(pattern, text), text)


if __name__ == "__main__":
    unittest.main()
