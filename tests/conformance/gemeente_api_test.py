"""The contract of the gemeente-API: subscriptions, the pull feed, dossiers and reports to DUO."""
import json
import unittest

from contract import ContractOf


class Contract(ContractOf, unittest.TestCase):
    api, client, feed = "gemeente", "afnemer-0518-client", "afnemer"

    def test_the_example_is_accepted(self):
        example = self.contract["components"]["schemas"]["Wens"]["examples"][0]
        made = self.house.call("POST", "/gemeente/v1/abonnementen", json.dumps(example), {"Content-Type": "application/json"}, self.client)
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual(made.headers["Location"], f"/gemeente/v1/abonnementen/{example['id']}")
        shown = self.house.call("GET", made.headers["Location"], name=self.client).json
        self.assertEqual({name: shown[name] for name in example}, example)


if __name__ == "__main__":
    unittest.main()
