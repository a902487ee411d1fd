"""What the files show to who has them and not the key: no number, name or date of birth in whatever guise, nothing by which
the rows of two gemeenten about one person can be laid side by side, and no column that docs/beheer.md does not explain."""
import base64
import hashlib
import json
import pathlib
import re
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, MIRIAM, ROOT, STRANGER, UTRECHT, House, deelname, invented, kennisgeving, meting, wait_for  # noqa: E402

KVS = "afnemer-0518-client"
CHAIN = {("log", "hash"), ("log", "previous_hash")}  # each entry names the one before it, of whichever gemeente
# Known to both gemeenten, with all that a BRP tells.
PERSONS = {bsn: (name, f"19{year}0{month}1{month}") for month, (bsn, name, year) in
           enumerate(zip([MIRIAM, *invented(5)], ["Tesfaldet", "Weldegabriel", "Oleksandrenko", "Abdirahmanova", "Kebedechristos", "Habtemariamsen"],
                         ["71", "68", "83", "90", "55", "94"]), start=1)}


def guises(fact):
    """The ways in which a fact stands somewhere in clear: as it is, in hexadecimal, and in base64 wherever it begins there."""
    raw = fact.encode()
    yield raw
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for lead in range(3):
        text = base64.b64encode(b"\0" * lead + raw)
        yield text[-(-lead * 8 // 6):(lead + len(raw)) * 8 // 6]  # the characters that depend on the fact alone


def digests(fact):
    """What someone would try who guesses that a digest stands there."""
    for text in (fact, f"bsn:{fact}", f'{{"bsn":"{fact}"}}', f'["{fact}"]', f'"{fact}"'):
        for algorithm in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "sha3_256"):
            digest = hashlib.new(algorithm, text.encode()).digest()
            yield digest
            yield digest.hex().encode()
            yield base64.b64encode(digest).rstrip(b"=")


def facts():
    for bsn, (name, born) in PERSONS.items():
        yield from (bsn, name, born, f"{born[:4]}-{born[4:6]}-{born[6:]}", f"{born[6:]}-{born[4:6]}-{born[:4]}")


class StoreShows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house = House(party={"BRP": {"gemeenten": ["0518", "0344"]}})
        cls.addClassCleanup(house.close)
        house.start_all()
        for number, (bsn, (name, born)) in enumerate(PERSONS.items()):
            for tenant, code in ((DEN_HAAG, "0518"), (UTRECHT, "0344")):
                assert house.notify("SS101", bsn=bsn, doel=tenant).status == 201
            wait_for(lambda: house.questions() == 0)
            for tenant, code in ((DEN_HAAG, "0518"), (UTRECHT, "0344")):
                content = f"<BG:geslachtsnaam>{name}</BG:geslachtsnaam><BG:geboortedatum>{born}</BG:geboortedatum>"
                assert house.stuf(kennisgeving(bsn=bsn, content=content, ontvanger=tenant, zender=code)).status == 200
                told = {"gemeentecode": code, "bsn": bsn}
                assert house.push("deelnames", deelname(kenmerk=f"D-{code}-{number}", **told), "taalschool-2-client").status == 201
                assert house.push("voortgangsmetingen", meting(kenmerk=f"V-{code}-{number}", **told), "taalschool-2-client").status == 201
        # A row that is refused, one that is withdrawn, a repeat, a list of persons, and one who only stands in what went wrong.
        assert house.push("voortgangsmetingen", meting(kenmerk="fout", meetdatum=MIRIAM), "taalschool-2-client").status in (400, 422)
        assert house.call("DELETE", "/taalschool/v1/voortgangsmetingen/V-0518-1", name="taalschool-2-client").status == 200
        for _ in range(2):
            house.notify("SS101", berichtId="6f1c1e7e-0000-4000-8000-000000000001")
        assert house.notify("SS101", bsn=STRANGER).status == 201
        house.notify(body='{"gebeurtenisId": "' + MIRIAM + '"}')
        # A receiver that is away: what is about it stays in the queue.
        house.stop("afnemer-0344")
        house.call("POST", "/gemeente/v1/abonnementen", json.dumps(
            {"id": "lijst", "gemeenten": ["0518"], "url": f"https://127.0.0.1:{house.den_haag_port}/e", "personen": "lijst"}),
            {"Content-Type": "application/json"}, KVS)
        listed = house.call("POST", "/gemeente/v1/abonnementen/lijst/personen", json.dumps({"toevoegen": list(PERSONS)}), {"Content-Type": "application/json"}, KVS)
        assert listed.status == 200, listed.body
        found = house.operator("/beheer/v1/personen", {"gemeente": "0518", "bsn": MIRIAM})
        assert found.status in (200, 404), found.body
        assert house.notify("SS113", bsn=MIRIAM, doel=UTRECHT).status == 201
        wait_for(lambda: house.questions() == 0)

    def files(self):
        """All that the gateway wrote, but its configuration and keys; open as it is, with what is in the WAL and in free pages."""
        return [file for file in self.house.dir.rglob("*") if file.is_file() and file.parent.name == "store" or file.name == "gateway.log"]

    def database(self):
        return sqlite3.connect(f"file:{self.house.dir}/store/gateway.db?mode=ro", uri=True)

    def columns(self, database):
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
            yield table, [row[1] for row in database.execute(f"PRAGMA table_info({table})")]

    def test_no_number_name_or_date_of_birth_stands_in_a_file_in_any_guise(self):
        files = self.files()
        self.assertIn("gateway.db-wal", [file.name for file in files], "the store is looked at while it is in use")
        contents = {file.name: file.read_bytes() for file in files}
        self.assertGreater(len(contents["gateway.db"]) + len(contents["gateway.db-wal"]), 300_000)
        for fact in facts():
            for needle in [*guises(fact), *digests(fact)]:
                for name, content in contents.items():
                    self.assertNotIn(needle, content, f"{name}: {fact} as {needle}")

    def test_the_search_finds_what_is_there(self):
        events = (self.house.dir / "afnemer-0518.jsonl").read_bytes()
        name, born = PERSONS[MIRIAM]
        for fact in (MIRIAM, name, f"{born[:4]}-{born[4:6]}-{born[6:]}"):
            self.assertTrue(any(needle in events for needle in guises(fact)), f"{fact} was told to who subscribed")
        for lead in range(4):
            hidden = base64.b64encode(b"x" * lead + MIRIAM.encode() + b"yz")
            self.assertTrue(any(needle in hidden for needle in guises(MIRIAM)), hidden)
        self.assertIn(hashlib.sha256(MIRIAM.encode()).digest(), list(digests(MIRIAM)))

    def test_two_gemeenten_have_nothing_in_common_by_which_a_person_is_known_again(self):
        database = self.database()
        self.addCleanup(database.close)
        sides = {DEN_HAAG: {}, UTRECHT: {}}
        for table, columns in self.columns(database):
            if "tenant" not in columns:
                continue
            for tenant, found in sides.items():
                for row in database.execute(f"SELECT * FROM {table} WHERE tenant = ?", (tenant,)):
                    for column, value in zip(columns, row):
                        if (table, column) in CHAIN:
                            continue
                        # What is random, hashed or sealed; what both of them share by nature (an OIN, a kind, a subject) is not.
                        text = value if isinstance(value, bytes) else str(value).encode()
                        if isinstance(value, bytes) and len(value) >= 12 or re.fullmatch(rb"[0-9a-f-]{16,}", text) and not re.fullmatch(rb"[0-9-]+", text):
                            found.setdefault(text, f"{table}.{column}")
        self.assertGreater(min(len(found) for found in sides.values()), 150)
        common = {sides[DEN_HAAG][value]: sides[UTRECHT][value] for value in sides[DEN_HAAG].keys() & sides[UTRECHT].keys()}
        self.assertEqual(common, {})
        of_gemeenten = {row[0] for row in database.execute("SELECT number_hash FROM dossier_number")}
        of_lists = {row[0] for row in database.execute("SELECT number_hash FROM subscription_person")}
        self.assertEqual((len(of_lists), of_lists & of_gemeenten), (len(PERSONS), set()))

    def test_beheer_explains_each_column_of_the_store(self):
        text = (ROOT / "docs" / "beheer.md").read_text()
        told = {}
        for row in re.findall(r"^\| `(\w+)` \|(.*)$", text, re.MULTILINE):
            told.setdefault(row[0], set()).update(re.findall(r"`(\w+)`", row[1]))
        database = self.database()
        self.addCleanup(database.close)
        there = {table: set(columns) for table, columns in self.columns(database)}
        self.assertEqual({table: columns - told.get(table, set()) for table, columns in there.items() if columns - told.get(table, set())}, {}, "not explained")
        self.assertEqual({table: told[table] - there.get(table, set()) for table in told if told[table] - there.get(table, set())}, {}, "explained, and not there")


if __name__ == "__main__":
    unittest.main()
