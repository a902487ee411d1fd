"""A broker of RabbitMQ as an ordinary user runs it, on ports that are free: taken out of Debian's packages by scripts/install-deps
--conformance, so that none is installed or started by the machine."""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

from house import ROOT, wait_for
from other_side import free_port

PLACE = pathlib.Path(os.environ.get("INBURGERING_RABBITMQ", ROOT / "build/conformance/rabbitmq"))


def is_there():
    return any(PLACE.glob("usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server"))


def hashed(password):
    salt = b"salt"
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


class Broker:
    def __init__(self, house, user, password, server="afnemer-0518-server"):
        self.house, self.dir = house, pathlib.Path(tempfile.mkdtemp(prefix="rabbit-"))
        self.port, self.plain, self.epmd, self.dist = free_port(), free_port(), free_port(), free_port()
        all_rights = {"vhost": "inburgering", "configure": ".*", "write": ".*", "read": ".*"}
        people = {user: password, "lezer": "lezer", "gateway-client.inburgering.test": ""}  # the last by its certificate
        (self.dir / "definitions.json").write_text(json.dumps({
            "users": [{"name": name, "password_hash": hashed(secret), "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": ""} for name, secret in people.items()],
            "vhosts": [{"name": "inburgering"}], "permissions": [all_rights | {"user": name} for name in people],
            "exchanges": [{"name": "gebeurtenissen", "vhost": "inburgering", "type": "topic", "durable": True, "auto_delete": False, "internal": False, "arguments": {}}],
            "queues": [{"name": "alles", "vhost": "inburgering", "durable": True, "auto_delete": False, "arguments": {}}],
            "bindings": [{"source": "gebeurtenissen", "vhost": "inburgering", "destination": "alles", "destination_type": "queue", "routing_key": "#", "arguments": {}}]}))
        pki = house.pki
        (self.dir / "rabbitmq.conf").write_text("\n".join([
            f"listeners.tcp.1 = 127.0.0.1:{self.plain}", f"listeners.ssl.1 = 127.0.0.1:{self.port}", f"ssl_options.cacertfile = {pki}/root.pem",
            f"ssl_options.certfile = {pki}/{server}.pem", f"ssl_options.keyfile = {pki}/{server}.key", "ssl_options.verify = verify_peer", "ssl_options.fail_if_no_peer_cert = true",
            f"load_definitions = {self.dir}/definitions.json", "auth_mechanisms.1 = PLAIN", "auth_mechanisms.2 = EXTERNAL", "ssl_cert_login_from = common_name", "loopback_users = none", ""]))
        (self.dir / "plugins").write_text("[rabbitmq_auth_mechanism_ssl].\n")
        (self.dir / "env.conf").write_text("")
        self.process, self.log, self.names, self.starts = None, None, None, 0

    def environment(self):
        server = next(PLACE.glob("usr/lib/rabbitmq/lib/rabbitmq_server-*"))
        return {"PATH": f"{PLACE}/usr/lib/erlang/bin:{os.environ['PATH']}", "HOME": str(self.dir), "LANG": "C.UTF-8", "RABBITMQ_NODENAME": "proef@localhost", "RABBITMQ_CONF_ENV_FILE": f"{self.dir}/env.conf",
                "RABBITMQ_CONFIG_FILE": f"{self.dir}/rabbitmq.conf", "RABBITMQ_MNESIA_BASE": f"{self.dir}/db", "RABBITMQ_LOG_BASE": f"{self.dir}/log", "RABBITMQ_LOGS": "-",
                "RABBITMQ_ENABLED_PLUGINS_FILE": f"{self.dir}/plugins", "RABBITMQ_PLUGINS_DIR": f"{server}/plugins", "RABBITMQ_DIST_PORT": str(self.dist), "ERL_EPMD_PORT": str(self.epmd),
                "ERL_EPMD_ADDRESS": "127.0.0.1", "RABBITMQ_PID_FILE": f"{self.dir}/pid", "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none", "ERL_CRASH_DUMP": f"{self.dir}/crash"}

    def start(self):
        if self.log is None:
            self.log = open(self.dir / "out", "ab")
        if self.names is None:
            self.names = subprocess.Popen([next(PLACE.glob("usr/lib/erlang/erts-*/bin/epmd")), "-port", str(self.epmd), "-address", "127.0.0.1"], env=self.environment(), stdout=self.log, stderr=subprocess.STDOUT)
        program = next(PLACE.glob("usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server"))
        self.process = subprocess.Popen([program], env=self.environment(), stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)

        def ready():
            text = (self.dir / "out").read_text(errors="replace")
            if self.process.poll() is not None:
                raise AssertionError(text[-3000:])
            return text.count("Server startup complete") == self.starts
        self.starts += 1
        wait_for(ready, 90, 0.2)
        return self

    def stop(self, number=signal.SIGTERM):
        """It, and what it started (its group is its own)."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)
            self.process.wait(60)
        self.process = None

    def close(self):
        self.stop(signal.SIGKILL)
        if self.names:
            self.names.kill()
            self.names.wait(10)
        if self.log:
            self.log.close()
        shutil.rmtree(self.dir, ignore_errors=True)

    def taken(self, count, queue="alles", seconds=20):
        """The first so many messages of a queue, taken out of it: (routing key, properties, body)."""
        import pika
        connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", self.plain, "inburgering", pika.PlainCredentials("lezer", "lezer")))
        channel, found = connection.channel(), []

        def enough():
            method, properties, body = channel.basic_get(queue, auto_ack=True)
            if method:
                found.append((method.routing_key, properties, body))
            return len(found) >= count
        try:
            wait_for(enough, seconds)
        finally:
            connection.close()
        return found

    def bind(self, bound):
        import pika
        connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", self.plain, "inburgering", pika.PlainCredentials("lezer", "lezer")))
        (connection.channel().queue_bind if bound else connection.channel().queue_unbind)("alles", "gebeurtenissen", "#")
        connection.close()
