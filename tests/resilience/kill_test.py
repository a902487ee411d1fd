"""kill -9: what was acknowledged is delivered, exactly that, and nothing twice in the dossier."""
import pathlib
import random
import signal
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import House, deelname, wait_for  # noqa: E402


class Kill(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)

    def test_after_the_2xx_and_before_the_delivery(self):
        house = self.house
        house.start_gateway()  # the afnemer is away, so nothing can be delivered yet
        acknowledged = [f"VM-{number}" for number in range(20) if house.push("deelnames", deelname(kenmerk=f"VM-{number}")).status == 201]
        self.assertEqual(len(acknowledged), 20)
        self.assertEqual(house.stop("gateway", signal.SIGKILL), -signal.SIGKILL)
        house.start_afnemers()
        house.port = house.operator_port = 0
        house.start_gateway()
        events = house.expect_events(20)
        self.assertEqual([event["data"]["object"]["kenmerk"] for event in events], acknowledged, "all, once, in order")
        self.assertEqual([event["sequence"] for event in events], [str(number) for number in range(1, 21)])

    def test_in_the_midst_of_traffic_again_and_again(self):
        house = self.house
        house.start_afnemers()
        house.start_gateway()
        house.processes["gateway"].line("^beheer:")
        chance = random.Random(4711)
        acknowledged, lock = set(), threading.Lock()

        def send(first):
            for number in range(first, first + 25):
                kenmerk = f"VM-{number}"
                try:
                    if house.push("deelnames", deelname(kenmerk=kenmerk)).status == 201:
                        with lock:
                            acknowledged.add(kenmerk)
                except OSError:
                    return  # the gateway is gone: this message was not acknowledged

        for turn in range(4):
            senders = [threading.Thread(target=send, args=(turn * 1000 + each * 100,)) for each in range(3)]
            for sender in senders:
                sender.start()
            wait_for(lambda: len(acknowledged) > turn * 8 + chance.randint(3, 12))
            house.stop("gateway", signal.SIGKILL)
            for sender in senders:
                sender.join()
            house.start_gateway()
        wait_for(lambda: acknowledged <= {event["data"]["object"]["kenmerk"] for event in house.events()}, 30)
        wait_for(lambda: not house.waiting(), 30)
        events = house.events()
        numbers = sorted({int(event["sequence"]) for event in events})
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)), "no gaps in the numbering")
        by_id = {event["id"]: event for event in events}
        self.assertEqual(len(by_id), len(numbers), "a repeat has the id of the first time")
        kenmerken = [event["data"]["object"]["kenmerk"] for event in by_id.values()]
        self.assertEqual(len(kenmerken), len(set(kenmerken)), "nothing twice in the dossier")
        first_seen = list(dict.fromkeys(int(event["sequence"]) for event in events))
        self.assertEqual(first_seen, sorted(first_seen), "in order per person")
        print(f"acknowledged {len(acknowledged)}, delivered {len(by_id)} different, {len(events) - len(by_id)} repeats")


if __name__ == "__main__":
    unittest.main()
