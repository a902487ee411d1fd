"""The contract of the taalschool-API: what it shows is taken, what it forbids is refused, and judges from elsewhere find no fault in it."""
import json
import unittest

from contract import ContractOf

ORDER = ["deelnames", "voortgangsmetingen", "aanwezigheid", "toetsresultaten", "afronding", "signalen"]


class Contract(ContractOf, unittest.TestCase):
    api, client, feed = "taalschool", "taalschool-client", "taalschool"

    def test_every_example_is_accepted(self):
        accepted = 0
        for resource in ORDER:
            schema = self.contract["paths"][f"/{resource}"]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
            for example in self.contract["components"]["schemas"][schema]["examples"]:
                response = self.house.push(resource, example)
                self.assertEqual(response.status, 201, (resource, response.body))
                shown = self.house.call("GET", f"/taalschool/v1/{resource}/{example['kenmerk']}", name="taalschool-client")
                self.assertEqual(shown.json["inhoud"], example)
                corrected = self.house.call("PUT", f"/taalschool/v1/{resource}/{example['kenmerk']}", json.dumps(example), {"Content-Type": "application/json"}, "taalschool-client")
                self.assertEqual(corrected.status, 200, corrected.body)
                batch = self.house.push(f"{resource}/batch", {"verwerking": "alles-of-niets", "rijen": [example]})
                self.assertEqual(batch.status, 200, batch.body)
                accepted += 1
        self.assertEqual(accepted, len(ORDER))


if __name__ == "__main__":
    unittest.main()
