"""Bad disks. Bits that fall over in every page of a store, in its -wal and in its keys: found by store check, or refused when it is read; never delivered as something else.
And a disk that is full, fails, may not be written or is slow, at each write: who sends hears 503 or a true 2xx, and all is well when the disk is.

  schijf.py [--only bits|failing|starting|commands|slow] [--seed N] [--flips N] [--rounds N] [--minutes M] [--short]
Counts of runs before are added up in build/proof/schijf.json.
"""
import errno
import json
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from counts import Counts, tell_wrong  # noqa: E402
import form  # noqa: E402
from house import BIN, GATEWAY, MIRIAM, House, Process, deelname, kennisgeving, wait_for  # noqa: E402
from load import Load, order_of, wrong_in  # noqa: E402
from other_disk import Faults  # noqa: E402
from receiver import Receiver  # noqa: E402

NAMES = ("pages", "flips", "found", "harmless", "not found", "last transaction", "served", "rounds", "failed calls", "refused", "starts", "start refused", "commands", "slow syncs",
         "told", "faulty", "lost", "twice", "out of order", "delivered", "other")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS)
EVERYTHING = Faults.WRITE | Faults.SYNC | Faults.OPEN | Faults.NAME
NO_WORD = re.compile(r"terminate called|what\(\)|Assertion|core dumped")


# Bits

