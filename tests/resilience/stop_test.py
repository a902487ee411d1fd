"""SIGTERM: what is under way is finished, what waits is delivered after the next start, once."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import House, deelname, wait_for  # noqa: E402


class Stop(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)

    def test_a_question_under_way_is_answered_before_the_gateway_ends(self):
        house = self.house
        house.start_afnemers()
        house.start_duo("--delay-ms", "600")
        house.start_gateway()
        house.notify("SS102")
        wait_for(lambda: house.ask(house.duo_port, "GET", "/simulator/gedrag").json["vragen"] == 1)
        self.assertEqual(house.stop("gateway"), 0)
        entries = [(entry["soort"], entry["uitkomst"]) for entry in house.log() if entry["richting"] == "in" or entry["soort"].startswith("GET ")]
        self.assertEqual(entries, [("notificatie SS102", "verwerkt"), ("GET inburgeringstermijn", "verwerkt")])
        house.start_gateway()
        house.expect_events(3)

    def test_what_waits_is_delivered_after_the_next_start_once(self):
        house = self.house
        house.start_gateway()
        for number in range(5):
            self.assertEqual(house.push("deelnames", deelname(kenmerk=f"VM-{number}")).status, 201)
        self.assertEqual(house.stop("gateway"), 0)
        house.start_afnemers()
        house.port = house.operator_port = 0
        house.start_gateway()
        house.expect_events(5)


if __name__ == "__main__":
    unittest.main()
