"""A backup of the whole store while the gateway works, and what becomes of it when it is put back: everything is there, nothing comes
twice that was delivered before, nobody who was forgotten comes back, and whatever is wrong with a backup is told before anything changes."""
import collections
import json
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, SIMULATOR, STRANGER, House, deelname, invented, meting, on_postgres, only_on_sqlite, own_schema, wait_for  # noqa: E402

PASSED_OVER = 10**15  # the moment of the restore in microseconds is behind it
KVS = "afnemer-0518-client"


class Backup(unittest.TestCase):
    def setUp(self):
        self.house = house = House().start_all()
        self.addCleanup(house.close)
        self.kept = house.dir / "back-up"
        self.kept.mkdir()

    def store(self, *arguments, config=None, code=0, **more):
        done = subprocess.run([GATEWAY, "store", *map(str, arguments), "--config", config or self.house.config], capture_output=True, text=True, timeout=120, **more)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def back_up(self, name, *more):
        return json.loads(self.store("backup", "--to", self.kept / name, "--json", *more).stdout)

    def elsewhere(self, name):
        """The same configuration with an empty place for the store."""
        config = self.house.configuration()
        place = {"postgres": own_schema(), "map": f"store-{name}"} if on_postgres() else {"file": f"{name}/gateway.db"}
        config["store"] = place | {"key": "pki/store.key"}
        file = self.house.dir / f"{name}.yaml"
        file.write_text(json.dumps(config))
        return file

    def checked(self, config=None):
        return json.loads(self.store("check", "--json", config=config).stdout)

    def measure(self, persons, numbers, name="VM"):
        for number in numbers:
            answer = self.house.push("voortgangsmetingen", meting(kenmerk=f"{name}-{number}", bsn=persons[number % len(persons)], meetdatum=f"2026-{number % 10 + 1:02}-{number % 27 + 1:02}"))
            self.assertEqual(answer.status, 201, answer.body)

    def enrol(self, persons):
        for number, bsn in enumerate(persons):
            self.house.enrol(kenmerk=f"DN-{number}", bsn=bsn)

    def settle(self, seconds=60):
        wait_for(lambda: self.house.waiting() == 0 and self.house.questions() == 0, seconds)

    def afnemer(self, method, path, body=None):
        return self.house.call(method, f"/gemeente/v1/{path}", None if body is None else json.dumps(body), {"Content-Type": "application/json"} if body else {}, name=KVS)

    @only_on_sqlite
    def test_put_back_to_before_five_hundred_deliveries(self):
        house = self.house
        persons = [MIRIAM, *invented(7)]
        self.enrol(persons)
        added = self.afnemer("POST", "abonnementen", {"id": "ophaler", "gemeenten": ["0518"], "wijze": "ophalen"})
        self.assertEqual(added.status, 201, added.body)
        self.measure(persons, range(40))
        wait_for(lambda: house.questions() == 0 and house.count("delivery", "subscription <> 'ophaler'") == 0, 60)
        before = [event["id"] for event in house.received("0518")]
        house.stop("afnemer-0518")
        self.measure(persons, range(20), "WACHT")
        waiting = {row[0] for row in house.rows("SELECT event FROM delivery WHERE subscription = 'kvs-0518'")}
        self.assertGreaterEqual(len(waiting), 20)
        first_cursor = int(self.afnemer("GET", "gebeurtenissen?abonnement=ophaler&max=1000").json["cursor"])
        self.back_up("een")
        self.restart_den_haag()
        self.measure(persons, range(480), "NA")
        wait_for(lambda: house.count("delivery", "subscription = 'kvs-0518'") == 0, 120)
        fetched = self.afnemer("GET", f"gebeurtenissen?abonnement=ophaler&na={first_cursor}&max=1000").json
        after_backup = [event["id"] for event in house.received("0518")][len(before):]
        self.assertGreaterEqual(len(after_backup), 500)
        self.assertLessEqual(waiting, set(after_backup))
        house.stop("gateway")
        told = self.store("restore", "--from", self.kept / "een", "--vervang")
        self.assertIn("vervangen-", told.stdout)
        # What will be asked is not said to have been asked; and nobody has seen to what is not known yet.
        self.assertNotIn("BRP opnieuw", told.stdout, "this house has none")
        self.assertIn("bij de start vraagt zij DUO opnieuw", self.store("herstel").stdout)
        self.assertIn("nog niet gestart", self.store("herstel", "--klaar", code=1).stderr)
        house.start_gateway()
        self.measure(persons, range(30), "WEER")
        wait_for(lambda: house.questions() == 0 and house.count("delivery", "subscription = 'kvs-0518'") == 0, 120)

        received = house.received("0518")
        times = collections.Counter(event["id"] for event in received)
        # What its log says was delivered came once; what waited in the backup came again, and says that it may.
        self.assertEqual({id for id in before if times[id] != 1}, set())
        self.assertEqual({id for id, count in times.items() if count > 1}, waiting)
        self.assertEqual({count for id, count in times.items() if id in waiting}, {2})
        self.assertTrue(all(event.get("replay") == "true" for event in received[len(before) + len(after_backup):] if event["id"] in waiting))
        # No number of a person was given to two events, and what is new goes on behind all that may have been given.
        numbers = {}
        for event in received:
            self.assertEqual(numbers.setdefault((event["subject"], event["sequence"]), event["id"]), event["id"])
        news = [event for event in received[len(before) + len(after_backup):] if event["id"] not in waiting]
        self.assertGreaterEqual(len(news), 30)
        self.assertTrue(all(int(event["sequence"]) > PASSED_OVER for event in news))
        for subject in {event["subject"] for event in news}:
            own = [int(event["sequence"]) for event in news if event["subject"] == subject]
            self.assertEqual(own, sorted(own))
        # Who fetches has a cursor that this store never gave: it is told, and loses nothing.
        late = self.afnemer("GET", f"gebeurtenissen?abonnement=ophaler&na={fetched['cursor']}&max=1000").json
        self.assertEqual(late["herstel"]["cursor"], str(first_cursor))
        self.assertGreaterEqual(len(late["gebeurtenissen"]), 30)
        again = self.afnemer("GET", f"gebeurtenissen?abonnement=ophaler&na={late['cursor']}&max=1000").json
        self.assertNotIn("herstel", again)
        # It says so itself, asks DUO anew, and its log is whole.
        entry = next(each for each in house.log() if each["soort"] == "opslag teruggezet")
        self.assertIn("herhaling", str(entry["fouten"]))
        runs = json.loads(subprocess.run([GATEWAY, "sync", "list", "--json", "--config", house.config], check=True, capture_output=True).stdout)
        self.assertEqual({run["gemeente"] for run in runs if run["schema"] == "herstel"}, {"0518", "0344"})
        status = json.loads(subprocess.run([GATEWAY, "sync", "status", "--json", "--config", house.config], check=True, capture_output=True).stdout)
        self.assertTrue(all(each["herstel"] for each in status))
        self.assertIn("teruggezet", str(house.operator("/beheer/v1/overzicht").json["meldingen"]))
        self.assertTrue(self.checked()["heel"])
        wait_for(lambda: "is DUO opnieuw gevraagd" in self.store("herstel").stdout, 60)
        self.store("herstel", "--klaar")
        self.assertNotIn("teruggezet", str(house.operator("/beheer/v1/overzicht").json["meldingen"]))

    def restart_den_haag(self):
        """With what came there before."""
        house = self.house
        process = house.start("afnemer-0518", SIMULATOR, "afnemer", "serve", "--pki", house.pki, "--name", "afnemer-0518-server",
                              "--port", house.den_haag_port, "--out", house.dir / "afnemer-0518.jsonl")
        process.line(r": https://127.0.0.1:(\d+)")

    @only_on_sqlite
    def test_the_same_backup_twice_gives_no_number_twice(self):
        house = self.house
        self.enrol([MIRIAM])
        self.assertEqual(self.afnemer("POST", "abonnementen", {"id": "ophaler", "gemeenten": ["0518"], "wijze": "ophalen"}).status, 201)
        self.measure([MIRIAM], range(3))
        wait_for(lambda: house.questions() == 0, 60)
        self.back_up("een")
        lives = []
        for name in ("EEN", "TWEE"):
            house.stop("gateway")
            self.store("restore", "--from", self.kept / "een", "--vervang")
            house.start_gateway()
            self.measure([MIRIAM], range(5), name)
            wait_for(lambda: house.questions() == 0, 60)
            if lives:
                late = self.afnemer("GET", f"gebeurtenissen?abonnement=ophaler&na={lives[0]['cursor']}&max=1000").json
                self.assertIn("herstel", late)
                self.assertGreaterEqual(len(late["gebeurtenissen"]), 5)
                self.assertNotIn("herstel", self.afnemer("GET", f"gebeurtenissen?abonnement=ophaler&na={late['cursor']}&max=1000").json)
            lives.append(self.afnemer("GET", "gebeurtenissen?abonnement=ophaler&na=0&max=1000").json)
        numbers = {}
        for event in [event for life in lives for event in life["gebeurtenissen"]]:
            self.assertEqual(numbers.setdefault((event["subject"], event["sequence"]), event["id"]), event["id"])
            self.assertLess(int(event["sequence"]), 2**53)

    @only_on_sqlite
    def test_what_a_crash_left_in_the_wal_goes_aside_with_its_store(self):
        house = self.house
        self.enrol([MIRIAM])
        self.settle()
        self.back_up("een")
        self.measure([MIRIAM], range(5), "NA")
        seq = house.rows("SELECT MAX(seq) FROM log")[0][0]
        house.stop("gateway", signal.SIGKILL)
        place = house.dir / "store/gateway.db"
        self.assertGreater(pathlib.Path(f"{place}-wal").stat().st_size, 0)
        told = json.loads(self.store("restore", "--from", self.kept / "een", "--vervang", "--json").stdout)
        self.assertFalse(pathlib.Path(f"{place}-wal").exists())
        with sqlite3.connect(f"file:{told['opzij']}?mode=ro&immutable=1", uri=True) as aside:
            self.assertGreaterEqual(aside.execute("SELECT MAX(seq) FROM log").fetchone()[0], int(seq))

    @unittest.skipUnless(shutil.which("strace"), "strace is not there")
    @only_on_sqlite
    def test_a_restore_that_is_killed_leaves_a_store(self):
        """At each change of the files beside it: what comes next, a start or a restore, ends in the old store or in the new one, whole."""
        house = self.house
        self.enrol([MIRIAM])
        self.settle()
        self.back_up("een")
        self.enrol_later()
        house.stop("gateway")
        place, mine = house.dir / "store/gateway.db", house.dir / "toen"
        shutil.copytree(house.dir / "store", mine)
        command = [GATEWAY, "store", "restore", "--from", self.kept / "een", "--vervang", "--config", house.config]
        killed = []
        for call, most in (("rename", 8), ("renameat2", 2), ("link", 2), ("unlink", 12), ("fsync", 40)):
            for at in range(1, most):
                shutil.rmtree(house.dir / "store")
                shutil.copytree(mine, house.dir / "store")
                ran = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={at}", *command],
                                     capture_output=True, text=True, timeout=60)
                if "ptrace" in ran.stderr:
                    self.skipTest(ran.stderr)
                if ran.returncode == 0:
                    break
                self.assertGreater(place.stat().st_size, 0, (call, at))
                half = (house.dir / "store/gateway.db.terugzetting").exists()
                done = any("vervangen" in each.name for each in (house.dir / "store").iterdir())
                killed.append((call, at, half))
                if half:
                    self.assertIn("vlak voor het einde", self.store("check", code=2).stderr)
                if at % 2:
                    # Once more: it ends in the new one.
                    self.store(*map(str, command[2:-2]))
                    self.is_whole(new=True, at=(call, at))
                else:
                    # A start: it goes on with whichever it is.
                    house.start_gateway()
                    house.stop("gateway")
                    self.is_whole(new=half or done, at=(call, at))
                left = [each.name for each in (house.dir / "store").iterdir() if "terugzet" in each.name]
                self.assertEqual(left, [], (call, at))
        self.assertGreaterEqual(len(killed), 10, killed)
        self.assertTrue(any(half for _, _, half in killed), killed)

    def enrol_later(self):
        """What the backup does not have."""
        self.house.enrol(kenmerk="DN-LATER", bsn=STRANGER)
        self.settle()

    def is_whole(self, new, at):
        checked = self.checked()
        self.assertTrue(checked["heel"], (at, checked))
        later = self.house.rows("SELECT COUNT(*) FROM schoolrij WHERE kenmerk = 'DN-LATER'")
        self.assertEqual(later, [["0" if new else "1"]], at)
        self.assertEqual(bool(self.house.rows("SELECT 1 FROM herstel")), new, at)

    @only_on_sqlite
    @unittest.skipUnless(shutil.which("strace"), "strace is not there")
    def test_what_a_killed_backup_leaves_goes_and_nothing_else(self):
        house = self.house
        self.enrol([MIRIAM])
        self.settle()
        own = self.kept / "van mij.opslag"
        own.write_text("van een ander")
        for folder in (self.kept, house.dir / "store"):
            killed = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:signal=KILL:when=1",
                                     GATEWAY, "store", "backup", "--to", folder / "half", "--config", house.config], capture_output=True, text=True, timeout=60)
            if "ptrace" in killed.stderr:
                self.skipTest(killed.stderr)
            self.assertNotEqual(killed.returncode, 0)
            self.assertTrue((folder / "half.opslag").exists())
        self.back_up("heel")
        self.assertEqual(sorted(each.name for each in self.kept.iterdir() if "half" in each.name or "onaf" in each.name), [])
        self.assertTrue(own.exists(), "nobody knows whose that is")
        # Beside the store itself a start does it.
        house.stop("gateway")
        house.start_gateway()
        self.assertEqual([each.name for each in (house.dir / "store").iterdir() if "half" in each.name or "onaf" in each.name], [])

    def test_two_at_once_in_one_folder(self):
        """They share the file of the keys of dossiers: the second is told."""
        import fcntl
        self.back_up("een")
        with open(self.kept / ".gateway-back-up", "r+b") as slot:
            fcntl.flock(slot, fcntl.LOCK_EX)
            told = self.store("backup", "--to", self.kept / "twee", code=1)
            self.assertIn("wordt al een back-up gemaakt", told.stderr)
            self.assertFalse((self.kept / "twee").exists())
        elsewhere = self.house.dir / "elders"
        elsewhere.mkdir()
        self.store("backup", "--to", elsewhere / "twee")
        self.back_up("twee")

    @only_on_sqlite
    def test_a_key_that_was_lost_is_named_and_comes_back_from_a_backup(self):
        house = self.house
        self.enrol([MIRIAM, STRANGER])
        self.settle()
        self.back_up("een")
        number = int(house.rows("SELECT key_number FROM dossier WHERE id = (SELECT dossier FROM schoolrij WHERE kenmerk = 'DN-0')")[0][0])
        keys = house.dir / "store/gateway.db.dossiersleutels"
        gone = subprocess.run([GATEWAY, "log", "person", "--config", house.config, "--gemeente", "0518", "--bsn", "-", "--reden", "zaak 2026-114: wissing", "--vergeet"],
                              input=STRANGER + "\n", capture_output=True, text=True)
        self.assertEqual(gone.returncode, 0, gone.stderr)
        self.assertTrue(self.checked()["heel"], "destroyed on purpose is not lost")
        house.stop("gateway")
        with open(keys, "r+b") as file:
            file.seek((number - 1) * 128)
            file.write(bytes(128))
        told = self.store("check", code=1).stdout
        self.assertIn(f"nr. {number}", told)
        wrong = json.loads(self.store("check", "--json", code=1).stdout)
        self.assertEqual((wrong["heel"], wrong["verlorenSleutels"]), (False, [number]))
        # The gateway works on, says so, and gives it no other.
        gateway = house.start_gateway()
        self.assertIn("ontbreekt de sleutel", gateway.text())
        self.assertEqual(house.rows(f"SELECT COUNT(*) FROM dossier WHERE key_number = {number}"), [["1"]])
        # A backup keeps the one that the folder has; put back, all is read again, and who was forgotten is not.
        self.back_up("twee")
        house.stop("gateway")
        self.store("restore", "--from", self.kept / "twee", "--vervang")
        self.assertEqual(self.checked() | {"rijen": 0}, self.checked() | {"rijen": 0, "heel": True, "verlorenSleutels": []})
        house.start_gateway()
        self.assertEqual(house.call("GET", "/taalschool/v1/deelnames/DN-0", name="taalschool-client").status, 200)
        self.assertEqual(house.call("GET", "/taalschool/v1/deelnames/DN-1", name="taalschool-client").status, 404)

    def test_a_backup_takes_the_place_of_nothing_else(self):
        link = self.kept / "weg"
        link.symlink_to("/dev/full")
        key = self.kept / "sleutel"
        key.write_text("van iemand anders")
        places = [pathlib.Path("/dev/full"), link, key] + ([] if on_postgres() else [self.house.dir / "store/gateway.db"])
        for place in places:
            self.assertNotEqual(subprocess.run([GATEWAY, "store", "backup", "--to", place, "--config", self.house.config], capture_output=True).returncode, 0)
        self.assertTrue(link.is_symlink() and pathlib.Path("/dev/full").is_char_device())
        self.assertEqual(key.read_text(), "van iemand anders")
        self.assertEqual({each.name for each in self.kept.iterdir()}, {"weg", "sleutel"})
        self.assertTrue(self.checked()["heel"])

    def test_under_load_each_is_whole(self):
        persons = [MIRIAM, STRANGER, *invented(4)]
        self.enrol(persons)
        ended = threading.Event()
        pushed = []

        def push():
            number = 0
            while not ended.is_set() and number < 3000:
                number += 1
                if self.house.push("voortgangsmetingen", meting(kenmerk=f"LAST-{number}", bsn=persons[number % len(persons)])).status == 201:
                    pushed.append(number)

        load = threading.Thread(target=push)
        load.start()
        self.addCleanup(load.join)
        self.addCleanup(ended.set)
        entries = []
        for number in range(3):
            wait_for(lambda: len(pushed) > 20 * (number + 1), 30)  # noqa: B023
            entries.append(self.back_up(f"last-{number}")["logregel"])
        self.assertTrue(self.checked()["heel"], "also of what is written to meanwhile")
        ended.set()
        load.join()
        self.assertEqual(entries, sorted(set(entries)), "it went on meanwhile")
        for number in (0, 2):
            config = self.elsewhere(f"elders-{number}")
            self.store("restore", "--from", self.kept / f"last-{number}", config=config)
            checked = self.checked(config)
            self.assertTrue(checked["heel"], checked)
            self.assertEqual(checked["logregels"], entries[number])

    @only_on_sqlite
    def test_what_changed_since_the_last(self):
        persons = [MIRIAM, *invented(3)]
        self.enrol(persons)
        self.measure(persons, range(60))
        self.settle()
        whole = self.back_up("heel")
        self.measure(persons, range(3), "ERBIJ")
        self.settle()
        first = self.back_up("erbij-1", "--sinds", self.kept / "heel")
        self.measure(persons, range(3), "NOG")
        second = self.back_up("erbij-2", "--sinds", self.kept / "erbij-1")
        self.assertEqual(first["basis"], whole["id"])
        self.assertLess(first["hierin"], first["paginas"])
        config = self.elsewhere("aangevuld")
        self.store("restore", "--from", self.kept / "erbij-2", config=config)
        checked = self.checked(config)
        self.assertTrue(checked["heel"])
        self.assertEqual(checked["logregels"], second["logregel"])
        # Without what it adds to it is nothing.
        (self.kept / "erbij-1").rename(self.house.dir / "weg")
        refused = self.store("restore", "--from", self.kept / "erbij-2", config=self.elsewhere("mist"), code=1)
        self.assertIn("vult een eerdere aan", refused.stderr)

    def test_who_was_forgotten_since_stays_so(self):
        house = self.house
        self.enrol([MIRIAM, STRANGER])
        self.measure([MIRIAM, STRANGER], range(6))
        self.settle()
        dossiers = {bsn: house.rows(f"SELECT dossier FROM schoolrij WHERE kenmerk = 'DN-{number}'")[0][0] for number, bsn in enumerate((MIRIAM, STRANGER))}
        self.back_up("eerst")
        gone = subprocess.run([GATEWAY, "log", "person", "--config", house.config, "--gemeente", "0518", "--bsn", "-", "--reden", "zaak 2026-114: wissing", "--vergeet"],
                              input=STRANGER + "\n", capture_output=True, text=True)
        self.assertEqual(gone.returncode, 0, gone.stderr)
        # A backup after it brings the keys up to date: that of the one who is gone is in none of them.
        self.back_up("daarna")
        house.stop("gateway")
        config = self.elsewhere("terug")
        self.store("restore", "--from", self.kept / "eerst", config=config)
        self.assertGreater(self.checked(config)["donker"], 0)
        house.settings["store"] = json.loads(config.read_text())["store"]
        if on_postgres():
            house.postgres = house.settings["store"]["postgres"]
        house.start_gateway()
        self.assertEqual(self.afnemer("GET", f"dossiers/{dossiers[MIRIAM]}").status, 200)
        self.assertEqual(self.afnemer("GET", f"dossiers/{dossiers[STRANGER]}").status, 404)
        self.assertEqual(house.call("GET", "/taalschool/v1/deelnames/DN-1", name="taalschool-client").status, 404)
        self.assertTrue(self.checked(config)["heel"])

    def test_a_bad_one_is_told_before_anything_changes(self):
        house = self.house
        self.enrol([MIRIAM])
        self.settle()
        self.back_up("goed")
        good = (self.kept / "goed").read_bytes()
        place = self.elsewhere("leeg")
        bad = self.kept / "slecht"

        def refused(content, words, code=1, config=place):
            bad.write_bytes(content)
            told = self.store("restore", "--from", bad, config=config, code=code)
            self.assertIn(words, told.stderr)
            self.assertIn("niets teruggezet" if "geen back-up" not in words else words, told.stderr)
            left = [each.name for each in (house.dir / "leeg").glob("*") if ".lock" not in each.name and ".sleutel" not in each.name]
            self.assertEqual(left, [], "nothing is left of it")

        for length in (len(good) - 1, len(good) // 2, len(good) // 5, 400):
            refused(good[:length], "niet heel")
        refused(good[:20], "geen back-up")
        refused(b"SQLite format 3\0" + good, "geen back-up")
        refused(good + b"x", "niet heel")
        for place_of in (len(good) // 4, len(good) // 2, len(good) - 40):
            flipped = bytearray(good)
            flipped[place_of] ^= 4
            refused(bytes(flipped), "niet heel")
        refused(good.replace(b'"schema":', b'"schema":9', 1), "nieuwere versie", code=2)
        refused(good.replace(b'"moment":"2', b'"moment":"1', 1), "niet heel")
        # Another key.
        config = json.loads(place.read_text())
        (house.dir / "andere.key").write_text("k1:" + "5a" * 32 + "\n")
        (house.dir / "andere.key").chmod(0o600)
        config["store"]["key"] = "andere.key"
        other = house.dir / "andere.yaml"
        other.write_text(json.dumps(config))
        refused(good, "sleutel die niet in store.key staat", config=other)
        # Without the keys of dossiers.
        keys = next(self.kept.glob("*.dossiersleutels"))
        keys.rename(house.dir / "weg")
        refused(good, "--sleutels")
        (house.dir / "weg").rename(keys)
        # Over a gateway that runs, and over a store that is there.
        over = self.store("restore", "--from", self.kept / "goed", "--vervang", code=1)
        self.assertRegex(over.stderr, "draait een gateway|werkt nog iemand")
        house.stop("gateway")
        there = self.store("restore", "--from", self.kept / "goed", code=1)
        self.assertRegex(there.stderr, "staat al een opslag")
        house.start_gateway()
        self.assertTrue(self.checked()["heel"])

    def test_a_disk_that_fills_leaves_no_backup(self):
        house = self.house
        self.enrol([MIRIAM])
        self.settle()
        for limit in (100_000, 300_000):
            full = subprocess.run(["prlimit", f"--fsize={limit}", GATEWAY, "store", "backup", "--to", self.kept / "vol", "--config", house.config], capture_output=True, text=True)
            self.assertEqual(full.returncode, 1, full.stdout + full.stderr)
            self.assertIn("geen back-up gemaakt", full.stderr)
            self.assertEqual([each.name for each in self.kept.glob("vol*")], [])
        self.assertEqual(house.push("voortgangsmetingen", meting()).status, 201)
        self.assertTrue(self.checked()["heel"])

    def test_one_never_takes_the_place_of_another(self):
        self.back_up("vol")
        before = (self.kept / "vol").read_bytes()
        self.assertIn("staat er al", self.store("backup", "--to", self.kept / "vol", code=2).stderr)
        if not on_postgres():
            told = self.store("backup", "--to", self.kept / "vol", "--sinds", self.kept / "vol", code=2)
            self.assertIn("die deze aanvult", told.stderr)
        self.assertIn("is een map", self.store("backup", "--to", self.kept, code=2).stderr)
        self.assertEqual((self.kept / "vol").read_bytes(), before)

    @only_on_sqlite
    def test_a_store_that_began_anew_leaves_the_backups_of_before_readable(self):
        house = self.house
        self.enrol([MIRIAM, STRANGER])
        self.settle()
        self.back_up("vol")
        keys = next(self.kept.glob("*.dossiersleutels"))
        before = keys.read_bytes()
        house.stop("gateway")
        store = house.dir / "store" / "gateway.db"
        for each in store.parent.glob(store.name + "*"):
            each.unlink()
        house.start_gateway()
        self.enrol([MIRIAM])
        self.settle()
        told = self.store("backup", "--to", self.kept / "nieuw", code=1)
        self.assertIn("andere opslag", told.stderr)
        self.assertIn("andere map", told.stderr)
        self.assertEqual(keys.read_bytes(), before)
        self.assertFalse((self.kept / "nieuw").exists())
        elsewhere = house.dir / "andere-map"
        elsewhere.mkdir()
        self.store("backup", "--to", elsewhere / "nieuw")
        # What stood there, with its keys, goes aside: it may have to come back.
        house.stop("gateway")
        self.store("restore", "--from", self.kept / "vol", "--vervang")
        self.assertTrue(self.checked()["heel"])
        self.assertEqual(len(list(store.parent.glob("*.vervangen-*.dossiersleutels"))), 1)
        self.store("restore", "--from", elsewhere / "nieuw", "--vervang")
        self.assertTrue(self.checked()["heel"])

    @only_on_sqlite
    def test_a_store_that_is_gone_is_not_begun_anew(self):
        house = self.house
        self.enrol([MIRIAM])
        self.settle()
        self.back_up("goed")
        house.stop("gateway")
        store = house.dir / "store" / "gateway.db"
        for left in (None, b""):
            for end in ("", "-wal", "-shm"):
                pathlib.Path(f"{store}{end}").unlink(missing_ok=True)
            if left is not None:
                store.write_bytes(left)
            self.assertIn("is weg of leeg", self.store("check", code=2).stderr)
            for command in ("check", "serve"):
                done = subprocess.run([GATEWAY, command, "--config", house.config], capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertIn("store restore", done.stderr)
            found = subprocess.run([GATEWAY, "doctor", "--alleen", "opslag", "--json", "--config", house.config], capture_output=True, text=True, timeout=60)
            self.assertIn("is weg of leeg", found.stdout)
            self.store("restore", "--from", self.kept / "goed")
            self.assertTrue(self.checked()["heel"])

    @only_on_sqlite
    def test_a_damaged_file_is_told_and_not_kept_as_a_backup(self):
        house = self.house
        self.enrol([MIRIAM, STRANGER])
        self.settle()
        self.back_up("goed")
        house.stop("gateway")
        store = house.dir / "store" / "gateway.db"
        with sqlite3.connect(store) as sql:
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = store.read_bytes()
        overwritten = bytearray(whole)
        for page in range(1, len(whole) // 4096, 3):
            overwritten[page * 4096:page * 4096 + 4096] = b"\xa5" * 4096
        for content in (bytes(overwritten), whole[:len(whole) // 2], b"\xa5" * len(whole)):
            for end in ("-wal", "-shm"):
                pathlib.Path(f"{store}{end}").unlink(missing_ok=True)
            store.write_bytes(content)
            told = self.store("check", code=1).stdout
            self.assertIn("beschadigd", told)
            self.assertIn("store restore", told)
            made = subprocess.run([GATEWAY, "store", "backup", "--to", self.kept / "slecht", "--config", house.config], capture_output=True, text=True, timeout=60)
            self.assertIn(made.returncode, (1, 2), made.stdout + made.stderr)
            self.assertIn("beschadigd", made.stderr)
            self.assertFalse((self.kept / "slecht").exists())
            looked = subprocess.run([GATEWAY, "check", "--config", house.config], capture_output=True, text=True, timeout=60)
            self.assertNotIn(looked.returncode, (-6, 134), looked.stderr)
        self.store("restore", "--from", self.kept / "goed", "--vervang")
        self.assertTrue(self.checked()["heel"])

    @only_on_sqlite
    def test_what_is_damaged_is_found(self):
        house = self.house
        self.enrol([MIRIAM])
        self.settle()
        self.assertTrue(self.checked()["heel"])
        self.assertEqual(house.change("UPDATE subscription_queue SET waiting = waiting + 1 WHERE subscription = 'kvs-0518'"), 1)
        wrong = json.loads(self.store("check", "--json", code=1).stdout)
        self.assertIn("wachtrijen die anders tellen", str(wrong["fouten"]))
        house.change("UPDATE subscription_queue SET waiting = waiting - 1 WHERE subscription = 'kvs-0518'")
        house.change("UPDATE object SET sealed = substr(sealed, 1, length(sealed) - 1) || x'00'")
        wrong = json.loads(self.store("check", "--json", code=1).stdout)
        self.assertIn("in tabel object", str(wrong["fouten"]))

    @only_on_sqlite
    def test_a_store_of_before_gives_its_room_back(self):
        house = self.house
        self.enrol([MIRIAM])
        self.settle()
        self.store("vacuum")
        running = self.store("vacuum", "--alles", code=1)
        self.assertIn("draait al een gateway", running.stderr)
        house.stop("gateway")
        with sqlite3.connect(house.dir / "store/gateway.db", isolation_level=None) as database:
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("PRAGMA auto_vacuum = NONE")
            database.execute("VACUUM")
            database.execute("CREATE TABLE ballast (x)")
            database.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO ballast SELECT randomblob(4000) FROM n")
            database.execute("DROP TABLE ballast")
        self.assertIn("--alles", self.store("vacuum", code=1).stderr)
        size = (house.dir / "store/gateway.db").stat().st_size
        self.store("vacuum", "--alles")
        self.assertLess((house.dir / "store/gateway.db").stat().st_size, size - 1_000_000)
        house.start_gateway()
        self.assertTrue(self.checked()["heel"])


if __name__ == "__main__":
    unittest.main()
