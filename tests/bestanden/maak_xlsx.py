#!/usr/bin/env python3
"""Makes tests/bestanden/xlsx: workbooks as schools might send them, each with what the school is told of it beside it.

Of each CSV file here of which the subject is not CSV itself there is a sibling with the same cells, whose report is that of the CSV
file with places of a workbook; and there are those that only a workbook can be. Written with zipfile alone: no code of ours, and no
library that would mend what is wrong on purpose. The same bytes each time.
"""
import csv
import io
import pathlib
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

HERE = pathlib.Path(__file__).parent
OUT = HERE / "xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT = "http://purl.oclc.org/ooxml/"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
KOP = ["kenmerk", "gemeentecode", "bsn", "soort", "periodeVan", "periodeTot", "urenGevolgd"]
BSN = "999990639"
# Styles: 0 as it comes, 1 text, 2 a day (14), 3 a day of an own format, 4 a time of day, 5 hours that count on, 6 money with letters in quotes.
STYLES = (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="[$-413]dddd\\ d\\ mmmm\\ yyyy;@"/>'
          '<numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="&quot;dagen &quot;0.00"/></numFmts>'
          '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="49"/><xf numFmtId="14"/>'
          '<xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>')


def letters(column):
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class N:
    """A number, with a style."""

    def __init__(self, stored, style=0):
        self.stored, self.style = stored, style


class X:
    """A cell as it stands: its attributes, and what is in it."""

    def __init__(self, attributes, inside):
        self.attributes, self.inside = attributes, inside


class Book:
    def __init__(self, shared=True, numbered=True):
        self.sheets, self.strings, self.shared, self.numbered = [], [], shared, numbered

    def cell(self, column, row, value):
        at = f' r="{letters(column)}{row}"' if self.numbered else ""
        if isinstance(value, N):
            return f'<c{at} s="{value.style}"><v>{value.stored}</v></c>'
        if isinstance(value, X):
            return f"<c{at} {value.attributes}>{value.inside}</c>"
        if value == "":
            return "" if self.numbered else "<c/>"
        if not self.shared:
            return f'<c{at} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        if value not in self.strings:
            self.strings.append(value)
        return f'<c{at} t="s"><v>{self.strings.index(value)}</v></c>'

    def sheet(self, name, rows, state="", first=1, tail=""):
        data = ""
        for row, cells in enumerate(rows, first):
            at = f' r="{row}"' if self.numbered else ""
            data += f"<row{at}>" + "".join(self.cell(column, row, value) for column, value in enumerate(cells)) + "</row>"
        self.sheets.append((name, f'{HEAD}<worksheet xmlns="{MAIN}"><sheetFormatPr defaultRowHeight="15"/><sheetData>{data}</sheetData>{tail}</worksheet>', state))
        return self

    def parts(self, workbook_extra="", more_relations=""):
        relation = lambda number, kind, target: f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{target}"/>'  # noqa: E731
        relations = lambda inside: f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'  # noqa: E731
        tabs = "".join(f'<sheet name={quoteattr(name)} sheetId="{number}"{state and f" state={quoteattr(state)}"} r:id="rId{number}"/>' for number, (name, _, state) in enumerate(self.sheets, 1))
        parts = {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": relations(relation(1, "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">{workbook_extra}<sheets>{tabs}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations("".join(relation(number, "worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(self.sheets) + 1)) +
                                                    relation(90, "sharedStrings", "/xl/sharedStrings.xml") + relation(91, "styles", "styles.xml") + more_relations),
            "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">' + "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.strings) + "</sst>",
            "xl/styles.xml": STYLES}
        for number, (_, sheet, _) in enumerate(self.sheets, 1):
            parts[f"xl/worksheets/sheet{number}.xml"] = sheet
        return parts


def zipped(parts):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            book.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return into.getvalue()


