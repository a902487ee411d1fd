"""The contract of the operator API: what the pages of the monitor and the operator's own scripts go by."""
import unittest

from contract import ContractOf


class Contract(ContractOf, unittest.TestCase):
    api, client, feed, least = "beheer", None, "beheer", 500
    items = {"id": "kvs-0518"}
    refusals = (400, 403, 404)  # not all is for whoever asks, and not all ids are of subscriptions

    def fetch_contract(self):
        return self.house.operator("/beheer/v1/openapi.json").json

    def ask(self, method, path, body, kind):
        return self.house.ask_operator(method, self.base + path, body, {"Content-Type": kind, "Cookie": self.house.log_in("beheerder")})

    def prepare(self):
        self.house.enrol()
        self.house.notify("SS101")

    def access(self):
        # Who logs out, or in, in the middle of it would learn nothing more; following waits, as it should.
        return ["-u", f"http://127.0.0.1:{self.house.operator_port}{self.base}", "-H", f"Cookie: {self.house.log_in('beheerder')}", "--exclude-operation-id", "meld_af", "--exclude-operation-id", "meld_aan", "--exclude-operation-id", "volg_berichten"]


if __name__ == "__main__":
    unittest.main()
