"""The gateway does its work under what its unit forbids it (deploy/systemd): filter of system calls, memory, sockets, files."""
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import confined  # noqa: E402
from house import House, deelname, kennisgeving, wait_for  # noqa: E402

CONFINED = (sys.executable, confined.__file__)


class Confined(unittest.TestCase):
    def test_what_is_forbidden_fails(self):
        """Else the others prove nothing."""
        for told, code in (("memory that is written and run", "import mmap; mmap.mmap(-1, 4096, prot=7)"),
                           ("a family of sockets", "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"),
                           ("a namespace", "import ctypes, os; os._exit(ctypes.CDLL(None).unshare(0x10000000) != 0)"),
                           ("a system call", "import os; os.chroot('/')"),
                           ("a file", "open('/etc/inburgering-proef', 'w')")):
            with self.subTest(told):
                done = subprocess.run([*CONFINED, "/usr/bin/python3", "-c", code], capture_output=True, text=True)
                self.assertNotEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([*CONFINED, "/usr/bin/python3", "-c", "print('goed')"], capture_output=True, text=True)
        self.assertEqual((done.stdout, done.returncode), ("goed\n", 0), done.stderr)

    def test_it_takes_asks_delivers_reloads_and_stops(self):
        house = House()
        self.addCleanup(house.close)
        house.start_duo()
        house.start_afnemers()
        process = house.start_gateway((*CONFINED, "--writable", house.dir))
        house.enrol()
        self.assertEqual(house.stuf(kennisgeving()).status, 200)
        self.assertEqual(house.push("deelnames", deelname(kenmerk="VM-2")).status, 201)
        self.assertEqual(house.notify("SS102").status, 201)
        wait_for(lambda: house.questions() == 0 and house.waiting() == 0 and len(house.events()) >= 3)
        self.assertEqual(house.operator("/readyz").status, 200)
        self.assertEqual(house.operator("/metrics").status, 200)
        process.process.send_signal(1)
        process.line("herladen: de configuratie is overgenomen")
        self.assertEqual(house.stop("gateway"), 0)


if __name__ == "__main__":
    if os.environ.get("INBURGERING_SANITIZE") or not confined.can_be_had():
        print("skipped: needs root, systemd-analyze and unshare, on x86-64, without sanitizers")
        sys.exit(77)
    unittest.main()
