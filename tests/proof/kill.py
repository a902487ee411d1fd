"""kill -9 at any moment, again and again: while it starts, under load, while it delivers. After each, all that was acknowledged stands once in the store.

  kill.py [--kills N] [--seed N] [--minutes M] [--short]
Counts of runs before are added up in build/proof/kill.json.
"""
import pathlib
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from counts import Counts, kill_until  # noqa: E402
import form  # noqa: E402
from house import GATEWAY, House, Process, wait_for  # noqa: E402
from load import Load, order_of, wrong_in  # noqa: E402
from receiver import Receiver  # noqa: E402

A_HOUSE = 100  # kills before another begins with an empty store


class Killed:
    def __init__(self, seed, counts):
        self.seed, self.dice, self.counts = seed, random.Random(seed), counts
        self.house = House(limits={"handshakes_per_second": 100000, "waiting_per_address": 1000})
        self.acknowledged, self.usual = [], 0.2  # seconds that a start takes
        self.receiver = Receiver(self.house)
        self.house.den_haag_port = self.receiver.port
        self.load = None

    def told(self, way, reference):
        self.acknowledged.append((way, reference))

    def one(self):
        """Starts, and is killed; whether all is well."""
        self.house.write_config()
        process = Process(GATEWAY, "serve", "--config", self.house.config, log=self.house.dir / "gateway.log")
        # One in four while it starts, from before the first file is opened; the others well under way.
        began = time.monotonic()
        if self.dice.random() < 0.25:
            time.sleep(self.dice.uniform(0, self.usual))
        else:
            wait_for(lambda: process.process.poll() is not None or "beheer:" in process.text(), 60, 0.01)
            self.usual += (time.monotonic() - began - self.usual) / 5
            time.sleep(self.dice.uniform(0, 0.3))
        ended = process.process.poll()
        process.stop(signal.SIGKILL)
        acknowledged, events = list(self.acknowledged), self.receiver.ids()
        self.counts["kills"] += 1
        if ended is not None:
            return [f"it ended by itself with {ended}: {process.text()[-400:]}"]
        if not (self.house.dir / "store/gateway.db").exists():
            return [f"lost: {len(acknowledged)} messages, there is no store"] if acknowledged else []
        # What came until the moment of the kill may be told a moment later: it is looked at the next time.
        return wrong_in(self.house.rows, acknowledged, events, everything=False)

    def begin(self):
        self.house.start_gateway()  # so that its ports are known
        self.load = Load(self.house, self.told, self.dice.random()).begin()
        self.house.stop("gateway", signal.SIGKILL)

    def end(self):
        """It starts once more, and everything arrives."""
        self.load.end()
        self.house.start_gateway()
        try:
            wait_for(lambda: self.house.count("delivery", "subscription = 'kvs-0518'") == 0, 60)
        except AssertionError as never:
            return [f"lost: {never}"]
        looked = subprocess.run([GATEWAY, "store", "check", "--config", self.house.config], capture_output=True, text=True)
        self.house.stop("gateway")
        wrong = wrong_in(self.house.rows, self.acknowledged, self.receiver.ids()) + order_of(self.receiver.events)
        self.counts["told"] += len(self.acknowledged)
        self.counts["events"] += len(set(self.receiver.ids()))
        self.counts["repeats"] += len(self.receiver.events) - len(set(self.receiver.ids()))
        return wrong + ([f"store check: {looked.stdout}{looked.stderr}"] if looked.returncode else []) + [f"strange: {each}" for each in self.load.strange[:3]]

    def close(self):
        self.load and self.load.end()
        self.receiver.close()
        self.house.close()


def main():
    options = form.options(
        __doc__,
        ("--kills", {"type": int, "default": 10000}),
        ("--minutes", {"type": float, "default": 600}),
    )
    counts = Counts("kill", ("kills", "houses", "told", "events", "repeats", "faulty", "lost", "twice", "out of order", "other"), keep=not options.short, seed=options.seed)
    wanted = 30 if options.short else options.kills
    stop = time.monotonic() + (40 if options.short else 60 * options.minutes)
    kill_until(stop, wanted, counts, Killed, A_HOUSE)
    return counts.told("kill", options, "kills")


if __name__ == "__main__":
    sys.exit(main())
