"""The documentation where the source is read: links lead somewhere, pages in two languages are in step, the house is drawn as it is,
and each page can be found."""
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def text_of(page):
    return page.read_text(encoding="utf-8")


def anchors(page):
    """As the places where sources are read make them of headings: letters, digits and hyphens, in lower case."""
    seen, found = {}, set()
    for heading in re.findall(r"^#+ +(.*?)\s*$", CODE.sub("", text_of(page)), re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
        slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        found.add(slug if count == 0 else f"{slug}-{count}")
    return found


def dead(page):
    """Links of a page that lead nowhere."""
    for target in LINK.findall(re.sub(r"`[^`\n]*`", "", CODE.sub("", text_of(page)))):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        to = (page.parent / path).resolve() if path else page
        if not to.exists() or ROOT not in to.parents:
            yield target
        elif anchor and to.suffix == ".md" and anchor not in anchors(to):
            yield target


def shape(page):
    """Levels of headings, rows of tables, items of lists and blocks of code, in order: what two languages share."""
    text = text_of(page)
    kinds = []
    for part in re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL):
        if part.startswith("```"):
            kinds.append(part)
            continue
        for line in part.split("\n"):
            if found := re.match(r"(#+ |\| |- |\d+\. |\*\*)", line):
                kinds.append(found.group(1).strip())
    return kinds


class Docs(unittest.TestCase):
    maxDiff = None

    def test_links_lead_somewhere(self):
        self.assertGreater(len(PAGES), 20)
        self.assertEqual({str(page.relative_to(ROOT)): found for page in PAGES if (found := list(dead(page)))}, {})

    def test_pages_in_two_languages_are_in_step(self):
        pairs = sorted((DOCS / "en").glob("*.md"))
        self.assertGreaterEqual(len(pairs), 2)
        for english in pairs:
            dutch = DOCS / english.name
            self.assertTrue(dutch.exists(), f"docs/en/{english.name} has the name of the Dutch page")
            self.assertEqual(shape(dutch), shape(english), f"docs/{english.name} and docs/en/{english.name} have other headings, rows, items or code: change both")
            self.assertIn(f"(../{english.name})", text_of(english), "it leads to the Dutch page")

    def test_each_page_is_named_where_one_looks(self):
        named = {(DOCS / target.split("#")[0]).resolve() for target in LINK.findall(text_of(DOCS / "README.md"))}
        named |= {(DOCS / "besluiten" / target).resolve() for target in LINK.findall(text_of(DOCS / "besluiten/README.md"))}
        self.assertEqual([str(page.relative_to(ROOT)) for page in PAGES if page not in named and page != DOCS / "README.md"], [])

    def test_each_decision_has_its_parts_on_one_page(self):
        for page in sorted((DOCS / "besluiten").glob("*.md")):
            if page.name == "README.md":
                continue
            self.assertEqual(re.findall(r"^## (.*)$", text_of(page), re.MULTILINE), ["Waar het om ging", "Besluit", "Wat het kost", "Wat dit zou veranderen"], page.name)
            self.assertLess(len(text_of(page)), 3500, f"{page.name} is more than a page")

    def test_the_house_is_drawn_as_it_is(self):
        done = subprocess.run([ROOT / "scripts/architecture", "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_licence_is_told_where_one_looks(self):
        self.assertTrue(text_of(ROOT / "LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2"))
        for file in ("README.md", "CONTRIBUTING.md", "docs/licenties.md", "CMakeLists.txt", "monitor/package.json", "scripts/sbom"):
            self.assertIn("EUPL-1.2", text_of(ROOT / file), file)


class TheJudge(unittest.TestCase):
    def test_an_anchor_is_made_as_elsewhere(self):
        page = ROOT / "docs/afnemers.md"
        self.assertLessEqual({"twee-bronnen-één-veld", "1-een-ontvanger", "versies"}, anchors(page))

    def test_a_dead_link_is_seen(self):
        page = DOCS / "README.md"
        self.assertEqual(LINK.findall("[a](b.md) en [c `d`](e.md#f)"), ["b.md", "e.md#f"])
        self.assertNotIn("niets", anchors(page))


if __name__ == "__main__":
    unittest.main()
