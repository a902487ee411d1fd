#include "schemas/xml/rules.h"

#include <algorithm>
#include <xercesc/framework/XMLValidityCodes.hpp>

namespace inburgering::schemas::xml {
namespace {

using xercesc::XMLValid;

struct Row {
  unsigned code;
  std::string_view rule;
  std::string_view message;
  bool names;  // the first quoted word of Xerces' text is a name from the schema or the tag, not a value
};

constexpr Row rows[] = {
    {XMLValid::ElementNotDefined, "element", "dit element is hier niet bekend", true},
    {XMLValid::AttNotDefined, "attribuut", "dit attribuut is hier niet bekend", true},
    {XMLValid::AttNotDefinedForElement, "attribuut", "dit attribuut hoort niet bij dit element", true},
    {XMLValid::RequiredAttrNotProvided, "attribuut", "een verplicht attribuut ontbreekt", true},
    {XMLValid::ElementNotValidForContent, "volgorde", "dit element mag hier niet staan (volgorde of aantal)",
     true},
    {XMLValid::NotEnoughElemsForCM, "volgorde", "er ontbreken verplichte elementen", false},
    {XMLValid::EmptyNotValidForContent, "volgorde", "dit element mag niet leeg zijn", false},
    {XMLValid::NoCharDataInCM, "inhoud", "tekst is hier niet toegestaan", false},
    {XMLValid::SimpleTypeHasChild, "inhoud", "dit element mag geen elementen bevatten", false},
    {XMLValid::DatatypeError, "waarde", "de waarde heeft niet de voorgeschreven vorm", false},
    {XMLValid::DatatypeValidationFailure, "waarde", "de waarde heeft niet de voorgeschreven vorm", false},
    {XMLValid::FixedDifferentFromActual, "waarde", "de waarde is niet de voorgeschreven vaste waarde", false},
    {XMLValid::NilAttrNotEmpty, "nil", "een element met xsi:nil moet leeg zijn", false},
    {XMLValid::NillNotAllowed, "nil", "xsi:nil is hier niet toegestaan", false},
    {XMLValid::GrammarNotFound, "namespace", "deze namespace is niet bekend", false},
};

std::string first_quoted(std::string_view text) {
  const auto begin = text.find('\'');
  if (begin == std::string_view::npos) return {};
  const auto end = text.find('\'', begin + 1);
  if (end == std::string_view::npos || end - begin > 80) return {};
  return std::string(text.substr(begin + 1, end - begin - 1));
}

}  // namespace

Fault validity_fault(unsigned code, std::string_view xerces_text) {
  const auto* row = std::ranges::find(rows, code, &Row::code);
  if (row == std::end(rows))
    return {
        {}, "schema", "voldoet niet aan het schema (regel " + std::to_string(code) + " van de XML-parser)"};
  std::string message(row->message);
  if (row->names)
    if (const auto name = first_quoted(xerces_text); !name.empty()) message += ": " + name;
  return {{}, std::string(row->rule), message};
}

Fault wellformedness_fault() { return {{}, "welgevormd", "dit is geen welgevormde XML"}; }

}  // namespace inburgering::schemas::xml