def keep(name, content, *report):
    (OUT / f"{name}.xlsx").write_bytes(content if isinstance(content, bytes) else zipped(content))
    (OUT / f"{name}.verslag").write_text("".join(line + "\n" for line in report))


def row(kenmerk="A-1", gemeentecode="0518", bsn=BSN, soort="taalles", van="02-11-2026", tot="15-11-2026", uren="22,5"):
    return [kenmerk, gemeentecode, bsn, soort, van, tot, uren]


# Their subject is CSV: which mark parts the cells, quotes, the encoding, no text at all.
ONLY_CSV = {"leeg", "alleen-scheidingstekens", "komma", "tab", "utf-16", "windows-1252", "aanhalingsteken-niet-gesloten", "nulbyte", "xlsx", "sep-regel", "mac-cr", "excel-bom-crlf",
            "gemengde-regeleinden", "geen-laatste-regeleinde", "aanhalingstekens-in-aanhalingstekens"}


def siblings():
    made = 0
    for file in sorted(HERE.glob("*.csv")):
        resource, subject = file.name.split(".")[:2]
        if subject in ONLY_CSV:
            continue
        rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))
        names = {}
        for cells in rows:  # where each column stands: the first that is called so, in the header
            if len(set(cells) - {""}) > 2:
                names = {name.strip(): column for column, name in reversed(list(enumerate(cells)))}
                break

        again = {name.strip(): column for column, name in enumerate(cells)}

        def placed(line):
            found = re.match(r"rij (\d+)(?:, ([^:]*))?: (.*)$", line, re.S)
            if not found:
                return line
            number, column, told = found.groups()
            at = f"'Blad 1'!{letters((again if 'twee keer' in told else names)[column])}{number}" if column in names and "deze kolom ontbreekt" not in told else f"'Blad 1'!{number}:{number}"
            return f"{at}{', ' + column if column else ''}: {told}"

        keep(f"{resource}.{subject}", Book(shared=made % 2 == 0).sheet("Blad 1", rows).parts(), *map(placed, file.with_suffix(".verslag").read_text().splitlines()))
        made += 1
    return made


