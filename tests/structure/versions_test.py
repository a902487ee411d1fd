"""What others build on has a version: the canonical model and each API. Nothing that was published changes without one.

Of each version that was released the schema or contract is kept, in schemas/canonical/versies and schemas/openapi/versies;
this compares the newest of them with what the program says now, and each with the one before. With --keep it writes what
is kept of the newest version, as long as CHANGELOG.md says that the release it belongs to is not out;
`cmake --build --preset release --target model` does that.
"""
import functools
import json
import pathlib
import re
import shutil
import sys
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CANONICAL = ROOT / "schemas/canonical"
CONTRACTS = ROOT / "schemas/openapi"
FILES = ("inburgering.schema.json", "inburgering.xsd")
CHANGELOG = ROOT / "CHANGELOG.md"
NOT_OUT = "nog niet uitgebracht"
# How CHANGELOG.md calls them.
APIS = {"taalschool": "Taalschool-API", "gemeente": "Gemeente-API", "beheer": "Beheer-API"}

# Words for readers, and names of the moment: no program goes by them.
WORDS = {"description", "x-bron", "summary", "examples", "example", "title", "tags", "contact", "license"}
# Keywords that forbid something which was allowed before.
LIMITS = {"pattern", "format", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "additionalProperties", "const", "multipleOf"}


