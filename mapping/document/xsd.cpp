#include <map>
#include <utility>

#include "mapping/document/kinds.h"
#include "mapping/document/model.h"
#include "mapping/document/walk.h"
#include "schemas/record/xml_record.h"
#include "schemas/xml/document.h"

namespace inburgering::mapping::document {
namespace {

using schemas::xml::escape;

std::string documented(std::string_view text) {
  return "<xs:annotation><xs:documentation xml:lang=\"nl\">" + escape(text) +
         "</xs:documentation></xs:annotation>";
}

std::string attribute(std::string_view name, std::string_view type) {
  return "<xs:attribute name=\"" + std::string(name) + "\" type=\"" + std::string(type) + "\"/>";
}

/// A complex type that holds a simple one, and the attributes with which it may say that it is empty.
std::string emptiable(const std::string& name, const std::string& base, const std::string& attributes) {
  return "  <xs:complexType name=\"" + name + "\"><xs:simpleContent><xs:extension base=\"" + base + "\">" +
         attributes + "</xs:extension></xs:simpleContent></xs:complexType>\n";
}

/// The types of the schema, made as fields ask for them.
class Types {
 public:
  /// The name of the type of an element that holds `simple` or says why it is empty.
  std::string stated(const SimpleType& simple) {
    define(simple);
    const auto name = "Mogelijk" + simple.name;
    emptiable_.try_emplace(
        name, emptiable(name, simple.name,
                        simple.is_code ? attribute("reden", "RedenCode") + attribute("code", "Tekst")
                                       : attribute("reden", "Reden")));
    return name;
  }

  /// The name of the type of a required element. A code may still be one that is not in its list.
  std::string required(const SimpleType& simple) {
    define(simple);
    if (!simple.is_code) return simple.name;
    const auto name = "Verplicht" + simple.name;
    emptiable_.try_emplace(
        name, emptiable(name, simple.name, attribute("reden", "OnbekendeCode") + attribute("code", "Tekst")));
    return name;
  }

  std::string text() const {
    std::string all;
    for (const auto& [name, definition] : simple_)
      all += "  <xs:simpleType name=\"" + name + "\">" + definition + "</xs:simpleType>\n";
    for (const auto& [name, definition] : emptiable_) all += definition;
    return all;
  }

 private:
  void define(const SimpleType& simple) { simple_.try_emplace(simple.name, simple.definition); }

  std::map<std::string, std::string> simple_{
      {"Tekst", R"(<xs:restriction base="xs:string"/>)"},
      {"Dag", Kind<schemas::Day>::xsd({}).definition}};  // the incomplete day builds on it
  std::map<std::string, std::string> emptiable_;
};

template <class Member, class Field>
std::string element(const Field& field, Types& types) {
  using Value = ValueOf<Field>;
  std::string type;
  bool nillable = schemas::is_stated<Member>;
  if constexpr (schemas::Described<Value>) {
    type = schemas::fields<Value>.name;
  } else {
    const auto simple = Kind<Value>::xsd(field.limits);
    type = nillable ? types.stated(simple) : types.required(simple);
    nillable = nillable || simple.is_code;
  }
  return "      <xs:element name=\"" + std::string(field.name) + "\" type=\"" + type + "\"" +
         (nillable ? " nillable=\"true\"" : "") + (schemas::may_be_absent<Member> ? " minOccurs=\"0\"" : "") +
         ">" + documented(field.description) + "</xs:element>\n";
}

template <class T>
std::string complex_type(Types& types) {
  const std::string name(schemas::fields<T>.name);
  std::string elements;
  schemas::for_each_field<T>(
      [&]<class Field>(const Field& field) { elements += element<MemberOf<Field>>(field, types); });
  return "  <xs:complexType name=\"" + name + "\">\n    " + documented(schemas::fields<T>.about.text) +
         "\n    <xs:all>\n" + elements + "    </xs:all>\n    " + attribute("reden", "Reden") +
         "\n  </xs:complexType>\n";
}

std::string enumeration(std::initializer_list<std::string_view> values) {
  std::string text = R"(<xs:restriction base="xs:string">)";
  for (const auto value : values) text += "<xs:enumeration value=\"" + escape(value) + "\"/>";
  return text + "</xs:restriction>";
}

std::string simple_type(std::string_view name, const std::string& definition) {
  return "  <xs:simpleType name=\"" + std::string(name) + "\">" + definition + "</xs:simpleType>\n";
}

/// What a subscriber to canonical XML receives: one object, and what an event tells of it besides.
std::string event_type() {
  const auto text = [](std::string_view name, std::string_view occurs = "") {
    return "    <xs:element name=\"" + std::string(name) + "\" type=\"xs:string\"" + std::string(occurs) +
           "/>\n";
  };
  constexpr std::string_view maybe = R"( minOccurs="0")";
  return "  <xs:element name=\"Data\"><xs:complexType><xs:sequence>\n" + text("bsn", maybe) +
         text("vNummer", maybe) + text("gemeente") + text("objecttype") +
         text("gewijzigd", R"( minOccurs="0" maxOccurs="unbounded")") +
         "    <xs:element name=\"bron\" minOccurs=\"0\"><xs:complexType><xs:sequence>\n" + text("feed") +
         text("bericht", maybe) + text("moment", maybe) +
         "    </xs:sequence></xs:complexType></xs:element>\n"
         "    <xs:element name=\"object\"><xs:complexType><xs:sequence><xs:any "
         "namespace=\"##targetNamespace\" "
         "processContents=\"strict\"/></xs:sequence></xs:complexType></xs:element>\n"
         "  </xs:sequence></xs:complexType></xs:element>\n";
}

}  // namespace

std::string restriction(std::string_view base, std::string_view pattern) {
  return "<xs:restriction base=\"" + std::string(base) + "\"><xs:pattern value=\"" + escape(pattern) +
         "\"/></xs:restriction>";
}

SimpleType xsd_of(const schemas::Format& format) {
  return {std::string(format.name), restriction("xs:string", format.regex)};
}

SimpleType xsd_of(const CodeList& list) {
  std::string codes = R"(<xs:restriction base="xs:string">)";
  for (const auto& row : list.rows) codes += "<xs:enumeration value=\"" + escape(row.code) + "\"/>";
  return {std::string(list.name), codes + "</xs:restriction>", true};
}

std::string xsd() {
  Types types;
  std::string elements;
  canonical::for_each_objecttype([&]<class T>() {
    const std::string name(schemas::fields<T>.name);
    elements += "  <xs:element name=\"" + name + "\" type=\"" + name + "\"/>\n";
  });
  std::string complex;
  for_each_type([&]<class T>() { complex += complex_type<T>(types); });
  const std::string ns(canonical::xml_namespace);
  using namespace schemas::nil;
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<!-- Gemaakt uit de veldtabellen in mapping/canonical met `inburgering-gateway model xsd`; wijzig "
         "die, niet "
         "dit bestand. -->\n"
         "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"" +
         ns + "\" targetNamespace=\"" + ns + "\" elementFormDefault=\"qualified\">\n" + elements +
         event_type() + complex + simple_type("Reden", enumeration({no_value, unknown})) +
         simple_type("RedenCode", enumeration({no_value, unknown, unlisted_code})) +
         simple_type("OnbekendeCode", enumeration({unlisted_code})) + types.text() + "</xs:schema>\n";
}

}  // namespace inburgering::mapping::document
