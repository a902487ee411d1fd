"""Soak: hours of steady traffic with synchronisations, retention and renewed certificates in it. Memory, descriptors, disk and latency stay flat.

--hours (8) and --rate (200 messages a second, half rows of a school, half kennisgevingen of a BRP). Retention goes each minute, and is set so short that what is
kept is level after the first eighth; what is told of somebody changes, and does not become more; from a quarter on nothing may grow. Writes a plot to build/proof/duur.svg, or to --plot FILE.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bench/lib"), str(ROOT / "tests"), str(ROOT / "tests/proof")]
import form  # noqa: E402
import machine  # noqa: E402
import plot  # noqa: E402
from house import DUO, GATEWAY, SIMULATOR, House, wait_for  # noqa: E402
from load import CLIENT, KINDS, Load  # noqa: E402

NAME = "duur"
PERSONS = 2000  # short: a tenth
GROWTH = 1.15  # of the last quarter over the second, at most
MEMORY, DESCRIPTORS, DISK = 16, 12, 24  # and so many MB, descriptors, MB more do not count


class Soak:
    def __init__(self, asked):
        self.asked, self.seconds = asked, asked.hours * 3600
        kept = max(15, int(self.seconds / 16))
        self.house = House(
            limits={"requests_per_second": 5000}, delivery={"timeout": "5s", "in_flight": 16}, duo={"requests_per_second": 200},
            retention={"at": "* * * * *", "bodies": f"{kept}s", "dead_letters": f"{kept}s", "log": f"{kept}s", "evidence": f"{kept}s"})
        self.load = Load(self.house.dir, PERSONS // 10 if asked.short else PERSONS, 8, 1, 0)
        self.samples, self.pieces, self.marks, self.faults = [], [], [], []
        self.ending = False

    def start(self):
        house = self.house
        house.start_duo()
        sink = house.start("sink", SIMULATOR, "afnemer", "serve", "--pki", house.pki, "--name", "afnemer-0518-server", "--port", 0, "--journal", house.dir / "sink.journal", "--quiet")
        house.den_haag_port = int(sink.line(r": https://127.0.0.1:(\d+)").group(1))
        self.pid = house.start_gateway().process.pid
        for start in range(0, len(self.load.persons), 100):
            rows = [{"kenmerk": f"DN-{start + place}", "gemeentecode": "0518", "bsn": bsn, "soort": "taalles", "startdatum": "2020-01-01"}
                    for place, bsn in enumerate(self.load.persons[start:start + 100])]
            answer = house.push("deelnames/batch", {"verwerking": "alles-of-niets", "rijen": rows})
            assert answer.status == 200, answer.body
        wait_for(lambda: house.waiting() == 0, 120, 0.2)
        self.began = time.monotonic()

    @property
    def minute(self):
        return (time.monotonic() - self.began) / 60

    def disk(self):
        total = 0
        for file in (self.house.dir / "store").rglob("*"):
            try:
                total += file.stat().st_blocks * 512
            except OSError:
                pass  # it went meanwhile
        return total / 1e6

    def watch(self):
        while not self.ending:
            self.samples.append((self.minute, machine.resident_mb(self.pid), len(os.listdir(f"/proc/{self.pid}/fd")), self.disk()))
            time.sleep(max(0.5, min(10, self.seconds / 200)))

    def send(self, kind):
        """In pieces, each with connections of its own; a piece tells its latency."""
        path, media_type, certificate = KINDS[kind]
        house, piece = self.house, max(5, min(60, self.seconds / 30))
        first = {"lk01": 1, "vm": 500_000_000}[kind]
        rate, sent, turn = self.asked.rate / 2, 0, 0
        while (left := self.seconds - self.minute * 60) > 1:
            lasts, more, serial, turn = min(piece, left), [], first + sent, turn + 1
            if kind == "vm":
                # Everybody has one row, that says something else in each piece: dossiers change and do not grow.
                row = json.loads((house.dir / kind).read_text()) | {"verwachteEinddatum": f"{2027 + turn // 28 % 60}-07-{turn % 28 + 1:02}"}
                (house.dir / kind).write_text(json.dumps(row))
                more, serial = ["--span", len(self.load.persons)], first
            done = subprocess.run([str(part) for part in (
                CLIENT, "--port", house.port, "--target", path, "--body", house.dir / kind, "--type", media_type, "--ca", house.pki / "root.pem", "--cert", house.pki / f"{certificate}.pem",
                "--key", house.pki / f"{certificate}.key", "--values", house.dir / "persons", "--connections", 4, "--threads", 1, "--seconds", f"{lasts:.1f}", "--warmup", 0, "--rate", rate,
                "--serial", serial, *more)], capture_output=True, text=True, timeout=lasts + 120)
            if done.returncode != 0:
                self.faults.append(f"{kind}: {done.stderr.strip()[-200:]}")
                return
            told = json.loads(done.stdout)
            sent += int(lasts * rate) + 1000
            wrong = {status: count for status, count in told["all_statuses"].items() if status not in ("200", "201")}
            if wrong or told["failures"]:
                self.faults.append(f"{kind}: {wrong} {told['failures']} mislukt: {told['first_failure']}")
            self.pieces.append((self.minute, kind, told["p50_ms"], told["p99_ms"], told["answered"], lasts))

    def happen(self):
        """What an operator does meanwhile, spread over the time: synchronisations and new certificates."""
        plan = sorted([(part, "synchronisatie") for part in (0.2, 0.45, 0.7, 0.9)] + [(part, "nieuw certificaat") for part in (0.3, 0.6, 0.85)])
        for part, what in plan:
            while self.minute * 60 < part * self.seconds:
                if self.ending:
                    return
                time.sleep(0.2)
            self.marks.append((self.minute, what))
            if what == "synchronisatie":
                done = subprocess.run([GATEWAY, "sync", "run", "duo", "--config", self.house.config, "--gemeente", "0518", "--resource", "inburgeringstermijn"], capture_output=True, text=True)
                if done.returncode not in (0, 1):  # 1: DUO does not know all of them
                    self.faults.append("sync run: " + done.stderr[-300:])
            else:
                subprocess.run([GATEWAY, "pki", "dev", "--out", self.house.pki, "--leaf", "gateway-server=00000099000000001000:server", "--leaf", f"duo-server={DUO}:server"],
                               check=True, stdout=subprocess.DEVNULL)

    def run(self):
        threads = [threading.Thread(target=self.send, args=(kind,)) for kind in ("lk01", "vm")]
        others = [threading.Thread(target=each) for each in (self.watch, self.happen)]
        for each in threads + others:
            each.start()
        for each in threads:
            each.join()
        self.ending = True
        for each in others:
            each.join()
        wait_for(lambda: self.house.waiting() == 0, 600, 0.5)

    def delivered(self):
        """(events that came, of which repeated, out of order)."""
        seen, last, twice, disordered = set(), {}, 0, 0
        for line in (self.house.dir / "sink.journal").read_text().splitlines():
            parts = line.split()
            if parts[0] == "!" or len(parts) < 4:
                continue
            if parts[2] in seen:
                twice += 1
                continue
            seen.add(parts[2])
            disordered += int(parts[1]) <= last.get(parts[0], 0)
            last[parts[0]] = int(parts[1])
        return len(seen), twice, disordered, sum(last.values())

    def growth(self):
        """Of each quantity: its median in the second quarter, and in the last."""
        end = self.seconds / 60
        of = lambda rows, column, low, high: [row[column] for row in rows if low * end <= row[0] < high * end] or [0]  # noqa: E731
        both = lambda rows, column: tuple(statistics.median(of(rows, column, low, high)) for low, high in ((0.25, 0.5), (0.75, 1.01)))  # noqa: E731
        return {"geheugen": both(self.samples, 1), "descriptors": both(self.samples, 2), "schijf": both(self.samples, 3), "p99": both(self.pieces, 3)}


def main():
    asked = form.options(__doc__, ("--hours", {"type": float, "default": None, "help": "8, short: half a minute"}), ("--rate", {"type": float, "default": None, "help": "messages a second: 200, short: 40"}),
                         ("--plot", {"type": pathlib.Path, "default": form.STATE / "duur.svg"}))
    asked.hours = asked.hours or (0.5 / 60 if asked.short else 8)
    asked.rate = asked.rate or (40 if asked.short else 200)
    soak = Soak(asked)
    try:
        soak.start()
        soak.run()
        came, twice, disordered, numbers = soak.delivered()
        accepted = sum(piece[4] for piece in soak.pieces)
        verified = subprocess.run([GATEWAY, "log", "verify", "--config", soak.house.config], capture_output=True, text=True)
        if verified.returncode != 0:
            soak.faults.append("log verify: " + (verified.stdout + verified.stderr)[-300:])
        grown = soak.growth()
        highest = machine.resident_mb(soak.pid, "VmHWM")
    finally:
        soak.house.close()
    for what, more in (("geheugen", MEMORY), ("descriptors", DESCRIPTORS), ("schijf", DISK)):
        early, late = grown[what]
        if not asked.short and late > early * GROWTH + more:
            soak.faults.append(f"{what} groeide van {early:.0f} naar {late:.0f}")
    if not asked.short and grown["p99"][1] > 2 * grown["p99"][0] + 20:
        soak.faults.append(f"p99 liep op van {grown['p99'][0]:.0f} naar {grown['p99'][1]:.0f} ms")
    wanted = asked.rate * soak.seconds
    if accepted < 0.97 * wanted and not asked.short:
        soak.faults.append(f"{accepted} aangenomen van de {wanted:.0f} die er per tijd moesten zijn")
    asked.plot.parent.mkdir(parents=True, exist_ok=True)
    minutes = [sample[0] for sample in soak.samples]
    latency = [next((piece[3] for piece in sorted(soak.pieces) if piece[0] >= minute), sorted(soak.pieces)[-1][3]) for minute in minutes]
    lasted = f"{asked.hours:g} uur" if asked.hours >= 1 else f"{asked.hours * 60:.0f} minuten"
    asked.plot.write_text(plot.draw(f"{lasted} lang {asked.rate:g} berichten per seconde".replace(".", ","), minutes, [
        ("geheugen", "MB", [sample[1] for sample in soak.samples]), ("descriptors", "aantal", [sample[2] for sample in soak.samples]),
        ("schijf", "MB", [sample[3] for sample in soak.samples]), ("antwoordtijd, p99 van elk deel", "ms", latency)], soak.marks), encoding="utf-8")
    for fault in soak.faults:
        print(fault)
    # Each dossier's numbers run from one: what came is as much as the highest of each say, or some are missing.
    lost = max(0, numbers - came)
    return form.told(NAME, asked, not soak.faults, accepted, "berichten", lost, twice, disordered, soak.faults, uren=round(asked.hours, 3), per_seconde=round(accepted / soak.seconds, 1), geheugen_MB=round(highest),
                     geheugen_van_naar=" → ".join(f"{each:.0f}" for each in grown["geheugen"]), descriptors_van_naar=" → ".join(f"{each:.0f}" for each in grown["descriptors"]),
                     schijf_MB_van_naar=" → ".join(f"{each:.0f}" for each in grown["schijf"]), p99_ms_van_naar=" → ".join(f"{each:.0f}" for each in grown["p99"]),
                     gebeurtenissen=came, synchronisaties=sum(what == "synchronisatie" for _, what in soak.marks), nieuwe_certificaten=sum(what != "synchronisatie" for _, what in soak.marks))


if __name__ == "__main__":
    sys.exit(main())
