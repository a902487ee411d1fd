"""Certificates that no library would make by itself, with openssl; and a server that shows one."""
import socket
import ssl
import subprocess
import threading


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

    def leaf(self, name, oin, purpose, subject=None, ca=False, key=("ec", "-pkeyopt", "ec_paramgen_curve:P-256")):
        self.run("req", "-newkey", *key, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                 "-subj", subject or f"/serialNumber={oin}/CN={name}")
        extensions = self.folder / f"{name}.ext"
        extensions.write_text(f"basicConstraints=critical,CA:{str(ca).upper()}\nextendedKeyUsage={purpose}\nsubjectAltName=IP:127.0.0.1\n")
        self.run("x509", "-req", "-in", f"{name}.csr", "-CA", f"{self.file}.pem", "-CAkey", f"{self.file}.key", "-CAcreateserial", "-days", "30",
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
