"""Each statement with a fixed text is one that PostgreSQL can make ready, in the schema that the migrations make."""
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import cluster  # noqa: E402

STORE = pathlib.Path(__file__).resolve().parents[2] / "gateway"
NAMED = re.compile(r'\{\s*"([a-z_]+(?:\.[a-z_]+)+)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\}')
# SQLite's own, and what stands aside in a store of a former version.
OF_SQLITE = re.compile(r"\b(PRAGMA|former_\w+)")


def statements():
    found = {}
    for path in sorted(set(STORE.rglob("*.cpp")) - {STORE / "store/engine/sqlite.cpp"}):
        for name, text in NAMED.findall(path.read_text(encoding="utf-8")):
            found[name] = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"')
    return {name: text for name, text in found.items() if re.match(r"[A-Z(]", text) and not OF_SQLITE.search(text)}


def numbered(text):
    """Parameters as PostgreSQL names them."""
    names = []

    def number(match):
        name = match.group(0)
        if name == "?":
            names.append(len(names))
            return f"${len(names)}"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"
    return re.sub(r"(?<![:\w]):[a-z_]+|\?", number, text)


class Statements(unittest.TestCase):
    def test_all_can_be_made_ready(self):
        server = cluster.Server(fsync="off")
        self.addCleanup(server.close)
        for file in sorted((STORE / "store/engine/migrations_postgres").glob("*.sql")):
            subprocess.run(["psql", server.conninfo, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file], check=True, capture_output=True)
        all_of_them = statements()
        self.assertGreater(len(all_of_them), 200)
        script = "".join(f"\\echo {name}\nPREPARE s{place} AS {numbered(text)};\n" for place, (name, text) in enumerate(all_of_them.items()))
        done = subprocess.run(["psql", server.conninfo, "-X", "-q"], input=script, capture_output=True, text=True)
        wrong = [line for line in done.stderr.splitlines() if "ERROR" in line]
        self.assertEqual(wrong, [], done.stderr[-4000:])


if __name__ == "__main__":
    unittest.main()
