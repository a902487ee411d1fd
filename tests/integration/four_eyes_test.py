"""Four eyes where a gemeente asks them: by the API, by the command line, and against who tries without."""
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import DEN_HAAG, DUO, GATEWAY, MIRIAM, UTRECHT, House, invented, wait_for  # noqa: E402

REASON = "klacht met zaaknummer 2026-12"


class FourEyes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house = House(den_haag={"vier_ogen": ["inhoud", "vergeten", "sleutel"]})
        cls.addClassCleanup(house.close)
        house.start_all()
        house.know(MIRIAM)
        cls.anna, cls.bram = house.log_in("privacy", "Anna"), house.log_in("privacy", "Bram")
        cls.beheerder = house.log_in("beheerder", "Carla")

    def message(self):
        self.assertEqual(201, self.house.notify("SS101").status)
        return wait_for(lambda: [each for each in self.house.log() if each["soort"].startswith("notificatie")])[-1]["berichtId"]

    def ask(self, cookie=None, **body):
        return self.house.operator("/beheer/v1/toestemmingen", {"voor": "inhoud", "reden": REASON} | body, cookie=cookie or self.anna)

    def answer(self, consent, answer="ja", cookie=None):
        return self.house.operator(f"/beheer/v1/toestemmingen/{consent}/antwoord", {"antwoord": answer}, cookie=cookie or self.bram)

    def read(self, message, cookie=None):
        return self.house.operator(f"/beheer/v1/berichten/{message}/inhoud", {"reden": REASON}, cookie=cookie or self.anna)

    def test_zz_one_consent_covers_the_look_at_a_person(self):
        first, second = self.message(), self.message()
        look = {"gemeente": "0518", "bsn": MIRIAM, "reden": REASON}
        missed = len(self.kinds("geweigerd"))
        person = self.house.operator("/beheer/v1/personen/uitwisselingen", look, cookie=self.anna).json
        origin = lambda message, cookie=None: self.house.operator(f"/beheer/v1/berichten/{message}/herkomst", {"reden": REASON}, cookie=cookie or self.anna).status
        values = lambda told: [field["waarde"] for each in told["objecten"] for field in each["velden"] if "waarde" in field]  # noqa: E731
        self.assertFalse(person["waardenGetoond"])
        self.assertEqual([], values(person), "no value without the consent of another")
        self.assertTrue(person["objecten"] and not any("sleutel" in each for each in person["objecten"]))
        self.assertEqual(missed, len(self.kinds("geweigerd")), "what stays hidden was not tried")
        self.assertEqual(403, origin(first))
        self.assertEqual(404, self.ask(van=person["dossier"]).status, "a dossier is of a gemeente that is named")
        self.assertEqual(404, self.ask(van=person["dossier"], gemeente="0344").status)
        asked = self.ask(van=person["dossier"], gemeente="0518")
        self.assertEqual((201, True, person["dossier"]), (asked.status, asked.json["persoon"], asked.json["van"]))
        self.assertEqual(403, origin(first), "asked is not given")
        self.assertEqual(409, self.answer(asked.json["id"], cookie=self.anna).status, "who asked cannot allow it")
        self.assertEqual(200, self.answer(asked.json["id"]).status)
        used = len([kind for kind in self.kinds() if kind == "toestemming gebruikt"])
        self.assertEqual([200, 200, 200], [origin(first), origin(second), origin(first)])
        self.assertEqual(200, self.read(first).status)
        self.assertEqual(403, origin(first, self.bram), "it is for who asked")
        shown = self.house.operator("/beheer/v1/personen/uitwisselingen", look, cookie=self.anna).json
        self.assertTrue(shown["waardenGetoond"] and values(shown))
        self.assertEqual([], values(self.house.operator("/beheer/v1/personen/uitwisselingen", look, cookie=self.bram).json), "it is for who asked")
        self.assertEqual(used + 4, len([kind for kind in self.kinds() if kind == "toestemming gebruikt"]), "each is logged")

    def command(self, *arguments):
        return subprocess.run([GATEWAY, *arguments[:2], "--config", self.house.config, *arguments[2:]], capture_output=True, text=True)

    def kinds(self, outcome="verwerkt"):
        return [each["soort"] for each in self.house.log() if each["soort"].startswith("toestemming") and each["uitkomst"] == outcome]

    def test_a_body_is_read_once_after_another_allowed_it(self):
        message = self.message()
        refused = self.read(message)
        self.assertEqual(403, refused.status)
        self.assertIn("vier ogen", refused.json["detail"])
        self.assertNotIn(MIRIAM.encode(), refused.body)
        asked = self.ask(van=message)
        self.assertEqual(201, asked.status, asked.body)
        consent = asked.json["id"]
        self.assertEqual(("gevraagd", "Anna", False), tuple(asked.json[name] for name in ("staat", "aanvrager", "magAntwoorden")))
        listed = self.house.operator("/beheer/v1/toestemmingen", cookie=self.bram).json["toestemmingen"]
        self.assertTrue([each for each in listed if each["id"] == consent][0]["magAntwoorden"])
        self.assertEqual(403, self.read(message).status, "asked is not given")
        self.assertEqual(409, self.answer(consent, cookie=self.anna).status, "who asked cannot allow it")
        self.assertEqual(403, self.answer(consent, cookie=self.beheerder).status, "nor who may not read bodies himself")
        self.assertEqual(200, self.answer(consent).status)
        self.assertEqual(409, self.answer(consent).status, "twice")
        self.assertEqual(403, self.read(message, self.bram).status, "it is for who asked")
        good = self.read(message)
        self.assertEqual(200, good.status, good.body)
        self.assertIn(MIRIAM, good.json["inhoud"])
        self.assertEqual(403, self.read(message).status, "used once")
        self.assertLessEqual({"toestemming gevraagd", "toestemming gegeven", "toestemming gebruikt"}, set(self.kinds()))
        self.assertLessEqual({"toestemming gegeven", "toestemming ontbreekt"}, set(self.kinds("geweigerd")))

    def test_two_readings_at_once_use_it_once(self):
        import concurrent.futures
        message = self.message()
        consent = self.ask(van=message).json["id"]
        self.assertEqual(200, self.answer(consent).status)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            got = sorted(pool.map(lambda _: self.read(message).status, range(8)))
        self.assertEqual([200] + [403] * 7, got)

    def test_a_refusal_is_final(self):
        message = self.message()
        consent = self.ask(van=message).json["id"]
        self.assertEqual(200, self.answer(consent, "nee").status)
        self.assertEqual(409, self.answer(consent).status)
        self.assertEqual(403, self.read(message).status)

    def test_what_is_wrong_is_said(self):
        message = self.message()
        self.assertEqual(404, self.ask(van="0193f0a0-0000-7000-8000-000000000001").status)
        for body, pointer in (({"voor": "alles", "van": message}, "/voor"), ({"van": ""}, "/van"), ({"van": message, "reden": "kort"}, "/reden"),
                              ({"voor": "vergeten", "van": "dossier", "gemeente": "9999"}, "/gemeente")):
            answer = self.ask(**body)
            self.assertEqual((400, [pointer]), (answer.status, answer.pointers), body)
        self.assertEqual(403, self.ask(self.beheerder, van=message).status)
        self.assertEqual(403, self.ask(voor="sleutel", van="k1").status, "privacy does not drop keys")
        self.assertEqual(409, self.ask(voor="vergeten", van="dossier", gemeente="0344").status, "Utrecht asks no four eyes")
        self.assertEqual(404, self.answer("niets").status)
        self.assertEqual(400, self.answer("niets", "misschien").status)

    def test_the_command_line_asks_too_and_cannot_allow_itself(self):
        message = self.message()
        done = self.command("log", "body", message, "--reden", REASON)
        self.assertEqual(1, done.returncode)
        self.assertIn("vier ogen", done.stderr)
        self.assertNotIn(MIRIAM, done.stdout)
        asked = self.command("toestemming", "ask", "inhoud", message, "--reden", REASON)
        self.assertEqual(0, asked.returncode, asked.stderr)
        consent = asked.stdout.split()[0]
        own = self.command("toestemming", "approve", consent)
        self.assertEqual(1, own.returncode)
        self.assertIn("niet zelf", own.stderr)
        self.assertEqual(200, self.answer(consent).status)
        listed = json.loads(self.command("toestemming", "list", "--json").stdout)
        self.assertEqual("gegeven", [each for each in listed if each["id"] == consent][0]["staat"])
        self.assertIn(MIRIAM, self.command("log", "body", message, "--reden", REASON).stdout)
        self.assertEqual(1, self.command("log", "body", message, "--reden", REASON).returncode)

    def test_who_asked_on_a_page_may_be_allowed_on_the_command_line(self):
        message = self.message()
        consent = self.ask(van=message).json["id"]
        self.assertEqual(0, self.command("toestemming", "approve", consent).returncode)
        self.assertEqual(200, self.read(message).status)
        other = self.ask(van=message).json["id"]
        self.assertEqual(0, self.command("toestemming", "refuse", other).returncode)
        self.assertEqual(403, self.read(message).status)

    def test_z_a_key_is_dropped_by_two(self):
        house = self.house
        self.assertEqual(0, self.command("store", "rekey").returncode)
        wait_for(lambda: [each for each in house.log() if each["soort"] == "opslagsleutel" and each["uitkomst"] == "voltooid"], seconds=60)
        asked = self.ask(self.beheerder, voor="sleutel", van="k1")
        self.assertEqual(201, asked.status, asked.body)
        mine = self.command("toestemming", "ask", "sleutel", "k1", "--reden", REASON).stdout.split()[0]
        house.stop("gateway")
        done = self.command("store", "drop-key", "k1")
        self.assertEqual(1, done.returncode)
        self.assertIn("vier ogen", done.stderr)
        self.assertIn("k1:", (house.pki / "store.key").read_text(), "nothing was dropped")
        house.start_gateway()
        self.assertEqual(403, self.answer(mine, cookie=house.log_in("privacy", "Bram")).status)
        self.assertEqual(200, self.answer(mine, cookie=house.log_in("beheerder", "Carla")).status)
        house.stop("gateway")
        done = self.command("store", "drop-key", "k1")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertNotIn("k1:", (house.pki / "store.key").read_text())
        house.start_gateway()