def typed():
    """What cells of their own types say."""
    keep("aanwezigheid.getypte-cellen", Book().sheet("Uren", [KOP, row("A-1", N("518"), N(BSN), van=N("46328", 2), tot=N("46341", 3), uren=N("22.300000000000001")),
                                                             row(N("12"), N("518.0"), N("9.99990639E8"), van=N("46328.5", 2), tot=N("46341", 2), uren=N("4")),
                                                             row("A-3", van=N("46328", 2), tot=N("46341", 2), uren=N("12.5", 6))]).parts(), "3 goed")
    keep("aanwezigheid.datums-sinds-1904", Book().sheet("Uren", [KOP, row(van=N("44866", 2), tot=N("44879", 2), uren=N("8"))]).parts('<workbookPr date1904="1"/>'), "1 goed")
    keep("aanwezigheid.datum-als-getal", Book().sheet("Uren", [KOP, row(van=N("46328"), tot=N("60", 2), uren=N("46328", 2)), row("A-2", van=N("-3", 2), tot=N("3000000", 2), uren=N("0.9375", 5)),
                                                              row("A-3", uren=N("-4"))]).parts(),
         "Uren!E2, periodeVan: dit is geen datum; schrijf hem als 31-12-2026", "Uren!F2, periodeTot: dit is geen datum; schrijf hem als 31-12-2026",
         "Uren!G2, urenGevolgd: dit is geen aantal uren; schrijf het als 12 of 12,5", "Uren!E3, periodeVan: dit is geen datum; schrijf hem als 31-12-2026",
         "Uren!F3, periodeTot: dit is geen datum; schrijf hem als 31-12-2026", "Uren!G3, urenGevolgd: dit is geen aantal uren; schrijf het als 12 of 12,5",
         "Uren!G4, urenGevolgd: dit is geen aantal uren; schrijf het als 12 of 12,5", "0 goed")
    keep("aanwezigheid.datum-volgens-iso", Book().sheet("Uren", [KOP, row(van=X('t="d"', "<v>2026-11-02T00:00:00</v>"), tot=X('t="d"', "<v>2026-11-15</v>"))]).parts(), "1 goed")
    keep("aanwezigheid.formules", Book().sheet("Uren", [KOP, row(uren=X("", "<f>SUM(H2:I2)</f><v>22.5</v>"), bsn=X('t="str"', f'<f>"{BSN}"</f><v>{BSN}</v>')),
                                                        row("A-2", uren=X('t="str"', '<f>IF(TRUE,"12,5","")</f><v>12,5</v>')), row("A-3", soort=X('t="str"', "<f>Tabel1[Kolom]</f><v>knm</v>"))]).parts(), "3 goed")
    keep("aanwezigheid.formules-zonder-uitkomst", Book().sheet("Uren", [KOP, row(uren=X("", "<f>SUM(H2:I2)</f>")), row("A-2", soort=X("", "<f>A1</f>")), row("A-3", uren=X('t="str"', '<f>""</f><v></v>'))]).parts(),
         "Uren!G2, urenGevolgd: van deze formule is geen uitkomst bewaard; open het bestand in Excel en sla het opnieuw op",
         "Uren!D3, soort: van deze formule is geen uitkomst bewaard; open het bestand in Excel en sla het opnieuw op", "Uren!G4, urenGevolgd: dit gegeven ontbreekt en is verplicht", "0 goed")
    told = "deze formule haalt haar uitkomst buiten het bestand; kopieer de cel en plak haar als waarde"
    outside = f'<Relationship Id="rId92" Type="{RELATION}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    keep("aanwezigheid.formules-naar-buiten", Book().sheet("Uren", [KOP, row(uren=X("", "<f>[1]Blad1!$A$1</f><v>22.5</v>")), row("A-2", uren=X("", "<f>'[2]Mijn blad'!B2*2</f><v>4</v>")),
                                                                   row("A-3", soort=X('t="str"', '<f>WEBSERVICE("https://example.org")</f><v>knm</v>')),
                                                                   row("A-4", uren=X("", '<f t="shared" ref="G5:G6" si="0">[1]Blad1!A5</f><v>4</v>')), row("A-5", uren=X("", '<f t="shared" si="0"/><v>4</v>'))]).parts("", outside) |
         {"xl/externalLinks/externalLink1.xml": f'{HEAD}<externalLink xmlns="{MAIN}"/>'},
         f"Uren!G2, urenGevolgd: {told}", f"Uren!G3, urenGevolgd: {told}", f"Uren!D4, soort: {told}", f"Uren!G5, urenGevolgd: {told}", f"Uren!G6, urenGevolgd: {told}", "0 goed")
    keep("aanwezigheid.fouten-van-excel", Book().sheet("Uren", [KOP, row(uren=X('t="e"', "<f>1/0</f><v>#DIV/0!</v>")), row(X('t="e"', "<v>#N/A</v>"))]).parts(),
         "Uren!G2, urenGevolgd: deze cel toont een fout van Excel; verbeter de formule, of typ de waarde",
         "Uren!A3, kenmerk: deze cel toont een fout van Excel; verbeter de formule, of typ de waarde", "0 goed")
    keep("signalen.waar-en-onwaar", Book().sheet("Blad1", [["kenmerk", "gemeentecode", "bsn", "datum", "soort", "toelichting"], ["S-1", "0518", BSN, N("46328", 2), "overig", X('t="b"', "<v>1</v>")]]).parts(), "1 goed")
    keep("aanwezigheid.opgemaakte-tekst", Book(shared=False).sheet("Uren", [KOP, row(X('t="inlineStr"', "<is><r><t>A-</t></r><r><rPr><b/></rPr><t>1</t></r><rPh sb=\"0\" eb=\"1\"><t>uitspraak</t></rPh></is>"),
                                                                                    soort=X('t="inlineStr"', "<is><t>knm_x000D_\n</t></is>"))]).parts(), "1 goed")


