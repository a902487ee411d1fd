"""Messages of a school, of DUO and of a BRP, as fast as they are taken; and what must have come of those that were."""
import http.client
import json
import random
import threading
import time
import uuid

from house import DEN_HAAG, DUO, deelname, invented, kennisgeving

PERSONS = invented(12)
REFUSED = (503, 500, 429)  # the gateway says that it cannot now


class Load:
    """`told` hears of each message that was acknowledged, as soon as it was."""

    def __init__(self, house, told, seed, ports=None):
        self.house, self.told, self.dice = house, told, random.Random(seed)
        self.ports = ports or (lambda: self.house.port)
        self.busy, self.threads, self.strange, self.refused = threading.Event(), [], [], 0
        self.number = 0

    def begin(self, senders=2):
        self.busy.set()
        for _ in range(senders):
            self.number += 1
            thread = threading.Thread(target=self.send, args=(random.Random(self.dice.random()), self.number * 1000000), daemon=True)
            thread.start()
            self.threads.append(thread)
        return self

    def end(self):
        self.busy.clear()
        for thread in self.threads:
            thread.join(30)
        self.threads.clear()

    def send(self, dice, number):
        connections = {}
        while self.busy.is_set():
            number += 1
            try:
                self.send_one(dice, number, connections)
            except (OSError, http.client.HTTPException):
                for each in connections.values():
                    each.close()
                connections.clear()
                time.sleep(0.02)

    def send_one(self, dice, number, connections):
        way, bsn = dice.choice(("school", "school", "duo", "brp")), dice.choice(PERSONS)
        name = {"school": "taalschool-client", "duo": "duo-client", "brp": "brp-client"}[way]
        connection = connections.get(name)
        if connection is None:
            connection = connections[name] = http.client.HTTPSConnection("127.0.0.1", self.ports(), context=self.house.tls(name), timeout=20)
        reference, path, body, headers = message(way, bsn, number, dice)
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status in (200, 201, 202):
            self.told(way, reference)
        elif answer.status in REFUSED:
            self.refused += 1
            time.sleep(0.01)
        else:
            self.strange.append((way, answer.status))


def message(way, bsn, number, dice):
    if way == "school":
        reference = f"DN-{number}"
        return reference, "/taalschool/v1/deelnames", json.dumps(deelname(kenmerk=reference, bsn=bsn)), {"Content-Type": "application/json"}
    if way == "duo":
        reference = str(uuid.UUID(int=dice.getrandbits(128), version=4))
        body = json.dumps({"registratieDatumTijd": "2026-11-02T09:30:15+01:00", "gebeurtenisId": "SS112", "bsn": bsn})
        return reference, "/duo/v1/notificaties", body, {"Content-Type": "application/json", "bron": DUO, "doel": DEN_HAAG, "berichtId": reference}
    reference = f"BRP-{number}"
    body = kennisgeving("T", f"<BG:geslachtsnaam>Naam{number}</BG:geslachtsnaam>", bsn=bsn, reference=reference, moment=f"20261102{number % 24:02}{number % 60:02}00")
    return reference, "/brp/stuf/bg0310/OntvangAsynchroon", body, {"Content-Type": "text/xml; charset=utf-8"}


def wrong_in(rows, acknowledged, events, everything=True):
    """What is not as it must be. `rows` answers a query; `acknowledged` are (way, reference), `events` the ids that the receiver of kvs-0518 has.

    `everything`: what was not delivered waits.
    """
    wrong, taken = [], {}
    for reference, message_id, told in rows("SELECT reference, message_id, events FROM log WHERE direction = 'in' AND outcome IN ('verwerkt', 'niet-relevant') AND reference <> ''"):
        taken.setdefault(reference, []).append((message_id, int(told)))
    for way, reference in acknowledged:
        times = len(taken.get(reference, []))
        if times != 1:
            wrong.append(f"{'lost' if times == 0 else 'twice'}: {way} {reference}")
    there = {kenmerk for kenmerk, in rows("SELECT kenmerk FROM schoolrij")}
    wrong += [f"lost: row {reference}" for way, reference in acknowledged if way == "school" and reference not in there]
    of_message = {message_id: int(count) for message_id, count in rows("SELECT message_id, COUNT(*) FROM event GROUP BY message_id")}
    for reference, messages in taken.items():
        for message_id, told in messages:
            if of_message.get(message_id, 0) != told:
                wrong.append(f"lost: {told} events of {reference} are {of_message.get(message_id, 0)}")
    for dossier, last, count, highest in rows("SELECT d.id, d.last_sequence, COUNT(e.number), COALESCE(MAX(e.sequence), 0) FROM dossier d LEFT JOIN event e "
                                              "ON e.tenant = d.tenant AND e.dossier = d.id GROUP BY d.tenant, d.id, d.last_sequence"):
        if not int(last) == int(count) == int(highest):
            wrong.append(f"out of order: of {dossier} {count} events, the last {highest}, told {last}")
    known = {event for event, in rows("SELECT id FROM event")}
    wrong += [f"lost: event {event}, which a receiver has" for event in set(events) - known]
    if everything:
        waiting = {event for event, in rows("SELECT event FROM delivery WHERE subscription = 'kvs-0518'")}
        wrong += [f"lost: event {event} was never delivered and does not wait" for event in known - waiting - set(events)]
    return wrong


def order_of(events):
    """Per dossier each sequence as it was first seen must go up."""
    seen = {}
    for event in events:
        numbers = seen.setdefault(event["subject"], [])
        if int(event["sequence"]) not in numbers:
            numbers.append(int(event["sequence"]))
    return [f"out of order: {dossier} {numbers[:40]}" for dossier, numbers in seen.items() if numbers != sorted(numbers)]
