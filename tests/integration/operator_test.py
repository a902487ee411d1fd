"""The operator listener: health, readiness, metrics."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import House  # noqa: E402


class Operator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House().start_all()
        cls.addClassCleanup(cls.house.close)

    def test_health_and_readiness(self):
        self.assertEqual(self.house.operator("/healthz").status, 200)
        self.assertEqual(self.house.operator("/readyz").status, 200)

    def test_metrics_count_messages_and_tell_nothing_of_persons(self):
        self.house.notify("SS101")
        self.house.expect_events(7)
        text = self.house.operator("/metrics").body.decode()
        self.assertIn('inburgering_messages_total{direction="in",feed="duo",outcome="verwerkt"} 1', text)
        self.assertIn('inburgering_messages_total{direction="uit",feed="afnemer",outcome="afgeleverd"} 7', text)
        self.assertIn('inburgering_events_total{feed="duo"} 7', text)
        self.assertIn('inburgering_waiting{queue="deliveries"} 0', text)
        self.assertNotIn("999996617", text)

    def test_other_paths_and_methods(self):
        self.assertEqual(self.house.operator("/").status, 404)


if __name__ == "__main__":
    unittest.main()
