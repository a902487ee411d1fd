"""`healthy` says whether the gateway that runs here is ready, to who supervises it: by its exit code, and why not."""
import pathlib
import shutil
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from cluster import free_port  # noqa: E402
from house import GATEWAY, House  # noqa: E402


class Healthy(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.operator_port = free_port()  # by its configuration the gateway is found

    def healthy(self):
        done = subprocess.run([GATEWAY, "healthy", "--config", self.house.config], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def test_one_that_is_ready(self):
        self.house.start_gateway()
        self.assertEqual((0, "De gateway is gereed.\n", ""), self.healthy())

    def test_none_that_runs(self):
        self.house.write_config()
        code, out, err = self.healthy()
        self.assertEqual((1, ""), (code, out))
        self.assertIn("draait geen gateway", err)

    def test_one_that_hangs(self):
        process = self.house.start_gateway().process
        process.send_signal(signal.SIGSTOP)
        try:
            code, out, err = self.healthy()
        finally:
            process.send_signal(signal.SIGCONT)
        self.assertEqual((1, ""), (code, out))
        self.assertIn("antwoordt niet op 127.0.0.1", err)

    def test_one_that_is_not_ready(self):
        self.house.start_gateway()
        shutil.copy(self.house.pki / "verlopen-server.pem", self.house.pki / "gateway-client.pem")
        code, out, err = self.healthy()
        self.assertEqual((1, ""), (code, out))
        self.assertRegex(err, "^de gateway is niet gereed: .*tls.client is verlopen")
        self.assertNotIn("{", err, "the reason, and not how it was told")

    def test_a_configuration_that_is_wrong(self):
        self.house.config.write_text("mode: [")
        self.assertEqual(2, self.healthy()[0])


if __name__ == "__main__":
    unittest.main()
