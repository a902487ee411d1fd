"""The words of the exchange log (outcome, feed, direction) stand in gateway/log/words.h alone; the operator's guide explains
every outcome, and the monitor offers no word that the log does not know."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = ("direction", "feed", "outcome")
# Rooms that lie below the log have words of their own.
BELOW = ("gateway/base/", "gateway/wishes/", "gateway/openapi/", "gateway/store/", "gateway/config/", "gateway/log/words.h")
# The same word for something else.
HOMONYMS = {
    "gateway/cli/brp.cpp": {"brp"},  # a command
    "gateway/cli/doctor.cpp": {"fout"},  # how many
    "gateway/cli/fsc.cpp": {"fout"},  # a member of what it tells
    "gateway/cli/log_format.cpp": {"gateway"},  # the name of the application's log
    "gateway/cli/log_look.cpp": {"fout"},  # a label
    "gateway/cli/model.cpp": {"beheer", "taalschool"},  # contracts
    "gateway/cli/sync.cpp": {"duo", "brp"},  # whom it asks
    "gateway/cli/taalschool.cpp": {"taalschool"},  # a command
    "gateway/cli/translate.cpp": {"brp", "taalschool"},  # what is translated
    "gateway/cli/translations.cpp": {"duo"},
    "gateway/cli/wiring.cpp": {"beheer"},  # a socket
    "gateway/doctor/doctor.cpp": {"fout"},  # a verdict
    "gateway/doctor/store.cpp": {"gateway"},  # what runs
    "gateway/exchange/ask.h": {"duo"},  # who is asked
    "gateway/http/abonnementen.cpp": {"afnemer"},  # a member of a subscription
    "gateway/http/taalschool_openapi.cpp": {"ingetrokken"},  # how a row stands
    "gateway/http/taalschool_rows.cpp": {"verwerkt", "ingetrokken"},
    "gateway/identity/revocation.cpp": {"ingetrokken"},  # what a responder says of a certificate
    "gateway/meldingen/verdict.cpp": {"geweigerd", "onzeker"},  # rules of faults
    "gateway/operator/openapi.cpp": {"voltooid"},  # how a synchronisation stands
    "gateway/operator/operator.cpp": {"beheer"},  # a cookie
    "gateway/questions/asker.cpp": {"uitgesteld"},  # a rule of a fault
    "gateway/subscriptions/openapi.cpp": {"beheer"},  # who made a subscription
}
WORDS_H = (ROOT / "gateway/log/words.h").read_text(encoding="utf-8")


def part(kind):
    return re.search(rf"namespace {kind} \{{(.*?)\}}  // namespace {kind}", WORDS_H, re.DOTALL).group(1)


def constants(kind):
    return dict(re.findall(r'std::string_view (\w+) = "([^"]+)";', part(kind)))


def listed(kind, name="all"):
    names = re.search(rf"std::array {name}\{{(.*?)\}};", part(kind), re.DOTALL).group(1)
    return [constants(kind)[each.strip()] for each in names.split(",")]


ALL = {word for kind in KINDS for word in constants(kind).values()}


def strewn(text):
    """Words as literals; what opens a pair of braces or stands between brackets is the name of a member, and the name
    of a rule is one of those that are registered (mapping/rule.h), or it does not compile."""
    code = re.sub(r"//.*", "", text)
    return {word for before, word in re.findall(r'([{\[]\s*|rule\()?"([a-z-]+)"', code) if word in ALL and not before}


class Words(unittest.TestCase):
    maxDiff = None

    def test_stand_in_one_place(self):
        found = {}
        for path in (ROOT / "gateway").rglob("*"):
            place = str(path.relative_to(ROOT))
            if path.suffix in (".h", ".cpp") and not place.startswith(BELOW):
                if words := strewn(path.read_text(encoding="utf-8")):
                    found[place] = words
        self.assertEqual(found, HOMONYMS, "take the word from gateway/log/words.h; or, when it is another word, name it here")

    def test_a_strewn_word_would_be_seen(self):
        for text in ('entry.outcome = "verwerkt";', 'x == "uit"', 'new_entry("in", feed::duo, kind)', 'a ? "afgeleverd" : b'):
            self.assertTrue(strewn(text), text)
        for text in ('json::object{{"verwerkt", 3}}', 'file["verwerkt"]', '// "uit"', '"uitgesteld werk"'):
            self.assertFalse(strewn(text), text)

    def test_are_all_listed_and_all_said(self):
        code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "gateway").rglob("*.cpp")) + "".join(
            path.read_text(encoding="utf-8") for path in (ROOT / "gateway").rglob("*.h") if path.name != "words.h")
        for kind in KINDS:
            self.assertEqual(listed(kind), list(dict.fromkeys(constants(kind).values())))
            for name in constants(kind):
                self.assertRegex(code, rf"\b{kind}::{name}\b", "a word that nobody says goes")

    def test_the_operators_guide_explains_every_outcome(self):
        guide = (ROOT / "docs/beheer.md").read_text(encoding="utf-8")
        table = re.search(r"### Uitkomsten\n\n.*?\n\n", guide, re.DOTALL).group(0)
        explained = [word for row in re.findall(r"^\| ([a-z-]+(?:, [a-z-]+)*) \|", table, re.MULTILINE)[1:] for word in row.split(", ")]
        self.assertEqual(sorted(explained), sorted(listed("outcome")))

    def test_the_monitor_offers_what_there_is(self):
        page = (ROOT / "monitor/src/paginas/berichten.ts").read_text(encoding="utf-8")
        outcomes = re.search(r"const uitkomsten = \[(.*?)\]", page).group(1)
        self.assertLessEqual(set(re.findall("'(.*?)'", outcomes)), set(listed("outcome")))
        self.assertIn(", ".join(f"'{word}'" for word in listed("feed")), page)


if __name__ == "__main__":
    unittest.main()
