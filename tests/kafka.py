"""A broker of Kafka in one process (KRaft), on ports that are free; its jars come from Maven Central by scripts/install-deps --conformance."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile

from house import ROOT, wait_for
from other_side import free_port

JARS = pathlib.Path(os.environ.get("INBURGERING_KAFKA", ROOT / "build/conformance/kafka/jars"))


def is_there():
    return shutil.which("java") is not None and any(JARS.glob("kafka_2.13-*.jar"))


class Kafka:
    def __init__(self, house, server="afnemer-0518-server"):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="kafka-"))
        self.port, self.plain, self.control = free_port(), free_port(), free_port()
        pki = house.pki
        key = subprocess.run(["openssl", "pkcs8", "-topk8", "-nocrypt", "-in", pki / f"{server}.key"], check=True, capture_output=True, text=True).stdout
        (self.dir / "own.pem").write_text(key + (pki / f"{server}.pem").read_text())
        (self.dir / "server.properties").write_text("\n".join([
            "process.roles=broker,controller", "node.id=1", f"controller.quorum.voters=1@127.0.0.1:{self.control}", "controller.listener.names=C", "inter.broker.listener.name=P",
            f"listeners=S://127.0.0.1:{self.port},P://127.0.0.1:{self.plain},C://127.0.0.1:{self.control}", f"advertised.listeners=S://127.0.0.1:{self.port},P://127.0.0.1:{self.plain}",
            "listener.security.protocol.map=S:SSL,P:PLAINTEXT,C:PLAINTEXT", "listener.name.s.ssl.client.auth=required", "listener.name.s.ssl.keystore.type=PEM",
            f"listener.name.s.ssl.keystore.location={self.dir}/own.pem", "listener.name.s.ssl.truststore.type=PEM", f"listener.name.s.ssl.truststore.location={pki}/root.pem",
            f"log.dirs={self.dir}/db", "offsets.topic.replication.factor=1", "transaction.state.log.replication.factor=1", "transaction.state.log.min.isr=1",
            "auto.create.topics.enable=false", "group.initial.rebalance.delay.ms=0", "log.flush.interval.messages=1", "message.max.bytes=200000", ""]))
        self.process = None
        self.run("kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", self.dir / "server.properties")

    def java(self, *arguments):
        return ["java", "-Xmx300m", "-cp", f"{JARS}/*", *map(str, arguments)]

    def run(self, *arguments, seconds=60):
        done = subprocess.run(self.java(*arguments), capture_output=True, text=True, timeout=seconds, cwd=self.dir)
        assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
        return done.stdout

    def start(self):
        with open(self.dir / "out", "ab") as log:
            self.process = subprocess.Popen(self.java("kafka.Kafka", self.dir / "server.properties"), stdout=log, stderr=subprocess.STDOUT, cwd=self.dir)

        def ready():
            assert self.process.poll() is None, (self.dir / "out").read_text(errors="replace")[-3000:]
            try:
                for port in (self.plain, self.port):
                    socket.create_connection(("127.0.0.1", port), 1).close()
                return True
            except OSError:
                return False
        wait_for(ready, 60, 0.2)
        return self

    def topic(self, name, partitions=3):
        self.run("org.apache.kafka.tools.TopicCommand", "--bootstrap-server", f"127.0.0.1:{self.plain}", "--create", "--topic", name, "--partitions", partitions, "--replication-factor", "1")

    def taken(self, topic, count):
        """So many messages from the beginning: (partition, key, headers, event), of a partition in order."""
        out = self.run("org.apache.kafka.tools.consumer.ConsoleConsumer", "--bootstrap-server", f"127.0.0.1:{self.plain}", "--topic", topic, "--from-beginning", "--max-messages", count,
                       "--timeout-ms", "20000", "--property", "print.key=true", "--property", "print.headers=true", "--property", "print.partition=true")
        found = []
        for line in out.splitlines():
            if line.startswith("Partition:"):
                partition, headers, key, body = line.split("\t", 3)
                found.append((partition, key, dict(each.split(":", 1) for each in headers.split(",")), json.loads(body)))
        return found

    def stop(self, number=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(60)

    def close(self):
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.dir, ignore_errors=True)
