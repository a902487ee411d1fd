"""An SSH server of our own on loopback, with a folder into which files go: what scripts/install-deps --conformance took out of its package."""
import getpass
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

from house import ROOT, wait_for

PROGRAM = ROOT / "build/conformance/sshd/usr/sbin/sshd"


def is_there():
    return PROGRAM.exists() and shutil.which("ssh-keygen") is not None


class SftpServer:
    """Knows one client by `client`; `known` and `unknown` are files of known hosts, of which one has its key."""

    def __init__(self, keep):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sshd-"))
        for name in ("host", "client", "stranger"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / name], check=True)
        self.client = keep / "client"
        shutil.copy(self.folder / "client", self.client)
        self.inside = self.folder / "in"
        self.inside.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # PAM, or who logs in must have a password; it is the account that the server itself runs as.
        (self.folder / "config").write_text(f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.folder}/host\nAuthorizedKeysFile {self.folder}/client.pub\nStrictModes no\nUsePAM yes\n"
                                            "PidFile none\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n")
        command, user = [PROGRAM, "-D", "-e", "-f", self.folder / "config"], getpass.getuser()
        if os.getuid() == 0:  # as root it wants an account and a folder of its own on this machine
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, "nobody", "nogroup")
            command, user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command], "nobody"
        libraries = ":".join(str(ROOT / "build/conformance/sshd" / folder) for folder in ("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu"))
        self.running = subprocess.Popen(list(map(str, command)), env=os.environ | {"LD_LIBRARY_PATH": libraries}, stderr=subprocess.DEVNULL)
        self.url = f"sftp://{user}@127.0.0.1:{self.port}{self.folder}/in"

        def listens():
            with socket.socket() as there:
                return there.connect_ex(("127.0.0.1", self.port)) == 0
        wait_for(listens)
        key = lambda name: " ".join((self.folder / f"{name}.pub").read_text().split()[:2])  # noqa: E731
        self.known, self.unknown = keep / "known", keep / "unknown"
        self.known.write_text(f"[127.0.0.1]:{self.port} {key('host')}\n")
        self.unknown.write_text(f"[127.0.0.1]:{self.port} {key('stranger')}\n")

    def close(self):
        self.running.terminate()
        self.running.wait()
        shutil.rmtree(self.folder, True)
