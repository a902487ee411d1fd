"""The documentation as a site: it builds without a warning, no link in it is dead, and reading it asks nothing of a network."""
import html.parser
import pathlib
import subprocess
import sys
import tempfile
import unittest
from urllib.parse import unquote, urlsplit

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Page(html.parser.HTMLParser):
    def __init__(self, file):
        super().__init__()
        self.ids, self.links, self.fetched = set(), [], []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.ids.update(told[name] for name in ("id", "name") if told.get(name) and (name == "id" or tag == "a"))
        for name in ("href", "src", "srcset", "data", "action", "poster"):
            if (value := told.get(name)) is not None:
                # What a reader may follow, against what a browser fetches by itself. A canonical link is neither.
                (self.links if tag == "a" else self.fetched).append(value)


class Site(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.place = pathlib.Path(place.name) / "site"
        cls.done = subprocess.run([ROOT / "scripts/docs", "--output", cls.place], capture_output=True, text=True)
        cls.pages = {file.relative_to(cls.place): Page(file) for file in cls.place.rglob("*.html")}

    def test_it_builds_strictly(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout + self.done.stderr)
        self.assertEqual(self.done.stderr, "", "a warning")
        self.assertGreater(len(self.pages), 30)

    def test_no_link_is_dead(self):
        faults = []
        for path, page in self.pages.items():
            if path.name == "404.html":
                continue  # its links begin at the root of a server
            for target in page.links + page.fetched:
                parts = urlsplit(target)
                if parts.scheme or parts.netloc:
                    continue
                to = (self.place / path.parent / unquote(parts.path)).resolve() if parts.path else self.place / path
                if to.is_dir():
                    to = to / "index.html"
                inside = self.pages.get(to.relative_to(self.place)) if self.place.resolve() in to.resolve().parents else None
                if not to.exists():
                    faults.append(f"{path}: {target}")
                elif parts.fragment and inside and unquote(parts.fragment) not in inside.ids and not unquote(parts.fragment).startswith("__"):
                    faults.append(f"{path}: {target} (no such place in the page)")
        self.assertEqual(faults, [])

    def test_reading_it_asks_nothing_of_a_network(self):
        for path, page in self.pages.items():
            self.assertEqual([target for target in page.fetched if urlsplit(target).scheme not in ("", "data") or urlsplit(target).netloc], [], path)
        for file in self.place.rglob("*.css"):
            text = file.read_text(encoding="utf-8")
            self.assertNotIn("@import", text, file)
            self.assertNotRegex(text, r"url\(\s*['\"]?(https?:)?//", str(file))

    def test_one_can_search_in_it(self):
        text = (self.place / "search/search_index.json").read_text(encoding="utf-8")
        for word in ("previoussequence", "intrekkingslijst", "receiver"):
            self.assertIn(word, text)


if __name__ == "__main__":
    if subprocess.run([ROOT / "scripts/docs", "--help"], capture_output=True).returncode == 0 and \
            subprocess.run(["sh", "-c", "command -v mkdocs && test -d /usr/share/mkdocs/themes/material"], capture_output=True).returncode:
        print("mkdocs is not there: scripts/install-deps --docs")
        sys.exit(77)
    unittest.main()