def arranged():
    """Sheets, and where on them things stand."""
    keep("aanwezigheid.tweede-blad", Book().sheet("Toelichting", [["Uren van november"], ["", "gemaakt door de administratie"]]).sheet("Uren", [KOP, row(uren="veel")]).parts(),
         "Uren!G2, urenGevolgd: dit is geen aantal uren; schrijf het als 12 of 12,5", "0 goed")
    keep("aanwezigheid.verborgen-blad", Book().sheet("Oud", [KOP, row(uren="oud")], state="hidden").sheet("Ouder", [KOP, row()], state="veryHidden").sheet("Nu", [KOP, row()]).parts(), "1 goed")
    keep("aanwezigheid.twee-bladen-met-rijen", Book().sheet("November", [KOP, row()]).sheet("December", [KOP, row("A-2")]).parts(),
         "bestand: op de bladen November en December staan allebei rijen; lever elk blad aan als een eigen bestand")
    keep("aanwezigheid.tweede-blad-alleen-kop", Book().sheet("November", [KOP, row()]).sheet("December", [KOP]).parts(), "1 goed")
    keep("aanwezigheid.ver-naar-beneden", Book().sheet("Jan's uren", [["", "Uren"] + [""] * 6, [""] + KOP, [""] + row(), [""] + row("A-2", tot="31-11-2026")], first=500).parts(),
         "'Jan''s uren'!G503, periodeTot: dit is geen datum; schrijf hem als 31-12-2026", "1 goed")
    keep("aanwezigheid.zonder-plaatsen", Book(numbered=False).sheet("Uren", [KOP, [], row(uren=""), row("A-2")]).parts(), "Uren!G3, urenGevolgd: dit gegeven ontbreekt en is verplicht", "1 goed")
    keep("aanwezigheid.ver-naar-rechts", Book().sheet("Uren", [KOP, row() + [""] * 300 + ["los"]]).parts(), "Uren!2:2: er staat een waarde in een kolom zonder naam", "0 goed")
    keep("aanwezigheid.leeg-blad", Book().sheet("Blad1", []).parts(), "bestand: het bestand is leeg")
    keep("aanwezigheid.geen-kop", Book().sheet("Blad1", [row(), row("A-2")]).parts(),
         "bestand: er is geen kopregel gevonden; zet boven de gegevens een regel met de namen van de kolommen: " + ", ".join(KOP) + ", urenGeoorloofdVerzuim, urenOngeoorloofdVerzuim")
    strict = {name: content.replace(MAIN, STRICT + "spreadsheetml/main").replace(RELATION, STRICT + "officeDocument/relationships") if isinstance(content, str) else content
              for name, content in Book().sheet("Uren", [KOP, row()]).parts().items()}
    keep("aanwezigheid.strict", strict, "1 goed")
    utf16 = Book(shared=False).sheet("Uren", [KOP, row("A-1")]).parts()
    utf16["xl/worksheets/sheet1.xml"] = utf16["xl/worksheets/sheet1.xml"].replace("UTF-8", "UTF-16").encode("utf-16")
    keep("aanwezigheid.xml-in-utf-16", utf16, "1 goed")


DAMAGED = "bestand: deze werkmap is beschadigd; open haar in Excel, sla haar opnieuw op en lever die aan"
TOO_LARGE = "bestand: deze werkmap wordt bij het uitpakken veel te groot; zet de rijen in een nieuwe, lege werkmap"


def compound(stream):
    """As much of the older container as tells what it is: its head, and a folder with the name of a stream."""
    folder = stream.encode("utf-16-le").ljust(64, b"\0") + len(stream.encode("utf-16-le")).to_bytes(2, "little") + b"\2\1" + b"\xff" * 60
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + folder.ljust(512, b"\0")


