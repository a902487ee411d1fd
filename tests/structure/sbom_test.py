"""The bill of materials (CycloneDX 1.5) says all that the programs are made of: judged by what the standard requires of its
fields (CycloneDX 1.5 JSON reference, written down here by ourselves) and against what the loader and the compiler really took."""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("INBURGERING_BIN", ROOT / "build/release/bin"))
BOM = BIN.parent / "inburgering-gateway.cdx.json"
PROGRAMS = ("inburgering-gateway", "keten-simulator")

TEXT = {"type": "string", "minLength": 1}
PURL = re.compile(r"pkg:(deb/debian/(?:[a-z0-9.+-]|%[0-9A-F]{2})+@[A-Za-z0-9.+:~%-]+\?arch=(amd64|arm64|all)&distro=debian-\d+(&upstream=\S+)?"
                  r"|npm/(%40[a-z0-9-]+/)?[a-z0-9.-]+@\d+\.\d+\.\d+\S*)")
COMPONENT = {
    "type": "object",
    "required": ["type", "name", "bom-ref", "version"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver",
                          "firmware", "file", "machine-learning-model", "data"]},
        "bom-ref": TEXT, "group": TEXT, "name": TEXT, "version": TEXT, "purl": TEXT,
        "scope": {"enum": ["required", "optional", "excluded"]},
        "hashes": {"type": "array", "items": {
            "type": "object", "required": ["alg", "content"], "additionalProperties": False,
            "properties": {"alg": {"enum": ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"]},
                           "content": {"pattern": "^([a-f0-9]{32}|[a-f0-9]{40}|[a-f0-9]{64}|[a-f0-9]{96}|[a-f0-9]{128})$"}}}},
        # Licences one by one, or one expression and nothing beside it.
        "licenses": {"oneOf": [
            {"type": "array", "minItems": 1, "items": {
                "type": "object", "required": ["license"], "additionalProperties": False,
                "properties": {"license": {"oneOf": [
                    {"type": "object", "required": ["id"], "additionalProperties": False, "properties": {"id": TEXT}},
                    {"type": "object", "required": ["name"], "additionalProperties": False, "properties": {"name": TEXT}}]}}}},
            {"type": "array", "minItems": 1, "maxItems": 1, "items": {
                "type": "object", "required": ["expression"], "additionalProperties": False, "properties": {"expression": TEXT}}}]},
        "externalReferences": {"type": "array", "items": {"type": "object", "required": ["url", "type"]}},
        "evidence": {"type": "object", "additionalProperties": False, "properties": {"occurrences": {
            "type": "array", "minItems": 1, "items": {"type": "object", "required": ["location"], "properties": {"location": TEXT}}}}},
        "properties": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["name", "value"], "properties": {"name": TEXT, "value": TEXT}}},
    },
}
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["bomFormat", "specVersion", "version", "metadata", "components", "dependencies"],
    "additionalProperties": False,
    "properties": {
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.5"},
        "serialNumber": {"pattern": "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"},
        "version": {"type": "integer", "minimum": 1},
        "metadata": {"type": "object", "required": ["component"], "additionalProperties": False,
                     "properties": {"component": COMPONENT, "timestamp": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}}},
        "components": {"type": "array", "minItems": 1, "uniqueItems": True, "items": COMPONENT},
        "dependencies": {"type": "array", "uniqueItems": True, "items": {
            "type": "object", "required": ["ref", "dependsOn"], "additionalProperties": False,
            "properties": {"ref": TEXT, "dependsOn": {"type": "array", "uniqueItems": True, "items": TEXT}}}},
    },
}


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


