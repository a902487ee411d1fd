#include "adapters/xlsx/write.h"

#include "adapters/xlsx/package.h"
#include "adapters/xlsx/value.h"
#include "schemas/xml/document.h"

namespace inburgering::adapters::xlsx {
namespace {

using schemas::xml::escape;

constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view main_ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view relation_ns =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view package_ns = "http://schemas.openxmlformats.org/package/2006/";
constexpr std::string_view type_ns = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

std::string text_of(auto... pieces) {
  std::string text;
  ((text += pieces), ...);
  return text;
}

std::string number(std::size_t n) { return std::to_string(n); }

std::string relationship(std::size_t id, std::string_view kind, std::string_view target) {
  return text_of("<Relationship Id=\"rId", number(id), "\" Type=\"", relation_ns, "/", kind, "\" Target=\"",
                 target, "\"/>");
}

std::string relationships(const std::string& all) {
  return text_of(head, "<Relationships xmlns=\"", package_ns, "relationships\">", all, "</Relationships>");
}

/// In the order of Style.
std::string styles() {
  constexpr std::string_view xf = "<xf numFmtId=\"";
  constexpr std::string_view of_all = "\" fillId=\"0\" borderId=\"0\" xfId=\"0\" ";
  constexpr std::string_view top = "><alignment vertical=\"top\" wrapText=\"1\"/></xf>";
  return text_of(
      head, "<styleSheet xmlns=\"", main_ns, "\">",
      "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
      "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
      "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
      "<fill><patternFill patternType=\"gray125\"/></fill>"
      "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFDDE8F3\"/></patternFill></fill></fills>"
      "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
      "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
      "<cellXfs count=\"7\">",
      xf, "0\" fontId=\"0", of_all, "/>", xf, "49\" fontId=\"0", of_all, "applyNumberFormat=\"1\"/>", xf,
      "14\" fontId=\"0", of_all, "applyNumberFormat=\"1\"/>", xf, "2\" fontId=\"0", of_all,
      "applyNumberFormat=\"1\"/>", xf, "49\" fontId=\"1", of_all, "applyFont=\"1\"/>", xf,
      "49\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\"/>", xf,
      "0\" fontId=\"0", of_all, "applyAlignment=\"1\"", top,
      "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
      "</styleSheet>");
}

std::string style_of(Style style) { return number(static_cast<std::size_t>(style)); }

std::string columns_of(const NewSheet& sheet) {
  if (sheet.columns.empty()) return {};
  std::string text = "<cols>";
  for (std::size_t i = 0; i < sheet.columns.size(); ++i)
    text += text_of("<col min=\"", number(i + 1), "\" max=\"", number(i + 1), "\" width=\"",
                    std::to_string(sheet.columns[i].width), "\" style=\"", style_of(sheet.columns[i].style),
                    "\" customWidth=\"1\"/>");
  return text + "</cols>";
}

std::string rows_of(const NewSheet& sheet) {
  std::string text = "<sheetData>";
  for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
    text += "<row r=\"" + number(row + 1) + "\">";
    for (std::size_t i = 0; i < sheet.rows[row].size(); ++i) {
      const auto& cell = sheet.rows[row][i];
      text += text_of("<c r=\"", column_name(static_cast<int>(i)), number(row + 1), "\" s=\"",
                      style_of(cell.style), "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">",
                      escape(cell.text), "</t></is></c>");
    }
    text += "</row>";
  }
  return text + "</sheetData>";
}

std::string validations_of(const NewSheet& sheet) {
  constexpr std::string_view last_row = "10000";
  std::string all;
  std::size_t count = 0;
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    const auto& column = sheet.columns[i];
    if (column.hint.empty() && column.choices.empty()) continue;
    ++count;
    const auto name = column_name(static_cast<int>(i));
    all += text_of(
        "<dataValidation type=\"", column.choices.empty() ? "none" : "list",
        "\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" errorTitle=\"Kies uit de lijst\" "
        "error=\"Dit staat niet in de lijst.\" promptTitle=\"",
        escape(column.title), "\" prompt=\"", escape(column.hint), "\" sqref=\"", name, "2:", name, last_row,
        "\">", column.choices.empty() ? "" : "<formula1>" + escape(column.choices) + "</formula1>",
        "</dataValidation>");
  }
  return count == 0 ? "" : "<dataValidations count=\"" + number(count) + "\">" + all + "</dataValidations>";
}

std::string sheet_part(const NewSheet& sheet) {
  return text_of(head, "<worksheet xmlns=\"", main_ns, "\"><sheetViews><sheetView workbookViewId=\"0\">",
                 sheet.keeps_first_row_in_sight
                     ? "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                     : "",
                 "</sheetView></sheetViews>", columns_of(sheet), rows_of(sheet), validations_of(sheet),
                 "</worksheet>");
}

}  // namespace

std::string write(const std::vector<NewSheet>& sheets) {
  std::string types, named, tabs;
  std::vector<std::pair<std::string, std::string>> parts;
  const auto override_of = [](std::string_view name, std::string_view kind) {
    return text_of("<Override PartName=\"/xl/", name, ".xml\" ContentType=\"", type_ns, kind, "+xml\"/>");
  };
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const auto id = number(i + 1);
    types += override_of("worksheets/sheet" + id, "worksheet");
    named += relationship(i + 1, "worksheet", "worksheets/sheet" + id + ".xml");
    tabs += text_of("<sheet name=\"", escape(sheets[i].name), "\" sheetId=\"", id, "\"",
                    sheets[i].hidden ? " state=\"hidden\"" : "", " r:id=\"rId", id, "\"/>");
  }
  parts.emplace_back(
      "[Content_Types].xml",
      text_of(head, "<Types xmlns=\"", package_ns,
              "content-types\"><Default Extension=\"rels\" "
              "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
              "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
              override_of("workbook", "sheet.main"), override_of("styles", "styles"), types, "</Types>"));
  parts.emplace_back("_rels/.rels", relationships(relationship(1, "officeDocument", "xl/workbook.xml")));
  parts.emplace_back(
      "xl/workbook.xml",
      text_of(head, "<workbook xmlns=\"", main_ns, "\" xmlns:r=\"", relation_ns,
              "\"><bookViews><workbookView/></bookViews><sheets>", tabs, "</sheets></workbook>"));
  parts.emplace_back("xl/_rels/workbook.xml.rels",
                     relationships(named + relationship(sheets.size() + 1, "styles", "styles.xml")));
  parts.emplace_back("xl/styles.xml", styles());
  for (std::size_t i = 0; i < sheets.size(); ++i)
    parts.emplace_back("xl/worksheets/sheet" + number(i + 1) + ".xml", sheet_part(sheets[i]));
  return pack(parts);
}

}  // namespace inburgering::adapters::xlsx
