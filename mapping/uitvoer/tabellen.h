#pragma once
// The canonical model as flat tables, for who takes it to a data warehouse: a table an object type, derived
// from its field table. A part of an object (an address) becomes columns of its own,
// `verblijfsadres_postcode`.
//
// A column holds a value or nothing. What a source said instead of a value stands in three columns more, with
// the names of the columns concerned: `_zonderWaarde` there is none, `_onbekend` nobody knows it,
// `_onbekendeCode` the value is a code outside the list. So nothing that the model tells apart is lost.
#include <boost/json/object.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace inburgering::mapping::uitvoer {

enum class Soort : unsigned char { tekst, geheel, ja_nee, dag, moment, decimaal };
/// "tekst", "geheel getal", …
std::string_view to_text(Soort soort);

struct Kolom {
  std::string naam;
  Soort soort = Soort::tekst;
  bool verplicht = false;
  bool sleutel = false;
  std::string betekenis;            ///< Dutch
  std::string_view codelijst = {};  ///< of codelijsten()
  std::string_view veld = {};       ///< of the object; empty = about the object, not in it
  std::string_view deel = {};       ///< the field within the part that `veld` is
};

struct Tabel {
  std::string_view naam;  ///< the object type
  std::string_view betekenis;
  std::vector<Kolom> kolommen;  ///< those about the object first
};

/// In the order of the model. The first five columns of each are `_dossier`, `_persoon`, `_vNummer`,
/// `_gemeente` and `_bron`, the last three those of what is said instead of a value.
std::span<const Tabel> tabellen();

/// Nothing, a text, yes or no, or a number; days since 1970, milliseconds since 1970, hundredths.
using Cel = std::variant<std::monostate, std::string, bool, std::int64_t>;

/// Of whom an object is.
struct Van {
  std::string dossier, persoon, v_nummer, gemeente, bron;
  bool herleidbaar = true;  ///< false: fields by which a person is known at once stay empty
};

/// A row of the table, from the object in JSON as it was kept.
std::vector<Cel> rij(const Tabel& tabel, const boost::json::object& object, const Van& van);

/// A field that names a person by itself. A free text may do so too: that cannot be seen from the model.
struct Herleidbaar {
  std::string_view objecttype, veld;
};
std::span<const Herleidbaar> herleidbare_velden();

/// CSV (RFC 4180) with semicolons: texts between quotes, nothing at all where there is no value.
std::string csv_kop(const Tabel& tabel);
std::string csv_rij(const Tabel& tabel, const std::vector<Cel>& cellen);

/// The data dictionary: a row a column, and a row a code of each list.
std::string woordenboek();
std::string codelijsten();

}  // namespace inburgering::mapping::uitvoer
