"""The gateway asks a BRP: about new dossiers, on changes, by either way; and keeps only what concerns a gemeente."""
import datetime
import json
import pathlib
import subprocess
import sys
import unittest
from zoneinfo import ZoneInfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import BRP, DEN_HAAG, GATEWAY, MIRIAM, ROOT, SIMULATOR, STRANGER, UTRECHT, House, kennisgeving, wait_for  # noqa: E402

PERSONS = json.loads((ROOT / "simulator/fixtures/brp.json").read_text())
ALWAYS_DELIVERED = {"geheimhoudingPersoonsgegevens", "inOnderzoek", "opschortingBijhouding", "rni", "verificatie"}


class BrpHouse(House):
    def __init__(self, wijze="personen", volgen=True, gemeenten=("0518",), **settings):
        super().__init__(brp=[{"wijze": wijze, "volgen": volgen, "gemeenten": list(gemeenten)} | settings.pop("source", {})], **settings)

    def start_all(self):
        self.start_brp()
        return super().start_all()

    def tell_brp(self, bsn, **changes):
        self.behave(f"/simulator/personen/{bsn}", PERSONS[bsn] | changes, port=self.brp_port)

    def persons(self, code="0518"):
        return [event for event in self.events(code) if event["data"]["objecttype"] == "Persoon"]

    def kinds(self, code="0518"):
        return {event["data"]["objecttype"] for event in self.events(code)}

    def outcomes(self, kind):
        return [entry["uitkomst"] for entry in self.log() if entry["soort"] == kind]

    def sync(self, *arguments):
        done = subprocess.run([GATEWAY, "sync", "run", "brp", "--config", self.config, "--gemeente", "0518", *arguments], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done


def moved(gemeente="0344", day="2026-11-15"):
    return {"gemeenteVanInschrijving": {"code": gemeente, "omschrijving": "elders"}, "datumInschrijvingInGemeente": {"type": "Datum", "datum": day, "langFormaat": day}}


class EitherWay:
    """What holds for the Personen API and for npsLv01 alike."""

    def setUp(self):
        self.house = BrpHouse(self.WIJZE).start_all()
        self.addCleanup(self.house.close)

    def test_a_new_dossier_fetches_the_person_and_is_followed(self):
        house = self.house
        house.know(MIRIAM)
        [event] = house.persons()
        person = event["data"]["object"]
        self.assertEqual((person["geslachtsnaam"], person["geboortedatum"], person["gemeenteVanInschrijving"]), ("Tesfay", "1992", "0518"))
        self.assertEqual((person["verblijfsadres"]["postcode"], person["verblijfsadres"]["huisnummer"]), ("2517BE", 120))
        self.assertEqual(person["verblijfstitel"], "26")
        self.assertIn("Nationaliteit", house.kinds())
        self.assertEqual(house.ask(house.brp_port, "GET", f"/volgindicaties/{MIRIAM}").json["burgerservicenummer"], MIRIAM)
        self.assertEqual(house.outcomes("brp-persoon"), ["verwerkt"])
        self.assertNotIn("kinderen", json.dumps(house.events()))

    def test_only_who_changed_is_fetched_again_and_only_what_changed_is_told(self):
        house = self.house
        house.know(MIRIAM, "999997713")
        before = len(house.events())
        house.sync("--resource", "brp-wijzigingen")
        wait_for(lambda: house.questions() == 0)
        self.assertEqual(len(house.outcomes("brp-persoon")), 2, "nobody changed")
        house.tell_brp(MIRIAM, naam=PERSONS[MIRIAM]["naam"] | {"geslachtsnaam": "Tesfai"})
        house.sync("--resource", "brp-wijzigingen")
        [event] = house.expect_events(before + 1)[before:]
        self.assertEqual((event["type"], event["data"]["gewijzigd"]), ("nl.inburgering.persoon.gewijzigd", ["geslachtsnaam"]))
        self.assertEqual(len(house.outcomes("brp-persoon")), 3)

    def test_the_periodic_question_finds_changes_too(self):
        house = self.house
        house.know(MIRIAM)
        before = len(house.events())
        house.tell_brp(MIRIAM, verblijfplaats=PERSONS["999997713"]["verblijfplaats"])
        house.sync()
        [event] = house.expect_events(before + 1)[before:]
        self.assertEqual(event["data"]["gewijzigd"], ["verblijfsadres"])

    def test_a_person_whom_the_brp_does_not_know_is_a_normal_outcome(self):
        self.house.know("999999357")
        self.assertEqual(self.house.outcomes("brp-persoon"), ["niet-gevonden"])
        self.assertEqual(self.house.persons(), [])

    def test_what_the_brp_cannot_answer_now_is_asked_again(self):
        house = self.house
        house.behave("/simulator/gedrag", {"status": 503, "aantal": 2}, port=house.brp_port)
        house.notify("SS112")
        wait_for(lambda: house.persons(), 20)
        self.assertIn("mislukt", [entry["uitkomst"] for entry in house.log() if entry["soort"].startswith("brp-")])

    def test_an_older_kennisgeving_does_not_put_old_data_back(self):
        house = self.house
        house.know(MIRIAM)
        before = len(house.events())
        self.assertEqual(house.stuf(kennisgeving("W", "<BG:geslachtsnaam>Oud</BG:geslachtsnaam>", moment="20250101120000")).status, 200)
        self.assertEqual(house.log(1)[-1]["gebeurtenissen"], 0)
        self.assertEqual(house.stuf(kennisgeving("W", "<BG:geslachtsnaam>Nieuw</BG:geslachtsnaam>", moment="20991231120000")).status, 200)
        self.assertEqual(house.expect_events(before + 1)[-1]["data"]["object"]["geslachtsnaam"], "Nieuw")

    def test_after_a_move_the_dossier_ends_here_and_opens_there(self):
        house = self.house
        house.know(MIRIAM)
        for resource in ("inburgeringsplicht",):
            house.forget(MIRIAM, resource)  # DUO has nothing to tell Den Haag any more
        house.tell_brp(MIRIAM, **moved())
        house.sync()
        wait_for(lambda: any(event["type"] == "nl.inburgering.dossier.beeindigd" for event in house.events()))
        [ended] = [event for event in house.events() if event["data"]["objecttype"] == "Dossier"]
        self.assertEqual(ended["data"]["object"], {"datumEinde": "2026-11-15", "redenEinde": "verhuisd"})
        wait_for(lambda: house.questions() == 0 and house.waiting() == 0)
        there = house.events("0344")
        self.assertIn("nl.inburgering.dossier.vastgelegd", [event["type"] for event in there])
        self.assertNotEqual(there[0]["subject"], ended["subject"], "another pseudonym")
        self.assertEqual({event["data"]["gemeente"] for event in there}, {"0344"})
        own_entries = [entry for entry in house.log() if entry["gemeente"] == UTRECHT]
        here = {entry["berichtId"] for entry in house.log() if entry["gemeente"] == DEN_HAAG}
        self.assertTrue(own_entries)
        self.assertFalse([entry for entry in own_entries if entry["oorzaak"] in here], "nothing in one gemeente's log leads to the other's")
        self.assertEqual(house.ask(house.brp_port, "GET", f"/volgindicaties/{MIRIAM}").json.get("einddatum") is not None, True)

        before = len(house.events())
        self.assertEqual(house.stuf(kennisgeving("W", "<BG:geslachtsnaam>Later</BG:geslachtsnaam>", moment="20991231120000")).status, 200)
        self.assertEqual(house.log(1)[-1]["uitkomst"], "niet-relevant")
        self.assertEqual(len(house.events()), before, "personal data no longer updated")
        house.notify("SS112")
        wait_for(lambda: len(house.events()) > before)
        self.assertIn("nl.inburgering.dossier.vastgelegd", [event["type"] for event in house.events()[before:]], "DUO tells this gemeente of her again")

    def test_who_moved_but_is_still_asked_about_at_duo_stays(self):
        house = self.house
        house.know(MIRIAM)
        house.tell_brp(MIRIAM, **moved())
        house.sync()
        wait_for(lambda: house.questions() == 0)
        self.assertEqual([event for event in house.events() if event["data"]["objecttype"] == "Dossier"], [])
        self.assertEqual(house.persons()[-1]["data"]["object"]["gemeenteVanInschrijving"], "0344")
        self.assertEqual(house.events("0344"), [])


class PersonenApi(EitherWay, unittest.TestCase):
    WIJZE = "personen"

    def test_exactly_the_fields_of_the_list_are_asked_for(self):
        self.house.know(MIRIAM)
        fields = self.house.ask(self.house.brp_port, "GET", "/simulator/gevraagd").json
        self.assertFalse(ALWAYS_DELIVERED & {field.split(".")[0] for field in fields}, "what is delivered unasked may not be asked for")
        self.assertFalse({"kinderen", "ouders", "partners", "leeftijd", "gezag"} & {field.split(".")[0] for field in fields})
        listed = (ROOT / "adapters/brp/velden.cpp").read_text()
        for field in fields:
            self.assertIn(f'"{field}"', listed)

    def test_what_is_under_investigation_is_told(self):
        self.house.know(MIRIAM)
        [event] = [event for event in self.house.events() if event["data"]["objecttype"] == "InOnderzoek"]
        self.assertEqual(event["data"]["object"], {"gegevens": "Persoonsgegevens", "datumIngang": "2026-10-01"})
        before = len(self.house.events())
        self.house.tell_brp(MIRIAM, inOnderzoek={})
        self.house.sync()
        self.assertEqual(self.house.expect_events(before + 1)[-1]["type"], "nl.inburgering.inonderzoek.beeindigd")

    def test_an_answer_against_the_specification_is_kept_and_nothing_of_it_taken_up(self):
        house = self.house
        house.tell_brp(MIRIAM, geboorte={"datum": {"type": "Datum", "datum": "1992-02-30"}}, naam={"geslachtsnaam": 7})
        house.notify("SS112")
        entry = wait_for(lambda: next((entry for entry in house.log() if entry["soort"] == "brp-persoon"), None))
        self.assertEqual(entry["uitkomst"], "fout-bij-brp")
        self.assertEqual({fault["pointer"] for fault in entry["fouten"]}, {"/personen/0/geboorte/datum/datum", "/personen/0/naam/geslachtsnaam"})
        wait_for(lambda: house.questions() == 0)
        self.assertEqual(house.persons(), [])


class Stuf(EitherWay, unittest.TestCase):
    WIJZE = "stuf"


class Relevance(unittest.TestCase):
    def setUp(self):
        self.house = BrpHouse(source={"volgen_na_einde": 30}).start_all()
        self.addCleanup(self.house.close)

    def test_of_a_stranger_nothing_is_kept(self):
        house = self.house
        response = house.stuf(kennisgeving(bsn=STRANGER, reference="VREEMD-1"))
        self.assertEqual(response.status, 200)
        self.assertIn(b"Bv03", response.body)
        entry = house.log(1)[-1]
        self.assertEqual((entry["uitkomst"], entry["dossier"], entry["gebeurtenissen"]), ("niet-relevant", "", 0))
        self.assertEqual((house.count("body"), house.count("dossier"), house.count("dossier_number"), house.count("received")), (0, 0, 0, 0))

    def test_when_the_push_feed_stops_the_other_way_takes_over(self):
        house = self.house
        house.know(MIRIAM)
        asked = len(house.outcomes("brp-persoon"))
        self.assertEqual(house.stuf(kennisgeving("V", "")).status, 200)
        wait_for(lambda: len(house.outcomes("brp-persoon")) == asked + 1)
        self.assertEqual([event["type"] for event in house.events() if "beeindigd" in event["type"]], [], "V ends nothing")

    def test_who_need_not_be_followed_any_more_is_not(self):
        house = self.house
        house.know(MIRIAM)
        house.remember(MIRIAM, "inburgeringsplicht", {"indicatorInburgeringsplicht": False, "begindatum": "2025-01-01", "einddatum": "2025-06-01", "wijzigingsdatum": "2025-06-01"})
        house.notify("SS106")
        wait_for(lambda: house.questions() == 0)
        house.sync("--resource", "brp-wijzigingen")
        wait_for(lambda: house.outcomes("brp-volgindicatie-einde") == ["verwerkt"])
        self.assertIn("einddatum", house.ask(house.brp_port, "GET", f"/volgindicaties/{MIRIAM}").json)
        self.assertEqual(house.count("followed"), 0)


    def test_a_person_to_be_forgotten_is_first_followed_no_more_and_that_is_a_journey(self):
        house = self.house
        house.know(MIRIAM)
        told = subprocess.run([GATEWAY, "log", "person", "--config", house.config, "--gemeente", "0518", "--bsn", "-", "--reden", "zaak 2026-114: wissing", "--vergeet"],
                              input=MIRIAM + "\n", capture_output=True, text=True)
        self.assertEqual(told.returncode, 1)
        self.assertIn("volgt deze persoon nog", told.stderr)
        wait_for(lambda: house.outcomes("brp-volgindicatie-einde") == ["verwerkt"])
        (root,) = [entry for entry in house.log() if entry["soort"] == "einde volgen gevraagd"]
        self.assertEqual([entry["soort"] for entry in house.log() if entry["oorzaak"] == root["berichtId"]], ["einde volgen gevraagd", "brp-volgindicatie-einde"])
        self.assertIn("zaak 2026-114", str(root["fouten"]))
        self.assertEqual(house.rootless(), [])


class File(unittest.TestCase):
    def setUp(self):
        self.house = House().start_all()
        self.addCleanup(self.house.close)

    def load(self, text, party=BRP):
        return subprocess.run([GATEWAY, "brp", "import", "--config", self.house.config, "--party", party, "-"], input=text, capture_output=True, text=True)

    def test_a_set_of_messages_is_taken_one_by_one(self):
        house = self.house
        house.know(MIRIAM)
        before = len(house.events())
        messages = [kennisgeving("T", envelope=False, moment="20261102093015"), kennisgeving("W", "<BG:geslachtsnaam>X</BG:geslachtsnaam>", envelope=False, moment="20261103093015"),
                    kennisgeving(content="<BG:hobby>x</BG:hobby>", envelope=False), kennisgeving(bsn=STRANGER, envelope=False)]
        done = self.load('<StUF:StUF-berichtenSet xmlns:StUF="http://www.egem.nl/StUF/StUF0301">' + "".join(messages) + "</StUF:StUF-berichtenSet>")
        self.assertEqual(done.returncode, 1)
        self.assertIn("4 berichten: 3 aangenomen, 1 geweigerd", done.stdout)
        self.assertIn("bericht 3: geweigerd met StUF055", done.stderr)
        house.expect_events(before + 2)
        self.assertEqual([entry["uitkomst"] for entry in house.log() if entry["feed"] == "brp"], ["verwerkt", "verwerkt", "geweigerd", "niet-relevant"])

    def test_who_is_no_brp_delivers_no_file(self):
        self.assertEqual(self.load(kennisgeving(), "00000099000000004000").returncode, 2)
        self.assertEqual(self.load("geen xml").returncode, 1)


class Script(unittest.TestCase):
    def test_the_simulator_plays_a_script_of_kennisgevingen(self):
        house = House().start_all()
        self.addCleanup(house.close)
        house.know(MIRIAM)
        before = len(house.events())
        script = house.dir / "draaiboek.json"
        script.write_text(json.dumps([
            {"wat": "toevoeging", "mutatiesoort": "T", "bsn": MIRIAM},
            {"wat": "naamswijziging", "wachtMs": 20, "mutatiesoort": "W", "bsn": MIRIAM, "oud": {"geslachtsnaam": "Tesfay"}, "nieuw": {"geslachtsnaam": "Tesfai"}},
            {"wat": "correctie", "mutatiesoort": "C", "bsn": MIRIAM, "oud": {"geslachtsnaam": "Tesfai"}, "nieuw": {"geslachtsnaam": "Tesfay"}},
            {"wat": "einde", "mutatiesoort": "V", "bsn": MIRIAM}]))
        done = subprocess.run([SIMULATOR, "brp", "play", "--pki", house.pki, "--to", f"https://127.0.0.1:{house.port}/brp/stuf/bg0310/OntvangAsynchroon",
                               "--script", script, "--zender", BRP, "--ontvanger", DEN_HAAG], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        names = [event["data"]["object"]["geslachtsnaam"] for event in house.expect_events(before + 5)[before:] if event["data"]["objecttype"] == "Persoon"]
        self.assertEqual(names, ["Tesfay", "Tesfai", "Tesfay"])



class Geheimhouding(unittest.TestCase):
    """Both feeds speak of it, each in its own words, in every order: the last thing said is what is known, and a degree is never lost to a word that tells none."""

    API = {"waar": {"geheimhoudingPersoonsgegevens": True}, "onwaar": {"geheimhoudingPersoonsgegevens": False}, "niets": {}}

    @staticmethod
    def every_pair(said):
        """A walk in which each follows each, itself too (Hierholzer)."""
        left = {one: list(said) for one in said}
        path, walk = [said[0]], []
        while path:
            if left[path[-1]]:
                path.append(left[path[-1]].pop())
            else:
                walk.append(path.pop())
        return walk[::-1]

    @staticmethod
    def after(known, said):
        if said == "waar":
            return known if known not in (None, "0") else "B"  # B: restricted, degree unknown
        return "0" if said in ("onwaar", "niets") else said

    def test_whatever_the_order(self):
        house = BrpHouse("personen").start_all()
        self.addCleanup(house.close)
        house.know(MIRIAM)
        dossier = house.persons()[0]["subject"]

        def known():
            objects = house.call("GET", f"/gemeente/v1/dossiers/{dossier}", name="afnemer-0518-client").json["objecten"]
            return next(each["object"].get("indicatieGeheim") for each in objects if each["objecttype"] == "Persoon")

        state, told = known(), 0
        events = len(house.persons())
        walk = self.every_pair([*"01234567", *self.API])
        self.assertEqual(len(walk), 11 * 11 + 1)
        for before, said in zip([None, *walk], walk):
            if said in self.API:
                person = {key: value for key, value in PERSONS[MIRIAM].items() if key != "geheimhoudingPersoonsgegevens"}
                house.behave(f"/simulator/personen/{MIRIAM}", person | self.API[said], port=house.brp_port)
                house.sync()
                wait_for(lambda: house.questions() == 0)
            else:
                moment = datetime.datetime.now(ZoneInfo("Europe/Amsterdam")).strftime("%Y%m%d%H%M%S%f")[:17]
                answer = house.stuf(kennisgeving("W", f"<BG:inp.indicatieGeheim>{said}</BG:inp.indicatieGeheim>", moment=moment))
                self.assertEqual(answer.status, 200, answer.body)
            wanted = self.after(state, said)
            self.assertEqual(known(), wanted, (before, said))
            told += wanted != state
            state = wanted
        wait_for(lambda: house.untried() == 0)
        house.expect_events(0 + len(house.events()))
        changes = [event for event in house.persons()[events:] if "indicatieGeheim" in event["data"].get("gewijzigd", [])]
        self.assertEqual(len(changes), told, "each change is told, and nothing else")


if __name__ == "__main__":
    unittest.main()