def refused():
    """What is no workbook that is taken."""
    good = Book().sheet("Uren", [KOP, row()]).parts()
    keep("aanwezigheid.met-macros", good | {"xl/vbaProject.bin": "x"}, "bestand: in deze werkmap zitten macro's (.xlsm); kies in Excel Opslaan als, Excel-werkmap (.xlsx)")
    keep("aanwezigheid.binaire-werkmap", good | {"xl/workbook.bin": "x"}, "bestand: dit is een binaire werkmap (.xlsb); kies in Excel Opslaan als, Excel-werkmap (.xlsx)")
    keep("aanwezigheid.met-wachtwoord", compound("EncryptedPackage"), "bestand: deze werkmap is met een wachtwoord beveiligd; haal dat eraf (Bestand, Info, Werkmap beveiligen) en sla haar opnieuw op")
    keep("aanwezigheid.van-voor-2007", compound("Workbook"), "bestand: dit is een bestand van Excel van voor 2007 (.xls); kies in Excel Opslaan als, Excel-werkmap (.xlsx)")
    keep("aanwezigheid.van-libreoffice", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}, "bestand: dit is een bestand van LibreOffice (.ods); kies Opslaan als, Excel 2007-365 (.xlsx)")
    document = {name: content.replace("<workbook", "<document").replace("</workbook", "</document") for name, content in good.items()}
    keep("aanwezigheid.een-brief", document, "bestand: dit is een document van Office, maar geen werkmap van Excel")
    keep("aanwezigheid.zip-met-foto", {"foto.jpg": "x"}, "bestand: dit is een zip-bestand en geen werkmap van Excel")
    keep("aanwezigheid.lege-zip", zipped({}), "bestand: dit is een zip-bestand en geen werkmap van Excel")
    keep("aanwezigheid.csv-die-xlsx-heet", (";".join(KOP) + "\r\n" + ";".join(row()) + "\r\n").encode(), "1 goed")
    whole = zipped(good)
    keep("aanwezigheid.afgebroken", whole[:len(whole) * 2 // 3], DAMAGED)
    keep("aanwezigheid.bits-om", whole[:600] + bytes(byte ^ 0x55 for byte in whole[600:620]) + whole[620:], DAMAGED)
    keep("aanwezigheid.naam-twee-keer", list(good.items()) + [("XL/worksheets/sheet1.xml", good["xl/worksheets/sheet1.xml"])], DAMAGED)
    keep("aanwezigheid.tekst-die-er-niet-is", good | {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>'}, DAMAGED)
    keep("aanwezigheid.rijen-door-elkaar", good | {"xl/worksheets/sheet1.xml": good["xl/worksheets/sheet1.xml"].replace('<row r="2">', '<row r="1">')}, DAMAGED)
    keep("aanwezigheid.met-doctype", good | {"xl/worksheets/sheet1.xml": good["xl/worksheets/sheet1.xml"].replace("<worksheet", '<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet')}, DAMAGED)
    keep("aanwezigheid.blad-dat-er-niet-is", {name: content for name, content in good.items() if "sheet1" not in name}, DAMAGED)
    keep("aanwezigheid.zip-bom", good | {"xl/worksheets/sheet1.xml": good["xl/worksheets/sheet1.xml"].replace("</sheetData>", " " * 40_000_000 + "</sheetData>")}, TOO_LARGE)
    keep("aanwezigheid.diep-genest", good | {"xl/worksheets/sheet1.xml": good["xl/worksheets/sheet1.xml"].replace("</sheetData>", "<a>" * 100 + "</a>" * 100 + "</sheetData>")}, DAMAGED)


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    count = siblings()
    typed()
    arranged()
    refused()
    print(f"{count} siblings, {len(list(OUT.glob('*.xlsx')))} workbooks")
