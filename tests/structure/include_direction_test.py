"""Dependencies point one way: schemas <- adapters <- mapping <- gateway; the simulator uses all but the gateway. Inside the
gateway a room includes only what lies on floors below its own, in the order that gateway/CMakeLists.txt states."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAY_INCLUDE = {
    "schemas": {"schemas"},
    "adapters": {"schemas", "adapters"},
    "mapping": {"schemas", "adapters", "mapping"},
    "commandline": {"schemas", "commandline"},
    "gateway": {"schemas", "adapters", "mapping", "commandline", "gateway"},
    "simulator": {"schemas", "adapters", "mapping", "commandline", "simulator"},
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


def floors():
    """The floor of each room of the gateway; main.cpp and what stands beside it is above all."""
    listed = re.search(r"set\(floors\n(.*?)\)", (ROOT / "gateway/CMakeLists.txt").read_text(encoding="utf-8"), re.DOTALL).group(1)
    return {room: floor for floor, rooms in enumerate(re.findall(r'"([^"]+)"', listed)) for room in rooms.split()}


def room_of(path):
    return path.parts[1] if len(path.parts) > 2 else None


def against_the_floors(room, text):
    known = floors()
    top = max(known.values()) + 1
    own = known[room] if room else top
    there = [target for target in INCLUDE.findall(text) if target.startswith("gateway/")]
    return [target for target in there if room_of(pathlib.Path(target)) != room and known.get(room_of(pathlib.Path(target)), top) >= own]


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

    def test_the_rooms_of_the_gateway_keep_to_their_floors(self):
        self.assertEqual({path.name for path in (ROOT / "gateway").iterdir() if path.is_dir()}, set(floors()), "each folder of the gateway stands in the list of floors")
        wrong = {}
        for path in sources("gateway"):
            if found := against_the_floors(room_of(path.relative_to(ROOT)), path.read_text(encoding="utf-8")):
                wrong[str(path.relative_to(ROOT))] = found
        self.assertEqual(wrong, {})

    def test_an_include_of_a_room_above_or_beside_would_be_seen(self):
        self.assertGreaterEqual(max(floors().values()), 9)
        self.assertEqual(against_the_floors("store", '#include "gateway/config/config.h"\n#include "gateway/base/turns.h"\n'), ["gateway/config/config.h"])
        self.assertEqual(against_the_floors("delivery", '#include "gateway/questions/asker.h"\n#include "gateway/exchange/ask.h"\n'), ["gateway/questions/asker.h"])
        self.assertEqual(against_the_floors("store", '#include "gateway/wipe.h"\n'), ["gateway/wipe.h"], "what stands beside main is main's")

    def test_mapping_is_pure(self):
        """No sockets, no clock, no database, no file in mapping."""
        forbidden = re.compile(r"#include\s+<(fstream|iostream|thread|mutex|random|filesystem|sys/|curl|soci|openssl|boost/asio)|system_clock::now|steady_clock")
        for path in sources("mapping"):
            self.assertIsNone(forbidden.search(path.read_text(encoding="utf-8")), path)


if __name__ == "__main__":
    unittest.main()