class Spoiled:
    """A store as a gateway left it, of which copies are spoiled."""

    def __init__(self, kill):
        self.house = House(brp=[], den_haag={"klokken": []})
        self.house.start_duo()
        self.house.start_gateway()
        house = self.house
        house.know(MIRIAM)
        for number in range(12):
            assert house.push("deelnames", deelname(kenmerk=f"DN-{number}", startdatum=f"2026-09-{number + 1:02}")).status == 201
            assert house.stuf(kennisgeving("T", f"<BG:geslachtsnaam>Naam{number}</BG:geslachtsnaam>", moment=f"202611020930{number:02}")).status == 200
        house.stop("gateway", signal.SIGKILL if kill else signal.SIGTERM)
        self.receiver = Receiver(house)
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="schijf-", dir="/dev/shm"))
        shutil.copytree(house.pki, self.place / "pki")
        house.port = house.operator_port = 0
        house.den_haag_port = self.receiver.port
        (self.place / "gateway.yaml").write_text(json.dumps(house.configuration()))
        self.files = {each.name: each.read_bytes() for each in (house.dir / "store").iterdir() if not each.name.endswith("-shm")}
        self.lay_out()
        self.dumped = self.dump()
        self.lay_out()
        self.delivered = self.serve()[0]
        assert self.delivered, "nothing was delivered of a whole store"

    def close(self):
        self.receiver.close()
        self.house.close()
        shutil.rmtree(self.place, ignore_errors=True)

    def lay_out(self, name=None, at=0, bit=0):
        shutil.rmtree(self.place / "store", ignore_errors=True)
        (self.place / "store").mkdir()
        for each, content in self.files.items():
            if each == name:
                content = bytearray(content)
                content[at] ^= 1 << bit
            (self.place / "store" / each).write_bytes(content)

    def command(self, *words):
        return subprocess.run([GATEWAY, *words, "--config", self.place / "gateway.yaml"], capture_output=True, timeout=60)

    def dump(self):
        """All that stands in it; none when that cannot be read."""
        database = sqlite3.connect(self.place / "store/gateway.db")
        database.text_factory = bytes
        try:
            tables = [name.decode() for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
            return {table: sorted(map(repr, database.execute(f'SELECT * FROM "{table}"'))) for table in tables}
        except (sqlite3.Error, UnicodeDecodeError):
            return None
        finally:
            database.close()

    def serve(self):
        """What it delivers, by id; and what it says when it does not start."""
        self.receiver.clear()
        process = Process(GATEWAY, "serve", "--config", self.place / "gateway.yaml", log=self.place / "log")
        until, seen = time.monotonic() + 20, (-1, 0)
        while process.process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
            if "beheer:" in process.text() and seen[0] != len(self.receiver.events):
                seen = (len(self.receiver.events), time.monotonic())
            if seen[1] and time.monotonic() - seen[1] > 0.6:
                break
        code = process.stop(signal.SIGKILL)
        return {event["id"]: {key: value for key, value in event.items() if key != "traceparent"} for event in list(self.receiver.events)}, code, process.text()

    def judge(self, counts, spoiled, tail=None):
        """The kind of outcome, and what is wrong. `tail`: of a -wal, whether it is of the last transaction."""
        self.lay_out(*spoiled)
        looked = self.command("store", "check")
        if looked.returncode < 0:
            return "found", [f"store check ended by signal {-looked.returncode}"]
        found = looked.returncode != 0
        if found and NO_WORD.search(looked.stderr.decode(errors="replace") + looked.stdout.decode(errors="replace")):
            return "found", [f"no clear word: {looked.stderr.decode(errors='replace')[:300]}"]
        now = self.dump()
        if not found and now == self.dumped:
            return "harmless", []
        wrong = []
        if not found and tail is not None:
            return ("last transaction", []) if tail else ("not found", ["lost: what was committed is gone and nobody says so"])
        if not found and now:
            changed = [table for table in self.dumped if now.get(table) != self.dumped[table]]
            counts["not found in " + ", ".join(changed)] = counts.get("not found in " + ", ".join(changed), 0) + 1
        self.lay_out(*spoiled)  # looking at it may have changed it
        delivered, code, text = self.serve()
        counts["served"] += 1
        if code < 0 and code != -signal.SIGKILL or NO_WORD.search(text):
            wrong.append(f"serve ended with {code}: {text[-300:]}")
        wrong += [f"delivered: {event} is not what it was" for event, content in delivered.items() if self.delivered.get(event) != content]
        return "found" if found else "not found", wrong


def bits(counts, dice, flips, until, short):
    for kill in (False, True):
        spoiled = Spoiled(kill)
        stop = until(10)
        try:
            for name, content in sorted(spoiled.files.items()):
                if name.endswith((".lock", ".sleutels")) or kill and name == "gateway.db":
                    continue
                step = 128 if name.endswith("dossiersleutels") else 4120 if name.endswith("-wal") else 4096
                places = list(range(0, len(content), step))
                if short:
                    places = dice.sample(places, min(8, len(places)))
                # The last transaction may be one that was under way: nobody can tell.
                tail = last_transaction(content) if name.endswith("-wal") else None
                for place in places:
                    if time.monotonic() > stop:
                        break
                    counts["pages"] += 1
                    # Where something stands, mostly: of what is empty a bit says nothing.
                    full = [at for at in range(place, min(place + step, len(content))) if content[at]]
                    for _ in range(flips):
                        at, bit = dice.choice(full) if full and dice.random() < 0.9 else place + dice.randrange(min(step, len(content) - place)), dice.randrange(8)
                        counts["flips"] += 1
                        kind, wrong = spoiled.judge(counts, (name, at, bit), None if tail is None else at >= tail)
                        counts[kind] += 1
                        tell_wrong(counts, wrong, f"{name}, byte {at}, bit {bit}", most=20)
                counts.save()
        finally:
            spoiled.close()


def last_transaction(wal):
    """Where the last but one commit of a -wal ends... which is where the last transaction begins."""
    salt, at, ends = wal[16:24], 32, [32]
    while at + 4120 <= len(wal) and wal[at + 8:at + 16] == salt:
        if wal[at + 4:at + 8] != bytes(4):
            ends.append(at + 4120)
        at += 4120
    return ends[-2]


# A disk that fails

class Failing:
    """A gateway on a disk that fails as told."""

    def __init__(self, seed, counts):
        self.dice, self.counts = random.Random(seed), counts
        self.house = House(limits={"handshakes_per_second": 100000, "waiting_per_address": 1000}, log={"checkpoint": "1s", "checkpoints": "store/ijkpunten.txt"})
        self.side = pathlib.Path(tempfile.mkdtemp(prefix="schijf-"))
        self.faults = Faults(self.side / "faults")
        self.wrapper = ["env", f"LD_PRELOAD={BIN / 'other_disk.so'}", f"OTHER_DISK_ROOT={self.house.dir.resolve()}", f"OTHER_DISK_FAULTS={self.faults.file}"]
        self.acknowledged = []
        self.receiver = Receiver(self.house)
        self.house.den_haag_port = self.receiver.port
        self.house.write_config()

    def told(self, way, reference):
        self.acknowledged.append((way, reference))

    def close(self):
        self.faults.mend()
        self.receiver.close()
        self.house.close()
        shutil.rmtree(self.side, ignore_errors=True)

    def start(self):
        self.house.start_gateway(self.wrapper)

    def alive(self):
        return self.house.processes["gateway"].process.poll() is None

    def recovers(self, number):
        """It takes a message again within a quarter of a minute."""
        def taken():
            try:
                return self.house.push("deelnames", deelname(kenmerk=f"WEER-{number}", bsn=MIRIAM)).status == 201
            except OSError:
                return False
        wait_for(taken, 30)
        self.acknowledged.append(("school", f"WEER-{number}"))

    def look_over(self):
        """After a kill, what was acknowledged is there."""
        self.house.stop("gateway", signal.SIGKILL)
        wrong = wrong_in(self.house.rows, self.acknowledged, self.receiver.ids(), everything=False)
        looked = subprocess.run([GATEWAY, "store", "check", "--config", self.house.config], capture_output=True, text=True)
        if looked.returncode:
            wrong.append(f"store check: {looked.stdout}{looked.stderr}")
        self.start()
        return wrong

    def rounds(self, rounds, stop):
        self.start()
        load = Load(self.house, self.told, self.dice.random()).begin()
        for number in range(rounds):
            if time.monotonic() > stop:
                break
            self.counts["rounds"] += 1
            fault = self.dice.choice(ERRORS)
            kinds = self.dice.choice((Faults.WRITE, Faults.WRITE | Faults.HALF, Faults.SYNC, Faults.OPEN, Faults.NAME | Faults.OPEN, EVERYTHING, EVERYTHING | Faults.HALF))
            first, count = self.dice.randrange(1, 25), self.dice.choice((1, 1, 2, 5, 2 ** 40))
            self.faults.fail(fault, kinds, first, count)
            until = time.monotonic() + self.dice.uniform(0.1, 0.5)
            while time.monotonic() < until and self.alive():
                time.sleep(0.02)
            self.faults.mend()
            self.counts["failed calls"] += self.faults["failed"]
            where = f"round {number}, {errno.errorcode[fault]} at call {first} of kind {kinds}, {count} times"
            if not self.alive():
                text = self.house.processes["gateway"].text()
                tell_wrong(self.counts, [f"it ended: {text[-400:]}"], where)
                self.house.processes.pop("gateway").stop()
                self.start()
            try:
                self.recovers(number)
            except AssertionError:
                tell_wrong(self.counts, [f"it does not come back: {self.house.processes['gateway'].text()[-600:]}"], where)
                return load.end()
            if number % 12 == 11:
                tell_wrong(self.counts, self.look_over(), where)
        load.end()
        self.counts["refused"] += load.refused
        wait_for(lambda: self.house.count("delivery", "subscription = 'kvs-0518'") == 0, 60)
        self.counts["told"] += len(self.acknowledged)
        wrong = self.look_over() + order_of(self.receiver.events) + wrong_in(self.house.rows, self.acknowledged, self.receiver.ids())
        tell_wrong(self.counts, wrong + [f"strange: {each}" for each in load.strange[:3]], "at the end")
        self.house.stop("gateway")

    def starting(self, stop, every):
        """The k-th call that writes fails while it starts with nothing, for each k; then it starts."""
        call = 0
        while time.monotonic() < stop:
            call += self.dice.randrange(1, 2 * every) if every > 1 else 1
            shutil.rmtree(self.house.dir / "store", ignore_errors=True)
            fault, count = self.dice.choice(ERRORS), self.dice.choice((1, 2 ** 40))
            self.faults.fail(fault, EVERYTHING, call, count)
            where = f"start, {errno.errorcode[fault]} at call {call}, {count} times"
            process = Process(*self.wrapper, GATEWAY, "serve", "--config", self.house.config, log=self.house.dir / "gateway.log")
            try:
                wait_for(lambda: process.process.poll() is not None or "beheer:" in process.text(), 40)
            except AssertionError:
                tell_wrong(self.counts, ["it neither starts nor ends"], where)
            failed = self.faults["failed"]
            self.faults.mend()
            self.counts["starts"] += 1
            self.counts["failed calls"] += failed
            code = process.process.poll()
            text = process.text()
            process.stop(signal.SIGKILL)
            if code is not None:
                self.counts["start refused"] += 1
                if code < 0 or NO_WORD.search(text) or not re.search(r"opslag|bestand|schijf|sleutel|slot|map ", text):
                    tell_wrong(self.counts, [f"it ended with {code} and no clear word: {text[-300:]}"], where)
            try:
                self.start()
                self.house.stop("gateway", signal.SIGKILL)
            except AssertionError as never:
                tell_wrong(self.counts, [f"it does not start on a whole disk: {str(never)[-400:]}"], where)
                if "gateway" in self.house.processes:
                    self.house.processes.pop("gateway").stop(signal.SIGKILL)
            if failed == 0:
                return

    def commands(self, stop, every):
        """The k-th call that writes fails under a command, for each k: it says so, and did all of it or nothing."""
        self.start()
        for number in range(5):
            self.recovers(number)
        for words in (("store", "backup"), ("store", "rekey"), ("log", "clean"), ("store", "vacuum")):
            call = 0
            while time.monotonic() < stop:
                call += self.dice.randrange(1, 2 * every) if every > 1 else 1
                fault = self.dice.choice(ERRORS)
                # Of the command alone: the gateway beside it has a disk that works.
                self.house.stop("gateway")
                file = self.house.dir / f"{call}.igb"
                self.faults.fail(fault, EVERYTHING, call, self.dice.choice((1, 2 ** 40)))
                more = ("--to", file) if words[1] == "backup" else ()
                done = subprocess.run([*self.wrapper, GATEWAY, *words, *more, "--config", self.house.config], capture_output=True, text=True, timeout=60)
                failed = self.faults["failed"]
                self.faults.mend()
                self.counts["commands"] += 1
                self.counts["failed calls"] += failed
                where = f"{' '.join(words)}, {errno.errorcode[fault]} at call {call}"
                wrong = []
                if done.returncode < 0 or NO_WORD.search(done.stderr):
                    wrong.append(f"it ended with {done.returncode} and no clear word: {done.stderr[-300:]}")
                if done.returncode == 0 and words[1] == "backup" and not file.exists():
                    wrong.append("lost: the backup that was made")
                if done.returncode != 0 and not done.stderr.strip():
                    wrong.append("it says nothing")
                looked = subprocess.run([GATEWAY, "store", "check", "--config", self.house.config], capture_output=True, text=True)
                if looked.returncode:
                    wrong.append(f"store check: {looked.stdout}{looked.stderr}")
                self.start()
                tell_wrong(self.counts, wrong, where)
                if failed == 0:
                    break
        self.house.stop("gateway")

    def slow(self, seconds):
        """Each sync takes five seconds: who sends waits or is refused, and hears the truth."""
        self.start()
        load = Load(self.house, self.told, self.dice.random()).begin()
        time.sleep(0.5)
        self.faults.fail(0, Faults.SYNC, slow_ms=5000)
        time.sleep(seconds)
        self.counts["slow syncs"] += self.faults["failed"]
        alive = self.alive()
        self.faults.mend()
        wrong = [] if alive else [f"it ended: {self.house.processes['gateway'].text()[-400:]}"]
        if alive:
            self.recovers(0)
            load.end()
            self.counts["told"] += len(self.acknowledged)
            wrong += self.look_over() + [f"strange: {each}" for each in load.strange[:3]]
        tell_wrong(self.counts, wrong, "slow syncs")
        load.end()


def main():
    options = form.options(
        __doc__,
        ("--only", {"choices": ("bits", "failing", "starting", "commands", "slow")}),
        ("--flips", {"type": int, "default": 2, "help": "of each page"}),
        ("--rounds", {"type": int, "default": 400}),
        ("--minutes", {"type": float, "default": 600}),
    )
    counts = Counts("schijf", NAMES, keep=not options.short, seed=options.seed)
    dice = random.Random(counts.next_seed())
    stop = time.monotonic() + 60 * options.minutes
    wanted = lambda name: options.only in (None, name)  # noqa: E731
    until = lambda share: min(stop, time.monotonic() + share) if options.short else stop  # noqa: E731
    if wanted("bits"):
        bits(counts, dice, 1 if options.short else options.flips, until, options.short)
    for name, work in (("failing", lambda failing: failing.rounds(12 if options.short else options.rounds, until(10))), ("starting", lambda failing: failing.starting(until(8), 40 if options.short else 1)),
                       ("commands", lambda failing: failing.commands(until(8), 15 if options.short else 1)), ("slow", lambda failing: failing.slow(6 if options.short else 30))):
        if wanted(name):
            failing = Failing(counts.next_seed(), counts)
            try:
                work(failing)
            finally:
                failing.close()
            counts.save()
            if not options.short:
                print(f"{name}: {json.dumps(counts)}", flush=True)
    return counts.told("schijf", options, "bladzijden waarin een bit omviel")


if __name__ == "__main__":
    sys.exit(main())
