"""Bad clocks: ten years ahead, an hour back, frozen, jumping to and fro under load. What is acknowledged is there once, in order, and is delivered; the log stays one chain.

  klok.py [--seed N] [--rounds N] [--short]
"""
import pathlib
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from counts import Counts, tell_wrong  # noqa: E402
import form  # noqa: E402
from house import BIN, GATEWAY, House, wait_for  # noqa: E402
from load import Load, order_of, wrong_in  # noqa: E402
from other_clock import Clock  # noqa: E402
from receiver import Receiver  # noqa: E402

HOUR, TEN_YEARS = 3600, 10 * 365 * 86400
# Certificates of the test are valid for a year: with a clock ten years on nobody is let in, and that is right.
JUMPS = {"tien jaar vooruit": TEN_YEARS, "een uur terug": -HOUR, "een dag vooruit": 86400, "een minuut terug": -60, "vier uur vooruit": 4 * HOUR, "recht": 0}


class Clocked:
    def __init__(self, seed, counts):
        self.dice, self.counts = random.Random(seed), counts
        self.house = House(limits={"handshakes_per_second": 100000, "waiting_per_address": 1000}, log={"checkpoint": "1s"})
        self.clock = Clock(self.house.dir / "klok")
        self.wrapper = ["env", f"LD_PRELOAD={BIN / 'other_clock.so'}", f"OTHER_CLOCK_FILE={self.clock.file}"]
        self.acknowledged = []
        self.receiver = Receiver(self.house)
        self.house.den_haag_port = self.receiver.port

    def told(self, way, reference):
        self.acknowledged.append((way, reference))

    def close(self):
        self.clock.right()
        self.receiver.close()
        self.house.close()

    def start(self):
        self.house.start_gateway(self.wrapper)

    def one(self, name, load):
        before = len(self.acknowledged)
        if name == "bevroren":
            self.clock.freeze()
        else:
            self.clock.ahead(JUMPS[name])
        until = time.monotonic() + self.dice.uniform(0.5, 1.5)
        while time.monotonic() < until:
            time.sleep(0.05)
        if self.dice.random() < 0.3:
            self.house.stop("gateway", self.dice.choice((signal.SIGKILL, signal.SIGTERM)))
            if JUMPS.get(name, 0) > 365 * 86400:
                self.clock.right()  # by a clock that is years ahead its certificates have expired: it says so, and does not start
            self.start()
        self.counts["jumps"] += 1
        self.counts[name] = self.counts.get(name, 0) + len(self.acknowledged) - before
        wrong = []
        if self.house.processes["gateway"].process.poll() is not None:
            wrong.append(f"it ended: {self.house.processes['gateway'].text()[-400:]}")
        # Whatever it was, with a right clock all goes on.
        self.clock.right()
        before = len(self.acknowledged)
        try:
            wait_for(lambda: len(self.acknowledged) > before + 3, 20)
        except AssertionError:
            wrong.append(f"lost: it takes nothing any more: {load.strange[-3:]} {self.house.processes['gateway'].text()[-400:]}")
        return wrong

    def end(self, load):
        load.end()
        wrong = []
        try:
            wait_for(lambda: self.house.count("delivery", "subscription = 'kvs-0518'") == 0, 60)
        except AssertionError:
            wrong.append(f"lost: {self.house.count('delivery')} deliveries do not leave")
        self.house.stop("gateway")
        for words in (("store", "check"), ("log", "verify")):
            looked = subprocess.run([GATEWAY, *words, "--config", self.house.config], capture_output=True, text=True)
            if looked.returncode:
                wrong.append(f"{' '.join(words)}: {looked.stdout}{looked.stderr}")
        self.counts["told"] += len(self.acknowledged)
        return wrong + wrong_in(self.house.rows, self.acknowledged, self.receiver.ids()) + order_of(self.receiver.events)


def main():
    options = form.options(
        __doc__,
        ("--rounds", {"type": int, "default": 200}),
        ("--minutes", {"type": float, "default": 60}),
    )
    counts = Counts("klok", ("jumps", "told", "faulty", "lost", "twice", "out of order", "other"), keep=not options.short, seed=options.seed)
    stop = time.monotonic() + (30 if options.short else 60 * options.minutes)
    seed = counts.next_seed()
    clocked = Clocked(seed, counts)
    names = [*JUMPS, "bevroren"]
    try:
        clocked.start()
        load = Load(clocked.house, clocked.told, clocked.dice.random()).begin()
        for number in range(len(names) if options.short else options.rounds):
            if time.monotonic() > stop:
                break
            name = names[number % len(names)]
            tell_wrong(counts, clocked.one(name, load), f"seed {seed}, {number}: {name}")
        tell_wrong(counts, clocked.end(load), f"seed {seed}, at the end")
    finally:
        clocked.close()
    counts.save()
    return counts.told("klok", options, "sprongen van de klok")


if __name__ == "__main__":
    sys.exit(main())
