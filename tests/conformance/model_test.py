"""The generated descriptions of the model: fresh, and true of what the gateway really says, by a validator that is
not ours."""
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, MIRIAM, ROOT, House, kennisgeving, meting, wait_for  # noqa: E402

import jsonschema  # noqa: E402


def generated(form):
    return subprocess.run([GATEWAY, "model", form], check=True, capture_output=True, text=True).stdout


class Validators(dict):
    """A validator for each object type, by the schema that the gateway prints."""

    def __init__(self):
        self.schema = json.loads(generated("json-schema"))

    def __missing__(self, objecttype):
        one = self.schema | {"$ref": f"#/$defs/{objecttype}"}
        self[objecttype] = jsonschema.Draft202012Validator(one, format_checker=jsonschema.FormatChecker())
        return self[objecttype]


class Model(unittest.TestCase):
    def test_the_committed_files_are_fresh(self):
        for form, file in [("json-schema", "schemas/canonical/inburgering.schema.json"), ("xsd", "schemas/canonical/inburgering.xsd"), ("markdown", "docs/canonical-model.md")]:
            self.assertEqual((ROOT / file).read_text(), generated(form), f"{file} is stale: cmake --build --preset release --target model")

    def test_the_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(json.loads(generated("json-schema")))

    def test_everything_that_an_afnemer_receives_is_valid(self):
        house = House().start_all()
        self.addCleanup(house.close)
        house.notify("SS101")
        house.notify("SS102")
        house.notify("SS999")
        story = ROOT / "simulator/fixtures/verhaal"
        for file in sorted(story.glob("*.xml")):
            self.assertEqual(house.stuf(file.read_bytes()).status, 200)
        house.stuf(kennisgeving("W", '<BG:geboortedatum xsi:nil="true" StUF:noValue="waardeOnbekend"/>'))
        house.push("voortgangsmetingen", meting())
        house.enrol()
        house.push("aanwezigheid", (story / "5-aanwezigheid.json").read_bytes())
        wait_for(lambda: {"Attentiesignaal", "Aanwezigheid", "Inburgeringstermijn"} <= {event["data"]["objecttype"] for event in house.events()})
        validators = Validators()
        for event in house.events(derived=True):
            data = event["data"]
            validators[data["objecttype"]].validate(data["object"])
            self.assertEqual(data["bsn"], MIRIAM)

    def test_whatever_the_field_tables_allow_is_valid(self):
        tool = pathlib.Path(GATEWAY).parent / "random_objects"
        lines = subprocess.run([tool, "20"], check=True, capture_output=True, text=True).stdout.splitlines()
        validators = Validators()
        seen = set()
        for line in lines:
            one = json.loads(line)
            seen.add(one["objecttype"])
            validators[one["objecttype"]].validate(one["object"])
        self.assertEqual(len(lines), 20 * len(seen))
        self.assertGreater(len(seen), 40)

    def test_the_schema_refuses_what_is_not_valid(self):
        validator = Validators()["Examenonderdeel"]
        good = {"onderdeel": "KNM", "examendatum": "2026-10-06", "resultaat": None}
        self.assertTrue(validator.is_valid(good))
        self.assertTrue(validator.is_valid(good | {"resultaat": {"onbekendeCode": "Misschien"}}))
        for bad in ({"onderdeel": "KNM"}, good | {"examendatum": "2026-02-30"}, good | {"extra": 1}, good | {"resultaat": 3},
                    good | {"resultaat": {"onbekend": False}}, good | {"resultaat": "Misschien"}):
            self.assertFalse(validator.is_valid(bad), bad)


if __name__ == "__main__":
    unittest.main()
