"""Three nodes on a database with a standby, through everything that may fail: nothing acknowledged is lost, no effect twice, no gap.

PROOF_MESSAGES (100000) and PROOF_PERSONS (5000) make it smaller to try.
"""
import collections
import http.client
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import cluster  # noqa: E402
from house import GATEWAY, SIMULATOR, House, invented, wait_for  # noqa: E402

MESSAGES = int(os.environ.get("PROOF_MESSAGES", 100000))
PERSONS = int(os.environ.get("PROOF_PERSONS", 5000))
NODES = ("a", "b", "c")
SINKS = ("s0", "s1", "s2", "s3")
SENDERS = 6
DAYS = [f"{2020 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(3000)]


class Databases:
    """A primary and a standby that has all that was acknowledged; they change places."""

    def __init__(self):
        self.primary = cluster.Server(max_connections=300, wal_keep_size="1GB")
        self.standby = None
        self.attach()

    def attach(self):
        """Another machine becomes the standby; from then on nothing is acknowledged that it does not have."""
        self.standby = cluster.Server(standby_of=self.primary)
        self.standby.follows(self.primary)
        self.synchronous("*")

    def synchronous(self, names):
        self.primary.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        self.primary.sql("SELECT pg_reload_conf()")

    @property
    def conninfo(self):
        servers = [each for each in (self.primary, self.standby) if each]
        return (f"host={','.join('127.0.0.1' for _ in servers)} port={','.join(str(each.port) for each in servers)} user={self.primary.user} dbname=postgres "
                "target_session_attrs=read-write connect_timeout=2")

    def fail_over(self):
        """The primary is gone, as by a power cut; the standby takes its place, as Patroni would have it."""
        gone, self.primary, self.standby = self.primary, self.standby, None
        gone.kill()
        self.primary.promote()
        self.synchronous("")
        return gone

    def close(self):
        for each in (self.primary, self.standby):
            if each:
                each.close()


class Forwarder:
    """The one address under which the primary is found, as haproxy gives it."""

    def __init__(self, databases):
        import socket
        self.socket, self.databases = socket, databases
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = self.socket.create_connection(("127.0.0.1", self.databases.primary.port), timeout=2)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            for each in (client, server):
                each.setsockopt(self.socket.IPPROTO_TCP, self.socket.TCP_NODELAY, 1)
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self.forward, args=(source, target), daemon=True).start()

    def forward(self, source, target):
        try:
            while data := source.recv(262144):
                target.sendall(data)
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(self.socket.SHUT_RDWR)
            except OSError:
                pass
        source.close()

    def close(self):
        self.listener.close()


