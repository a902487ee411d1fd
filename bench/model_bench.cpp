// The canonical model: reading, writing and difference, each beside a peer in the same run where it has one.
#include <benchmark/benchmark.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mapping/canonical/object.h"
#include "mapping/testimony.h"
#include "schemas/record/json_record.h"
#include "schemas/record/xml_record.h"
#include "schemas/xml/grammar.h"

namespace {

using namespace inburgering;
using mapping::canonical::Object;
using mapping::canonical::Persoon;

/// A person with every field filled: 2 KB of JSON.
Persoon person() {
  Persoon persoon;
  schemas::for_each_field<Persoon>([&](const auto& field) {
    using Value = std::remove_cvref_t<decltype((persoon.*field.member).value())>;
    if constexpr (std::is_same_v<Value, std::string>)
      persoon.*field.member = std::string(
          "een waarde zoals een lang adres of een naam met é, ğ en ş, die samen met de andere 2 KB beslaat: "
          "0123456789");
    else if constexpr (std::is_same_v<Value, schemas::IncompleteDay>)
      persoon.*field.member = schemas::IncompleteDay::of(*schemas::Day::parse("1990-01-31"));
  });
  mapping::canonical::Verblijfsadres adres;
  adres.straatnaam = std::string("Laan van Nieuw Oost-Indië");
  adres.huisnummer = std::int64_t{70};
  adres.postcode = std::string("2593BP");
  persoon.verblijfsadres = adres;
  persoon.geslachtsaanduiding = schemas::Code<mapping::canonical::codes::geslacht>::of("V");
  return persoon;
}

const std::string& json_text() {
  static const std::string text = boost::json::serialize(schemas::write_json(person()));
  return text;
}

void counts(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
  state.counters["bytes"] = static_cast<double>(bytes);
}

void json_bare_parse(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(boost::json::parse(json_text()));
  counts(state, json_text().size());
}
BENCHMARK(json_bare_parse);

void json_read(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(schemas::read_json_text<Persoon>(json_text()));
  counts(state, json_text().size());
}
BENCHMARK(json_read);

void json_write(benchmark::State& state) {
  const auto persoon = person();
  for (auto _ : state) benchmark::DoNotOptimize(boost::json::serialize(schemas::write_json(persoon)));
  counts(state, json_text().size());
}
BENCHMARK(json_write);

/// The same person as it is kept: with the message and the rule of each field.
mapping::Testimony kept_person() {
  mapping::Testimony testimony;
  testimony.say(Object(person()), {"brp", "019a5f0e-3b1c-7000-8000-5f0c0a8b2e11", "brp.kennisgeving@1"});
  return testimony;
}

void kept_read(benchmark::State& state) {
  const auto text = boost::json::serialize(to_json(kept_person()));
  for (auto _ : state)
    benchmark::DoNotOptimize(
        mapping::testimony_from_json("Persoon", boost::json::parse(text).as_object(), "brp"));
  counts(state, text.size());
}
BENCHMARK(kept_read);

void kept_write(benchmark::State& state) {
  const auto testimony = kept_person();
  for (auto _ : state) benchmark::DoNotOptimize(boost::json::serialize(to_json(testimony)));
  counts(state, json_text().size());
}
BENCHMARK(kept_write);

void kept_say(benchmark::State& state) {
  const Object said = person();
  auto testimony = kept_person();
  for (auto _ : state)
    benchmark::DoNotOptimize(
        testimony.say(said, {"brp", "019a5f0e-3b1c-7000-8000-5f0c0a8b2e12", "brp.kennisgeving@1"}));
}
BENCHMARK(kept_say);

void xml_bare_parse(benchmark::State& state) {
  const auto text = mapping::canonical::to_xml(person());
  const auto parser = schemas::xml::Grammar::none();
  for (auto _ : state) benchmark::DoNotOptimize(parser.parse(text));
  counts(state, text.size());
}
BENCHMARK(xml_bare_parse);

void xml_read(benchmark::State& state) {
  const auto text = mapping::canonical::to_xml(person());
  const auto parser = schemas::xml::Grammar::none();
  for (auto _ : state) benchmark::DoNotOptimize(schemas::read_xml<Persoon>(*parser.parse(text).root));
  counts(state, text.size());
}
BENCHMARK(xml_read);

void xml_write(benchmark::State& state) {
  const auto persoon = person();
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto text = schemas::write_xml("Persoon", mapping::canonical::xml_namespace, persoon);
    bytes = text.size();
    benchmark::DoNotOptimize(text);
  }
  counts(state, bytes);
}
BENCHMARK(xml_write);

/// Sixty objects about one person: a full dossier after some years.
std::vector<Object> dossier() {
  std::vector<Object> objects{person()};
  mapping::canonical::for_each_objecttype([&]<class T>() {
    if (objects.size() < 30 && !std::is_same_v<T, Persoon>) objects.emplace_back(T{});
  });
  for (unsigned day = 1; objects.size() < 60; ++day) {
    mapping::canonical::Voortgangsmeting meting;
    meting.instelling = "00000099000000004000";
    meting.kenmerk = "voortgangsmeting-" + std::to_string(day);
    meting.meetdatum = schemas::Day(std::chrono::year(2026) / 1 / day);
    objects.emplace_back(std::move(meting));
  }
  return objects;
}

void difference_of_dossiers(benchmark::State& state) {
  const auto before = dossier();
  auto after = before;
  std::get<Persoon>(after[0]).geslachtsnaam = std::string("anders");
  after.pop_back();
  for (auto _ : state) {
    const auto found = mapping::canonical::differences(before, after);
    if (found.size() != 2) state.SkipWithError("there are two differences");
    benchmark::DoNotOptimize(found);
  }
  state.counters["objects"] = static_cast<double>(before.size());
}
BENCHMARK(difference_of_dossiers);

void difference_of_dossiers_in_reverse_order(benchmark::State& state) {
  const auto before = dossier();
  const std::vector<Object> after(before.rbegin(), before.rend());
  for (auto _ : state) benchmark::DoNotOptimize(mapping::canonical::differences(before, after));
}
BENCHMARK(difference_of_dossiers_in_reverse_order);

}  // namespace
