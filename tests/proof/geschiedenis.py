"""Random legal histories against the running program, by its APIs, held against a model of sets: rows of two schools, notifications, kills, a pull feed.

After each step the answer is the one that the model expects; at the end (and after each kill -9) every row, every event and its number are. The model is written
here, apart from the program and from that of the simulation. --steps: how many; one that fails prints the steps about whom it went wrong.
"""
import collections
import http.client
import json
import pathlib
import random
import signal
import sys
import uuid

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1]), str(pathlib.Path(__file__).resolve().parent)]
import form  # noqa: E402
from house import House, invented, wait_for  # noqa: E402

NAME = "geschiedenis"
SCHOOLS = {"taalschool-client": ("0518",), "taalschool-2-client": ("0518", "0344")}
LEVELS = ("A1", "A2", "B1", None)
AFNEMERS = {"0518": "afnemer-0518-client", "0344": "afnemer-0344-client"}


class Wrong(Exception):
    pass


class Model:
    """What must be so: rows that stand, who takes part, and what was told of each row."""

    def __init__(self):
        self.enrolled = set()  # (school, gemeente, person)
        self.rows = {}  # (school, kenmerk) → (gemeente, person, content) of a voortgangsmeting that stands
        self.owner = {}  # (school, gemeente, kenmerk) → person, while it stands
        self.told = collections.defaultdict(list)  # (gemeente, person, kenmerk) → what was told, in order
        self.notified = {}  # berichtId → (gemeente, person)
        self.facts = collections.Counter()  # (gemeente, person) → how many notifications

    def put(self, school, kenmerk, gemeente, person, content):
        """The status that it must be answered with; the model is as it is afterwards."""
        if gemeente not in SCHOOLS[school]:
            return 403
        if (school, gemeente, person) not in self.enrolled:
            return 422
        if self.owner.get((school, gemeente, kenmerk), person) != person:
            return 409
        before = self.rows.get((school, kenmerk))
        self.owner[school, gemeente, kenmerk] = person
        self.rows[school, kenmerk] = (gemeente, person, content)
        if before is None:
            self.told[gemeente, person, kenmerk].append("vastgelegd")
        elif before[2] != content:
            self.told[gemeente, person, kenmerk].append("gewijzigd")
        return 201 if before is None else 200

    def withdraw(self, school, kenmerk):
        if (school, kenmerk) not in self.rows:
            return 404
        gemeente, person, _ = self.rows.pop((school, kenmerk))
        del self.owner[school, gemeente, kenmerk]
        self.told[gemeente, person, kenmerk].append("beeindigd")
        return 200