class Proof(unittest.TestCase):
    def setUp(self):
        self.databases = Databases()
        self.addCleanup(self.databases.close)
        self.door = Forwarder(self.databases)
        self.addCleanup(self.door.close)
        os.environ["INBURGERING_TEST_POSTGRES"] = f"host=127.0.0.1 port={self.door.port} user={self.databases.primary.user} dbname=postgres"
        self.addCleanup(lambda: os.environ.pop("INBURGERING_TEST_POSTGRES"))
        self.ports = {}
        self.house = House(limits={"body": 4 << 20, "connections_per_party": 500, "handshakes_per_second": 100000, "waiting_per_address": 1000},
                           delivery={"timeout": "2s"}, subscriptions=[])
        self.addCleanup(self.end)
        for name in SINKS:
            self.sink(name)
        self.house.settings["subscriptions"] = [
            {"id": name, "afnemer": "00000099000000005000", "gemeenten": ["0518"], "bevestiging": "geen", "objecttypes": ["Voortgangsmeting"],
             "url": f"https://127.0.0.1:{self.ports[name]}/e"} for name in SINKS]
        for name in NODES:
            self.house.start_node(name)
        self.accepted, self.lock = set(), threading.Lock()
        self.refused = collections.Counter()

    def end(self):
        for name in list(self.house.processes):
            self.house.stop(name, signal.SIGKILL if name in SINKS else signal.SIGTERM)
        self.house.close()

    def sink(self, name):
        process = self.house.start(name, SIMULATOR, "afnemer", "serve", "--pki", self.house.pki, "--name", "afnemer-0518-server", "--port", self.ports.get(name, 0),
                                   "--journal", self.house.dir / f"{name}.journal", "--quiet")
        self.ports[name] = int(process.line(r": https://127.0.0.1:(\d+)").group(1))

    def enrol(self, persons):
        for start in range(0, len(persons), 1000):
            rows = [{"kenmerk": f"DN-{start + n}", "gemeentecode": "0518", "bsn": bsn, "soort": "taalles", "startdatum": "2020-01-01"}
                    for n, bsn in enumerate(persons[start:start + 1000])]
            answer = self.house.push("deelnames/batch", {"verwerking": "alles-of-niets", "rijen": rows})
            self.assertEqual(answer.status, 200, answer.body)

    def send(self, numbers, persons, dice):
        """Each message is offered until it is accepted, at whichever node answers."""
        connection, at = None, None
        for number in numbers:
            body = json.dumps({"kenmerk": f"VM-{number}", "gemeentecode": "0518", "bsn": persons[number % len(persons)], "meetdatum": DAYS[number // len(persons)],
                               "niveauLezen": "A2" if number % 4 else "A1"})
            while True:
                if connection is None:
                    at = dice.choice(NODES)
                    connection = http.client.HTTPSConnection("127.0.0.1", self.house.nodes[at]["port"], context=self.house.tls("taalschool-client"), timeout=20)
                try:
                    connection.request("POST", "/taalschool/v1/voortgangsmetingen", body, {"Content-Type": "application/json"})
                    answer = connection.getresponse()
                    answer.read()
                    status = answer.status
                except (OSError, http.client.HTTPException) as error:
                    status = type(error).__name__
                if status in (200, 201):
                    with self.lock:
                        self.accepted.add(f"VM-{number}")
                    break
                with self.lock:
                    self.refused[status] += 1
                connection.close()
                connection = None
                time.sleep(0.1)

    def faults(self, done, happened):
        """One after the other, as long as messages come."""
        dice = random.Random(19)
        began = time.monotonic()
        failed_over = slept = 0
        while not done.wait(dice.uniform(3, 6)):
            sent = len(self.accepted) / MESSAGES
            if failed_over < 2 and sent > (0.3, 0.7)[failed_over]:
                gone = self.databases.fail_over()
                failed_over += 1
                happened["de primary gedood, de standby gepromoveerd"] += 1
                done.wait(15)
                gone.close()
                self.databases.attach()
                continue
            if slept < 1 and sent > 0.5:
                slept += 1
                name = dice.choice(NODES)
                process = self.house.processes[name].process
                os.kill(process.pid, signal.SIGSTOP)
                happened["een node 40 s stilgezet"] += 1
                done.wait(40)
                os.kill(process.pid, signal.SIGCONT)
                continue
            what = dice.choice(("kill", "kill", "cut", "sink"))
            if what == "kill":
                name = dice.choice(NODES)
                self.house.processes.pop(name).stop(signal.SIGKILL)
                happened["een node gedood (kill -9)"] += 1
                done.wait(dice.uniform(0, 3))
                self.house.start_node(name)
            elif what == "cut":
                try:
                    self.databases.primary.sql("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'inburgering-gateway'")
                    happened["alle verbindingen met de database verbroken"] += 1
                except AssertionError:
                    pass
            else:
                name = dice.choice(SINKS)
                self.house.processes.pop(name).stop(signal.SIGKILL)
                self.sink(name)
                happened[f"ontvanger {name} gedood"] += 1
        happened["seconden"] = int(time.monotonic() - began)

    def received(self, name):
        """(dossier, sequence, id) of all that came, in the order in which it did."""
        found = []
        for line in (self.house.dir / f"{name}.journal").read_text().splitlines():
            parts = line.split()
            if parts[0] != "!" and len(parts) >= 4:  # a kill may have cut one off
                found.append((parts[0], int(parts[1]), parts[2]))
        return found

    def told_of(self, events):
        listed = ", ".join(f"'{each}'" for each in events)
        return events and self.house.rows(f"SELECT seq, moment, reference, kind, outcome, http_status, faults FROM log WHERE reference IN ({listed}) ORDER BY seq")

    def test_nothing_is_lost_nor_done_twice(self):
        persons = invented(PERSONS)
        self.enrol(persons)
        done, happened = threading.Event(), collections.Counter()
        numbers = [list(range(sender, MESSAGES, SENDERS)) for sender in range(SENDERS)]
        senders = [threading.Thread(target=self.send, args=(numbers[sender], persons, random.Random(sender))) for sender in range(SENDERS)]
        troubles = threading.Thread(target=self.faults, args=(done, happened))
        began = time.monotonic()
        for each in (*senders, troubles):
            each.start()
        for each in senders:
            each.join()
        took = time.monotonic() - began
        done.set()
        troubles.join()
        for name in NODES:
            if name not in self.house.processes:
                self.house.start_node(name)
        wait_for(lambda: self.house.waiting() == 0, 600, 0.5)
        self.assertEqual(len(self.accepted), MESSAGES)
        rows = {kenmerk for (kenmerk,) in self.house.rows("SELECT kenmerk FROM schoolrij WHERE resource = 'voortgangsmetingen'")}
        self.assertEqual(self.accepted - rows, set(), "acknowledged and not there")
        # No gap in a dossier, and none of its events twice.
        wrong = self.house.rows("SELECT e.dossier, COUNT(*), COUNT(DISTINCT e.sequence), MIN(e.sequence), MAX(e.sequence), MAX(d.last_sequence) FROM event e JOIN dossier d ON d.tenant = "
                                "e.tenant AND d.id = e.dossier WHERE e.present = 0 GROUP BY e.dossier HAVING COUNT(*) <> MAX(e.sequence) OR COUNT(DISTINCT e.sequence) <> COUNT(*) OR "
                                "MIN(e.sequence) <> 1 OR MAX(d.last_sequence) <> MAX(e.sequence)")
        self.assertEqual(wrong, [])
        events = {identity for (identity,) in self.house.rows("SELECT id FROM event WHERE type LIKE '%oortgangsmeting%'")}
        self.assertGreaterEqual(len(events), MESSAGES)
        repeated = 0
        for name in SINKS:
            received = self.received(name)
            missed = events - {identity for _, _, identity in received}
            self.assertEqual(missed, set(), f"{name} missed some; the log says of them: " + str(self.told_of(missed)))
            seen, last = set(), {}
            for dossier, sequence, identity in received:
                if identity in seen:
                    repeated += 1
                    continue
                seen.add(identity)
                self.assertGreater(sequence, last.get(dossier, 0), f"{name}: {dossier} out of order")
                last[dossier] = sequence
        verified = subprocess.run([GATEWAY, "log", "verify", "--config", self.house.config], capture_output=True, text=True)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        print(f"\n{MESSAGES} berichten over {PERSONS} personen door {len(NODES)} nodes in {took:.0f} s; {dict(happened)}\n"
              f"geweigerd of afgebroken en opnieuw aangeboden: {dict(self.refused)}\n"
              f"{len(events)} gebeurtenissen, elk aangekomen bij {len(SINKS)} abonnementen; {repeated} kwamen er nog eens, met hetzelfde id\n"
              f"niets verloren, niets dubbel, geen gat, geen verkeerde volgorde\n{verified.stdout}")


if __name__ == "__main__":
    unittest.main()
