"""Peers of a group of FSC, for tests: each with keys and a Manager of its own. Hashes, signatures and certificates are made here by
Python's cryptography and hashlib, and share nothing with the gateway."""
import base64
import datetime
import hashlib
import http.client
import http.server
import ipaddress
import json
import ssl
import threading
import time
import urllib.parse
import uuid

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from house import Response

GROUP = "fsc.toets"
US = "00000099000000001000"


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def canonical(value):
    """JCS of what has texts of ASCII and small whole numbers alone."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def content_hash(content):
    return "$1$1$" + b64(hashlib.sha3_512(canonical(content)).digest())


def grant_hash(content, index=0):
    kinds = {"GRANT_TYPE_SERVICE_PUBLICATION": 2, "GRANT_TYPE_SERVICE_CONNECTION": 3, "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION": 4, "GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION": 5}
    data = content["grants"][index]["data"]
    return f"$1${kinds[data['type']]}$" + b64(hashlib.sha3_512(content_hash(content).encode() + canonical(data)).digest())


def contract(*grants, **changes):
    now = int(time.time())
    return {"iv": str(uuid.uuid4()), "group_id": GROUP, "validity": {"not_before": now - 60, "not_after": now + 86400}, "grants": [{"data": data} for data in grants],
            "hash_algorithm": "HASH_ALGORITHM_SHA3_512", "created_at": now - 1} | changes


def uuid7():
    value = int(time.time() * 1000) << 80 | 7 << 76 | uuid.uuid4().int & (1 << 76) - 1
    return str(uuid.UUID(int=value & ~(3 << 62) | 2 << 62))


ALGORITHMS = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512(), "ES256": hashes.SHA256(), "ES384": hashes.SHA384(), "ES512": hashes.SHA512()}


class Peer:
    def __init__(self, house, oin, name, key=None, root=None, algorithm="ES256", serves=True):
        self.house, self.oin, self.name, self.algorithm = house, oin, name, algorithm
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.file = f"fsc-{oin}-{uuid.uuid4().hex[:6]}"
        self.certificate = self.issue(root or house.pki / "root")
        house.pki.joinpath(f"{self.file}.pem").write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        house.pki.joinpath(f"{self.file}.key").write_bytes(
            self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        self.received, self.down, self.keys_asked, self.keys_answer = [], False, 0, None
        # As a provider: what its tokens say besides (None: it gives none), and the calls that came to its Inway.
        self.tokens_say, self.tokens_given, self.calls, self.service_status, self.before_token = {}, 0, [], 404, None
        self.server = None
        self.address = self.serve() if serves else None

    def issue(self, root):
        issuer = x509.load_pem_x509_certificate(root.with_suffix(".pem").read_bytes())
        signer = serialization.load_pem_private_key(root.with_suffix(".key").read_bytes(), None)
        now = datetime.datetime.utcnow()
        name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.name), x509.NameAttribute(NameOID.SERIAL_NUMBER, self.oin), x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        return (x509.CertificateBuilder().subject_name(name).issuer_name(issuer.subject).public_key(self.key.public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
                .add_extension(x509.BasicConstraints(False, None), True)
                .add_extension(x509.KeyUsage(True, False, False, False, False, False, False, False, False), True)
                .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), False)
                .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
                .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), False)
                .sign(signer, hashes.SHA256()))

    @property
    def der(self):
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def thumbprint(self):
        return b64(hashlib.sha256(self.der).digest())

    @property
    def key_thumbprint(self):
        return hashlib.sha256(self.key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).hexdigest()

    def jwks(self):
        return json.dumps({"keys": [{"kty": "EC", "kid": "https://elders.example/sleutel", "x5t#S256": self.thumbprint, "x5c": [base64.b64encode(self.der).decode()]}]}).encode()

    def serve(self):
        peer = self

        class Manager(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def reply(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, answer = 200, b""
                if peer.down:
                    status = 503
                elif self.path.endswith("/jwks.json"):
                    peer.keys_asked += 1
                    answer = peer.keys_answer or peer.jwks()
                elif self.path == "/v1/token":
                    answer = peer.give_token(body.decode())
                    status = 200 if answer else 400
                    answer = answer or b'{"error":"invalid_grant"}'
                elif self.headers["Fsc-Authorization"]:
                    peer.calls.append((self.command, self.path, dict(self.headers)))
                    status, answer = peer.service_status, b"{}"
                else:
                    status = 201
                    peer.received.append((self.command, self.path, json.loads(body) if body else None, self.headers["Fsc-Manager-Address"]))
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                try:
                    self.wfile.write(answer)
                except OSError:
                    pass
            do_GET = do_PUT = do_POST = reply

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Manager)
        server.daemon_threads = True
        server.handle_error = lambda *_: None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.house.pki / f"{self.file}.pem", self.house.pki / f"{self.file}.key")
        context.load_verify_locations(self.house.pki / "root.pem")
        context.verify_mode = ssl.CERT_REQUIRED
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.server = server
        return f"https://127.0.0.1:{server.server_port}"

    def close(self):
        if not self.server:
            return
        self.server.shutdown()
        self.server.server_close()

    def jws(self, payload, algorithm=None, thumbprint=None, **header):
        algorithm = algorithm or self.algorithm
        head = json.dumps({"alg": algorithm, "x5t#S256": thumbprint or self.thumbprint} | header)
        text = b64(head.encode()) + "." + b64(payload if isinstance(payload, bytes) else json.dumps(payload).encode())
        if algorithm not in ALGORITHMS:
            return text + "." + b64(b"x" * 32)
        if isinstance(self.key, rsa.RSAPrivateKey):
            signature = self.key.sign(text.encode(), padding.PKCS1v15(), ALGORITHMS[algorithm])
        else:
            size = (self.key.curve.key_size + 7) // 8
            signature = b"".join(part.to_bytes(size, "big") for part in decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(ALGORITHMS[algorithm]))))
        return text + "." + b64(signature)

    def sign(self, content, verdict="accept", **changes):
        return self.jws({"contract_content_hash": content_hash(content), "type": verdict, "signed_at": int(time.time())} | changes)

    def call(self, port, method, path, body=None, headers=None, text=None):
        context = ssl.create_default_context(cafile=str(self.house.pki / "root.pem"))
        context.load_cert_chain(self.house.pki / f"{self.file}.pem", self.house.pki / f"{self.file}.key")
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=30)
        try:
            sent = text if text is not None else None if body is None else json.dumps(body)
            connection.request(method, path, body=sent, headers={"Content-Type": "application/json", "Fsc-Manager-Address": self.address} | (headers or {}))
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def give_token(self, form):
        asked = dict(urllib.parse.parse_qsl(form))
        if self.before_token:
            self.before_token()
        self.tokens_given += 1
        if self.tokens_say is None or asked.get("grant_type") != "client_credentials" or asked.get("client_id") != US:
            return None
        client = x509.load_pem_x509_certificate((self.house.pki / "gateway-client.pem").read_bytes()).public_bytes(serialization.Encoding.DER)
        now = int(time.time())
        said = {"gth": asked["scope"], "gid": GROUP, "sub": US, "iss": self.oin, "svc": "duo-m2m", "aud": self.address, "nbf": now, "exp": now + 300,
                "cnf": {"x5t#S256": b64(hashlib.sha256(client).digest())}} | self.tokens_say
        return json.dumps({"access_token": self.jws(said), "token_type": "bearer"}).encode()

    # Grants in which this peer calls, or offers

    def connection(self, service="duo-notificaties", provider=US, **more):
        return {"type": "GRANT_TYPE_SERVICE_CONNECTION", "outway": {"peer_id": self.oin, "public_key_thumbprint": self.key_thumbprint},
                "service": {"type": "SERVICE_TYPE_SERVICE", "peer_id": provider, "name": service}} | more

    def delegated_connection(self, delegator, service="duo-notificaties", **more):
        return self.connection(service, **more) | {"type": "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION", "delegator": {"peer_id": delegator}}

    def offered(self, service="duo-m2m", **more):
        """In which the gateway may call a service of this peer."""
        key = x509.load_pem_x509_certificate((self.house.pki / "gateway-client.pem").read_bytes()).public_key()
        print_ = hashlib.sha256(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).hexdigest()
        return {"type": "GRANT_TYPE_SERVICE_CONNECTION", "outway": {"peer_id": US, "public_key_thumbprint": print_},
                "service": {"type": "SERVICE_TYPE_SERVICE", "peer_id": self.oin, "name": service}} | more

    def publication(self, service="eigen-dienst", directory=US, **more):
        return {"type": "GRANT_TYPE_SERVICE_PUBLICATION", "directory": {"peer_id": directory}, "service": {"peer_id": self.oin, "name": service, "protocol": "PROTOCOL_TCP_HTTP_1.1"}} | more