class OfOneGemeente(unittest.TestCase):
    def test_operators_of_another_gemeente_see_and_answer_nothing(self):
        beheerders = {"den-haag-een": ("00000099000000009101", "0518"), "den-haag-twee": ("00000099000000009102", "0518"), "utrecht": ("00000099000000009103", "0344")}
        house = House(den_haag={"vier_ogen": ["inhoud"]}, parties=[
            {"naam": name, "oin": oin, "role": "beheerder", "recht": "privacy", "gemeenten": [code]} for name, (oin, code) in beheerders.items()])
        self.addCleanup(house.close)
        subprocess.run([GATEWAY, "pki", "dev", "--out", house.dir / "beheer"] + [part for name, (oin, _) in beheerders.items() for part in ("--leaf", f"{name}={oin}:client")], check=True, capture_output=True)
        house.settings["tls"] = {"operator": {"certificate": "pki/gateway-server.pem", "key": "pki/gateway-server.key", "trust": "beheer/root.pem"}}
        house.start_all()

        def ask(name, method, path, body=None):
            import http.client
            import ssl
            context = ssl.create_default_context(cafile=str(house.pki / "root.pem"))
            context.load_cert_chain(house.dir / "beheer" / f"{name}.pem", house.dir / "beheer" / f"{name}.key")
            connection = http.client.HTTPSConnection("127.0.0.1", house.operator_port, context=context, timeout=20)
            connection.request(method, "/beheer/v1/" + path, body=None if body is None else json.dumps(body), headers={"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.status, json.loads(response.read())
            connection.close()
            return answer

        house.know(MIRIAM)
        message = wait_for(lambda: [each for each in house.log() if each["soort"].startswith("notificatie")])[-1]["berichtId"]
        self.assertEqual(404, ask("utrecht", "POST", "toestemmingen", {"voor": "inhoud", "van": message, "reden": REASON})[0])
        status, asked = ask("den-haag-een", "POST", "toestemmingen", {"voor": "inhoud", "van": message, "reden": REASON})
        self.assertEqual(201, status)
        self.assertEqual([], ask("utrecht", "GET", "toestemmingen")[1]["toestemmingen"])
        self.assertEqual(404, ask("utrecht", "POST", f"toestemmingen/{asked['id']}/antwoord", {"antwoord": "ja"})[0])
        self.assertEqual(403, ask("den-haag-een", "POST", "toestemmingen", {"voor": "sleutel", "van": "k1", "reden": REASON})[0])
        self.assertEqual(200, ask("den-haag-twee", "POST", f"toestemmingen/{asked['id']}/antwoord", {"antwoord": "ja"})[0])
        self.assertEqual(404, ask("utrecht", "POST", f"berichten/{message}/inhoud", {"reden": REASON})[0])
        self.assertEqual(200, ask("den-haag-een", "POST", f"berichten/{message}/inhoud", {"reden": REASON})[0])


if __name__ == "__main__":
    unittest.main()
