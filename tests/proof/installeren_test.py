"""docs/installeren.md, word for word, in a root file system of Debian 12 that was just made; and what a package must do besides:
an upgrade, a remove and a purge leave and take what they say, an older version is not put over a newer one's store, and the image for
containers runs. Needs root, mmdebstrap and a mirror of Debian (scripts/install-deps --packages). Some ten minutes."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = pathlib.Path(os.environ.get("INBURGERING_BIN", ROOT / "build/release/bin")).parent
GUIDE, ENGLISH = ROOT / "docs/installeren.md", ROOT / "docs/en/installeren.md"
STATE, KEYS, CONFIG = "var/lib/inburgering-gateway", "etc/inburgering/sleutels", "etc/inburgering/gateway.yaml"
# In a namespace of its own, so that what is mounted goes when its first process goes; the network is ours.
ENTER = r"""
set -e
root=$1; shift
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
exec chroot "$root" /usr/bin/env -i HOME=/root TERM=dumb LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive bash -s
"""


def run(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)


def blocks(guide):
    return re.findall(r"^```sh *(\S*)\n(.*?)^```", guide.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def steps(kinds=("", "zonder-systemd")):
    """The blocks of the guide that are commands of a shell, in their order: of these kinds."""
    assert blocks(GUIDE) == blocks(ENGLISH), "the guide has the same commands in both languages"
    for kind, text in blocks(GUIDE):
        if kind in kinds:
            yield text


class Machine:
    """A root file system, and what is done in it."""

    def __init__(self, place, base):
        self.root = place
        place.mkdir()
        subprocess.run(["tar", "-xf", base, "-C", place], check=True)
        (place / "usr/sbin/policy-rc.d").unlink(missing_ok=True)
        shutil.copyfile("/etc/resolv.conf", place / "etc/resolv.conf")

    def put(self, *packages, where="root"):
        for each in (self.root / where).glob("*.deb"):
            each.unlink()
        for package in packages:
            shutil.copy(package, self.root / where / package.name)

    def do(self, script, seconds=600):
        done = run("unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "bash", "-c", ENTER, "_", self.root,
                   input="cd /root\nset -eo pipefail\n" + script, timeout=seconds)
        return done.returncode, done.stdout + done.stderr

    def has(self, path):
        return os.path.lexists(self.root / path)


def other_version(package, place, version, change=lambda script: script):
    """The same package, as another version would be; its scripts changed."""
    tree = place / "anders"
    run("dpkg-deb", "-R", package, tree)
    control = tree / "DEBIAN/control"
    before = re.search(r"^Version: (.*)$", control.read_text(), re.MULTILINE).group(1)
    control.write_text(control.read_text().replace(f"Version: {before}\n", f"Version: {version}\n"))
    for script in ("preinst", "postinst"):
        file = tree / "DEBIAN" / script
        file.write_text(change(file.read_text().replace(before, version)))
    made = place / f"inburgering-gateway_{version}_amd64.deb"
    done = run("dpkg-deb", "--root-owner-group", "-Zgzip", "-b", tree, made)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(tree)
    return made


class Installeren(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="installeren-"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)
        done = run(ROOT / "scripts/package", "--built", BUILT, "--no-image", "--out", cls.place / "pakketten")
        assert done.returncode == 0, done.stdout + done.stderr
        [cls.gateway] = (cls.place / "pakketten").glob("inburgering-gateway_*.deb")
        [cls.simulator] = (cls.place / "pakketten").glob("keten-simulator_*.deb")
        cls.base = cls.place / "debian-12.tar"
        done = run("mmdebstrap", "--variant=apt", "--include=ca-certificates,procps", "bookworm", cls.base)
        assert done.returncode == 0, done.stderr

    def machine(self, name):
        made = Machine(self.place / name, self.base)
        self.addCleanup(shutil.rmtree, made.root, ignore_errors=True)
        return made

    def succeed(self, machine, script, **more):
        code, told = machine.do(script, **more)
        self.assertEqual(0, code, f"{script}\n--- gives:\n{told[-6000:]}")
        return told

    def test_the_guide_word_for_word(self):
        machine = self.machine("gids")
        machine.put(self.gateway, self.simulator)
        began = time.monotonic()
        # One shell for all of it, as of who reads it; each block is told before it is done.
        script = "".join(f"cat <<'BLOK'\n{text}BLOK\n{text}" for text in steps())
        # After the last block: started again, as the guide says, it is ready, knows that it was put back, and delivers nothing again.
        start = next(text for text in steps(("zonder-systemd",)) if "serve" in text and "setpriv" in text)
        again = "received=$(wc -l < /root/ontvangen.jsonl)\n" + start + next(text for text in steps(("",)) if "healthy" in text) + \
            "inburgering-gateway healthy --config /etc/inburgering/gateway.yaml\nsleep 5\n" \
            "inburgering-gateway store herstel --config /etc/inburgering/gateway.yaml\n" \
            "jq() { grep -o '\"id\":\"[^\"]*\"' \"$1\" | sort | uniq -d | wc -l; }\necho \"TWEEMAAL $(jq /root/ontvangen.jsonl)\"\n" \
            "echo \"ONTVANGEN $received\"\necho KLAAR\n"
        told = self.succeed(machine, script + again, seconds=900)
        self.assertIn("KLAAR", told)
        self.assertIn("TWEEMAAL 0", told)
        self.assertGreater(int(re.search(r"ONTVANGEN (\d+)", told).group(1)), 0)
        self.assertNotIn("999996617", re.sub(r"--bsn 999996617", "", told), "a BSN is told")
        print(f"the guide took {time.monotonic() - began:.0f} s", file=sys.stderr)

    def test_upgrade_remove_and_purge_leave_and_take_what_they_say(self):
        machine = self.machine("beheer")
        machine.put(self.gateway)
        self.succeed(machine, "apt-get update -qq\napt-get install -y --no-install-recommends systemd-standalone-sysusers systemd-standalone-tmpfiles ./inburgering-gateway_*.deb")
        told = self.succeed(machine, "id inburgering-gateway\nstat -c '%n %U:%G %a' /etc/inburgering/sleutels /var/lib/inburgering-gateway /etc/inburgering/gateway.yaml\n"
                            "dpkg -V inburgering-gateway\ninburgering-gateway --version")
        for line in ("/etc/inburgering/sleutels root:inburgering-gateway 750", "/var/lib/inburgering-gateway inburgering-gateway:inburgering-gateway 700",
                     "/etc/inburgering/gateway.yaml root:root 644"):
            self.assertIn(line, told)
        # What is a person's work: a configuration, a key, a store.
        self.succeed(machine, "echo '# van ons' >> /etc/inburgering/gateway.yaml\necho sleutel > /etc/inburgering/sleutels/store.key\necho opslag > /var/lib/inburgering-gateway/gateway.db")
        newer = other_version(self.gateway, self.place, "9.0.0-1")
        machine.put(newer)
        self.succeed(machine, "dpkg -i ./inburgering-gateway_*.deb < /dev/null")
        self.assertIn("# van ons", (machine.root / CONFIG).read_text())
        # The older one again: it knows the same steps of the store, so that it may.
        machine.put(self.gateway)
        self.succeed(machine, "dpkg -i ./inburgering-gateway_*.deb < /dev/null")
        self.succeed(machine, "apt-get remove -y inburgering-gateway")
        self.assertFalse(machine.has("usr/bin/inburgering-gateway"))
        for kept in (CONFIG, KEYS + "/store.key", STATE + "/gateway.db"):
            self.assertTrue(machine.has(kept), kept)
        told = self.succeed(machine, "apt-get purge -y inburgering-gateway")
        self.assertIn("bewaard zijn", told)
        self.assertFalse(machine.has(CONFIG))
        for kept in (KEYS + "/store.key", STATE + "/gateway.db"):
            self.assertTrue(machine.has(kept), "nobody said that it may go: " + kept)
        self.succeed(machine, "apt-get install -y --no-install-recommends ./inburgering-gateway_*.deb")
        self.succeed(machine, next(steps(("wissen",))))
        for gone in ("etc/inburgering", STATE, "run/inburgering-gateway", "var/lib/misc/inburgering-gateway.opslag"):
            self.assertFalse(machine.has(gone), gone)

    def test_no_older_version_over_a_store_that_it_cannot_read(self):
        machine = self.machine("terug")
        machine.put(self.gateway)
        self.succeed(machine, "apt-get update -qq\napt-get install -y --no-install-recommends systemd-standalone-sysusers systemd-standalone-tmpfiles ./inburgering-gateway_*.deb")
        newer = other_version(self.gateway, self.place, "9.0.0-1",
                              lambda text: re.sub(r"own_sqlite=\d+", "own_sqlite=99", re.sub(r"' \d+ (\d+) >", r"' 99 \1 >", text)))
        machine.put(newer)
        self.succeed(machine, "dpkg -i ./inburgering-gateway_*.deb")
        # Nothing ran here yet: there is no store to keep.
        machine.put(self.gateway)
        self.succeed(machine, "dpkg -i ./inburgering-gateway_*.deb")
        machine.put(newer)
        self.succeed(machine, "dpkg -i ./inburgering-gateway_*.deb\necho opslag > /var/lib/inburgering-gateway/gateway.db")
        machine.put(self.gateway)
        version = lambda: self.succeed(machine, "dpkg-query -W -f '${Version} ${db:Status-Status}' inburgering-gateway")  # noqa: E731
        for before in ("", "dpkg --remove inburgering-gateway\n"):  # over it, and after it was taken away
            self.succeed(machine, before or "true")
            code, told = machine.do("dpkg -i ./inburgering-gateway_*.deb")
            self.assertNotEqual(0, code, told)
            for part in ("kan de opslag niet lezen", "9.0.0-1", "stap 99", "store restore --from", "Er is niets veranderd"):
                self.assertIn(part, told)
            self.assertEqual("9.0.0-1 " + ("config-files" if before else "installed"), version())
        # As it says: with the store out of the way it may.
        self.succeed(machine, "mv /var/lib/inburgering-gateway /var/lib/inburgering-gateway.nieuwer\ndpkg -i ./inburgering-gateway_*.deb")
        self.assertTrue(machine.has(STATE))

    def test_the_image_runs_as_nobody_on_a_root_that_cannot_be_written(self):
        for tool in ("buildah", "mmdebstrap"):
            if not shutil.which(tool):
                self.skipTest(f"{tool} is not there")
        done = run(ROOT / "deploy/container/make-image", self.gateway, self.place / "beeld", "1.0~toets")
        self.assertEqual(0, done.returncode, done.stderr)
        state, etc = self.place / "stand", self.place / "etc"
        state.mkdir()
        etc.mkdir()
        program = BUILT / "bin/inburgering-gateway"
        done = run(program, "init", "--naar", etc / "inburgering", "--omgeving", "proef", "--opslag", f"sqlite:{state}/gateway.db")
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        etc = etc / "inburgering"
        written = (etc / "gateway.yaml").read_text()
        self.assertIn(str(state), written)
        (etc / "gateway.yaml").write_text(written.replace(str(state), "/var/lib/inburgering-gateway"))
        # What stands in the container is of its user.
        run("chown", "-R", "10001:10001", state, etc)
        if shutil.which("podman") and shutil.which("runc") and self.in_container(state, etc):
            print("the image was run as a container (podman, runc)", file=sys.stderr)
        else:
            self.in_chroot(state, etc)
            print("no container can run here: the image was unpacked and run by chroot", file=sys.stderr)

    def ready(self, ask):
        until = time.monotonic() + 90
        while time.monotonic() < until:
            done = ask()
            if done.returncode == 0:
                return done
            time.sleep(1)
        raise AssertionError(done.stdout + done.stderr)

    def in_container(self, state, etc):
        podman = ("podman", "--root", self.place / "podman", "--runroot", self.place / "podman-run", "--storage-driver", "vfs", "--runtime", "runc",
                  "--cgroup-manager", "cgroupfs")
        # Lower than those of this process: raising them asks a capability that a build machine may not have.
        limits = ("--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096", "--network", "none", "--read-only", "--cap-drop", "all")
        loaded = run(*podman, "load", "-i", self.place / "beeld.docker.tar")
        self.assertEqual(0, loaded.returncode, loaded.stderr)
        name = "localhost/inburgering-gateway:1.0-toets"
        if run(*podman, "run", "--rm", *limits, name, "--version").returncode != 0:
            return False
        done = run(*podman, "run", "-d", "--name", "toets", *limits, "-v", f"{state}:/var/lib/inburgering-gateway", "-v", f"{etc}:/etc/inburgering:ro", name)
        self.assertEqual(0, done.returncode, done.stderr)
        try:
            self.ready(lambda: run(*podman, "exec", "toets", "inburgering-gateway", "healthy", "--config", "/etc/inburgering/gateway.yaml"))
            healthy = self.ready(lambda: run(*podman, "healthcheck", "run", "toets"))
            self.assertEqual(0, healthy.returncode, "its own health check")
            self.assertIn("Uid:\t10001\t10001", run(*podman, "exec", "toets", "cat", "/proc/1/status").stdout)
            self.assertNotEqual(0, run(*podman, "exec", "toets", "touch", "/usr/bin/x").returncode, "its root is not for writing")
            self.assertEqual(0, run(*podman, "stop", "-t", "30", "toets").returncode)
            self.assertEqual("0", run(*podman, "inspect", "-f", "{{.State.ExitCode}}", "toets").stdout.strip(), "it stops by itself")
        finally:
            logs = run(*podman, "logs", "toets")
            run(*podman, "rm", "-f", "toets")
            print(logs.stdout[-2000:] + logs.stderr[-2000:], file=sys.stderr)
        return True

    def in_chroot(self, state, etc):
        layout, root = self.place / "layout", self.place / "beeld"
        for made in (layout, root):
            made.mkdir()
        subprocess.run(["tar", "-xf", self.place / "beeld.docker.tar", "-C", layout], check=True)
        for layer in layout.glob("*.tar"):
            subprocess.run(["tar", "-xf", layer, "-C", root], check=True)
        inside = r"""set -e
root=$1; state=$2; etc=$3
mount --bind "$root" "$root"; mount -t proc proc "$root/proc"; mount --bind "$state" "$root/var/lib/inburgering-gateway"; mount --bind "$etc" "$root/etc/inburgering"
mount -o remount,bind,ro "$root"
run() { chroot --userspec=10001:10001 "$root" /usr/bin/inburgering-gateway "$@" --config /etc/inburgering/gateway.yaml; }
run serve & served=$!
for try in $(seq 90); do run healthy && break; sleep 1; done
run healthy
! chroot --userspec=10001:10001 "$root" /bin/touch /usr/bin/x
kill $served; wait $served"""
        done = run("unshare", "--mount", "--propagation", "private", "bash", "-c", inside, "_", root, state, etc, timeout=200)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)


if __name__ == "__main__":
    if os.geteuid() != 0 or not shutil.which("mmdebstrap"):
        print("not as root, or mmdebstrap is not there: skipped (scripts/install-deps --packages)")
        sys.exit(77)
    if run("curl", "-fsS", "-o", "/dev/null", "--max-time", "20", "http://deb.debian.org/debian/dists/bookworm/Release").returncode != 0:
        print("no mirror of Debian can be reached: skipped")
        sys.exit(77)
    unittest.main()
