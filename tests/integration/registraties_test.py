"""What a gemeente registers by its own system: kept, told to its other subscribers and not back, and never against DUO."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import MIRIAM, STRANGER, House, wait_for  # noqa: E402

KVS, WAREHOUSE = "00000099000000005000", "00000099000000009999"
GOAL = "Hoofddoel/doel=Ondernemen;startdatum=2026-11-02"
KEY = {"doel": "Ondernemen", "startdatum": "2026-11-02"}
PULL = {"gemeenten": ["0518"], "wijze": "ophalen"}


class RegistrationHouse(House):
    def register(self, where, object=None, name="afnemer-0518-client", content_type="application/json", **about):
        body = {"gemeente": "0518"} | ({} if {"dossier", "vNummer"} & set(about) else {"bsn": MIRIAM}) | about | {"object": object or {}}
        return self.call("PUT", f"/gemeente/v1/registraties/{where}", json.dumps(body), {"Content-Type": content_type}, name)

    def end(self, where, dossier, name="afnemer-0518-client", gemeente="0518"):
        return self.call("DELETE", f"/gemeente/v1/registraties/{where}?gemeente={gemeente}&dossier={dossier}", name=name)

    def told(self, subscription, objecttype):
        """What waits for an afnemer that fetches, of one type: how it changed, and its data."""
        name = "vreemdeling-client" if subscription == "ander" else "afnemer-0518-client"
        fetched = self.call("GET", f"/gemeente/v1/gebeurtenissen?abonnement={subscription}&na=0&max=1000", name=name).json["gebeurtenissen"]
        return [(event["type"].rsplit(".", 1)[1], event["data"]) for event in fetched if event["data"]["objecttype"] == objecttype]


class Registraties(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = RegistrationHouse(
            parties=[{"naam": "Datawarehouse", "oin": WAREHOUSE, "role": "afnemer", "gemeenten": ["0518"]}], party={"KVS 0344": {"registraties": ["BredeIntake"]}},
            subscriptions=[PULL | {"id": "eigen", "afnemer": KVS}, PULL | {"id": "spiegel", "afnemer": KVS, "eigenRegistraties": True},
                           PULL | {"id": "ander", "afnemer": WAREHOUSE}]).start_all()
        cls.addClassCleanup(cls.house.close)

    def refused(self, response, status, *places):
        self.assertEqual((response.status, response.headers["Content-Type"]), (status, "application/problem+json"), response.body)
        self.assertEqual([f"{fault['pointer']} {fault['regel']}" for fault in response.json["fouten"]], list(places))

    def test_an_object_from_beginning_to_end(self):
        house = self.house
        made = house.register(GOAL, {"einddatum": "2027-11-01"}, kenmerk="ZAAK-7")
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual(made.headers["Location"], f"/gemeente/v1/registraties/{GOAL}")
        self.assertEqual((made.json["sleutel"], made.json["object"], made.json["gewijzigd"], made.json["nietOvergenomen"]),
                         (KEY, KEY | {"einddatum": "2027-11-01"}, True, []))
        (how, data), = house.told("ander", "Hoofddoel")
        self.assertEqual((how, data["bsn"], data["object"], data["bron"]["feed"], data["bron"]["bericht"]),
                         ("vastgelegd", MIRIAM, made.json["object"], "gemeente", "ZAAK-7"))

        again = house.register(GOAL, KEY | {"einddatum": "2027-11-01"})
        self.assertEqual((again.status, again.json["gewijzigd"], again.json["dossier"]), (200, False, made.json["dossier"]))
        changed = house.register(GOAL, {}, dossier=made.json["dossier"])
        self.assertEqual((changed.status, changed.json["gewijzigd"], changed.json["object"]), (200, True, KEY | {"einddatum": None}))
        self.assertEqual(house.end(GOAL, made.json["dossier"]).status, 200)
        self.refused(house.end(GOAL, made.json["dossier"]), 404, "/sleutel onbekend")

        told = house.told("ander", "Hoofddoel")
        self.assertEqual([how for how, _ in told], ["vastgelegd", "gewijzigd", "beeindigd"])
        self.assertEqual(told[1][1]["gewijzigd"], ["einddatum"])
        self.assertEqual(house.told("eigen", "Hoofddoel"), [], "who said it is not told it")
        self.assertEqual([how for how, _ in house.told("spiegel", "Hoofddoel")], ["vastgelegd", "gewijzigd", "beeindigd"], "unless it asked")

        log = house.log()
        first = [entry["berichtId"] for entry in log].index(made.json["berichtId"])
        entries = [entry for entry in log[first:] if entry["soort"].startswith("registratie Hoofddoel")]
        self.assertEqual([(entry["soort"], entry["feed"], entry["uitkomst"], entry["gebeurtenissen"]) for entry in entries],
                         [("registratie Hoofddoel", "afnemer", "verwerkt", 1), ("registratie Hoofddoel", "afnemer", "verwerkt", 0),
                          ("registratie Hoofddoel", "afnemer", "verwerkt", 1), ("registratie Hoofddoel beeindigen", "afnemer", "verwerkt", 1),
                          ("registratie Hoofddoel beeindigen", "afnemer", "geweigerd", 0)])
        self.assertEqual(entries[0]["referentie"], "ZAAK-7")
        self.assertNotIn("Ondernemen", json.dumps(entries), "a key may say much of a person")

    def test_a_bad_body_is_told_fault_by_fault(self):
        house = self.house
        self.refused(house.register("ICTVaardigheid/enig", {"ictVaardig": "ja", "niveau": "Best", "meer": 1}, bsn="123456789", gemeente="Den Haag"), 400,
                     "/gemeente patroon", "/bsn elfproef", "/object/ictVaardig type", "/object/niveau codelijst", "/object/meer onbekend-veld")
        self.refused(house.register("Hoofddoel/doel=Toveren", {"startdatum": "2026-11-02"}), 400, "/object/startdatum sleutel", "/sleutel/doel codelijst")
        self.refused(house.register("Hoofddoel/doel", {}), 400, "/sleutel sleutel")
        self.refused(house.register("Participatiecomponent/instelling=1;kenmerk=999996617", {}), 400, "/sleutel bsn")
        self.refused(house.register("ICTVaardigheid/enig", [], dossier="x", bsn=MIRIAM), 400, "/dossier persoon")
        path = "/gemeente/v1/registraties/ICTVaardigheid/enig"
        for body, places in (("[]", [" type"]), ('{"gemeente": "0518", "bsn": "%s"}' % MIRIAM, ["/object type"]), ("{", [" json"])):
            self.refused(house.call("PUT", path, body, {"Content-Type": "application/json"}, "afnemer-0518-client"), 400, *places)
        self.assertEqual(house.register("ICTVaardigheid/enig", content_type="text/plain").status, 415)
        self.assertEqual(house.register("Werk/enig", {"ambitie": "x" * 70000}).status, 413)
        for kenmerk in (MIRIAM, "99999-6617", "99.99966.17"):
            self.refused(house.register("ICTVaardigheid/enig", {}, kenmerk=kenmerk), 400, "/kenmerk bsn")
        self.refused(house.register("ICTVaardigheid/enig", {}, kenmerk="Miriam Tesfay"), 400, "/kenmerk patroon")
        self.refused(house.call("DELETE", f"{path}?gemeente=0518&bsn={MIRIAM}", name="afnemer-0518-client"), 400, "/bsn adres")

    def test_who_may_register_what(self):
        house = self.house
        self.refused(house.register("Toverboek/enig", {}), 404, "/objecttype codelijst")
        self.refused(house.register("GevolgdeUren/gemeentecode=0518", {"urenParticipatieactiviteiten": 9}), 403, "/objecttype bron")
        self.refused(house.register("Persoon/enig", {"geslachtsnaam": "Tesfay"}), 422, "/object/geslachtsnaam bron")
        self.refused(house.register("PIP/gemeentecode=0344;dagtekening=2026-11-02", {}), 422, "/sleutel/gemeentecode gemeente")
        self.refused(house.register(GOAL, {}, gemeente="0344"), 403, "/gemeente gemeente")
        self.refused(house.register(GOAL, {}, name="vreemdeling-client"), 403, "/objecttype recht")
        self.refused(house.register(GOAL, {}, name="afnemer-0344-client", gemeente="0344"), 403, "/objecttype recht")
        self.assertEqual(house.register("BredeIntake/gemeentecode=0344", {"startdatum": "2026-11-02"}, name="afnemer-0344-client", gemeente="0344").status, 201)
        self.assertEqual(house.register(GOAL, {}, name="taalschool-client").status, 403)

    def test_duo_and_the_brp_go_before(self):
        house = self.house
        house.notify("SS121")
        wait_for(lambda: house.questions() == 0)
        route = next(data for _, data in house.told("ander", "Leerroute"))
        self.assertEqual(route["bron"]["feed"], "duo")
        where = "Leerroute/gemeentecode={gemeentecode};dagtekeningPip={dagtekeningPip}".format(**route["sleutel"])
        other = "Z-route" if route["object"]["leerroute"] != "Z-route" else "B1-route"
        made = house.register(where, {"leerroute": other, "toestemmingExamenA2": True}, dossier=self.dossier())
        self.assertEqual((made.status, made.json["nietOvergenomen"]), (200, ["leerroute"]), made.body)
        self.assertEqual((made.json["object"]["leerroute"], made.json["object"]["toestemmingExamenA2"]), (route["object"]["leerroute"], True))
        # What the gemeente added goes; what DUO tells stays.
        self.assertEqual(house.end(where, made.json["dossier"]).status, 200)
        last = house.told("ander", "Leerroute")[-1]
        self.assertEqual((last[0], last[1]["object"]["leerroute"], last[1]["object"].get("toestemmingExamenA2")), ("gewijzigd", route["object"]["leerroute"], None))
        self.refused(house.end(where, made.json["dossier"]), 404, "/sleutel onbekend")
        # An exam is DUO's to tell: the gemeente only adds to one that is known.
        self.refused(house.register("Examenonderdeel/onderdeel=KNM;examendatum=2001-01-01", {"behaaldeScore": "7.00"}), 422, "/sleutel onbekend")

    def test_what_follows_from_a_registration_is_told_to_who_made_it_too(self):
        house = self.house
        pip = {"gemeentecode": "0518", "dagtekeningPip": "2026-11-02"}
        where = "Leerroute/gemeentecode=0518;dagtekeningPip=2026-11-02"
        about = {"vNummer": 4321}
        self.assertEqual(house.register(where, {"leerroute": "Z-route", "niveau": "A2"}, **about).status, 201)
        route = [data for _, data in house.told("eigen", "ZRoute") if data.get("vNummer") == 4321]
        self.assertEqual([(data["object"], data["bron"]["feed"]) for data in route], [(pip, "gateway")])
        self.assertEqual(house.register(where, {"leerroute": "B1-route"}, **about).status, 200)
        stands = house.told("ander", "Leerroute")[-1][1]["object"]
        self.assertEqual((stands["leerroute"], "niveau" in stands), ("B1-route", False), "a registration states all that the gemeente says")
        self.assertEqual([how for how, data in house.told("eigen", "ZRoute") if data.get("vNummer") == 4321], ["vastgelegd", "beeindigd"])
        self.assertEqual([how for how, data in house.told("eigen", "B1Route") if data.get("vNummer") == 4321], ["vastgelegd"])

    def test_what_followed_from_an_object_does_not_keep_it(self):
        house = self.house
        where = "PIP/gemeentecode=0518;dagtekening=2026-11-10"
        made = house.register(where, {}, vNummer=8765)
        self.assertEqual((made.status, made.json["object"]["dagtekeningInitieel"]), (201, "2026-11-10"), made.body)
        self.assertEqual(house.end(where, made.json["dossier"]).status, 200)
        told = [how for how, data in house.told("ander", "PIP") if data.get("vNummer") == 8765]
        self.assertEqual((told[0], told[-1]), ("vastgelegd", "beeindigd"))
        kept = house.call("GET", f"/gemeente/v1/dossiers/{made.json['dossier']}", name="afnemer-0518-client").json
        self.assertNotIn("PIP", [each["objecttype"] for each in kept["objecten"]])

    def dossier(self, **about):
        return self.house.register("ICTVaardigheid/enig", {"ictVaardig": True}, **about).json["dossier"]

    def test_of_somebody_who_is_known_by_v_nummer_only(self):
        house = self.house
        made = house.register("VoorbereidingOpInburgering/enig", {"instemmingDeelname": True}, vNummer=1234567890)
        self.assertEqual(made.status, 201, made.body)
        data = house.told("ander", "VoorbereidingOpInburgering")[-1][1]
        self.assertEqual((data["vNummer"], "bsn" in data), (1234567890, False))
        self.assertEqual(self.dossier(vNummer=1234567890, bsn=STRANGER), made.json["dossier"], "both numbers are of one person")
        self.refused(house.register("Werk/enig", {}, vNummer=1234567890, bsn=MIRIAM), 409, "/vNummer persoon")
        self.refused(house.register("Werk/enig", {}, vNummer=5, bsn=STRANGER), 409, "/vNummer persoon")
        self.assertEqual(self.dossier(bsn=STRANGER), made.json["dossier"])

    def test_of_somebody_whose_dossier_ended(self):
        house = self.house
        dossier = self.dossier(vNummer=77)
        house.change(f"UPDATE dossier SET closed = '2026-11-01', version = version + 1 WHERE id = '{dossier}'")
        self.refused(house.register("ICTVaardigheid/enig", {}, dossier=dossier), 409, "/dossier beeindigd")
        self.refused(house.register("ICTVaardigheid/enig", {}, dossier="019a5f0d-0d1c-7000-8000-1c2d3e4f5a6b"), 422, "/dossier dossier")


if __name__ == "__main__":
    unittest.main()
