"""FSC against the running gateway, by peers of the group that are not ours (tests/peers.py). The ids in the names are those of the
official list of tests; docs/fsc.md shows which is where."""
import base64
import hashlib
import json
import pathlib
import socket
import sqlite3
import subprocess
import sys
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import BRP, DEN_HAAG, DUO, GATEWAY, MIRIAM, ROOT, UTRECHT, House, only_on_sqlite, wait_for  # noqa: E402

try:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    import peers
except ImportError:
    print("skipped: python3-cryptography is not there")
    sys.exit(77)
from peers import GROUP, US, Peer, b64, content_hash, contract, grant_hash, uuid7  # noqa: E402

for site in (ROOT / "build/conformance/python").glob("lib/python3*/site-packages"):
    sys.path.append(str(site))
try:
    from jwcrypto import jwk, jws
except ImportError:
    jwk = None


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class FscHouse(unittest.TestCase):
    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.manager = free_port()
        cls.house = House(fsc={"groep": GROUP, "manager": {"listen": f"127.0.0.1:{cls.manager}", "adres": f"https://127.0.0.1:{cls.manager}"},
                               "inway": {"adres": "https://inway.toets:443"}}, **({"party": {"DUO": {"verbinding": "fsc"}, "Leverancier": {"verbinding": "fsc", "gemeenten": ["0518", "0344"]}}} | cls.settings))
        cls.addClassCleanup(cls.house.close)
        cls.house.start_gateway()
        cls.duo = Peer(cls.house, DUO, "DUO")
        cls.brp = Peer(cls.house, BRP, "BRP", rsa.generate_private_key(65537, 2048), algorithm="RS256")
        cls.den_haag = Peer(cls.house, DEN_HAAG, "Gemeente Den Haag", ec.generate_private_key(ec.SECP384R1()), algorithm="ES384")
        cls.supplier = Peer(cls.house, "00000099000000007000", "Leverancier")
        for peer in (cls.duo, cls.brp, cls.den_haag, cls.supplier):
            cls.addClassCleanup(peer.close)

    # Doing

    def fsc(self, *words, code=0):
        done = subprocess.run([GATEWAY, "fsc", *words, "--config", self.house.config], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def submit(self, peer, content, signature=None, **more):
        return peer.call(self.manager, "POST", "/v1/contracts", {"contract_content": content, "signature": signature or peer.sign(content)}, **more)

    def put(self, peer, content, verdict, signature=None, path_hash=None):
        return peer.call(self.manager, "PUT", f"/v1/contracts/{path_hash or content_hash(content)}/{verdict}",
                         {"contract_content": content, "signature": signature or peer.sign(content, verdict)})

    def agreed(self, *grants, by=None, others=()):
        """A contract that everybody accepted."""
        content = contract(*grants)
        self.assertEqual(self.submit(by or self.duo, content).status, 201)
        for other in others:
            self.assertEqual(self.put(other, content, "accept").status, 201)
        self.fsc("contract", "accept", content_hash(content))
        return content

    def ask_token(self, peer, scope, **changes):
        form = {"grant_type": "client_credentials", "scope": scope, "client_id": peer.oin} | changes
        return peer.call(self.manager, "POST", "/v1/token", text=urllib.parse.urlencode({name: value for name, value in form.items() if value is not None}),
                         headers={"Content-Type": "application/x-www-form-urlencoded"})

    def token(self, peer, content, index=0):
        answer = self.ask_token(peer, grant_hash(content, index))
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json["access_token"]

    def contract_of(self, content, peer=None):
        listed = (peer or self.duo).call(self.manager, "GET", "/v1/contracts?grant_hash=" + urllib.parse.quote(grant_hash(content))).json["contracts"]
        return listed[0] if listed else None

    def refused(self, answer, code, status=422, domain="ERROR_DOMAIN_MANAGER"):
        self.assertEqual((answer.status, answer.headers["Fsc-Error-Code"]), (status, f"ERROR_CODE_{code}"), answer.body)
        self.assertEqual((answer.json["code"], answer.json["domain"]), (f"ERROR_CODE_{code}", domain))
        self.assertTrue(answer.json["message"])


class Manager(FscHouse):
    def test_SubmitContract_1_connection(self):
        content = contract(self.duo.connection())
        self.assertEqual(self.submit(self.duo, content).status, 201)
        self.assertEqual(self.submit(self.duo, content).status, 201, "once more is the same")
        found = self.contract_of(content)
        self.assertEqual(found["content"], content)
        self.assertEqual(list(found["signatures"]["accept"]), [DUO])
        self.assertEqual((found["signatures"]["reject"], found["signatures"]["revoke"]), ({}, {}))

    def test_SubmitContract_2_without_being_a_peer(self):
        self.refused(self.submit(self.brp, contract(self.duo.connection())), "SUBMITTING_PEER_NOT_PART_OF_CONTRACT")
        self.refused(self.submit(self.duo, contract(self.duo.connection(provider=BRP))), "RECEIVING_PEER_NOT_PART_OF_CONTRACT")

    def test_SubmitContract_3_a_grant_that_is_none(self):
        self.assertEqual(self.submit(self.duo, contract(self.duo.connection() | {"type": "GRANT_TYPE_PEER_PUBLICATION"})).status, 400)

    def test_SubmitContract_4_publication(self):
        self.assertEqual(self.submit(self.duo, contract(self.duo.publication())).status, 201)

    def test_SubmitContract_5_delegated_publication(self):
        grant = self.duo.publication() | {"type": "GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION", "delegator": {"peer_id": DEN_HAAG}}
        self.assertEqual(self.submit(self.duo, contract(grant)).status, 201)

    def test_SubmitContract_6_delegated_connection(self):
        self.assertEqual(self.submit(self.supplier, contract(self.supplier.delegated_connection(DEN_HAAG))).status, 201)

    def test_SubmitContract_7_8_9_a_publication_stands_alone(self):
        for grants in ((self.duo.publication(), self.duo.connection()), (self.duo.connection(), self.duo.publication()),
                       (self.duo.publication(), self.duo.publication() | {"type": "GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION", "delegator": {"peer_id": DEN_HAAG}})):
            self.refused(self.submit(self.duo, contract(*grants)), "GRANT_COMBINATION_NOT_ALLOWED")

    def test_SubmitContract_10_wrong_group(self):
        self.refused(self.submit(self.duo, contract(self.duo.connection(), group_id="fsc.elders")), "INCORRECT_GROUP_ID")

    def test_SubmitContract_11_RS(self):
        for algorithm in ("RS256", "RS384", "RS512"):
            self.brp.algorithm = algorithm
            self.assertEqual(self.submit(self.brp, contract(self.brp.connection("brp-stuf"))).status, 201, algorithm)
        self.brp.algorithm = "RS256"

    def test_SubmitContract_12_ES(self):
        self.assertEqual(self.submit(self.duo, contract(self.duo.connection())).status, 201)
        self.assertEqual(self.submit(self.den_haag, contract(self.supplier.delegated_connection(DEN_HAAG))).status, 201)
        # With a curve that TLS here does not take: a peer may sign with another certificate than it connects with.
        other = Peer(self.house, DUO, "DUO", ec.generate_private_key(ec.SECP521R1()), algorithm="ES512", serves=False)
        self.duo.keys_answer = other.jwks()
        self.addCleanup(setattr, self.duo, "keys_answer", None)
        content = contract(self.duo.connection())
        self.assertEqual(self.submit(self.duo, content, other.sign(content)).status, 201)

    def test_a_contract_that_may_not_be_is_refused(self):
        now = int(time.time())
        good = contract(self.duo.connection())
        self.assertEqual(self.submit(self.duo, good).status, 201)
        for name, content in {
            "an iv that was used": contract(self.duo.connection("gemeente"), iv=good["iv"]), "an iv that was used, in capitals": contract(self.duo.connection("gemeente"), iv=good["iv"].upper()),
            "an iv that is none": contract(self.duo.connection(), iv="x" * 36),
            "created in three minutes": contract(self.duo.connection(), created_at=now + 180),
            "ends before it begins": contract(self.duo.connection(), validity={"not_before": now + 9, "not_after": now + 8}),
            "is over": contract(self.duo.connection(), validity={"not_before": now - 9, "not_after": now - 1}), "no grant": contract(),
            "ten thousand grants": contract(*[self.duo.connection()] * 2500), "a name": contract(self.duo.connection("a b")), "properties": contract(self.duo.connection(properties=[1]))}.items():
            with self.subTest(name):
                self.assertEqual(self.submit(self.duo, content).status, 400)
        self.refused(self.submit(self.duo, contract(self.duo.connection(), hash_algorithm="HASH_ALGORITHM_SHA2_256")), "UNKNOWN_HASH_ALGORITHM_HASH")
        for number in ("1E400", "9007199254740993", "1e20", "9007199254740992.0"):
            text = json.dumps({"contract_content": contract(self.duo.connection(properties={"n": "N"})), "signature": "x"}).replace('"N"', number)
            self.assertEqual(self.duo.call(self.manager, "POST", "/v1/contracts", text=text).status, 400, number)
        deep = contract(self.duo.connection(properties=json.loads('{"a":' * 40 + "1" + "}" * 40)))
        self.assertEqual(self.submit(self.duo, deep).status, 400)
        text = json.dumps({"contract_content": good, "signature": self.duo.sign(good)})
        self.assertEqual(self.duo.call(self.manager, "POST", "/v1/contracts", text=text[:-1] + ',"signature":"x"}').status, 400)
        self.assertEqual(self.submit(self.duo, contract(self.duo.connection()), headers={"Fsc-Manager-Address": "http://127.0.0.1:1"}).status, 400)

    def verdicts(self, verdict):
        """The seven that are alike for each of the three."""
        content = contract(self.duo.connection(), self.brp.connection("brp-stuf"))
        self.assertEqual(self.submit(self.duo, content).status, 201)
        self.assertEqual(self.put(self.brp, content, verdict).status, 201)  # 1
        self.assertIn(BRP, self.contract_of(content)["signatures"][verdict])
        self.refused(self.put(self.supplier, content, verdict), "SUBMITTING_PEER_NOT_PART_OF_CONTRACT")  # 2
        self.refused(self.put(self.brp, content, verdict, "geen.geldige.jws"), "SIGNATURE_VERIFICATION_FAILED")  # 3
        self.refused(self.put(self.brp, content, verdict, self.brp.sign(contract(self.duo.connection()), verdict)), "SIGNATURE_CONTRACT_CONTENT_HASH_MISMATCH")  # 4
        other = "reject" if verdict == "accept" else "accept"
        self.refused(self.put(self.brp, content, verdict, self.brp.sign(content, other)), "SIGNATURE_VERIFICATION_FAILED")  # 5
        self.refused(self.put(self.brp, content, verdict, path_hash=content_hash(contract(self.duo.connection()))), "URL_PATH_CONTENT_HASH_MISMATCH")  # 6
        payload = {"contract_content_hash": content_hash(content), "type": verdict, "signed_at": int(time.time())}
        for algorithm in ("none", "HS256", "PS256"):
            self.refused(self.put(self.brp, content, verdict, self.brp.jws(payload, algorithm)), "UNKNOWN_ALGORITHM_SIGNATURE")  # 7
        return content

    def test_AcceptContract_1_2_3_4_5_6_7(self):
        self.verdicts("accept")

    def test_AcceptContract_8_RS_and_9_ES(self):
        content = contract(self.duo.connection(), self.brp.connection("brp-stuf"), self.supplier.delegated_connection(DEN_HAAG))
        for peer in (self.duo, self.brp, self.den_haag, self.supplier):  # ES256, RS256, ES384; the first brings it
            self.assertEqual(self.put(peer, content, "accept").status, 201)
        self.assertEqual(sorted(self.contract_of(content)["signatures"]["accept"]), sorted([DUO, BRP, DEN_HAAG, self.supplier.oin]))

    def test_RejectContract_1_2_3_4_5_6_7(self):
        content = self.verdicts("reject")
        self.fsc("contract", "accept", content_hash(content))
        self.assertEqual(self.ask_token(self.duo, grant_hash(content)).json["error"], "invalid_grant")

    def test_RevokeContract_1_2_3_4_5_6_7(self):
        self.verdicts("revoke")

    def test_a_signature_is_of_who_brings_it(self):
        content = contract(self.duo.connection(), self.brp.connection("brp-stuf"))
        self.assertEqual(self.submit(self.duo, content).status, 201)
        # Signed by another, whose key is among theirs or not.
        answer = self.put(self.brp, content, "accept", self.duo.sign(content))
        self.refused(answer, "SIGNATURE_VERIFICATION_FAILED")
        # One answer to whatever its Manager says or does not say.
        told = answer.json["message"]
        self.assertNotIn("afdruk", told)
        self.brp.keys_answer = self.duo.jwks()
        self.refused(self.put(self.brp, content, "accept", self.duo.sign(content)), "PEER_ID_SIGNATURE_MISMATCH")
        # Keys that are too many, or no keys; an RSA of 1024 bits; a root of somebody else's.
        small = Peer(self.house, BRP, "BRP", rsa.generate_private_key(65537, 1024), algorithm="RS256", serves=False)
        self.addCleanup(small.close)
        later = contract(self.brp.connection("brp-stuf"))
        fresh = Peer(self.house, BRP, "BRP")
        self.addCleanup(fresh.close)
        for keys in (b" " * 10_000_000 + fresh.jwks(), b"{}", b"[]", json.dumps({"keys": [{"x5c": ["AAAA"]}]}).encode()):
            fresh.keys_answer = keys
            answer = self.submit(fresh, contract(fresh.connection("brp-stuf")))
            self.refused(answer, "SIGNATURE_VERIFICATION_FAILED")
            self.assertEqual(answer.json["message"], told)
        self.brp.keys_answer = small.jwks()
        self.refused(self.submit(self.brp, later, small.sign(later)), "SIGNATURE_VERIFICATION_FAILED")
        subprocess.run([GATEWAY, "pki", "dev", "--out", self.house.dir / "elders", "--leaf", f"x={BRP}:client"], check=True, stdout=subprocess.DEVNULL)
        stranger = Peer(self.house, BRP, "BRP", root=self.house.dir / "elders/root")
        self.addCleanup(stranger.close)
        self.brp.keys_answer = stranger.jwks()
        self.refused(self.submit(self.brp, later, stranger.sign(later)), "SIGNATURE_VERIFICATION_FAILED")
        self.brp.keys_answer = None

    def test_Contracts_1_and_2_shows_a_peer_its_own(self):
        content = contract(self.duo.connection())
        self.assertEqual(self.submit(self.duo, content).status, 201)
        self.assertIsNotNone(self.contract_of(content))
        self.assertIsNone(self.contract_of(content, self.brp))
        first = self.duo.call(self.manager, "GET", "/v1/contracts?limit=2").json
        self.assertEqual(len(first["contracts"]), 2)
        seen, cursor = [], ""
        while True:
            page = self.duo.call(self.manager, "GET", "/v1/contracts?limit=2&sort_order=SORT_ORDER_ASCENDING&cursor=" + urllib.parse.quote(cursor)).json
            seen += [content_hash(each["content"]) for each in page["contracts"]]
            cursor = page["pagination"]["next_cursor"]
            if not cursor:
                break
        self.assertEqual(len(seen), len(set(seen)))
        self.assertIn(content_hash(content), seen)
        for query in ("limit=0", "limit=1001", "limit=x", "cursor=x", "sort_order=x", "grant_type=x"):
            self.assertEqual(self.duo.call(self.manager, "GET", f"/v1/contracts?{query}").status, 400, query)
        only = self.duo.call(self.manager, "GET", "/v1/contracts?limit=1000&grant_type=GRANT_TYPE_SERVICE_PUBLICATION").json["contracts"]
        self.assertTrue(all(each["content"]["grants"][0]["data"]["type"] == "GRANT_TYPE_SERVICE_PUBLICATION" for each in only))

    def test_GetToken_1_with_a_valid_contract(self):
        content = self.agreed(self.duo.connection())
        answer = self.ask_token(self.duo, grant_hash(content))
        self.assertEqual((answer.status, answer.json["token_type"]), (200, "bearer"))
        token = answer.json["access_token"]
        said = claims(token)
        now = time.time()
        self.assertEqual({name: said[name] for name in ("gth", "gid", "sub", "iss", "svc", "aud")},
                         {"gth": grant_hash(content), "gid": GROUP, "sub": DUO, "iss": US, "svc": "duo-notificaties", "aud": "https://inway.toets:443"})
        self.assertEqual(said["cnf"], {"x5t#S256": self.duo.thumbprint})
        self.assertTrue(said["nbf"] <= now < said["exp"] <= now + 3600)
        self.assertNotIn("act", said)

    @unittest.skipIf(jwk is None, "jwcrypto is not there (scripts/install-deps --conformance)")
    def test_a_token_is_good_for_another_judge(self):
        token = self.token(self.duo, self.agreed(self.duo.connection()))
        keys = self.duo.call(self.manager, "GET", "/v1/.well-known/jwks.json").json["keys"]
        head = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
        named = [key for key in keys if key["x5t#S256"] == head["x5t#S256"]]
        self.assertEqual(len(named), 1)
        judge = jws.JWS()
        judge.deserialize(token)
        judge.verify(jwk.JWK(**{name: value for name, value in named[0].items() if name != "x5c"}))

    def test_GetToken_2_without_a_contract(self):
        self.assertEqual(self.ask_token(self.duo, "$1$3$" + b64(hashlib.sha3_512(b"x").digest())).json["error"], "invalid_scope")
        content = contract(self.duo.connection())  # that we did not accept
        self.assertEqual(self.submit(self.duo, content).status, 201)
        self.assertEqual(self.ask_token(self.duo, grant_hash(content)).json["error"], "invalid_grant")

    def test_GetToken_3_of_a_contract_that_was_revoked(self):
        content = self.agreed(self.duo.connection())
        self.token(self.duo, content)
        self.assertEqual(self.put(self.duo, content, "revoke").status, 201)
        answer = self.ask_token(self.duo, grant_hash(content))
        self.assertEqual((answer.status, answer.json["error"]), (400, "invalid_grant"))

    def test_GetToken_4_malformed_hash(self):
        for bad in ("x", "$1$3$x", "$2$3$" + "A" * 86, "$1$3$" + "+" * 86):
            self.assertEqual(self.ask_token(self.duo, bad).json["error"], "invalid_scope", bad)

    def test_GetToken_5_other_grant_type(self):
        content = self.agreed(self.duo.connection())
        self.assertEqual(self.ask_token(self.duo, grant_hash(content), grant_type="authorization_code").json["error"], "unsupported_grant_type")
        self.assertEqual(self.ask_token(self.duo, grant_hash(content), grant_type=None).json["error"], "invalid_request")

    def test_GetToken_6_delegated(self):
        content = self.agreed(self.supplier.delegated_connection(DEN_HAAG), by=self.supplier, others=[self.den_haag])
        said = claims(self.token(self.supplier, content))
        self.assertEqual((said["sub"], said["act"]), (DEN_HAAG, {"sub": self.supplier.oin}))

    def test_GetToken_7_on_behalf_of_another(self):
        grant = self.duo.connection()
        grant["service"] |= {"type": "SERVICE_TYPE_DELEGATED_SERVICE", "delegator": {"peer_id": DEN_HAAG}}
        content = self.agreed(grant, others=[self.den_haag])
        self.assertEqual(claims(self.token(self.duo, content))["pdi"], DEN_HAAG)

    def test_GetToken_8_9_client_id(self):
        content = self.agreed(self.duo.connection())
        self.assertEqual(self.ask_token(self.duo, grant_hash(content), client_id=None).json["error"], "invalid_request")
        self.assertEqual(self.ask_token(self.duo, grant_hash(content), client_id=BRP).json["error"], "invalid_client")
        self.assertEqual(self.ask_token(self.brp, grant_hash(content)).json["error"], "unauthorized_client")
        other_key = Peer(self.house, DUO, "DUO")
        self.addCleanup(other_key.close)
        self.assertEqual(self.ask_token(other_key, grant_hash(content)).json["error"], "unauthorized_client")

    def test_GetToken_10_11_properties(self):
        content = self.agreed(self.duo.connection(properties={"doel": "toets", "lijst": [1, {"a": None}]}))
        self.assertEqual(claims(self.token(self.duo, content))["prp"], {"doel": "toets", "lijst": [1, {"a": None}]})
        self.assertNotIn("prp", claims(self.token(self.duo, self.agreed(self.duo.connection()))))

    def test_Services_1_2_3_4(self):
        content = contract(self.duo.publication("gepubliceerd"))
        self.assertEqual(self.submit(self.duo, content).status, 201)
        services = lambda query="": [each["data"]["name"] for each in self.brp.call(self.manager, "GET", f"/v1/services?limit=1000{query}").json["services"]]  # noqa: E731
        self.assertNotIn("gepubliceerd", services())
        self.fsc("contract", "accept", content_hash(content))
        grant = self.duo.publication("namens") | {"type": "GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION", "delegator": {"peer_id": DEN_HAAG}}
        self.agreed(grant, others=[self.den_haag])
        self.assertTrue({"gepubliceerd", "namens"} <= set(services()))
        told = {each["data"]["name"]: each for each in self.brp.call(self.manager, "GET", "/v1/services?limit=1000").json["services"]}
        self.assertEqual(told["gepubliceerd"]["data"], {"type": "SERVICE_TYPE_SERVICE", "peer": {"id": DUO, "name": "DUO", "manager_address": self.duo.address}, "name": "gepubliceerd",
                                                        "protocol": "PROTOCOL_TCP_HTTP_1.1"})
        self.assertEqual(told["namens"]["data"]["delegator"], {"peer_id": DEN_HAAG, "peer_name": "Gemeente Den Haag"})
        self.assertIn("gepubliceerd", services("&service_name=PUBLI"))
        self.assertNotIn("namens", services("&service_name=PUBLI"))
        self.assertIn("namens", services(f"&peer_id={DUO}&service_name=zo-heet-niets"))
        self.assertEqual(services(f"&peer_id={BRP}"), [])

    def test_PeerInfo_1(self):
        told = self.duo.call(self.manager, "GET", "/v1/peer").json
        self.assertEqual((told["peer_id"], told["fsc_version"]), (US, "1.0.0"))
        self.assertEqual(told["enabled_extensions"], {"EXTENSION_DELEGATION": "1.0.0", "EXTENSION_TRANSACTION_LOGGING": "1.0.0"})

    def test_Peers_1_who_announced_or_contracted(self):
        other = Peer(self.house, "00000099000000009999", "Nieuwkomer")
        self.addCleanup(other.close)
        self.assertEqual(other.call(self.manager, "PUT", "/v1/announce").status, 200)
        told = other.call(self.manager, "GET", "/v1/peers?peer_name=nieuwK").json["peers"]
        self.assertEqual(told, [{"id": other.oin, "name": "Nieuwkomer", "manager_address": other.address}])
        self.submit(self.duo, contract(self.duo.connection()))
        ids = [each["id"] for each in other.call(self.manager, "GET", f"/v1/peers?peer_id={DUO},{other.oin},x").json["peers"]]
        self.assertEqual(ids, [DUO, other.oin])
        self.assertEqual(other.call(self.manager, "PUT", "/v1/announce", headers={"Fsc-Manager-Address": "https://zonder.poort"}).status, 400)

    def test_JSONWebKeySet_1(self):
        for path in ("/v1/.well-known/jwks.json", "/.well-known/jwks.json"):
            keys = self.duo.call(self.manager, "GET", path).json["keys"]
            own = (self.house.pki / "gateway-server.pem").read_text().split("-----")[2].replace("\n", "")
            self.assertEqual([key["x5c"][0] for key in keys], [own], "the certificate, and not the root")
            self.assertEqual(keys[0]["x5t#S256"], b64(hashlib.sha256(base64.b64decode(own)).digest()))

    def test_Port_1(self):
        config = self.house.configuration() | {"mode": "production"}
        file = self.house.dir / "productie.yaml"
        for port, good in ((443, True), (8443, True), (8444, False)):
            config["fsc"] = config["fsc"] | {"manager": {"adres": f"https://manager.toets:{port}"}}
            file.write_text(json.dumps(config))
            said = subprocess.run([GATEWAY, "check", "--config", file], capture_output=True, text=True)
            self.assertEqual("fsc.manager.adres" not in said.stderr + said.stdout, good, (port, said.stderr))

    def test_our_own_proposal_reaches_the_others_also_when_one_is_down(self):
        self.duo.call(self.manager, "PUT", "/v1/announce")
        grants = self.house.dir / "toestemmingen.json"
        grants.write_text(json.dumps([self.duo.connection()]))
        self.duo.down = True
        hash_ = self.fsc("contract", "propose", str(grants), "--dagen", "30").strip()
        wait_for(lambda: json.loads(self.fsc("contract", "show", hash_, "--json"))["onderweg"][0]["pogingen"] > 0)
        self.assertIn("503", json.loads(self.fsc("contract", "show", hash_, "--json"))["onderweg"][0]["fout"])
        self.duo.down = False
        brought = lambda path: [each for each in self.duo.received if each[1] == path and content_hash(each[2]["contract_content"]) == hash_]  # noqa: E731
        wait_for(lambda: brought("/v1/contracts"), 30)
        (method, _, body, address), = brought("/v1/contracts")
        self.assertEqual((method, address), ("POST", f"https://127.0.0.1:{self.manager}"))
        content = body["contract_content"]
        self.assertEqual(content_hash(content), hash_)
        self.assertEqual(claims(body["signature"])["contract_content_hash"], hash_)
        wait_for(lambda: json.loads(self.fsc("contract", "show", hash_, "--json"))["onderweg"] == [])
        self.assertEqual(self.put(self.duo, content, "accept").status, 201)
        self.assertEqual(json.loads(self.fsc("contract", "show", hash_, "--json"))["stand"], "geldig")
        self.token(self.duo, content)
        # What we think later reaches them as well.
        self.fsc("contract", "revoke", hash_)
        wait_for(lambda: brought(f"/v1/contracts/{hash_}/revoke"), 30)
        self.assertEqual(claims(brought(f"/v1/contracts/{hash_}/revoke")[0][2]["signature"])["type"], "revoke")
        self.assertEqual(self.ask_token(self.duo, grant_hash(content)).json["error"], "invalid_grant")

    def test_who_is_no_peer_of_the_group_is_not_let_in(self):
        stranger = Peer(self.house, "geen-oin", "Niemand")
        self.addCleanup(stranger.close)
        self.refused(stranger.call(self.manager, "GET", "/v1/peer"), "PEER_CERTIFICATE_VERIFICATION_FAILED", 400)
        self.assertEqual(self.duo.call(self.manager, "GET", "/v1/elders").status, 404)
        self.assertEqual(self.duo.call(self.manager, "DELETE", "/v1/contracts").status, 405)


class Inway(FscHouse):
    def notify(self, peer, token=None, transaction=None, port=None, **headers):
        sent = {"bron": DUO, "doel": DEN_HAAG, "berichtId": uuid7()} | headers
        if token:
            sent["Fsc-Authorization"] = token
        transaction = uuid7() if transaction is None else transaction
        if transaction:
            sent["Fsc-Transaction-Id"] = transaction
        body = {"registratieDatumTijd": "2026-11-02T09:30:15+01:00", "gebeurtenisId": "SS101", "bsn": MIRIAM}
        return peer.call(port or self.house.port, "POST", "/duo/v1/notificaties", body, sent)

    def refused_call(self, answer, code, status):
        self.refused(answer, code, status, "ERROR_DOMAIN_INWAY")

    def records(self, peer, query=""):
        return peer.call(self.manager, "GET", f"/v1/logs?limit=1000{query}").json["records"]

    def test_Incoming_Request_1_and_TransactionLog_1_2_and_TransactionLogRecord_1(self):
        content = self.agreed(self.duo.connection())
        transaction = uuid7()
        answer = self.notify(self.duo, self.token(self.duo, content), transaction)
        self.assertEqual((answer.status, answer.headers["Fsc-Transaction-Id"]), (201, transaction))
        record, = self.records(self.duo, f"&transaction_ids={transaction},{transaction}")
        self.assertTrue(abs(record.pop("created_at") - time.time()) < 60)
        self.assertEqual(record, {"transaction_id": transaction, "direction": "DIRECTION_INCOMING", "grant_hash": grant_hash(content), "service_name": "duo-notificaties",
                                  "source": {"type": "SOURCE_TYPE_SOURCE", "outway_peer_id": DUO}, "destination": {"type": "DESTINATION_TYPE_DESTINATION", "service_peer_id": US}})
        self.assertEqual(self.records(self.brp, f"&transaction_ids={transaction}"), [], "a peer sees what names it")
        entry = next(each for each in self.house.log() if each.get("fsc", {}).get("transaction_id") == transaction)
        self.assertEqual((entry["soort"], entry["uitkomst"]), ("notificatie SS101", "verwerkt"))
        self.assertEqual(subprocess.run([GATEWAY, "log", "verify", "--config", self.house.config], capture_output=True).returncode, 0)
        # A record that was altered is seen.
        self.house.change(f"UPDATE log SET fsc = REPLACE(fsc, 'INCOMING', 'OUTGOING') WHERE seq = {entry['nr']}")
        self.assertEqual(subprocess.run([GATEWAY, "log", "verify", "--config", self.house.config], capture_output=True).returncode, 1)
        self.house.change(f"UPDATE log SET fsc = REPLACE(fsc, 'OUTGOING', 'INCOMING') WHERE seq = {entry['nr']}")

    def test_Incoming_Request_2_without_a_token(self):
        answer = self.notify(self.duo)
        self.refused_call(answer, "ACCESS_TOKEN_MISSING", 401)
        self.assertEqual(answer.headers["WWW-Authenticate"], "Bearer")

    def test_Incoming_Request_3_of_another_certificate(self):
        content = self.agreed(self.duo.connection())
        other = Peer(self.house, DUO, "DUO", self.duo.key)
        self.addCleanup(other.close)
        self.refused_call(self.notify(other, self.token(self.duo, content)), "ACCESS_TOKEN_INVALID", 401)
        self.refused_call(self.notify(self.supplier, self.token(self.duo, content)), "ACCESS_TOKEN_INVALID", 401)

    def test_Incoming_Request_4_with_an_untrusted_certificate(self):
        subprocess.run([GATEWAY, "pki", "dev", "--out", self.house.dir / "vreemd", "--leaf", f"x={DUO}:client"], check=True, stdout=subprocess.DEVNULL)
        stranger = Peer(self.house, DUO, "DUO", root=self.house.dir / "vreemd/root")
        self.addCleanup(stranger.close)
        for port in (self.manager, self.house.port):
            with self.assertRaises(OSError):
                self.notify(stranger, "x", port=port)

    def test_Incoming_Request_5_the_token_stays_with_the_call(self):
        content = self.agreed(self.duo.connection())
        transaction = uuid7()
        self.assertEqual(self.notify(self.duo, "Bearer " + self.token(self.duo, content), transaction).status, 201)
        self.assertEqual(self.records(self.duo, f"&transaction_ids={transaction}")[0]["grant_hash"], grant_hash(content))

    def test_Incoming_Request_6_a_token_that_is_not_ours_or_not_good(self):
        good = claims(self.token(self.duo, self.agreed(self.duo.connection())))
        with open(self.house.pki / "gateway-server.key", "rb") as file:
            key = peers.serialization.load_pem_private_key(file.read(), None)
        ours = peers.x509.load_pem_x509_certificate((self.house.pki / "gateway-server.pem").read_bytes())
        print_ = b64(hashlib.sha256(ours.public_bytes(peers.serialization.Encoding.DER)).digest())

        def signed(algorithm="ES256", by=None, **changes):
            said = {name: value for name, value in (good | changes).items() if value is not None}
            own, self.duo.key = self.duo.key, by or key
            try:
                return self.duo.jws(said, algorithm, print_)
            finally:
                self.duo.key = own
        self.assertEqual(self.notify(self.duo, signed()).status, 201)
        now = int(time.time())
        self.refused_call(self.notify(self.duo, signed(exp=now - 1)), "ACCESS_TOKEN_EXPIRED", 401)
        self.refused_call(self.notify(self.duo, signed(gid="fsc.elders")), "WRONG_GROUP_ID_IN_TOKEN", 403)
        self.refused_call(self.notify(self.duo, signed(svc="zo-heet-niets")), "SERVICE_NOT_FOUND", 404)
        for name, token in {"nbf": signed(nbf=now + 60), "iss": signed(iss=DUO), "sub": signed(sub=BRP), "cnf": signed(cnf=None), "none": signed("none"), "HS256": signed("HS256"),
                            "PS256": signed("PS256"), "another key": signed(by=ec.generate_private_key(ec.SECP256R1())), "text": "x", "long": "x" * 10_000}.items():
            with self.subTest(name):
                self.refused_call(self.notify(self.duo, token), "ACCESS_TOKEN_INVALID", 401)

    def test_a_token_opens_its_own_service_alone(self):
        content = self.agreed(self.duo.connection("gemeente"))
        answer = self.notify(self.duo, self.token(self.duo, content))
        self.assertEqual(answer.status, 404)
        self.assertIsNone(answer.headers["Fsc-Error-Code"])

    def test_who_comes_by_mutual_tls_works_as_before(self):
        self.assertEqual(self.house.enrol(), None)
        self.assertEqual(self.house.notify().headers["Fsc-Error-Code"], "ERROR_CODE_ACCESS_TOKEN_MISSING")

    def test_TransactionLog_3_without_a_transaction(self):
        token = self.token(self.duo, self.agreed(self.duo.connection()))
        self.refused_call(self.notify(self.duo, token, ""), "MISSING_LOG_RECORD_ID", 400)
        for bad in ("x", "01932f4c-7d6a-4c3e-8f10-0123456789ab"):
            self.refused_call(self.notify(self.duo, token, bad), "INVALID_LOG_RECORD_ID", 400)

    def test_TransactionLog_4_for_another_peer(self):
        # The gemeente lets its supplier call; the supplier serves another gemeente as well, but not by this token.
        content = self.agreed(self.supplier.delegated_connection(DEN_HAAG), by=self.supplier, others=[self.den_haag])
        token = self.token(self.supplier, content)
        transaction = uuid7()
        answer = self.notify(self.supplier, token, transaction, bron=self.supplier.oin)
        self.assertEqual(answer.status, 201, answer.body)
        record, = self.records(self.den_haag, f"&transaction_ids={transaction}")
        self.assertEqual(record["source"], {"type": "SOURCE_TYPE_DELEGATED_SOURCE", "outway_peer_id": self.supplier.oin, "delegator_peer_id": DEN_HAAG})
        self.assertEqual(self.notify(self.supplier, token, bron=self.supplier.oin, doel=UTRECHT).status, 403, "not about another gemeente")

    def test_TransactionLog_5_offered_for_another(self):
        grant = self.duo.connection()
        grant["service"] |= {"type": "SERVICE_TYPE_DELEGATED_SERVICE", "delegator": {"peer_id": DEN_HAAG}}
        token = self.token(self.duo, self.agreed(grant, others=[self.den_haag]))
        transaction = uuid7()
        self.assertEqual(self.notify(self.duo, token, transaction).status, 201)
        record, = self.records(self.den_haag, f"&transaction_ids={transaction}")
        self.assertEqual(record["destination"], {"type": "DESTINATION_TYPE_DELEGATED_DESTINATION", "service_peer_id": US, "delegator_peer_id": DEN_HAAG})
        self.assertEqual(self.notify(self.duo, token, doel=UTRECHT).status, 403)

    @only_on_sqlite
    def test_TransactionLog_6_where_nothing_can_be_written(self):
        token = self.token(self.duo, self.agreed(self.duo.connection()))
        before = self.house.count("log")
        other = sqlite3.connect(self.house.dir / "store/gateway.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            answer = self.notify(self.duo, token)
            self.refused_call(answer, "TRANSACTION_LOG_WRITE_ERROR", 500)
        finally:
            other.execute("ROLLBACK")
            other.close()
        self.assertEqual(self.house.count("log"), before)
        wait_for(lambda: self.notify(self.duo, token).status == 201)

    def test_logs_are_paged_and_filtered(self):
        content = self.agreed(self.duo.connection())
        token = self.token(self.duo, content)
        ids = [uuid7() for _ in range(5)]
        for each in ids:
            self.assertEqual(self.notify(self.duo, token, each).status, 201)
        quoted = urllib.parse.quote(grant_hash(content))
        self.assertEqual([each["transaction_id"] for each in self.records(self.duo, f"&grant_hash={quoted}")], ids[::-1])
        seen, cursor = [], ""
        while True:
            page = self.duo.call(self.manager, "GET", f"/v1/logs?limit=2&sort_order=SORT_ORDER_ASCENDING&grant_hash={quoted}&cursor={cursor}").json
            seen += [each["transaction_id"] for each in page["records"]]
            cursor = page["pagination"]["next_cursor"]
            if not cursor:
                break
        self.assertEqual(seen, ids)
        now = int(time.time())
        self.assertEqual(self.records(self.duo, f"&grant_hash={quoted}&after={now + 60}"), [])
        self.assertEqual(self.records(self.duo, f"&grant_hash={quoted}&before={now - 600}"), [])
        self.assertEqual(self.records(self.duo, "&service_name=zo-heet-niets"), [])


class Outway(FscHouse):
    # Questions of a test before may still be on their way: what tokens say is settled before there is a contract to call by.
    settings = {"party": {"DUO": {"dienst": "duo-m2m"}}, "duo": {"url": "https://127.0.0.1:9/v1"}}

    def setUp(self):
        self.duo.tokens_say, self.duo.service_status = {}, 404
        self.duo.calls.clear()

    def ask(self, bsn=MIRIAM):
        """Has the gateway ask DUO; answers what it noted of that."""
        before = len(self.house.log())
        self.assertEqual(self.house.notify("SS101", bsn=bsn).status, 201)
        return lambda: [each for each in self.house.log()[before:] if each["richting"] == "uit"]

    def close_contracts(self):
        """None is left by which may be called."""
        for each in json.loads(self.fsc("contract", "list", "--json")):
            if each["stand"] == "geldig":
                self.fsc("contract", "revoke", each["hash"])
        # What was let go before that arrives.
        def still():
            count = len(self.duo.calls)
            time.sleep(0.5)
            return len(self.duo.calls) == count
        wait_for(still)
        self.duo.calls.clear()

    def test_IncomingRequest_1_and_TransactionLog_1_2(self):
        self.close_contracts()
        content = self.agreed(self.duo.offered())
        self.ask()
        wait_for(lambda: len(self.duo.calls) >= 2, 30)
        given = self.duo.tokens_given
        self.duo.calls.clear()
        self.ask()
        wait_for(lambda: len(self.duo.calls) >= 2, 30)
        self.assertEqual(self.duo.tokens_given, given, "one token for all of them")
        for method, path, headers in self.duo.calls:
            self.assertEqual(method, "GET")
            self.assertTrue(path.startswith("/v1/"), path)
            said = claims(headers["Fsc-Authorization"].removeprefix("Bearer "))
            self.assertEqual(said["gth"], grant_hash(content))
            self.assertEqual(headers["bron"], DEN_HAAG)
        ids = [headers["Fsc-Transaction-Id"] for _, _, headers in self.duo.calls]
        self.assertEqual(len(set(ids)), len(ids))
        record, = self.duo.call(self.manager, "GET", f"/v1/logs?transaction_ids={ids[0]}").json["records"]
        self.assertTrue(abs(record.pop("created_at") - time.time()) < 60)
        self.assertEqual(record, {"transaction_id": ids[0], "direction": "DIRECTION_OUTGOING", "grant_hash": grant_hash(content), "service_name": "duo-m2m",
                                  "source": {"type": "SOURCE_TYPE_SOURCE", "outway_peer_id": US}, "destination": {"type": "DESTINATION_TYPE_DESTINATION", "service_peer_id": DUO}})

    def test_IncomingRequest_2_without_a_contract_nothing_goes(self):
        self.close_contracts()
        noted = self.ask()
        wait_for(lambda: any("geen geldig contract" in json.dumps(each["fouten"]) for each in noted()), 30)
        self.assertEqual(self.duo.calls, [])

    def test_a_token_that_is_not_for_this_call_is_not_used(self):
        self.duo.tokens_say = None
        self.close_contracts()
        self.agreed(self.duo.offered())
        for says in ({"gid": "fsc.elders"}, {"iss": BRP}, {"cnf": {"x5t#S256": "x"}}, {"aud": "http://127.0.0.1:1"}, {"gth": "$1$3$x"}, {"svc": "iets-anders"},
                     {"sub": DEN_HAAG, "act": {"sub": US}}, None):
            with self.subTest(says):
                self.duo.tokens_say = says
                noted = self.ask()
                wait_for(lambda: any("gaf geen token" in json.dumps(each["fouten"]) for each in noted()), 30)
                self.assertEqual(self.duo.calls, [])

    def test_IncomingRequest_3_an_inway_that_fails(self):
        self.close_contracts()
        self.duo.tokens_say = {"aud": f"https://127.0.0.1:{free_port()}"}
        self.agreed(self.duo.offered())
        noted = self.ask()
        wait_for(lambda: any(each["uitkomst"] == "mislukt" and each["httpStatus"] == 0 for each in noted()), 30)
        self.duo.tokens_say = {}

    def test_TransactionLog_3_for_a_gemeente_and_never_for_another(self):
        self.close_contracts()
        utrecht = Peer(self.house, UTRECHT, "Gemeente Utrecht")
        self.addCleanup(utrecht.close)
        other = self.agreed(self.duo.offered() | {"type": "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION", "delegator": {"peer_id": UTRECHT}}, others=[utrecht])
        noted = self.ask()
        wait_for(lambda: any("geen geldig contract" in json.dumps(each["fouten"]) for each in noted()), 30)
        self.duo.tokens_say = {"sub": DEN_HAAG, "act": {"sub": US}}
        content = self.agreed(self.duo.offered() | {"type": "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION", "delegator": {"peer_id": DEN_HAAG}}, others=[self.den_haag])
        self.ask()
        wait_for(lambda: self.duo.calls, 30)
        headers = self.duo.calls[0][2]
        self.assertEqual(claims(headers["Fsc-Authorization"].removeprefix("Bearer "))["gth"], grant_hash(content))
        self.assertNotEqual(grant_hash(content), grant_hash(other))
        record, = self.den_haag.call(self.manager, "GET", f"/v1/logs?transaction_ids={headers['Fsc-Transaction-Id']}").json["records"]
        self.assertEqual(record["source"], {"type": "SOURCE_TYPE_DELEGATED_SOURCE", "outway_peer_id": US, "delegator_peer_id": DEN_HAAG})

    def test_TransactionLog_4_to_a_service_that_is_offered_for_another(self):
        self.close_contracts()
        grant = self.duo.offered()
        grant["service"] |= {"type": "SERVICE_TYPE_DELEGATED_SERVICE", "delegator": {"peer_id": BRP}}
        self.duo.tokens_say = {"pdi": BRP}
        self.agreed(grant, others=[self.brp])
        self.ask()
        wait_for(lambda: self.duo.calls, 30)
        record, = self.brp.call(self.manager, "GET", f"/v1/logs?transaction_ids={self.duo.calls[0][2]['Fsc-Transaction-Id']}").json["records"]
        self.assertEqual(record["destination"], {"type": "DESTINATION_TYPE_DELEGATED_DESTINATION", "service_peer_id": DUO, "delegator_peer_id": BRP})

    @only_on_sqlite
    def test_TransactionLog_5_where_nothing_can_be_written_nothing_goes(self):
        self.close_contracts()
        other = sqlite3.connect(self.house.dir / "store/gateway.db", isolation_level=None, check_same_thread=False)

        def lock():
            self.duo.before_token = None
            other.execute("BEGIN IMMEDIATE")
        self.duo.before_token = lock
        given = self.duo.tokens_given
        self.agreed(self.duo.offered())
        self.house.notify("SS101")  # or what was asked before, whichever comes first
        wait_for(lambda: self.duo.tokens_given > given, 30)
        time.sleep(5)
        self.assertEqual(self.duo.calls, [])
        other.execute("ROLLBACK")
        other.close()
        wait_for(lambda: self.duo.calls, 60)

    def test_a_token_near_its_end_is_fetched_anew(self):
        self.close_contracts()
        self.duo.tokens_say = {"exp": int(time.time()) + 20}
        given = self.duo.tokens_given
        self.duo.calls.clear()
        self.agreed(self.duo.offered())
        self.ask()
        wait_for(lambda: len(self.duo.calls) >= 2, 30)
        wait_for(lambda: self.duo.tokens_given >= given + 2, 30)


if __name__ == "__main__":
    unittest.main()
