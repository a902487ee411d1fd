#pragma once
// The Personen API of the BRP, version 2: `RaadpleegMetBurgerservicenummer`. Wire records of what we ask for;
// the rest of the specification is let be.
#include <optional>
#include <string>
#include <vector>

#include "adapters/transport/http_client.h"
#include "schemas/record/fields.h"
#include "schemas/value/bsn.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::brp::personen {

/// A code of a national table with its description.
struct Waarde {
  std::optional<std::string> code;
  std::optional<std::string> omschrijving;
};

/// A date as far as it is known; `type` tells which of the members is filled.
struct Datum {
  std::string type;
  std::optional<schemas::Day> datum;
  std::optional<std::int64_t> jaar;
  std::optional<std::int64_t> maand;
};

struct Naam {
  std::optional<std::string> voornamen;
  std::optional<std::string> voorvoegsel;
  std::optional<std::string> geslachtsnaam;
  std::optional<std::string> voorletters;
  std::optional<Waarde> aanduiding_naamgebruik;
};

struct Gebeurtenis {
  std::optional<Datum> datum;
  std::optional<Waarde> plaats;
  std::optional<Waarde> land;
};

/// An address in the Netherlands, a place without address, or one abroad: `Verblijfplaats::type` tells.
struct Verblijfadres {
  std::optional<std::string> officiele_straatnaam;
  std::optional<std::string> korte_straatnaam;
  std::optional<std::int64_t> huisnummer;
  std::optional<std::string> huisletter;
  std::optional<std::string> huisnummertoevoeging;
  std::optional<std::string> postcode;
  std::optional<std::string> woonplaats;
  std::optional<std::string> locatiebeschrijving;
  std::optional<std::string> regel1;
  std::optional<std::string> regel2;
  std::optional<std::string> regel3;
  std::optional<Waarde> land;
};

struct Verblijfplaats {
  std::string type;
  std::optional<Verblijfadres> verblijfadres;
  std::optional<Waarde> functie_adres;
  std::optional<Datum> datum_van;
  std::optional<bool> verblijft_niet_op_adres;
};

struct Nationaliteit {
  std::string type;
  std::optional<Waarde> nationaliteit;
  std::optional<Waarde> reden_opname;
  std::optional<Datum> datum_ingang_geldigheid;
};

struct Immigratie {
  std::optional<Datum> datum_vestiging_in_nederland;
  std::optional<Waarde> land_vanwaar_ingeschreven;
};

struct Verblijfstitel {
  std::optional<Waarde> aanduiding;
  std::optional<Datum> datum_ingang;
  std::optional<Datum> datum_einde;
};

struct OpschortingBijhouding {
  std::optional<Waarde> reden;
  std::optional<Datum> datum;
};

struct Persoon {
  std::optional<std::string> a_nummer;
  std::optional<schemas::Bsn> burgerservicenummer;
  std::optional<bool> geheimhouding;
  std::optional<Waarde> geslacht;
  std::optional<Naam> naam;
  std::vector<Nationaliteit> nationaliteiten;
  std::optional<Gebeurtenis> geboorte;
  std::optional<Gebeurtenis> overlijden;
  std::optional<OpschortingBijhouding> opschorting_bijhouding;
  std::optional<Verblijfplaats> verblijfplaats;
  std::optional<Immigratie> immigratie;
  std::optional<Waarde> gemeente_van_inschrijving;
  std::optional<Datum> datum_inschrijving_in_gemeente;
  std::optional<Verblijfstitel> verblijfstitel;
};

struct Antwoord {
  std::string type;
  std::vector<Persoon> personen;
};

/// Something that is under investigation.
struct InOnderzoek {
  std::string pad;  ///< e.g. "naam.voornamen"
  std::optional<Datum> sinds;
};

/// What an answer says of one person; no person when the BRP does not have this one.
struct Gevonden {
  std::optional<Persoon> persoon;
  std::vector<InOnderzoek> in_onderzoek;
  /// Paths of groups of which nothing was told but that they are under investigation, e.g. "overlijden". They
  /// do not stand in `persoon`: that they are investigated is no fact about the person.
  std::vector<std::string> alleen_onderzocht;
  bool is_alleen_onderzocht(std::string_view pad) const;
};

/// `POST <base>/personen` for one BSN, with the fields of velden.h. No personal data stands in the address.
transport::Call vraag(std::string_view base_url, const schemas::Bsn& bsn, const transport::TlsFiles& tls);

/// A 200 answer, checked; an answer about another person than was asked is refused.
schemas::Result<Gevonden> read_antwoord(std::string_view text, const std::optional<schemas::Bsn>& asked);

}  // namespace inburgering::adapters::brp::personen

#include "adapters/brp/personen_fields.h"