class History:
    def __init__(self, asked):
        self.dice, self.steps, self.model = random.Random(asked.seed), asked.steps, Model()
        pull = lambda code, afnemer: {"id": f"haal-{code}", "afnemer": afnemer, "gemeenten": [code], "wijze": "ophalen", "bevestiging": "geen"}  # noqa: E731
        self.house = House(subscriptions=[pull("0518", "00000099000000005000"), pull("0344", "00000099000000006000")])
        self.persons = invented(6, 930000000 + self.dice.randrange(1000) * 100)
        self.feed = {code: {"cursor": 0, "events": [], "confirmed": 0} for code in AFNEMERS}
        self.done, self.kills, self.counts = [], 0, collections.Counter()
        self.connections = {}

    def call(self, who, method, path, body=None, **headers):
        for _ in range(2):
            connection = self.connections.setdefault(who, self.house.connect(who))
            try:
                connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"} | headers)
                answer = connection.getresponse()
                text = answer.read()
                return answer.status, json.loads(text) if text and "json" in answer.headers.get("Content-Type", "") else None
            except (OSError, http.client.HTTPException):
                connection.close()
                self.connections.pop(who)
        raise Wrong(f"{method} {path}: geen antwoord")

    def expect(self, got, wanted, what):
        self.done.append((what, wanted))
        if got[0] not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            raise Wrong(f"{what}: {got[0]} in plaats van {wanted}; {json.dumps(got[1])[:300]}")

    # Steps

    def row(self):
        school = self.dice.choice(list(SCHOOLS))
        return school, f"K{self.dice.randrange(8)}-{school[10:12]}", self.dice.choice(("0518", "0344")), self.dice.choice(self.persons)

    def content(self):
        made = {"meetdatum": f"2026-0{self.dice.randrange(1, 10)}-1{self.dice.randrange(10)}", "niveauLezen": self.dice.choice(LEVELS), "niveauSpreken": self.dice.choice(LEVELS)}
        return {name: value for name, value in made.items() if value} if made["niveauLezen"] or made["niveauSpreken"] else made | {"niveauLezen": "A1", "niveauSpreken": "A1"}

    def enrol(self):
        school, _, gemeente, person = self.row()
        body = {"kenmerk": f"DN-{person}-{gemeente}"[-20:].replace(person, str(self.persons.index(person))), "gemeentecode": gemeente, "bsn": person, "soort": "map", "startdatum": "2026-01-01"}
        good = gemeente in SCHOOLS[school]
        self.expect(self.call(school, "POST", "/taalschool/v1/deelnames", body), (200, 201) if good else 403, f"{school} deelname {gemeente} {person}")
        if good:
            self.model.enrolled.add((school, gemeente, person))

    def tell(self):
        school, kenmerk, gemeente, person = self.row()
        # A kenmerk in two gemeenten is a story of its own (integration.taalschool): here it stays in one.
        if (known := self.model.rows.get((school, kenmerk))) and self.dice.random() < 0.9:
            gemeente, person = known[0], known[1]
        if known and known[0] != gemeente and gemeente in SCHOOLS[school]:
            gemeente = known[0]
        content = known[2] if known and self.dice.random() < 0.3 else self.content()
        wanted = self.model.put(school, kenmerk, gemeente, person, content)
        body = {"gemeentecode": gemeente, "bsn": person} | content
        what = f"{school} {kenmerk} {gemeente} {person} {content}"
        wanted = (200, 201) if wanted in (200, 201) else wanted
        if self.dice.random() < 0.5:
            return self.expect(self.call(school, "POST", "/taalschool/v1/voortgangsmetingen", body | {"kenmerk": kenmerk}), wanted, "POST " + what)
        self.expect(self.call(school, "PUT", f"/taalschool/v1/voortgangsmetingen/{kenmerk}", body), wanted, "PUT " + what)

    def withdraw(self):
        school, kenmerk, _, _ = self.row()
        wanted = self.model.withdraw(school, kenmerk)
        self.expect(self.call(school, "DELETE", f"/taalschool/v1/voortgangsmetingen/{kenmerk}"), (200, 204) if wanted == 200 else wanted, f"{school} DELETE {kenmerk}")

    def look(self):
        school, kenmerk, _, _ = self.row()
        stands = self.model.rows.get((school, kenmerk))
        got = self.call(school, "GET", f"/taalschool/v1/voortgangsmetingen/{kenmerk}")
        if stands:
            self.expect(got, 200, f"{school} GET {kenmerk}")
            self.same_row(got[1], stands, kenmerk)

    def same_row(self, shown, stands, kenmerk):
        row = shown["inhoud"]
        for name, value in stands[2].items():
            if row.get(name) != value:
                raise Wrong(f"{kenmerk}: {name} is {row.get(name)} en moet {value} zijn; {json.dumps(shown)[:400]}")

    def notify(self):
        person, again = self.dice.choice(self.persons), self.dice.random() < 0.3 and self.model.notified
        message = self.dice.choice(list(self.model.notified)) if again else str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        if again:
            person = self.model.notified[message]
        day = len(self.model.notified) if not again else list(self.model.notified).index(message)
        body = json.dumps({"registratieDatumTijd": f"2026-10-{day % 28 + 1:02}T{day // 28 % 24:02}:00:00Z", "gebeurtenisId": "SS101", "bsn": person})
        answer = self.house.notify(bsn=person, body=body, berichtId=message)
        self.expect((answer.status, None), 201, f"notificatie {message[:8]} {person}")
        if not again:
            self.model.notified[message] = person
            self.model.facts["0518", person] += 1

    def fetch(self):
        code = self.dice.choice(list(AFNEMERS))
        feed = self.feed[code]
        # Sometimes again from before what was confirmed last was read: the same comes.
        since = feed["confirmed"] if self.dice.random() < 0.3 else feed["cursor"]
        got = self.call(AFNEMERS[code], "GET", f"/gemeente/v1/gebeurtenissen?abonnement=haal-{code}&na={since}&max={self.dice.choice((1, 5, 100))}")
        self.expect(got, 200, f"afnemer {code} haalt na {since}")
        known = {event["id"]: event for event in feed["events"]}
        for event in got[1]["gebeurtenissen"]:
            if event["id"] in known:
                if known[event["id"]]["data"] != event["data"]:
                    raise Wrong(f"{event['id']} was eerst anders")
            elif since != feed["cursor"]:
                continue  # it goes on behind what was read already; it comes again
            else:
                feed["events"].append(event)
        if since == feed["cursor"]:
            feed["cursor"] = max(feed["cursor"], int(got[1]["cursor"]))
        if self.dice.random() < 0.5 and feed["cursor"] > feed["confirmed"]:
            self.expect(self.call(AFNEMERS[code], "POST", "/gemeente/v1/gebeurtenissen/bevestiging", {"abonnement": f"haal-{code}", "tot": str(feed["cursor"])}), (200, 204), f"afnemer {code} bevestigt {feed['cursor']}")
            feed["confirmed"] = feed["cursor"]

    def kill(self):
        self.house.stop("gateway", signal.SIGKILL)
        self.connections.clear()
        self.house.start_gateway()
        self.kills += 1
        self.done.append(("kill -9", None))
        self.rows_stand()

    # What must be so

    def rows_stand(self):
        for (school, kenmerk), stands in self.model.rows.items():
            got = self.call(school, "GET", f"/taalschool/v1/voortgangsmetingen/{kenmerk}")
            if got[0] != 200:
                raise Wrong(f"{school} {kenmerk} is weg: {got[0]}")
            self.same_row(got[1], stands, kenmerk)

    def all_came(self):
        """(lost, twice, disordered)."""
        lost = twice = disordered = 0
        for code, feed in self.feed.items():
            while True:
                got = self.call(AFNEMERS[code], "GET", f"/gemeente/v1/gebeurtenissen?abonnement=haal-{code}&na={feed['cursor']}&max=100")
                if got[0] != 200:
                    raise Wrong(f"afnemer {code}: {got}")
                if not got[1]["gebeurtenissen"]:
                    break
                feed["events"] += got[1]["gebeurtenissen"]
                feed["cursor"] = int(got[1]["cursor"])
            identities = [event["id"] for event in feed["events"]]
            twice += len(identities) - len(set(identities))
            numbers, told, facts = {}, collections.defaultdict(list), collections.Counter()
            for event in feed["events"]:
                data = event["data"]
                if int(event["sequence"]) != numbers.get(event["subject"], 0) + 1:
                    disordered += 1
                numbers[event["subject"]] = int(event["sequence"])
                if data["objecttype"] == "Voortgangsmeting":
                    told[code, data["bsn"], data["object"]["kenmerk"]].append(event["type"].rpartition(".")[2])
                if data["objecttype"] == "Gebeurtenis":
                    facts[code, data["bsn"]] += 1
            for key in set(told) | {key for key in self.model.told if key[0] == code}:
                if told[key] != self.model.told[key]:
                    print(f"{key}: verteld {told[key]}, moest {self.model.told[key]}\n" + "\n".join(str(step) for step in self.done if key[2] in step[0]))
                    lost += max(0, len(self.model.told[key]) - len(told[key]))
                    twice += max(0, len(told[key]) - len(self.model.told[key]))
                    disordered += len(told[key]) == len(self.model.told[key])
            for key in set(facts) | {key for key in self.model.facts if key[0] == code}:
                if facts[key] != self.model.facts[key]:
                    print(f"{key}: {facts[key]} notificaties verteld, {self.model.facts[key]} aangenomen")
                    lost, twice = lost + max(0, self.model.facts[key] - facts[key]), twice + max(0, facts[key] - self.model.facts[key])
        return lost, twice, disordered

    def run(self):
        self.house.start_duo()
        self.house.start_gateway()
        acts = [self.enrol] * 4 + [self.tell] * 12 + [self.withdraw] * 3 + [self.look] * 4 + [self.notify] * 3 + [self.fetch] * 4
        every = max(40, self.steps // 20)
        for step in range(self.steps):
            if step and step % every == 0:
                self.kill()
            else:
                act = self.dice.choice(acts)
                self.counts[act.__name__] += 1
                act()
        wait_for(lambda: self.house.questions() == 0, 60, 0.2)
        self.rows_stand()
        return self.all_came()


def main():
    asked = form.options(__doc__, ("--steps", {"type": int, "default": None, "help": "3000; short: 250"}))
    asked.steps = asked.steps or (250 if asked.short else 3000)
    history, found = History(asked), []
    lost = twice = disordered = 0
    try:
        lost, twice, disordered = history.run()
    except Wrong as wrong:
        found.append(str(wrong))
        about = next((word for word in str(wrong).split() if word.startswith("K")), "").rstrip(":")
        print(f"{wrong}\nna:\n" + "\n".join(str(step) for step in history.done if about in step[0]))
    finally:
        history.house.close()
    return form.told(NAME, asked, not found, len(history.done), "stappen", lost, twice, disordered, found, kills=history.kills, rijen=len(history.model.rows), gebeurtenissen=sum(len(feed["events"]) for feed in history.feed.values()),
                     **{name: count for name, count in sorted(history.counts.items())})


if __name__ == "__main__":
    sys.exit(main())
