"""Power cuts: what was not synced is lost, torn and reordered, and everything that was acknowledged is there.

A gateway runs under load on a disk that writes down each change (tests/other_disk.cpp), with in the same order what the
outside was told: each 2xx, each event that a receiver took, each command that ended well. Then the power is cut at many
moments of that one run: of what was not synced a random part is left, the real program opens that and looks all of it
over, and what was told by then is counted. A run is made anew every few hundred cuts.

  stroom.py [--cuts N] [--seed N] [--short]   how many; from which seed
  stroom.py --unsynced | --forgets            a store that does not wait for the disk, or a disk that lies: must find losses
Counts of runs before are added up in build/proof/stroom.json. A fault leaves its disk in build/proof/stroom-SEED-CUT.
"""
import json
import os
import pathlib
import random
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
from house import BIN, GATEWAY, ROOT, House, deelname, wait_for  # noqa: E402
from load import PERSONS, Load, order_of, wrong_in  # noqa: E402
from other_disk import Disk, Faults, Journal, unseen  # noqa: E402
from receiver import Receiver  # noqa: E402

LIBRARY = BIN / "other_disk.so"


class Run:
    """One gateway under load, with what befell it written down."""

    def __init__(self, seed, unsynced=False, forgets=False):
        self.dice = random.Random(seed)
        self.house = House(limits={"handshakes_per_second": 100000, "waiting_per_address": 1000}, log={"checkpoint": "1s", "checkpoints": "ijkpunten/lijst.txt"})
        self.dir = self.house.dir
        self.side = pathlib.Path(tempfile.mkdtemp(prefix="stroom-"))
        (self.dir / "ijkpunten").mkdir()
        (self.dir / "back-up").mkdir()
        self.journal = Journal(self.side / "journal")
        self.faults = Faults(self.side / "faults")
        self.faults["forgets"] = 1 if forgets else 0
        self.environment = ["env", f"LD_PRELOAD={LIBRARY}", f"OTHER_DISK_ROOT={self.dir.resolve()}", f"OTHER_DISK_JOURNAL={self.journal.file}",
                            f"OTHER_DISK_FAULTS={self.faults.file}"] + (["OTHER_DISK_UNSYNCED=1"] if unsynced else [])
        self.receiver = Receiver(self.house, on_event=lambda event: self.journal.told("event", event["id"]))
        self.house.den_haag_port = self.receiver.port
        self.house.write_config()
        self.before = Disk(self.dir)  # as it is now
        self.number = 0

    def close(self):
        self.receiver.close()
        self.house.close()
        self.journal.close()
        shutil.rmtree(self.side, ignore_errors=True)

    # What is done

    def start(self):
        # A free port each time: the one before may still be held by what lingers.
        self.house.port = self.house.operator_port = 0
        self.house.start_gateway(self.environment)

    def command(self, *words):
        return subprocess.run([*self.environment, GATEWAY, *map(str, words), "--config", self.house.config], capture_output=True, text=True)

    def befall(self):
        """Something that happens to a gateway."""
        what = self.dice.choice(("kill", "kill", "stop", "backup", "rekey", "clean", "vacuum", "nothing"))
        if what in ("kill", "stop"):
            self.house.stop("gateway", signal.SIGKILL if what == "kill" else signal.SIGTERM)
            self.start()
        elif what == "backup":
            self.number += 1
            file = self.dir / f"back-up/{self.number}.igb"
            done = self.command("store", "backup", "--to", file)
            if done.returncode == 0:
                self.journal.told("backup", str(file.relative_to(self.dir)))
        elif what == "rekey":
            self.command("store", "rekey")
        elif what == "clean":
            self.command("log", "clean")
        elif what == "vacuum":
            self.command("store", "vacuum")

    def live(self, seconds):
        self.start()
        load = Load(self.house, lambda *words: self.journal.told("acknowledged", *words), self.dice.random()).begin()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(self.dice.uniform(0.1, 0.6))
            self.befall()
        load.end()
        assert not load.strange, load.strange
        self.killed = self.dice.random() < 0.5
        self.house.stop("gateway", signal.SIGKILL if self.killed else signal.SIGTERM)


