"""Several gateways on one database: any takes any message, one does what only one may, and none is missed."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import cluster  # noqa: E402
from house import GATEWAY, MIRIAM, STRANGER, House, deelname, wait_for  # noqa: E402
from proxy import Proxy  # noqa: E402

TAKEN_OVER = 15  # seconds


class OnServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cluster.Server()
        os.environ["INBURGERING_TEST_POSTGRES"] = cls.server.conninfo

    @classmethod
    def tearDownClass(cls):
        del os.environ["INBURGERING_TEST_POSTGRES"]
        cls.server.close()


class Nodes(OnServer):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.start_duo()
        self.house.start_afnemers()

    def start(self, *names):
        for name in names:
            self.house.start_node(name)
        wait_for(lambda: len(self.holders()) >= 10)

    def holders(self):
        """Which node does what."""
        return dict(self.house.rows("SELECT l.task, n.name FROM lease l JOIN node n ON n.instance = l.instance"))

    def gone(self, name):
        """Killed, as a machine that loses its power."""
        self.house.stop(name, signal.SIGKILL)
        (self.house.dir / f"{name}.log").unlink()

    def verify(self):
        done = subprocess.run([GATEWAY, "log", "verify", "--config", self.house.config], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_any_node_takes_any_message_and_each_event_arrives_once(self):
        self.start("a", "b")
        house = self.house
        for place, name in enumerate(("a", "b") * 5):
            self.assertEqual(house.at(name).push("deelnames", deelname(kenmerk=f"DN-{place}", bsn=(MIRIAM, STRANGER)[place % 2])).status, 201)
        wait_for(lambda: house.waiting() == 0)
        numbers = [(event["subject"], event["sequence"]) for event in house.events()]
        self.assertEqual(len(numbers), len(set(numbers)), "none twice")
        for subject in {subject for subject, _ in numbers}:
            order = [int(sequence) for of, sequence in numbers if of == subject]
            self.assertEqual(order, list(range(1, len(order) + 1)), "in order and without a gap")
        self.assertGreaterEqual(len(numbers), 10)
        # The same message again, at the other node: answered as the first time, and nothing follows.
        self.assertEqual(house.at("b").push("deelnames", deelname(kenmerk="DN-0")).status, 201)
        self.assertEqual(len(house.expect_events(len(numbers))), len(numbers))
        self.verify()

    def test_the_first_message_after_the_database_was_away_is_taken(self):
        self.start("a")
        house = self.house
        for turn in range(3):
            self.server.stop("immediate")
            try:
                self.assertEqual(house.push("deelnames", deelname(kenmerk=f"DN-away-{turn}")).status, 503)
            finally:
                self.server.start()
            wait_for(lambda: house.operator("/readyz").status == 200, 30)
            self.assertEqual(house.push("deelnames", deelname(kenmerk=f"DN-back-{turn}")).status, 201)

    def test_the_work_is_shared_and_another_takes_over_what_a_node_did(self):
        self.start("a", "b")
        wait_for(lambda: set(self.holders().values()) == {"a", "b"}, 30)
        taken = self.holders()
        dies = taken["levering kvs-0518"]
        lives = "b" if dies == "a" else "a"
        self.gone(dies)
        self.assertEqual(self.house.at(lives).push("deelnames", deelname()).status, 201)
        began = time.monotonic()
        wait_for(lambda: self.house.waiting() == 0, TAKEN_OVER + 5)
        self.assertLess(time.monotonic() - began, TAKEN_OVER)
        wait_for(lambda: set(self.holders().values()) == {lives}, TAKEN_OVER)
        # One that stops as it should gives its work back at once.
        self.house.start_node(dies)
        wait_for(lambda: dies in self.holders().values(), 30)
        self.assertEqual(self.house.stop(dies), 0)
        wait_for(lambda: set(self.holders().values()) == {lives}, 6)
        self.verify()

    def test_a_node_that_slept_writes_nothing_under_a_lease_that_another_took(self):
        self.start("a")
        house = self.house
        sleeper = house.processes["a"].process
        house.start_node("b")
        os.kill(sleeper.pid, signal.SIGSTOP)
        try:
            wait_for(lambda: set(self.holders().values()) == {"b"}, TAKEN_OVER + 10)
            self.assertEqual(house.at("b").push("deelnames", deelname()).status, 201)
            wait_for(lambda: house.waiting() == 0)
        finally:
            os.kill(sleeper.pid, signal.SIGCONT)
        fences = {task: int(fence) for task, fence in house.rows("SELECT task, fence FROM lease")}
        time.sleep(3)
        # Awake again it takes messages, and takes back no more than its part, with higher numbers.
        self.assertEqual(house.at("a").push("deelnames", deelname(kenmerk="DN-2")).status, 201)
        wait_for(lambda: house.waiting() == 0)
        now = {task: int(fence) for task, fence in house.rows("SELECT task, fence FROM lease")}
        self.assertTrue(all(now[task] >= fence for task, fence in fences.items()))
        events = house.events()
        self.assertEqual(len(events), len({event["id"] for event in events}))
        self.verify()

    def test_who_is_logged_in_at_one_node_is_so_at_the_other(self):
        self.start("a", "b")
        cookie = self.house.at("a").log_in()
        self.assertEqual(self.house.at("b").operator("/beheer/v1/sessie", cookie=cookie).status, 200)
        self.assertEqual(self.house.operator("/beheer/v1/sessie", method="DELETE", cookie=cookie).status, 200)
        self.assertEqual(self.house.at("a").operator("/beheer/v1/sessie", cookie=cookie).status, 401)

    def test_without_the_database_nothing_is_acknowledged_and_with_it_all_goes_on(self):
        self.start("a")
        self.server.stop("immediate")
        try:
            self.assertEqual(self.house.push("deelnames", deelname()).status, 503)
            self.assertEqual(self.house.operator("/readyz").status, 503)
            self.assertEqual(self.house.operator("/healthz").status, 200)
        finally:
            self.server.start()
        wait_for(lambda: self.house.push("deelnames", deelname()).status == 201, 20)
        wait_for(lambda: self.house.waiting() == 0, 30)
        self.assertEqual(self.house.operator("/readyz").status, 200)
        self.verify()

    def test_connections_that_are_cut_are_made_anew(self):
        self.start("a", "b")
        for place in range(5):
            self.server.sql("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'inburgering-gateway'")
            wait_for(lambda: self.house.at("ab"[place % 2]).push("deelnames", deelname(kenmerk=f"DN-{place}")).status == 201)
        wait_for(lambda: self.house.waiting() == 0, 30)
        self.verify()

    def test_a_key_that_one_node_does_not_have_yet_damages_nothing(self):
        house = self.house
        shutil.copy(house.pki / "store.key", house.pki / "store-b.key")
        house.start_node("a")
        house.start_node("b", key="pki/store-b.key")
        wait_for(lambda: set(self.holders().values()) == {"a", "b"}, 30)
        self.assertEqual(house.at("a").push("deelnames", deelname()).status, 201)
        wait_for(lambda: house.waiting() == 0)
        made = subprocess.run([GATEWAY, "store", "rekey", "--config", house.config], capture_output=True, text=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        wait_for(lambda: "k2" in house.processes["a"].text())
        for number in range(5):
            self.assertEqual(house.at("a").push("deelnames", deelname(kenmerk=f"K-{number}")).status, 201)
        # What it cannot open it does not take for damaged: it is not there now.
        seen = {house.at("b").call("GET", f"/taalschool/v1/deelnames/K-{number}", name="taalschool-client").status for number in range(5)}
        self.assertLessEqual(seen, {200, 503})
        time.sleep(3)
        shutil.copy(house.pki / "store.key", house.pki / "store-b.key")
        wait_for(lambda: all(house.at("b").call("GET", f"/taalschool/v1/deelnames/K-{number}", name="taalschool-client").status == 200 for number in range(5)), 20)
        wait_for(lambda: house.waiting() == 0, 30)
        self.assertEqual([entry for entry in house.log() if "onleesbaar" in str(entry["fouten"])], [])
        self.assertEqual(house.count("dead_letter"), 0)
        self.verify()

    def test_a_commit_that_was_not_answered_is_looked_up(self):
        proxy = Proxy(self.server.port)
        self.addCleanup(proxy.close)
        conninfo = self.house.postgres.replace(f"port={self.server.port}", f"port={proxy.port}")
        self.house.start_node("a", postgres=conninfo)
        wait_for(lambda: len(self.holders()) >= 10)
        proxy.cut_at_commit(of=b"K-1", before=False)
        answer = self.house.push("deelnames", deelname(kenmerk="K-1"))
        self.assertEqual((answer.status, proxy.cuts), (201, 1), "it was committed: so it is acknowledged")
        self.assertEqual(self.house.count("log", "kind LIKE '%deelnames%' AND outcome = 'verwerkt'"), 1)
        proxy.cut_at_commit(of=b"K-2", before=True)
        answer = self.house.push("deelnames", deelname(kenmerk="K-2"))
        self.assertEqual((answer.status, proxy.cuts), (503, 2), "it was not: so the sender is to come again")
        self.assertEqual(self.house.push("deelnames", deelname(kenmerk="K-2")).status, 201)
        wait_for(lambda: self.house.waiting() == 0, 30)
        # What was delivered just before the cut may come once more: as the same event.
        numbers = {event["id"]: (event["subject"], event["sequence"]) for event in self.house.events()}
        self.assertEqual((len(numbers), len(set(numbers.values()))), (2, 2))
        self.verify()


class Refused(OnServer):
    """Databases that are no place for a store: each in clear words, and nothing is written."""

    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)

    def refused(self, conninfo=None, command="serve"):
        config = self.house.configuration()
        config["store"] |= {"postgres": conninfo or self.house.postgres, "node": "a"}
        self.house.config.write_text(json.dumps(config))
        done = subprocess.run([GATEWAY, command, "--config", self.house.config], capture_output=True, text=True, timeout=30)
        self.assertIn(done.returncode, (1, 2), done.stdout + done.stderr)
        return done.stderr

    def test_of_a_newer_version(self):
        self.house.start_node("a")
        self.house.stop("a")
        self.house.change("UPDATE schema_version SET version = 99")
        self.assertIn("nieuwere versie", self.refused())
        self.assertIn("nieuwere versie", self.refused(command="check"))

    def test_without_rights(self):
        name = self.house.postgres.rsplit("=", 1)[1]
        self.server.sql(f"CREATE ROLE gast_{name} LOGIN")
        conninfo = self.house.postgres.replace(f"user={self.server.user}", f"user=gast_{name}")
        self.assertIn("eigenaar", self.refused(conninfo))
        self.server.sql(f"GRANT USAGE ON SCHEMA {name} TO gast_{name}")
        self.assertIn("eigenaar", self.refused(conninfo))
        self.assertEqual(self.house.tables(), {})

    def test_a_standby_alone(self):
        standby = cluster.Server(standby_of=self.server)
        self.addCleanup(standby.close)
        conninfo = self.house.postgres.replace(f"port={self.server.port}", f"port={standby.port}")
        standby.follows(self.server)
        self.assertIn("standby", self.refused(conninfo))
        self.assertIn("standby", self.refused(conninfo, "check"))
        self.assertIn("standby", self.refused(conninfo + " target_session_attrs=read-write"))

    def test_that_is_not_there(self):
        self.assertIn("niet te bereiken", self.refused(f"host=127.0.0.1 port={cluster.free_port()} dbname=postgres"))

    def test_of_another_encoding(self):
        self.server.sql("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        self.assertIn("UTF8", self.refused(self.server.conninfo.replace("dbname=postgres", "dbname=latin")))

    def test_with_another_key(self):
        self.house.start_node("a")
        self.house.stop("a")
        before = self.house.rows("SELECT COUNT(*) FROM log")
        key = self.house.pki / "store.key"
        key.write_text("k9:" + "9" * 64 + "\n")
        self.assertIn("andere sleutel", self.refused())
        self.assertEqual(self.house.rows("SELECT COUNT(*) FROM log"), before)

    def test_a_password_in_the_configuration(self):
        for conninfo in ("host=127.0.0.1 password=geheim", "postgresql://wij:geheim@127.0.0.1/x"):
            told = self.refused(conninfo)
            self.assertIn("passfile", told)
            self.assertNotIn("geheim", told)

    def test_that_is_full(self):
        house = self.house
        house.start_node("a")
        schema = house.postgres.rsplit("=", 1)[1]
        # What a full disk says, from the server itself.
        house.change("SELECT 1")
        self.server.sql(f"CREATE FUNCTION {schema}.vol() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$")
        self.server.sql(f"CREATE TRIGGER vol BEFORE INSERT ON {schema}.log EXECUTE FUNCTION {schema}.vol()")
        self.assertEqual(house.push("deelnames", deelname()).status, 503)
        self.assertEqual(house.operator("/readyz").status, 503)
        self.server.sql(f"DROP TRIGGER vol ON {schema}.log")
        wait_for(lambda: house.push("deelnames", deelname()).status == 201)


if __name__ == "__main__":
    unittest.main()
