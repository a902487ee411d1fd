"""Certificates and lists that no library would make by itself, with openssl; and servers that show and hand them out."""
import base64
import datetime
import http.server
import socket
import ssl
import subprocess
import threading
import urllib.parse

from house import wait_for


class Authority:
    """A root that is called what it is called, with openssl: its leaves and its list."""

    def __init__(self, folder, file, name=None):
        self.folder, self.file = folder, file
        if name is None:  # one that is there
            return
        self.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{file}.key", "-out", f"{file}.pem", "-days", "90",
                 "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        self.make_list()

    def make_list(self):
        file = self.file
        (self.folder / f"{file}.index").write_text("")
        (self.folder / f"{file}.conf").write_text(f"[ca]\ndefault_ca=d\n[d]\ndatabase={file}.index\ndefault_md=sha256\ndefault_crl_days=30\n")
        self.run("ca", "-config", f"{file}.conf", "-gencrl", "-keyfile", f"{file}.key", "-cert", f"{file}.pem", "-out", f"{file}.crl")

    def run(self, *command):
        subprocess.run(["openssl", *command], cwd=self.folder, check=True, capture_output=True)

    def leaf(self, name, oin, purpose, subject=None, ca=False, key=("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), more=(), days=30, names=None):
        """`more`: lines of extensions."""
        self.run("req", "-newkey", *key, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                 "-subj", subject or f"/serialNumber={oin}/CN={name}")
        extensions = self.folder / f"{name}.ext"
        san = ",".join(filter(None, ("IP:127.0.0.1", names)))
        extensions.write_text(f"basicConstraints=critical,CA:{str(ca).upper()}\nextendedKeyUsage={purpose}\nsubjectAltName={san}\n" + "".join(f"{line}\n" for line in more))
        self.run("x509", "-req", "-in", f"{name}.csr", "-CA", f"{self.file}.pem", "-CAkey", f"{self.file}.key", "-CAcreateserial", "-days", str(days),
                 "-extfile", extensions.name, "-out", f"{name}.pem")


class Listener:
    """A TLS server with one certificate, that keeps what reaches it."""

    def __init__(self, pki, certificate, change=lambda context: None):
        self.socket, self.got = socket.create_server(("127.0.0.1", 0)), []
        self.port = self.socket.getsockname()[1]
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pki / f"{certificate}.pem", pki / f"{certificate}.key")
        change(self.context)
        threading.Thread(target=self.answer, daemon=True).start()

    def answer(self):
        while True:
            try:
                with self.context.wrap_socket(self.socket.accept()[0], server_side=True) as made:
                    if data := made.recv(100):
                        self.got.append(data)
            except ssl.SSLError:
                continue
            except OSError:
                if self.socket.fileno() < 0:
                    return

    def close(self):
        self.socket.close()


DER = "application/pkix-crl"


class Shelf:
    """A server of lists on loopback: what stands on it is what it answers; it counts who asks for what."""

    def __init__(self):
        shelf = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                shelf.asked[self.path] = shelf.asked.get(self.path, 0) + 1
                answer = shelf.has.get(self.path, (404, {}, b""))
                if not isinstance(answer, tuple):
                    answer = (200, {}, answer)
                status, headers, body = answer
                self.send_response(status)
                for name, value in ({"Content-Length": len(body), "Content-Type": DER} | headers).items():
                    self.send_header(name, str(value))
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        self.has, self.asked = {}, {}
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def asked_again(self, path):
        """Waits until who asks has asked once more than now, and has had its answer."""
        before = self.asked.get(path, 0)
        wait_for(lambda: self.asked.get(path, 0) >= before + 2, 60)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Lister:
    """Makes lists of an authority with openssl."""

    def __init__(self, folder, file, pss=False):
        self.folder, self.file, self.number, self.pss = folder, file, 0, pss

    def run(self, *command):
        return subprocess.run(["openssl", *command], cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def list(self, *revoked, number=None, seconds=86400, ago=60, extensions="crlNumber_only", der=True):
        self.number = number if number is not None else self.number + 1
        index = ""
        for name in revoked:
            serial = self.run("x509", "-in", f"{name}.pem", "-noout", "-serial").strip().split("=")[1]
            index += f"R\t400101000000Z\t261101000000Z\t{serial}\tunknown\t/CN=x\n"
        name = f"{self.file}-list"
        (self.folder / f"{name}.index").write_text(index)
        (self.folder / f"{name}.number").write_text(f"{self.number:04X}\n")
        (self.folder / f"{name}.cnf").write_text(
            f"[ca]\ndefault_ca=d\n[d]\ndatabase={name}.index\ncrlnumber={name}.number\ndefault_md=sha256\ndefault_crl_days=1\n"
            "[crlNumber_only]\nauthorityKeyIdentifier=keyid:always\n[delta]\n2.5.29.27=critical,DER:020101\n"
            "[indirect]\nissuingDistributionPoint=critical,@scope\n[scope]\nindirectCRL=TRUE\n")
        now = datetime.datetime.now(datetime.timezone.utc)
        stamp = lambda moment: moment.strftime("%Y%m%d%H%M%SZ")
        options = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"] if self.pss else []
        self.run("ca", "-gencrl", "-config", f"{name}.cnf", "-keyfile", f"{self.file}.key", "-cert", f"{self.file}.pem", "-crlexts", extensions, *options,
                 "-crl_lastupdate", stamp(now - datetime.timedelta(seconds=ago)), "-crl_nextupdate", stamp(now + datetime.timedelta(seconds=seconds)), "-out", f"{name}.crl")
        if not der:
            return (self.folder / f"{name}.crl").read_bytes()
        self.run("crl", "-in", f"{name}.crl", "-outform", "DER", "-out", f"{name}.der")
        return (self.folder / f"{name}.der").read_bytes()


class Responder:
    """A server on loopback that has openssl answer each question, or does what `instead` says."""

    def __init__(self, folder):
        responder = self
        self.folder, self.revoked, self.known, self.asked, self.instead, self.signer, self.options = folder, set(), set(), [], None, "root", ["-nmin", "5"]

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.tell(base64.b64decode(urllib.parse.unquote(self.path.rpartition("/")[2])))

            def do_POST(self):
                self.tell(self.rfile.read(int(self.headers["Content-Length"])))

            def tell(self, question):
                responder.asked.append(self.command)
                status, headers, body = responder.instead(self, question) if responder.instead else (200, {}, responder.answer(question))
                try:
                    self.send_response(status)
                    for name, value in ({"Content-Length": len(body), "Content-Type": "application/ocsp-response"} | headers).items():
                        self.send_header(name, str(value))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.where = f"authorityInfoAccess=OCSP;URI:http://127.0.0.1:{self.port}/ocsp"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def index(self):
        lines = ""
        for name in self.known | self.revoked:
            serial = subprocess.run(["openssl", "x509", "-in", f"{name}.pem", "-noout", "-serial"], cwd=self.folder, check=True, capture_output=True, text=True).stdout.strip().split("=")[1]
            lines += f"R\t400101000000Z\t261101000000Z,keyCompromise\t{serial}\tunknown\t/CN={name}\n" if name in self.revoked else f"V\t400101000000Z\t\t{serial}\tunknown\t/CN={name}\n"
        return lines

    def answer(self, question, signer=None, options=None):
        mark = f"vraag-{threading.get_ident()}"
        (self.folder / f"{mark}.index").write_text(self.index())
        (self.folder / f"{mark}.der").write_bytes(question)
        signer = signer or self.signer
        subprocess.run(["openssl", "ocsp", "-index", f"{mark}.index", "-CA", "root.pem", "-rsigner", f"{signer}.pem", "-rkey", f"{signer}.key", "-reqin", f"{mark}.der",
                        "-respout", f"{mark}.antwoord", *(self.options if options is None else options)], cwd=self.folder, check=True, capture_output=True)
        return (self.folder / f"{mark}.antwoord").read_bytes()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
