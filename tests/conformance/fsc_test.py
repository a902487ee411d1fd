"""Canonical JSON and the hashes of FSC, judged by an implementation that is not ours (PyPI rfc8785) and by Python's own SHA3."""
import base64
import hashlib
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import unittest
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "build/conformance/python"
for site in TOOLS.glob("lib/python3*/site-packages"):
    sys.path.append(str(site))
try:
    import rfc8785
except ImportError:
    print("skipped: rfc8785 is not there (scripts/install-deps --conformance)")
    sys.exit(77)

PAPER = pathlib.Path(os.environ.get("INBURGERING_BIN", ROOT / "build/release/bin")) / "fsc_paper"
SEED = int(os.environ.get("INBURGERING_SEED", "20261129"))


def ours(texts, *words):
    out = subprocess.run([PAPER, *words], input="\n".join(texts) + "\n", capture_output=True, text=True, encoding="utf-8", check=True).stdout
    answers = out.split("\n")[:-1]
    assert len(answers) == len(texts), f"{len(texts)} texts, {len(answers)} answers"
    return answers


def text(chance):
    letters = 'aé€\U0001F600דּ\x80"\\/\b\t\n\r\x01\x1f\x7f Z19'
    return "".join(chance.choice(letters) for _ in range(chance.randrange(6)))


def reads_back_otherwise(value):
    """Canonical it is a whole number that not every reader has exactly (RFC 7493 §2.2): such a contract could not be read again."""
    return 2**53 - 1 < abs(value) < 1e21


def number(chance):
    if chance.random() < 0.4:
        return chance.randrange(-2**53 + 1, 2**53)
    while True:
        value = struct.unpack("<d", chance.randbytes(8))[0] if chance.random() < 0.7 else chance.uniform(-1e6, 1e6)
        if value == value and abs(value) != float("inf") and not reads_back_otherwise(value):
            return value


def value(chance, depth=0):
    kind = chance.randrange(7 if depth < 4 else 5)
    if kind < 2:
        return number(chance)
    if kind < 4:
        return text(chance)
    if kind == 4:
        return chance.choice([None, True, False])
    if kind == 5:
        return [value(chance, depth + 1) for _ in range(chance.randrange(5))]
    return {text(chance): value(chance, depth + 1) for _ in range(chance.randrange(5))}


def contract(chance):
    oin = lambda: f"000000990000000{chance.randrange(10**5):05d}"
    def grant():
        data = {"type": "GRANT_TYPE_SERVICE_CONNECTION", "outway": {"peer_id": oin(), "public_key_thumbprint": chance.randbytes(32).hex()},
                "service": {"type": "SERVICE_TYPE_SERVICE", "peer_id": oin(), "name": "duo-notificaties"}}
        if chance.random() < 0.5:
            data |= {"type": "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION", "delegator": {"peer_id": oin()}}
        if chance.random() < 0.5:
            data["service"] |= {"type": "SERVICE_TYPE_DELEGATED_SERVICE", "delegator": {"peer_id": oin()}}
        if chance.random() < 0.5:
            data["properties"] = {text(chance): value(chance) for _ in range(3)}
        return {"data": data}
    return {"iv": str(uuid.UUID(bytes=chance.randbytes(16))), "group_id": "fsc.test", "validity": {"not_before": 1, "not_after": 2 + chance.randrange(10**9)},
            "grants": [grant() for _ in range(chance.randrange(1, 11))], "hash_algorithm": "HASH_ALGORITHM_SHA3_512", "created_at": chance.randrange(10**9)}


def hashed(kind, data):
    return f"$1${kind}$" + base64.urlsafe_b64encode(hashlib.sha3_512(data).digest()).decode().rstrip("=")


class Fsc(unittest.TestCase):
    def test_canonical_json_is_that_of_another(self):
        chance = random.Random(SEED)
        values = [value(chance) for _ in range(3000)]
        texts = [json.dumps(each, ensure_ascii=chance.random() < 0.5) for each in values]
        for given, wanted, answer in zip(texts, values, ours(texts)):
            self.assertEqual(answer, rfc8785.dumps(wanted).decode(), given)

    def test_numbers_as_people_write_them(self):
        chance = random.Random(SEED + 1)
        texts = [f"{chance.choice(['', '-'])}{chance.randrange(10**chance.randrange(1, 18))}.{chance.randrange(10**20)}{chance.choice(['', f'e{chance.randrange(-320, 280)}', f'E+{chance.randrange(280)}'])}"
                 for _ in range(5000)]
        for given, answer in zip(texts, ours(texts)):
            read = float(given)
            if read == 0 or abs(read) < 2.3e-308:
                continue  # below what is normal a reader may refuse
            self.assertEqual(answer, "geweigerd" if reads_back_otherwise(read) else rfc8785.dumps(read).decode(), given)

    def test_what_others_would_read_otherwise_is_refused(self):
        for given in ("9007199254740992", "-9007199254740992", "18446744073709551616", "1e20", "9007199254740992.0", "1E400", "-1E400", '{"a":1,"a":2}', "NaN", "Infinity", '"\\ud800"', "[" * 100 + "]" * 100):
            self.assertEqual(ours([given]), ["geweigerd"], given)

    def test_hashes_of_contracts_and_grants(self):
        chance = random.Random(SEED + 2)
        contracts = [contract(chance) for _ in range(300)]
        for each, answer in zip(contracts, ours([json.dumps(each) for each in contracts], "contract")):
            content = hashed(1, rfc8785.dumps(each))
            kinds = {"GRANT_TYPE_SERVICE_CONNECTION": 3, "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION": 4}
            grants = [hashed(kinds[grant["data"]["type"]], content.encode() + rfc8785.dumps(grant["data"])) for grant in each["grants"]]
            self.assertEqual(answer.split(" "), [content, *grants])


if __name__ == "__main__":
    unittest.main()