@functools.cache
def read(file):
    return yaml.load(file.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def flat(value, at="", named=False):
    """Pointer → value of all that a program goes by. Lists of words are sets: their order says nothing."""
    if isinstance(value, dict):
        yield at + "/", None
        for name, inner in value.items():
            # A property may be called "description".
            if named or name not in WORDS and not (at == "/info" and name == "version"):
                yield from flat(inner, f"{at}/{name}", name in ("properties", "$defs", "schemas", "responses", "paths") and not named)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            name = inner.get("name", json.dumps(inner, sort_keys=True)) if isinstance(inner, dict) else inner
            yield from flat(inner if isinstance(inner, dict) else None, f"{at}[{name}]")
    else:
        yield at, value


def differences(before, after):
    """What came by, and what went or came to mean something else."""
    before, after = dict(flat(before)), dict(flat(after))
    gone = sorted(pointer for pointer in before if pointer not in after)
    other = sorted(pointer for pointer in before if pointer in after and before[pointer] != after[pointer])
    added = sorted(pointer for pointer in after if pointer not in before)
    # A new thing may have limits from its birth; an old one that gets them refuses what it took.
    born = set(added)
    owner = lambda pointer: re.sub(r"/required\[[^\]]*\]$|/[^/]+$", "", pointer) + "/"
    stricter = [pointer for pointer in added if owner(pointer) not in born and
                (pointer.rsplit("/", 1)[-1] in LIMITS or re.search(r"/required(\[[^\]]*\])?$", pointer))]
    return [pointer for pointer in added if pointer not in stricter], gone + other + stricter


def table():
    """The versions of the model, of mapping/versions/versions.h."""
    return re.findall(r'Version\{(\d+), "(\d+\.\d+)", "([\d-]+)", "([\d-]*)"\}', (ROOT / "mapping/versions/versions.h").read_text())


def minors(major):
    """The kept versions of one major, oldest first."""
    return sorted((folder.name for folder in (CANONICAL / "versies").iterdir() if folder.name.split(".")[0] == major), key=lambda name: int(name.split(".")[1]))


def api_version(name):
    return read(CONTRACTS / f"{name}.yaml")["info"]["version"]


def kept_contracts(name):
    return sorted((file for file in (CONTRACTS / "versies").glob(f"{name}-*.yaml")), key=lambda file: [int(part) for part in file.stem.split("-")[1].split(".")])


def sections():
    """Heading → text of CHANGELOG.md."""
    parts = re.split(r"^## (.*)$", CHANGELOG.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def section_of(version):
    """The heading under which a version is told first."""
    return next((heading for heading, text in reversed(sections().items()) if version in text), None)


def is_out(version):
    return NOT_OUT not in (section_of(version) or "")


def advice(what, version, added, broken, raise_minor, raise_major):
    if not is_out(version):
        return f"\n{what} changed, and is not out yet: cmake --build --preset release --target model keeps what it is now."
    text = f"\n{what} is not what was published of this version.\n"
    for pointer in (broken or added)[:20]:
        text += f"  {'went, or means something else' if broken else 'came by'}: {pointer}\n"
    return text + (raise_major if broken else raise_minor)


class Versions(unittest.TestCase):
    maxDiff = None

    def test_the_model_is_what_is_kept_of_its_version(self):
        newest = table()[-1][1]
        major, minor = newest.split(".")
        for file in FILES:
            self.assertTrue((CANONICAL / "versies" / newest / file).exists(), f"nothing is kept of {newest}: --target model")
        kept = json.loads((CANONICAL / "versies" / newest / FILES[0]).read_text())
        now = json.loads((CANONICAL / FILES[0]).read_text())
        added, broken = differences(kept, now)
        self.assertFalse(added or broken, advice(
            f"The canonical model {newest}", f"Canoniek model {newest}", added, broken,
            f"Raise the minor: \"{major}.{int(minor) + 1}\" in mapping/versions/versions.h, tell afnemers in CHANGELOG.md (Canoniek model {major}.{int(minor) + 1}), and "
            "cmake --build --preset release --target model.",
            f"Raise the version: a row {int(major) + 1} in mapping/versions/versions.h, a day at least a year ahead as told_until of {major}, a namen.json in "
            f"schemas/canonical/versies/{newest} with what is called otherwise, what an afnemer must do in CHANGELOG.md (Canoniek model {int(major) + 1}.0), and "
            "cmake --build --preset release --target model."))

    def test_a_minor_only_adds(self):
        for number, *_ in table():
            kept = minors(number)
            for before, after in zip(kept, kept[1:]):
                one, other = (json.loads((CANONICAL / "versies" / name / FILES[0]).read_text()) for name in (before, after))
                self.assertEqual(differences(one, other)[1], [], f"{after} takes away what {before} has: that asks for version {int(number) + 1}")

    def test_of_each_version_but_the_newest_it_is_kept_what_the_next_calls_otherwise(self):
        versions = [model for _, model, *_ in table()]
        for model in versions:
            self.assertEqual((CANONICAL / "versies" / model / "namen.json").exists(), model != versions[-1], model)
            self.assertEqual(model, minors(model.split(".")[0])[-1], f"of {model} a later minor is kept")
        for before, after in zip(versions, versions[1:]):
            one, other = (json.loads((CANONICAL / "versies" / name / FILES[0]).read_text())["$defs"] for name in (before, after))
            names = json.loads((CANONICAL / "versies" / before / "namen.json").read_text())
            for objecttype, fields in names["velden"].items():
                for new, old in fields.items():
                    self.assertIn(new, other[objecttype]["properties"])
                    self.assertIn(old, one[objecttype]["properties"])
            for codes, renamed in names["codes"].items():
                for new, old in renamed.items():
                    self.assertIn(new, other[codes]["enum"])
                    self.assertIn(old, one[codes]["enum"])

    def test_each_contract_is_what_is_kept_of_its_version(self):
        for name in APIS:
            with self.subTest(name):
                version = api_version(name)
                major, minor, _ = (int(part) for part in version.split("."))
                kept = CONTRACTS / "versies" / f"{name}-{version}.yaml"
                self.assertTrue(kept.exists(), f"nothing is kept of {name} {version}: --target model")
                added, broken = differences(*(read(file) for file in (kept, CONTRACTS / f"{name}.yaml")))
                self.assertFalse(added or broken, advice(
                    f"The contract of {name} {version}", f"{APIS[name]} {version}", added, broken,
                    f"Raise it to {major}.{minor + 1}.0 in gateway/openapi/build.h, tell it in CHANGELOG.md, and cmake --build --preset release --target model.",
                    f"That breaks who built on it. Keep what there was; or make version {major + 1} of it beside this one, with addresses of its own (/{name}/v{major + 1})."))
                before = kept_contracts(name)
                for one, other in zip(before, before[1:]):
                    gone = [pointer for pointer in differences(*(read(file) for file in (one, other)))[1]]
                    self.assertEqual(gone, [], f"{other.name} takes away what {one.name} has")

    def test_each_version_is_told_of(self):
        told = [f"Canoniek model {model}" for _, model, *_ in table()] + [f"{title} {api_version(name)}" for name, title in APIS.items()]
        for version in told:
            self.assertTrue(section_of(version), f"CHANGELOG.md does not speak of {version}")

    def test_the_newest_release_is_the_version_of_the_project(self):
        version = re.search(r"project\(\S+ VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
        self.assertTrue(next(iter(sections())).startswith(version + " "), f"the first heading of CHANGELOG.md is that of {version}")


class Differences(unittest.TestCase):
    """The judge is judged: it sees what breaks, and lets pass what only adds."""
    MODEL = {"$defs": {"Pip": {"description": "een", "properties": {"dag": {"type": "string", "format": "date"}, "route": {"$ref": "#/$defs/Route"}}, "required": ["dag"]},
                       "Route": {"enum": ["B1", "Z"]}}}

    def judged(self, change):
        after = json.loads(json.dumps(self.MODEL))
        change(after["$defs"])
        return tuple(bool(each) for each in differences(self.MODEL, after))

    def test_what_adds(self):
        for change in (lambda model: model.update(Klok={"properties": {"klok": {"type": "string", "pattern": "x"}}, "required": ["klok"]}),
                       lambda model: model["Pip"]["properties"].update(nieuw={"type": "string", "maxLength": 3}),
                       lambda model: model["Route"]["enum"].append("O")):
            self.assertEqual(self.judged(change), (True, False))

    def test_what_breaks(self):
        for change in (lambda model: model.pop("Route"), lambda model: model["Pip"]["properties"].pop("route"), lambda model: model["Route"]["enum"].remove("Z"),
                       lambda model: model["Pip"]["properties"]["dag"].update(type="integer"), lambda model: model["Pip"]["properties"]["dag"].update(maxLength=3),
                       lambda model: model["Pip"]["required"].append("route"), lambda model: model["Pip"]["required"].remove("dag")):
            self.assertTrue(self.judged(change)[1])

    def test_what_is_nothing(self):
        for change in (lambda model: model["Pip"].update(description="twee"), lambda model: model["Route"]["enum"].reverse()):
            self.assertEqual(self.judged(change), (False, False))


def keep():
    """Writes what is kept of what is not out yet; the rest stays as it is."""
    newest = table()[-1][1]
    if not is_out(f"Canoniek model {newest}"):
        folder = CANONICAL / "versies" / newest
        folder.mkdir(parents=True, exist_ok=True)
        for file in FILES:
            shutil.copyfile(CANONICAL / file, folder / file)
    for name, title in APIS.items():
        version = api_version(name)
        if not is_out(f"{title} {version}"):
            shutil.copyfile(CONTRACTS / f"{name}.yaml", CONTRACTS / "versies" / f"{name}-{version}.yaml")


if __name__ == "__main__":
    if sys.argv[1:] == ["--keep"]:
        keep()
    else:
        unittest.main()
