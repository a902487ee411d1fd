"""What only one node does at a time is written under its lease: in the rooms that work by themselves, each write says so."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ("delivery", "questions", "meldingen", "schedule", "logboek", "siem")
WRITE = re.compile(r"(?:pipeline_?|writer_?)(?:\.|->)(submit|record|record_all|transact|conclude|note|run|take|take_together)\(")
# Written by whoever does it, on each node: it is true of that node, or it may be written twice.
BY_EACH = {
    "gateway/schedule/list_fetcher.cpp": 1,  # each node fetches revocation lists for itself, and tells of its own
    "gateway/schedule/log_keeper.cpp": 2,  # what is wiped from its files, and certificates of its own
    "gateway/siem/stream.cpp": 1,  # where it begins, the first time
    "gateway/meldingen/uren.cpp": 0,
}


def writes(text):
    """Of each write: its line, and what stands in its parentheses."""
    for match in WRITE.finditer(text):
        depth, at = 1, match.end()
        while depth and at < len(text):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        yield text[:match.start()].count("\n") + 1, text[match.end():at]


class Leases(unittest.TestCase):
    def test_each_write_is_under_one(self):
        wrong, seen = [], 0
        for room in ROOMS:
            for path in sorted((ROOT / "gateway" / room).glob("*.cpp")):
                place = str(path.relative_to(ROOT))
                bare = []
                for line, inside in writes(path.read_text(encoding="utf-8")):
                    seen += 1
                    if "under(" not in inside:
                        bare.append(f"{place}:{line}")
                if len(bare) != BY_EACH.get(place, 0):
                    wrong += bare or [f"{place}: fewer than are listed here"]
        self.assertEqual(wrong, [])
        self.assertGreater(seen, 12)

    def test_would_be_seen(self):
        self.assertEqual([line for line, inside in writes("a();\npipeline_.transact([](auto& sql) { x(sql); });") if "under(" not in inside], [2])
        self.assertEqual([line for line, inside in writes("writer_.run(exchange::under(lease, [](auto& sql) {}));") if "under(" not in inside], [])


if __name__ == "__main__":
    unittest.main()
