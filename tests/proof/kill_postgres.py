"""kill -9 of a node, or of PostgreSQL itself, again and again, with two nodes under load. After each, all that was acknowledged stands once in the database.

  kill_postgres.py [--kills N] [--seed N] [--minutes M] [--short]
Counts of runs before are added up in build/proof/kill_postgres.json.
"""
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import cluster  # noqa: E402
from counts import Counts, kill_until  # noqa: E402
import form  # noqa: E402
from house import GATEWAY, House, wait_for  # noqa: E402
from load import Load, order_of, wrong_in  # noqa: E402
from receiver import Receiver  # noqa: E402

NODES = ("a", "b")
A_HOUSE = 50  # kills before another begins with an empty database


class Killed:
    def __init__(self, seed, counts):
        self.dice, self.counts = random.Random(seed), counts
        self.server = cluster.Server()
        os.environ["INBURGERING_TEST_POSTGRES"] = self.server.conninfo
        self.house = House(limits={"handshakes_per_second": 100000, "waiting_per_address": 1000}, delivery={"timeout": "2s"})
        self.acknowledged = []
        self.receiver = Receiver(self.house)
        self.house.den_haag_port = self.receiver.port
        self.load = None

    def begin(self):
        for name in NODES:
            self.house.start_node(name)
        self.load = Load(self.house, lambda *words: self.acknowledged.append(words), self.dice.random(), ports=lambda: self.house.nodes[self.dice.choice(NODES)]["port"]).begin()

    def one(self):
        time.sleep(self.dice.uniform(0.02, 0.5))
        victim = self.dice.choice((*NODES, *NODES, "postgres"))
        wrong = []
        if victim == "postgres":
            self.counts["databases"] += 1
            self.server.kill()
            acknowledged, events = list(self.acknowledged), self.receiver.ids()
            self.server.start()
        else:
            self.counts["nodes"] += 1
            self.house.stop(victim, signal.SIGKILL)
            acknowledged, events = list(self.acknowledged), self.receiver.ids()
            try:
                self.house.start_node(victim)
            except AssertionError as never:
                wrong.append(f"it does not start: {str(never)[-400:]}")
        self.counts["kills"] += 1
        if self.counts["kills"] % 5 == 0:
            wrong += wrong_in(self.house.rows, acknowledged, events, everything=False)
        before = len(self.acknowledged)
        try:
            wait_for(lambda: len(self.acknowledged) > before, 60)
        except AssertionError:
            wrong.append("lost: it takes nothing any more")
        return wrong

    def end(self):
        self.load.end()
        wrong = [f"strange: {each}" for each in self.load.strange[:3]]
        try:
            wait_for(lambda: self.house.count("delivery", "subscription = 'kvs-0518'") == 0, 90)
        except AssertionError as never:
            wrong.append(f"lost: {never}")
        looked = subprocess.run([GATEWAY, "store", "check", "--config", self.house.config], capture_output=True, text=True)
        if looked.returncode:
            wrong.append(f"store check: {looked.stdout}{looked.stderr}")
        self.counts["told"] += len(self.acknowledged)
        self.counts["events"] += len(set(self.receiver.ids()))
        self.counts["repeats"] += len(self.receiver.events) - len(set(self.receiver.ids()))
        return wrong + wrong_in(self.house.rows, self.acknowledged, self.receiver.ids()) + order_of(self.receiver.events)

    def close(self):
        self.load and self.load.end()
        self.receiver.close()
        for name in list(self.house.processes):
            self.house.stop(name, signal.SIGKILL)
        self.house.close()
        self.server.close()
        os.environ.pop("INBURGERING_TEST_POSTGRES")


def main():
    options = form.options(
        __doc__,
        ("--kills", {"type": int, "default": 1000}),
        ("--minutes", {"type": float, "default": 600}),
    )
    counts = Counts("kill_postgres", ("kills", "nodes", "databases", "houses", "told", "events", "repeats", "faulty", "lost", "twice", "out of order", "other"), keep=not options.short,
                    seed=options.seed)
    wanted = 12 if options.short else options.kills
    stop = time.monotonic() + (40 if options.short else 60 * options.minutes)
    kill_until(stop, wanted, counts, Killed, A_HOUSE)
    return counts.told("kill_postgres", options, "kills")


if __name__ == "__main__":
    sys.exit(main())
