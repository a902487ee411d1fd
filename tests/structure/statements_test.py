"""Statements stand in gateway/store and gateway/log, and what one engine alone understands in gateway/store/engine."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
STATEMENT = re.compile(r'"[^"]*\b(SELECT\b[^"]*\bFROM\b|SELECT \w+|INSERT INTO|INSERT OR|UPDATE \w+ SET|DELETE FROM|BEGIN IMMEDIATE|SAVEPOINT|ROLLBACK TO|PRAGMA)')
OF_ONE_ENGINE = re.compile(r'"[^"]*\b(PRAGMA|rowid|AUTOINCREMENT|sqlite_master|pg_\w+|LISTEN|NOTIFY|current_schema)\b')
STEERED = re.compile(r'"[^"]*[ (]\+[a-z_.]+ *(=|<|>|IN\b|IS\b)')
NAME = re.compile(r'\{"([a-z_]+(?:\.[a-z_]+)+)",')
NO_TARGET = re.compile(r"ON CONFLICT\s+\"?\s*\"?DO\b")


def lines_with(pattern, text):
    return [text[: match.start()].count("\n") + 1 for match in pattern.finditer(text)]


def found(pattern, but_not):
    wrong = []
    for path in sorted((ROOT / "gateway").rglob("*")):
        place = str(path.relative_to(ROOT))
        if path.suffix in (".h", ".cpp") and not place.startswith(but_not):
            wrong += [f"{place}:{line}" for line in lines_with(pattern, path.read_text(encoding="utf-8"))]
    return wrong


class Statements(unittest.TestCase):
    def test_stand_in_the_rooms_that_keep_rows(self):
        self.assertEqual(found(STATEMENT, ("gateway/store/", "gateway/log/")), [])

    def test_of_one_engine_stand_with_the_engine(self):
        self.assertEqual(found(OF_ONE_ENGINE, ("gateway/store/engine/",)), [])

    def test_do_not_steer_one_engine(self):
        self.assertEqual(found(STEERED, ("gateway/store/engine/",)), [], "a + before a column keeps one engine from an index")

    def test_say_which_conflict_they_mean(self):
        self.assertEqual(found(NO_TARGET, ("gateway/none/",)), [])

    def test_that_fail_damage_nothing(self):
        # What cannot be opened is damaged; that keys or rows cannot be read for a moment is not.
        wrong = []
        for path in sorted((ROOT / "gateway").rglob("*.cpp")):
            text = path.read_text(encoding="utf-8")
            for match in re.finditer(r"catch \(const std::runtime_error&\)", text):
                if "catch (const store::Unavailable&) {" not in text[:match.start()][-200:] and "catch (const Unavailable&) {" not in text[:match.start()][-200:]:
                    wrong.append(f"{path.relative_to(ROOT)}:{text[:match.start()].count(chr(10)) + 1}")
        self.assertEqual(wrong, [])

    def test_would_be_seen(self):
        for text in ('sql.run("DELETE FROM log")', 'sql.one<int>("SELECT 1 FROM log")', 'run("UPDATE lane SET due = 1")', 'x = "INSERT INTO body (a)"'):
            self.assertTrue(lines_with(STATEMENT, text), text)
        for text in ('if (method == "DELETE")', 'say("SELECTIE")'):
            self.assertFalse(lines_with(STATEMENT, text), text)
        self.assertTrue(lines_with(OF_ONE_ENGINE, 'run("PRAGMA user_version")'))
        self.assertTrue(lines_with(STEERED, '" WHERE id > :a AND +tenant = :tenant"'))
        self.assertFalse(lines_with(STEERED, '"SET waiting = waiting + :waiting WHERE id = :id"'))
        self.assertTrue(lines_with(NO_TARGET, '" ON CONFLICT DO NOTHING"'))
        self.assertTrue(lines_with(NO_TARGET, '" ON CONFLICT "\n      "DO NOTHING"'))

    def test_have_a_name_each(self):
        # That each has one the compiler sees to.
        names = [name for room in ("store", "log") for path in (ROOT / "gateway" / room).rglob("*.*") if path.suffix in (".h", ".cpp")
                 for name in NAME.findall(path.read_text(encoding="utf-8"))]
        self.assertGreater(len(names), 200)
        self.assertEqual(sorted(name for name in set(names) if names.count(name) > 1), [], "one name for two statements")

    def test_migrations_are_numbered_without_gaps(self):
        numbers = [int(path.name[:4]) for path in sorted((ROOT / "gateway/store/engine/migrations").glob("*.sql"))]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))


if __name__ == "__main__":
    unittest.main()
