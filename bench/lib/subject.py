"""The gateway that is measured, with or without a subscriber, and what a load does to it."""
import shutil
import time

import machine
from house import SIMULATOR, House, wait_for
from peer import end

SUBSCRIPTION = "kvs-0518"
# The limits protect against strangers and against one party that takes all; here one party is all there is.
LIMITS = {"requests_per_second": 1_000_000, "handshakes_per_second": 1_000_000, "connections_per_party": 1000, "waiting_per_address": 1000, "body": 8 << 20}


class Journal:
    """What the subscriber received; reads on from where it was."""

    def __init__(self, file):
        self.file, self.offset = file, 0

    def moments(self):
        """Of each event since the last time: when it came, in microseconds."""
        if not self.file.exists():
            return []
        with open(self.file, "rb") as file:
            file.seek(self.offset)
            whole = file.read().rpartition(b"\n")[0]
        self.offset += len(whole) + 1 if whole else 0
        return [int(line.split()[3]) for line in whole.splitlines() if not line.startswith(b"!")]


class Subject:
    def __init__(self, load, subscriber, patience):
        settings = {} if subscriber else {"subscriptions": []}
        self.house = House(limits=LIMITS, delivery={"timeout": "5s", "in_flight": 64}, **settings)
        self.load, self.subscriber, self.patience = load, subscriber, patience
        self.journal = Journal(self.house.dir / "sink.journal")
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self):
        self.start_sink()
        self.pid = self.house.start_gateway().process.pid
        self.settle()

    def start_sink(self):
        if self.subscriber:
            sink = self.house.start("sink", SIMULATOR, "afnemer", "serve", "--pki", self.house.pki, "--name", "afnemer-0518-server", "--port", 0,
                                    "--journal", self.journal.file, "--quiet")
            self.house.den_haag_port = int(sink.line(r": https://127.0.0.1:(\d+)").group(1))

    def settle(self):
        self.enrol()
        if self.drain() is None:
            raise RuntimeError("the events of enrolling were not delivered")
        self.journal.moments()

    def enrol(self, at_once=1000):
        """Nothing is taken about someone of whom no deelname is known."""
        for start in range(0, len(self.load.persons), at_once):
            rows = [{"kenmerk": f"DN-{start + place}", "gemeentecode": "0518", "bsn": bsn, "soort": "taalles", "startdatum": "2020-01-01"}
                    for place, bsn in enumerate(self.load.persons[start:start + at_once])]
            answer = self.house.push("deelnames/batch", {"verwerking": "alles-of-niets", "rijen": rows})
            if answer.status != 200:
                raise RuntimeError(f"enrolling was answered with {answer.status}: {answer.body[:500]}")

    def drain(self, patience=None):
        """How long it took until nothing waited, or None when that did not come to pass."""
        began = time.monotonic()
        try:
            # Not too often: counting also takes of the two cores.
            wait_for(lambda: self.house.waiting() == 0, patience or self.patience, 0.2)
        except AssertionError:
            return None
        return time.monotonic() - began

    def measure(self, kind, seconds, *more, **options):
        """A load, and what it cost the gateway: while it lasted, and until all that followed from it was delivered."""
        cpu, written = machine.cpu_seconds(self.pid), machine.written_bytes(self.pid)
        result = self.load.fire(self.house.port, self.house.pki, kind, seconds, *more, **options)
        during = machine.cpu_seconds(self.pid) - cpu
        arrived = len(self.journal.moments())
        drained = self.drain()
        messages = max(1, result["answered"])
        result |= {"cpu_us": during * 1e6 / messages, "cpu_us_to_the_end": (machine.cpu_seconds(self.pid) - cpu) * 1e6 / messages,
                   "delivered_during": arrived, "drain_s": drained, "left_waiting": self.house.waiting(),
                   "events": arrived + len(self.journal.moments()), "resident_mb": machine.resident_mb(self.pid)}
        if written is not None:
            result["written_bytes"] = (machine.written_bytes(self.pid) - written) / messages
        return result

    def backlog(self, count, patience):
        """Has so many messages wait, then lets them be delivered; the subscriber's own clock tells how fast they came."""
        self.act("pauzeren")
        self.load.fire(self.house.port, self.house.pki, "lk01", patience, "--serial", self.load.fresh(), "--count", count, warmup=0)
        waiting = self.house.waiting()
        self.journal.moments()
        cpu = machine.cpu_seconds(self.pid)
        self.act("hervatten")
        drained = self.drain(patience)
        moments = sorted(self.journal.moments())
        took = (moments[-1] - moments[0]) / 1e6 if len(moments) > 1 else 0
        return {"waiting": waiting, "delivered": len(moments), "took_s": took, "rps": (len(moments) - 1) / took if took else 0, "drained": drained is not None,
                "left_waiting": self.house.waiting(), "cpu_us": (machine.cpu_seconds(self.pid) - cpu) * 1e6 / max(1, len(moments)), "resident_mb": machine.resident_mb(self.pid)}

    def act(self, verb):
        answer = self.house.operator(f"/beheer/v1/abonnementen/{SUBSCRIPTION}/{verb}", {})
        if answer.status != 200:
            raise RuntimeError(f"{verb} was answered with {answer.status}: {answer.body[:500]}")

    def memory(self):
        return {"resident_mb": machine.resident_mb(self.pid), "highest_mb": machine.resident_mb(self.pid, "VmHWM")}

    def stop(self):
        for name in list(self.house.processes):
            process = self.house.processes.pop(name)
            end(process.process)
            process.handle.close()
        shutil.rmtree(self.house.dir, ignore_errors=True)
