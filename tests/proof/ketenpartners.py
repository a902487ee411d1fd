"""Bad peers, of each role, as who calls us and as who is called: slow, resetting, half-open, speaking for another, flooding. The others are served.

Each role in turn goes bad in both directions at once, in each of eight ways (tests/bad_peer.py), with a pause between in which it is good or
absent. Everybody else asks at a steady rate all the while; what they are served during the bad part is held against the pauses around it, in the same
run. A yardstick, the same questions to a program that nobody attacks, tells what the machine gave meanwhile: a share is of that. --minutes: so long is each role bad (10); --role: one role alone. The bad peer keeps to one core and goes after the others there: on
another machine it would take none of ours. What the gateway spends on it is told.

An hour of simulated time of such peers is of the simulation (tests/proof/simulatie.py), not of this one.
"""
import collections
import http.client
import json
import os
import pathlib
import random
import subprocess
import sys
import threading
import time
import uuid

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1]), str(pathlib.Path(__file__).resolve().parent)]
import form  # noqa: E402
from bad_peer import KINDS  # noqa: E402
from house import BRP, DEN_HAAG, DUO, GATEWAY, SIMULATOR, UTRECHT, House, invented, kennisgeving, wait_for  # noqa: E402

NAME = "ketenpartners"
ROLES = ("duo", "brp", "taalschool", "afnemer", "beheerder")
RATE = 20  # a second, of each who is served
LEAST = 0.9  # of that, with a bad one beside it
MEMORY = 400  # MB, at most: each of the two listeners has 2,000 places (limits.connections), of some 90 KB when a handshake began
BAD_PEER = pathlib.Path(__file__).resolve().parents[1] / "bad_peer.py"
BRP_2 = "00000099000000003001"
DAYS = [f"{2020 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(3000)]
YARDSTICK = "maatstaf"
# Of another: a person, a name or a day that nobody told us in good faith.
WRONG_NAME, WRONG_DAY = "Verwisseld", "1999-01-01"


class Chain(House):
    """A gateway with its usual limits, each role twice: one that behaves, in Den Haag, and one that may not, in Utrecht."""

    def __init__(self):
        super().__init__(
            limits={"requests_per_second": 200}, brp=[{"wijze": "personen", "gemeenten": ["0518"]}], delivery={"timeout": "2s"},
            duo={"timeout": "2s", "requests_per_second": 50}, parties=[{"naam": "BRP 2", "oin": BRP_2, "role": "brp", "gemeenten": ["0344"], "mandates": []}],
            party={"Leverancier": {"gemeenten": ["0344"]}, "School 2": {"gemeenten": ["0344"]}})
        subprocess.run([GATEWAY, "pki", "dev", "--out", self.pki, "--leaf", f"brp-2-client={BRP_2}:client"], check=True, stdout=subprocess.DEVNULL)
        self.persons = invented(300)
        self.bad_servers = {}

    def identity(self, name):
        return [str(self.pki / f"{name}.pem"), str(self.pki / f"{name}.key"), str(self.pki / "root.pem")]

    def begin(self):
        for name, sink in (("0518", "afnemer-0518-server"), ("0344", "afnemer-0344-server")):
            process = self.start(f"afnemer-{name}", SIMULATOR, "afnemer", "serve", "--pki", self.pki, "--name", sink, "--port", 0, "--journal", self.dir / f"{name}.journal", "--quiet")
            setattr(self, "den_haag_port" if name == "0518" else "utrecht_port", int(process.line(r": https://127.0.0.1:(\d+)").group(1)))
        self.start_duo()
        self.start_brp()
        yardstick = self.start("maatstaf", SIMULATOR, "afnemer", "serve", "--pki", self.pki, "--name", "afnemer-0518-server", "--port", 0, "--quiet")
        self.yardstick_port = int(yardstick.line(r": https://127.0.0.1:(\d+)").group(1))
        self.duo_port = self.bad_server("duo", "duo-server", self.duo_port, json.dumps({"bsn": "999993367", "startdatum": WRONG_DAY, "einddatum": "2029-11-02"}))
        self.brp_port = self.bad_server("brp", "brp-server", self.brp_port, json.dumps(
            {"type": "RaadpleegMetBurgerservicenummer", "personen": [{"burgerservicenummer": "999993367", "naam": {"geslachtsnaam": WRONG_NAME}}]}))
        self.utrecht_port = self.bad_server("afnemer", "afnemer-0344-server", self.utrecht_port, "{}")
        siem = self.bad_server("beheerder", "brp-server", 0, "{}")
        self.settings["siem"] = {"syslog": f"127.0.0.1:{siem}", "trust": "pki/root.pem"}
        self.start_gateway()
        rows = [{"kenmerk": f"DN-{n}", "gemeentecode": "0518", "bsn": bsn, "soort": "taalles", "startdatum": "2020-01-01"} for n, bsn in enumerate(self.persons[:200])]
        answer = self.push("deelnames/batch", {"verwerking": "alles-of-niets", "rijen": rows})
        assert answer.status == 200, answer.body
        self.gateway = self.processes["gateway"].process.pid
        return self

    def bad_server(self, role, name, to, foreign):
        """Stands before a good one; answers the port. Good until it is told otherwise."""
        work = self.dir / f"server-{role}.json"
        work.write_text(json.dumps({"port": 0, "tls": self.identity(name), "to": to, "foreign": foreign}))
        process = subprocess.Popen([sys.executable, BAD_PEER, "serve", work], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.bad_servers[role] = process
        return int(process.stdout.readline())

    def behave_as(self, role, how):
        if role in self.bad_servers:
            self.bad_servers[role].stdin.write(how + "\n")
            self.bad_servers[role].stdin.flush()

    def end(self):
        for process in self.bad_servers.values():
            process.kill()
        for process in self.bad_servers.values():
            process.communicate()
        for name in list(self.processes):
            self.stop(name)
        self.close()

    # What the bad one of a role asks, and what it asks for another

    def bad_work(self, role):
        """(certificate, or none; port; requests; requests for another), of the bad one."""
        as_json, asked = {"Content-Type": "application/json"}, lambda method, path, headers=None, body="": {"method": method, "path": path, "headers": headers or {}, "body": body}
        other = self.persons[250]
        if role == "duo":
            said = json.dumps({"registratieDatumTijd": "2026-11-02T09:30:15+01:00", "gebeurtenisId": "SS101", "bsn": other})
            heads = as_json | {"bron": DUO, "doel": UTRECHT, "berichtId": "00000000-0000-4000-8000-{{n}}"}
            return "leverancier-client", self.port, [asked("POST", "/duo/v1/notificaties", heads, said)], [
                asked("POST", "/duo/v1/notificaties", heads | {"doel": DEN_HAAG}, said), asked("POST", "/duo/v1/notificaties", heads | {"bron": BRP}, said)]
        if role == "brp":
            said = lambda to: kennisgeving("T", f"<BG:geslachtsnaam>{WRONG_NAME}</BG:geslachtsnaam>", bsn=other, reference="R{{n}}", ontvanger=to, zender="0344")  # noqa: E731
            path, heads = "/brp/stuf/bg0310/OntvangAsynchroon", {"Content-Type": "text/xml; charset=utf-8"}
            return "brp-2-client", self.port, [asked("POST", path, heads, said(UTRECHT))], [asked("POST", path, heads, said(DEN_HAAG))]
        if role == "taalschool":
            row = lambda code: json.dumps({"kenmerk": "KW-{{n}}", "gemeentecode": code, "bsn": other, "soort": "taalles", "startdatum": WRONG_DAY})  # noqa: E731
            return "taalschool-2-client", self.port, [asked("POST", "/taalschool/v1/deelnames", as_json, row("0344"))], [
                asked("POST", "/taalschool/v1/deelnames", as_json, row("0518")), asked("GET", "/taalschool/v1/deelnames/DN-1"), asked("DELETE", "/taalschool/v1/deelnames/DN-1")]
        if role == "afnemer":
            return "afnemer-0344-client", self.port, [asked("GET", "/gemeente/v1/abonnementen"), asked("GET", "/gemeente/v1/abonnementen/kvs-0344")], [
                asked("GET", "/gemeente/v1/abonnementen/kvs-0518"), asked("POST", "/gemeente/v1/abonnementen/kvs-0518/pauzeren", as_json, "{}"),
                asked("GET", "/gemeente/v1/gebeurtenissen?abonnement=kvs-0518&na=0&max=10")]
        return None, self.operator_port, [asked("GET", "/beheer/v1/overzicht", {"Cookie": self.watcher}), asked("GET", "/healthz"), asked("GET", "/metrics")], [
            asked("GET", "/beheer/v1/overzicht", {"Cookie": "inburgering=" + "0" * 64}), asked("POST", "/beheer/v1/sessie", as_json, json.dumps({"code": "f" * 64})),
            asked("POST", "/beheer/v1/abonnementen/kvs-0518/pauzeren", as_json | {"Cookie": self.watcher}, json.dumps({"reden": "proef"}))]

    def attack(self, role, kind, seconds):
        """Begins it; answers the process."""
        certificate, port, good, foreign = self.bad_work(role)
        # Many where it opens much: of one address a machine has some 28,000 ports, and each rests a minute after use.
        addresses = [f"127.0.{10 + KINDS.index(kind)}.{n + 1}" for n in range(2 if kind in ("ander", "verzoeken", "lichamen", "traag") else 40)]
        work = {"kind": kind, "port": port, "seconds": seconds, "addresses": addresses, "good": good, "foreign": foreign}
        if certificate:
            work["tls"] = self.identity(certificate)
        file = self.dir / "attack.json"
        file.write_text(json.dumps(work))
        return subprocess.Popen([sys.executable, BAD_PEER, "call", file], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


class Asker(threading.Thread):
    """One who behaves: asks at a steady rate on a connection that it keeps, and catches up when it was held up."""

    def __init__(self, port, context, address, ask):
        super().__init__(daemon=True)
        self.port, self.context, self.address, self.ask = port, context, address, ask
        self.served, self.failed, self.took, self.ending = 0, collections.Counter(), [], False

    def connect(self):
        if self.context:
            return http.client.HTTPSConnection("127.0.0.1", self.port, context=self.context, timeout=10, source_address=(self.address, 0))
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10, source_address=(self.address, 0))

    def run(self):
        connection, due, number = self.connect(), time.monotonic(), 0
        while not self.ending:
            due = max(due + 1 / RATE, time.monotonic() - 5)
            time.sleep(max(0, due - time.monotonic()))
            began = time.monotonic()
            try:
                method, path, body, headers, good = self.ask(number)
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status in good:
                    self.served += 1
                    self.took.append(time.monotonic() - began)
                else:
                    self.failed[answer.status] += 1
            except (OSError, http.client.HTTPException) as error:
                self.failed[type(error).__name__] += 1
                connection.close()
                connection = self.connect()
            number += 1
        connection.close()


class Others:
    """Those who are served, and what they were told was taken."""

    def __init__(self, chain):
        self.chain, self.taken = chain, []
        as_json = {"Content-Type": "application/json"}
        persons = chain.persons[:200]

        def duo(number):
            # Each fifth opens a dossier, about which the BRP is asked; the others ask DUO something.
            bsn, what = (persons[number % 200], "SS102") if number % 5 else (invented(1, 910000000 + number * 20)[0], "SS112")
            body = json.dumps({"registratieDatumTijd": "2026-11-02T09:30:15+01:00", "gebeurtenisId": what, "bsn": bsn})
            return "POST", "/duo/v1/notificaties", body, as_json | {"bron": DUO, "doel": DEN_HAAG, "berichtId": str(uuid.uuid4())}, (201,)

        def brp(number):
            name = f"Tesfay {number}".translate(str.maketrans("0123456789", "abcdefghij"))
            return "POST", "/brp/stuf/bg0310/OntvangAsynchroon", kennisgeving("W", f"<BG:geslachtsnaam>{name}</BG:geslachtsnaam>", bsn=persons[number % 200]).encode(), {
                "Content-Type": "text/xml; charset=utf-8"}, (200,)

        def school(number):
            return "POST", "/taalschool/v1/voortgangsmetingen", json.dumps(
                {"kenmerk": f"VM-{number}", "gemeentecode": "0518", "bsn": persons[number % 200], "meetdatum": DAYS[number // 200 % len(DAYS)], "niveauLezen": "A2" if number % 4 else "A1"}), as_json, (
                    201, 200)

        cookie = chain.log_in()
        chain.watcher = chain.log_in("kijker", "Meekijker")
        over_tls = lambda name, address, ask: Asker(chain.port, chain.tls(name), address, ask)  # noqa: E731
        self.askers = {
            "duo": over_tls("duo-client", "127.0.2.1", duo), "brp": over_tls("brp-client", "127.0.2.2", brp), "taalschool": over_tls("taalschool-client", "127.0.2.3", school),
            "afnemer": over_tls("afnemer-0518-client", "127.0.2.4", lambda number: ("GET", "/gemeente/v1/abonnementen/kvs-0518", None, {}, (200,))),
            "beheerder": Asker(chain.operator_port, None, "127.0.2.5", lambda number: ("GET", "/beheer/v1/ketenpartners", None, {"Cookie": cookie}, (200,))),
            YARDSTICK: Asker(chain.yardstick_port, chain.tls("gateway-client"), "127.0.2.6", lambda number: ("GET", "/simulator/stand", None, {}, (200,)))}
        for each in self.askers.values():
            each.start()

    def delivered(self):
        file = self.chain.dir / "0518.journal"
        return file.read_bytes().count(b"\n") if file.exists() else 0

    def counts(self):
        return {role: asker.served for role, asker in self.askers.items()} | {"aflevering": self.delivered()}

    def end(self):
        for each in self.askers.values():
            each.ending = True
        for each in self.askers.values():
            each.join()


class Watch(threading.Thread):
    """Memory, descriptors and processor time of the gateway."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.memory, self.descriptors, self.ending = pid, [], [], False

    def run(self):
        while not self.ending:
            try:
                self.memory.append(int(pathlib.Path(f"/proc/{self.pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024)
                self.descriptors.append(len(os.listdir(f"/proc/{self.pid}/fd")))
            except OSError:
                return
            time.sleep(0.5)

    def processor(self):
        parts = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


class Measured:
    """Served a second, with and without a bad one."""

    def __init__(self, others, watch):
        self.others, self.watch = others, watch
        self.cells = collections.defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])  # (bad role, kind, who is served) → served and seconds without; with
        self.processor = [0.0, 0.0, 0.0, 0.0]
        self.done = collections.Counter()
        self.wrongly = []

    def stretch(self, seconds):
        before, busy, began = self.others.counts(), self.watch.processor(), time.monotonic()
        time.sleep(seconds)
        after, took = self.others.counts(), time.monotonic() - began
        return {who: after[who] - before[who] for who in after}, took, self.watch.processor() - busy

    def pair(self, chain, role, kind, good_seconds, bad_seconds):
        chain.behave_as(role, "goed")
        time.sleep(0.3)
        without = self.stretch(good_seconds)
        chain.behave_as(role, kind)
        attacker = chain.attack(role, kind, bad_seconds + 1.5)
        time.sleep(1.5)  # until it is under way
        with_it = self.stretch(bad_seconds)
        said, wrong = attacker.communicate(timeout=60)
        chain.behave_as(role, "goed")
        counts = json.loads(said or "{}")
        if not counts or (kind == "verzoeken" and not counts.get("verzoeken")):
            self.wrongly.append(f"de slechte {role} ({kind}) kwam niet op gang: {wrong[-300:]}")
        if counts.get("namens een ander aangenomen"):
            self.wrongly.append(f"{role} sprak {counts['namens een ander aangenomen']} keer voor een ander en werd geloofd")
        self.done.update(counts)
        for place, (served, seconds, busy) in ((0, without), (2, with_it)):
            self.processor[place] += busy
            self.processor[place + 1] += seconds
            for who, count in served.items():
                cell = self.cells[role, kind, who]
                cell[place] += count
                cell[place + 1] += seconds
        print(f"{role:<11}{kind:<13} " + "  ".join(f"{who} {served_ratio(self.cells[role, kind, who]):.2f}" for who in with_it[0]) + f"  {self.watch.memory[-1]:.0f} MB  {dict(counts)}", flush=True)

    def ratio(self, **of):
        """Over all cells of a role, a kind or who is served."""
        sums = [0.0, 0.0, 0.0, 0.0]
        for (role, kind, who), cell in self.cells.items():
            if all({"role": role, "kind": kind, "who": who}[name] == value for name, value in of.items()):
                sums = [a + b for a, b in zip(sums, cell)]
        return served_ratio(sums)

    def share(self, who, **of):
        """Of what the machine gave in the same stretches."""
        return self.ratio(who=who, **of) / min(1.0, self.ratio(who=YARDSTICK, **of) or 1.0)


def served_ratio(cell):
    return (cell[2] / cell[3]) / (cell[0] / cell[1]) if cell[0] and cell[1] and cell[3] else 0.0


def percentile(values, part):
    return sorted(values)[int(len(values) * part)] * 1000 if values else 0.0


def after_all(chain, others, wrongly):
    """What was acknowledged is there, once and in order; nothing of another was believed. Answers lost, twice, disordered."""
    wait_for(lambda: chain.count("delivery", "subscription = 'kvs-0518'") == 0 if "subscription" in chain.tables()["delivery"] else chain.waiting() == 0, 120, 0.5)
    rows = {kenmerk for (kenmerk,) in chain.rows("SELECT kenmerk FROM schoolrij WHERE resource = 'voortgangsmetingen'")}
    acknowledged = others.askers["taalschool"].served
    lost = max(0, acknowledged - len(rows))
    seen, last, twice, disordered, lines = set(), {}, 0, 0, []
    for line in (chain.dir / "0518.journal").read_text().splitlines():
        parts = line.split()
        if parts[0] != "!" and len(parts) >= 4:
            lines.append(parts)
    for dossier, sequence, identity, *rest in lines:
        if identity in seen:
            twice += len(rest) < 2  # one that is marked as repeated was so on purpose
            continue
        seen.add(identity)
        disordered += int(sequence) <= last.get(dossier, 0)
        last[dossier] = int(sequence)
    told = {identity for (identity,) in chain.rows("SELECT id FROM event WHERE tenant = '" + DEN_HAAG + "'")}
    lost += len(told - seen)
    began = time.monotonic()
    chain.stop("gateway")
    print(f"gestopt in {time.monotonic() - began:.1f} s", flush=True)
    verified = subprocess.run([GATEWAY, "log", "verify", "--config", chain.config], capture_output=True, text=True)
    if verified.returncode != 0:
        wrongly.append("log verify: " + verified.stdout[-300:] + verified.stderr[-300:])
    for number in (chain.persons[250], "999993367"):
        found = subprocess.run([GATEWAY, "log", "person", "--config", chain.config, "--bsn", number, "--json"], capture_output=True, text=True)
        if WRONG_NAME in found.stdout:
            wrongly.append("een antwoord over een ander is geloofd")
    return lost, twice, disordered


def main():
    asked = form.options(__doc__, ("--minutes", {"type": float, "default": 10, "help": "so long is each role bad (%(default)s)"}), ("--role", {"choices": ROLES}))
    dice = random.Random(asked.seed)
    roles = [asked.role] if asked.role else list(ROLES)
    dice.shuffle(roles)
    chain = Chain()
    try:
        chain.begin()
        others = Others(chain)
        watch = Watch(chain.gateway)
        watch.start()
        time.sleep(2 if asked.short else 10)
        begin_memory = max(watch.memory)
        measured = Measured(others, watch)
        # Short: two ways a role, all eight of them over the roles. Whole: each way in four parts, so that what the machine does meanwhile is spread.
        parts = 1 if asked.short or asked.minutes < 4 else 4
        turns = [(role, kind) for role in roles for kind in KINDS] * parts
        seconds = asked.minutes * 60 / len(KINDS) / parts
        if asked.short:
            dice.shuffle(turns)
            turns = [next(turn for turn in turns if turn[1] == kind and (turn[0] == roles[n % len(roles)])) for n, kind in enumerate(dice.sample(KINDS, len(KINDS)))]
            seconds = 2.0
        for role, kind in turns:
            measured.pair(chain, role, kind, max(1.5, seconds / 3), seconds)
        others.end()
        watch.ending = True
        wrongly = measured.wrongly
        failures = {role: dict(each.failed) for role, each in others.askers.items() if each.failed}
        lost, twice, disordered = after_all(chain, others, wrongly)
    finally:
        chain.end()
    served = {who: measured.share(who) for who in (*ROLES, "aflevering")}
    if asked.short:
        # Stretches of seconds, beside other tests: whether somebody is held up altogether.
        wrongly += [f"{who} kreeg {ratio:.2f} van zijn tempo" for who, ratio in served.items() if ratio < LEAST / 2]
    else:
        for of in [{}, *({"role": role} for role in roles), *({"kind": kind} for kind in KINDS)]:
            wrongly += [f"{who} kreeg {measured.share(who, **of):.2f} van zijn tempo {' '.join(of.values())}" for who in served if measured.share(who, **of) < LEAST]
    if max(watch.memory) > MEMORY:
        wrongly.append(f"{max(watch.memory):.0f} MB in gebruik, meer dan {MEMORY}")
    for each in wrongly:
        print(each)
    print(f"geweigerd of afgebroken bij wie zich gedroeg: {failures}")
    cell_of = lambda place: measured.processor[place] / measured.processor[place + 1]  # noqa: E731
    took = [each for name, asker in others.askers.items() if name != YARDSTICK for each in asker.took]
    return form.told(
        NAME, asked, not wrongly, round(sum(cell[3] for (_, _, who), cell in measured.cells.items() if who == "duo")), "seconden met een slechte partner", lost, twice, disordered, wrongly,
        minste_deel_van_het_tempo=round(min(served.values()), 3), van=min(served, key=served.get), maatstaf=round(measured.ratio(who=YARDSTICK), 3), geheugen_MB=round(max(watch.memory)), geheugen_vooraf_MB=round(begin_memory),
        descriptors_hoogstens=max(watch.descriptors), processor_zonder=round(cell_of(0), 2), processor_met=round(cell_of(2), 2), p99_ms=round(percentile(took, 0.99)),
        verbindingen=measured.done["verbindingen"], handshakes=measured.done["handshakes"], verzoeken=measured.done["verzoeken"], MB_lichamen=measured.done["MB"])


if __name__ == "__main__":
    sys.exit(main())