class Cut:
    """What is left after one, laid out where the program opens it."""

    def __init__(self, run, place):
        self.run, self.place = run, pathlib.Path(place)
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(run.dir / "pki", self.place / "pki")
        shutil.copy(run.house.config, self.place / "gateway.yaml")
        self.config = self.place / "gateway.yaml"
        self.store = self.place / "store/gateway.db"

    def lay_out(self, disk, dice):
        for folder in ("store", "ijkpunten", "back-up"):
            shutil.rmtree(self.place / folder, ignore_errors=True)
        files, folders = disk.after_cut(dice)
        within = lambda path: self.place / os.path.relpath(path, disk.root)  # noqa: E731
        for folder in sorted(folders):
            within(folder).mkdir(exist_ok=True)
        for path in disk.touched - set(files):
            within(path).unlink(missing_ok=True)
        for path, content in files.items():
            # Certificates stay as they are.
            if path in disk.touched or "/pki/" not in path:
                within(path).write_bytes(content)
        decision = pathlib.Path(f"{self.store}.terugzetting")
        if decision.exists():
            # It names a file by its number, which a disk keeps and a copy of it does not.
            number, rest = decision.read_text().split(" ", 1)
            name = disk.name_of(int(number))
            decision.write_text(f"{os.stat(within(name)).st_ino if name else 1} {rest}")
        if self.store.exists() and dice.random() < 0.5:
            pathlib.Path(f"{self.store}-shm").write_bytes(dice.randbytes(32768))  # mapped, and never synced

    def command(self, *words):
        return subprocess.run([GATEWAY, *map(str, words), "--config", self.config], capture_output=True, text=True, timeout=60)

    def judge(self, told):
        """All that is wrong."""
        acknowledged = [(way, reference) for what, way, *more in told if what == "acknowledged" for reference in more]
        events = [words[1] for words in told if words[0] == "event"]
        looked = self.command("store", "check")
        if looked.returncode != 0:
            if not acknowledged and "bestaat nog niet" in looked.stderr:
                return []
            return [f"store check: {(looked.stdout + looked.stderr).strip()}"]
        wrong = []
        database = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        try:
            wrong += wrong_in(lambda query: database.execute(query).fetchall(), acknowledged, events)
            wrong += self.wrong_with_checkpoints([seq for seq, in database.execute("SELECT seq FROM log_checkpoint ORDER BY seq")])
        finally:
            database.close()
        for words in told:
            if words[0] == "backup" and not (self.place / words[1]).exists():
                wrong.append(f"lost: {words[1]}")
        return wrong

    def wrong_with_checkpoints(self, made):
        """Each stands in the file before the next is made; the last may be under way, and so may one be at which a gateway was killed."""
        file = self.place / "ijkpunten/lijst.txt"
        lines = file.read_bytes().splitlines() if file.exists() else []
        told, torn = set(), 0
        for line in lines:
            try:
                told.add(json.loads(line)["nr"])
            except ValueError:
                torn += 1
        missing = [seq for seq in made[:-1] if seq not in told]
        return [f"lost: checkpoints {missing}, {torn} torn"] if len(missing) > 1 else []


def started(cut, run, receiver_port=3):
    """The gateway serves what was left."""
    configuration = json.loads(cut.config.read_text())
    configuration["listen"] = {"partner": "127.0.0.1:0", "operator": "127.0.0.1:0"}
    configuration["subscriptions"][0]["url"] = f"https://127.0.0.1:{receiver_port}/e"
    place = cut.place / "weer.yaml"
    place.write_text(json.dumps(configuration))
    process = run.house.start("weer", GATEWAY, "serve", "--config", place)
    run.house.port = int(process.line(r"^ketenpartners: https://127.0.0.1:(\d+)").group(1))
    process.line(r"^beheer:")


def starts_again(cut, run, told, receiver):
    """The whole program on what was left: it starts, takes a message, delivers all that waited, and knows what it took."""
    house = run.house
    acknowledged = [words for words in told if words[0] == "acknowledged"]
    receiver.clear()
    try:
        started(cut, run, receiver.port)
        events = {event for event, in sqlite3.connect(f"file:{cut.store}?mode=ro", uri=True).execute("SELECT event FROM delivery WHERE subscription = 'kvs-0518'")}
        assert house.push("deelnames", deelname(kenmerk="NA-DE-STROOM", bsn=PERSONS[0])).status == 201, "it takes no message"
        for way, reference in [words[1:] for words in acknowledged if words[1] == "school"][-3:]:
            assert house.call("GET", f"/taalschool/v1/deelnames/{reference}", name="taalschool-client").status == 200, f"lost: {way} {reference}"
        wait_for(lambda: events <= set(receiver.ids()), 30)
        wait_for(lambda: house_waiting(cut.store) == 0, 30)
    except AssertionError as wrong:
        return [f"after the start: {wrong}"]
    finally:
        house.stop("weer", signal.SIGKILL)
    return order_of(receiver.events)


def house_waiting(store):
    database = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    try:
        return database.execute("SELECT COUNT(*) FROM delivery WHERE subscription = 'kvs-0518'").fetchone()[0]
    finally:
        database.close()


def restores(cut, told):
    """The last backup that was made is one that can be put back."""
    made = [words[1] for words in told if words[0] == "backup"]
    if not made:
        return []
    target = json.loads(cut.config.read_text())
    target["store"]["file"] = "terug/gateway.db"
    place = cut.place / "terug.yaml"
    place.write_text(json.dumps(target))
    shutil.rmtree(cut.place / "terug", ignore_errors=True)
    done = subprocess.run([GATEWAY, "store", "restore", "--from", cut.place / made[-1], "--config", place], capture_output=True, text=True)
    return [] if done.returncode == 0 else [f"lost: backup {made[-1]}: {done.stderr.strip()}"]


