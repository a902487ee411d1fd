#pragma once
// A person of the Personen API in the words of StUF-BG 3.10, by the one list of fields.
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace inburgering::simulator {

/// What an object says besides its fields.
struct StufObject {
  char verwerkingssoort = ' ';  ///< ' ': an answer, which has none
  std::string sleutel;          ///< sleutelVerzendend
  bool only_keys = false;       ///< only the numbers by which the person is known
};

/// <BG:object …>…</BG:object>
std::string stuf_object(const boost::json::object& persoon, const StufObject& about);

/// An object of a change: the numbers of the person, and these elements as they stand ("geslachtsnaam":
/// "Jansen").
std::string stuf_change(const boost::json::object& persoon, const boost::json::object& elements, char soort);

/// npsLk01 around objects, in a SOAP envelope.
struct Kennisgeving {
  char mutatiesoort = 'T';
  std::string zender;
  std::string ontvanger;
  std::string referentienummer;
  std::string tijdstip;
};
std::string stuf_kennisgeving(const Kennisgeving& about, const std::string& objects);

/// npsLa01 in answer to a question with this referentienummer; without object: nobody was found.
std::string stuf_antwoord(const std::string& cross_refnummer, const std::string& object);

}  // namespace inburgering::simulator