@unittest.skipUnless(BOM.exists(), "made by the release preset alone")
class Sbom(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bom = json.loads(BOM.read_text(encoding="utf-8"))
        cls.all = [cls.bom["metadata"]["component"], *cls.bom["components"]]
        cls.by_ref = {each["bom-ref"]: each for each in cls.all}
        cls.depends = {each["ref"]: each["dependsOn"] for each in cls.bom["dependencies"]}

    def where(self, how):
        return {place["location"] for each in self.all if each.get("scope") == "required"
                and {"name": "inburgering:hoe", "value": how} in each.get("properties", [])
                for place in each.get("evidence", {}).get("occurrences", [])}

    def test_has_what_the_standard_requires(self):
        jsonschema.validate(self.bom, SCHEMA)
        self.assertEqual(len(self.all), len(self.by_ref), "a bom-ref names one component")
        for ref, others in self.depends.items():
            self.assertIn(ref, self.by_ref)
            self.assertLessEqual(set(others), set(self.by_ref), f"what {ref} depends on stands in the bill")
            self.assertNotIn(ref, others)

    def test_the_check_itself_sees_what_is_wrong(self):
        def broken(change):
            copy = json.loads(json.dumps(self.bom))
            change(copy)
            with self.assertRaises(jsonschema.ValidationError):
                jsonschema.validate(copy, SCHEMA)
        broken(lambda bom: bom.pop("bomFormat"))
        broken(lambda bom: bom.update(version="1"))
        broken(lambda bom: bom["components"][3].pop("name"))
        broken(lambda bom: bom["components"][3].update(type="bibliotheek"))
        broken(lambda bom: bom["components"][3].update(licenses=[{"expression": "MIT"}, {"expression": "ISC"}]))
        broken(lambda bom: bom["metadata"]["component"]["hashes"][0].update(content="abc"))

    def test_names_each_component_as_scanners_know_it(self):
        for component in self.all:
            if component["type"] == "library":
                self.assertRegex(component["purl"], PURL)
                self.assertTrue(PURL.fullmatch(component["purl"]), component["purl"])

    def test_the_licence_of_each_is_known_and_told_to_fit_ours(self):
        told = (ROOT / "docs/licenties.md").read_text()
        for component in self.all:
            self.assertIn("licenses", component, f"{component['name']}: scripts/sbom must know its licence (BY_HAND)")
            for licence in component["licenses"]:
                name = licence.get("expression") or licence["license"].get("id") or licence["license"]["name"]
                self.assertIn(f"| `{name}` |", told, f"{component['name']}: look whether {name} fits EUPL-1.2, and say so in docs/licenties.md")
        for program in PROGRAMS:
            self.assertEqual(self.by_ref[program]["licenses"], [{"license": {"id": "EUPL-1.2"}}])
        self.assertTrue((ROOT / "LICENSE").read_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2"))

    def test_holds_the_hash_of_each_program(self):
        for program in PROGRAMS:
            told = self.by_ref[program]["hashes"][0]
            self.assertEqual(("SHA-256", hashlib.sha256((BIN / program).read_bytes()).hexdigest()), (told["alg"], told["content"]))

    def test_nothing_that_is_linked_is_missing(self):
        told = self.where("gekoppeld")
        for program in PROGRAMS:
            loaded = re.findall(r"(/\S+) \(0x", run("ldd", BIN / program))
            direct = re.findall(r"\(NEEDED\).*\[(.+)\]", run("readelf", "-d", "-W", BIN / program))
            self.assertGreater(len(loaded), 10)
            self.assertEqual(set(), {os.path.realpath(each) for each in loaded} - told)
            names = {os.path.basename(each): os.path.realpath(each) for each in loaded}
            # Whoever the program itself names stands with it, by the package that dpkg names.
            mine = {place["location"] for ref in self.depends[program] for place in self.by_ref[ref].get("evidence", {}).get("occurrences", [])}
            self.assertEqual(set(), {name for name in direct if names[name] not in mine})

    def test_versions_are_those_of_the_packages_that_are_there(self):
        for component in self.all:
            if component.get("purl", "").startswith("pkg:deb/"):
                self.assertEqual(run("dpkg-query", "-W", "-f", "${Version}", component["name"]), component["version"], component["name"])

    def test_libraries_of_headers_alone_and_static_ones_are_there(self):
        headers = self.where("kopbestanden")
        for library in ("/usr/include/boost/beast", "/usr/include/boost/asio", "/usr/include/CLI", "/usr/include/spdlog", "/usr/include/date"):
            self.assertIn(library, headers)
        self.assertTrue(any(each.endswith("/crti.o") for each in self.where("statisch")))
        # Each include of our own sources that is of elsewhere is of a package that is told.
        packages = {each["name"] for each in self.all}
        self.assertLessEqual({"libboost1.81-dev", "libcli11-dev", "libspdlog-dev", "libstdc++-12-dev", "libssl3", "libsqlite3-0"}, packages)

    def test_the_pages_and_what_builds_them_are_there(self):
        lock = json.loads((ROOT / "monitor/package-lock.json").read_text())["packages"]
        wanted = {f"{path.rsplit('node_modules/', 1)[1]}@{entry['version']}" for path, entry in lock.items() if path and not entry.get("dev")}
        told = {f"{each['group'] + '/' if 'group' in each else ''}{each['name']}@{each['version']}": each
                for each in self.all if each.get("purl", "").startswith("pkg:npm/")}
        self.assertLessEqual(wanted, {name for name, each in told.items() if each["scope"] == "required"})
        self.assertIn("pkg:npm/lit@" + lock["node_modules/lit"]["version"], self.depends["inburgering-gateway"])
        self.assertEqual({"excluded"}, {each["scope"] for name, each in told.items() if name.startswith(("vite@", "typescript@", "esbuild@"))})

    def test_the_compiler_is_there(self):
        tools = {each["name"] for each in self.all if each.get("scope") == "excluded"}
        self.assertTrue(any(re.fullmatch(r"g\+\+-\d+|clang-\d+", each) for each in tools), tools)

    def test_is_the_same_when_it_is_made_again(self):
        environment = {**os.environ, "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
        environment.pop("SOURCE_DATE_EPOCH", None)
        again = subprocess.run([sys.executable, ROOT / "scripts/sbom", "--build", BIN.parent], check=True, capture_output=True, env=environment)
        self.assertEqual(BOM.read_bytes(), again.stdout)
        self.assertNotIn(str(ROOT).encode(), again.stdout, "no place of the build")
        dated = subprocess.run([sys.executable, ROOT / "scripts/sbom", "--build", BIN.parent], check=True, capture_output=True,
                               env={**environment, "SOURCE_DATE_EPOCH": "1700000000"})
        self.assertEqual("2023-11-14T22:13:20Z", json.loads(dated.stdout)["metadata"]["timestamp"])


if __name__ == "__main__":
    unittest.main()