def put_back(seed, counts, stop, share):
    """The power goes while a backup is put in the place of a store: the one stands there, or the other, whole."""
    run = Run(seed)
    house, dice = run.house, random.Random(seed)
    place = pathlib.Path(tempfile.mkdtemp(prefix="stroom-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
    try:
        house.start_gateway()
        push = lambda first, last: [house.push("deelnames", deelname(kenmerk=f"DN-{number}")) for number in range(first, last)]  # noqa: E731
        push(0, 5)
        file = run.dir / "back-up/een.igb"
        subprocess.run([GATEWAY, "store", "backup", "--to", file, "--config", house.config], check=True, capture_output=True)
        push(5, 12)
        house.stop("gateway", signal.SIGKILL)
        run.before = Disk(run.dir)
        done = run.command("store", "restore", "--from", file, "--vervang")
        assert done.returncode == 0, done.stderr
        disk, cut = run.before, Cut(run, place / "schijf")
        records = run.journal.records()
        for moment, record in enumerate(records):
            disk.play(record)
            if dice.random() > share:
                continue
            cut.lay_out(disk, dice)
            counts["cuts"] += 1
            counts["put back"] += 1
            looked = cut.command("store", "check")
            if "start de gateway (serve), die maakt het af" in looked.stderr:
                counts["finished"] += 1
                started(cut, run)
                house.stop("weer")
                looked = cut.command("store", "check")
            wrong = [f"store check: {(looked.stdout + looked.stderr).strip()}"] if looked.returncode else []
            if not wrong:
                database = sqlite3.connect(f"file:{cut.store}?mode=ro", uri=True)
                rows = database.execute("SELECT COUNT(*) FROM schoolrij").fetchone()[0]
                database.close()
                if rows not in (5, 12):
                    wrong.append(f"lost: {rows} rows are those of neither")
            tell(wrong, seed, moment, cut, counts)
            if time.monotonic() > stop:
                return play_out(disk, records, moment + 1)
        play_out(disk, records, len(records))
    finally:
        shutil.rmtree(place, ignore_errors=True)
        run.close()


def prove(run, seed, cuts, counts, stop):
    records = run.journal.records()
    dice = random.Random(seed * 7919 + 1)
    moments = sorted(dice.randrange(len(records)) for _ in range(cuts))
    disk, at = run.before, 0
    place = pathlib.Path(tempfile.mkdtemp(prefix="stroom-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
    cut = Cut(run, place / "schijf")
    try:
        for number, moment in enumerate(moments):
            while at <= moment:
                disk.play(records[at])
                at += 1
            cut.lay_out(disk, dice)
            wrong = cut.judge(disk.told)
            counts["cuts"] += 1
            counts["told"] += sum(words[0] == "acknowledged" for words in disk.told)
            if not wrong and number % 25 == 12 and cut.store.exists():
                counts["restores"] += any(words[0] == "backup" for words in disk.told)
                wrong += restores(cut, disk.told)
            if not wrong and number % 50 == 49 and cut.store.exists():
                counts["starts"] += 1
                wrong += starts_again(cut, run, disk.told, run.receiver)
            tell(wrong, seed, moment, cut, counts)
            if time.monotonic() > stop:
                break
        if not run.killed:  # who is killed may have written what it did not write down
            play_out(disk, records, at)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def play_out(disk, records, at):
    """Until the end: then what was written down must be what is on the disk."""
    for record in records[at:]:
        disk.play(record)
    assert not unseen(disk), f"a change was not seen: {unseen(disk)}"


def tell(wrong, seed, moment, cut, counts):
    if tell_wrong(counts, wrong, f"seed {seed}, cut at {moment}") and counts["faulty"] <= 5:
        kept = ROOT / f"build/proof/stroom-{seed}-{moment}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(cut.place, kept)


def main():
    options = form.options(
        __doc__,
        ("--cuts", {"type": int, "default": 10000}),
        ("--minutes", {"type": float, "default": 600}),
        ("--unsynced", {"action": "store_true", "help": "synchronous=OFF: it must find losses"}),
        ("--forgets", {"action": "store_true", "help": "a disk that forgets each sync: it must find losses"}),
    )
    must_find = options.unsynced or options.forgets
    counts = Counts("stroom", ("cuts", "runs", "put back", "finished", "restores", "starts", "told", "faulty", "lost", "twice", "out of order", "other"), keep=not options.short and not must_find,
                    seed=options.seed)
    stop = time.monotonic() + (50 if options.short else 60 * options.minutes)
    each = 60 if options.short or must_find else 400
    while counts["cuts"] < (each if options.short or must_find else options.cuts) and time.monotonic() < stop:
        seed = counts.next_seed()
        run = Run(seed, options.unsynced, options.forgets)
        try:
            run.live(2.5)
            prove(run, seed, each, counts, stop)
        finally:
            run.close()
        counts["runs"] += 1
        if not must_find:
            put_back(seed, counts, stop, 0.02 if options.short else 0.1)
        counts.save()
        if not options.short:
            print(f"seed {seed}: {dict(counts)}", flush=True)
    found = counts["faulty"] > 0
    return counts.told("stroom", options, "stroomstoringen", found if must_find else None)


if __name__ == "__main__":
    sys.exit(main())
