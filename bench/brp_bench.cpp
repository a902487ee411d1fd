// StUF-BG: a kennisgeving from bytes to canonical changes, beside bare validation of the same bytes by Xerces
// with a parser that is reused and no handler at all.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/schema.h"
#include "mapping/brp/persoon.h"
#include "schemas/shipped.h"

namespace {

using namespace inburgering;

const std::string& message() {
  static const std::string text = [] {
    std::ifstream in(std::string(PROJECT_DIR) + "/simulator/fixtures/verhaal/1-nieuwe-ingeschrevene.xml",
                     std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }();
  return text;
}

void counts(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations());
  state.counters["bytes"] = static_cast<double>(message().size());
}

void stuf_bare_validation(benchmark::State& state) {
  using namespace xercesc;
  XMLPlatformUtils::Initialize();
  XMLGrammarPoolImpl pool(XMLPlatformUtils::fgMemoryManager);
  {
    SAX2XMLReaderImpl loader(XMLPlatformUtils::fgMemoryManager, &pool);
    for (const char* file : {"soap11.xsd", "bg0310.xsd"})
      loader.loadGrammar(((schemas::shipped("schemas") / "stuf-bg" / file).string()).c_str(),
                         Grammar::SchemaGrammarType, true);
    pool.lockPool();
  }
  SAX2XMLReaderImpl parser(XMLPlatformUtils::fgMemoryManager, &pool);
  parser.setFeature(XMLUni::fgSAX2CoreNameSpaces, true);
  parser.setFeature(XMLUni::fgSAX2CoreValidation, true);
  parser.setFeature(XMLUni::fgXercesDynamic, false);
  parser.setFeature(XMLUni::fgXercesSchema, true);
  parser.setFeature(XMLUni::fgXercesUseCachedGrammarInParse, true);
  parser.setFeature(XMLUni::fgXercesLoadSchema, false);
  for (auto _ : state) {
    const MemBufInputSource source(reinterpret_cast<const XMLByte*>(message().data()), message().size(), "x");
    parser.parse(source);
  }
  counts(state);
}
BENCHMARK(stuf_bare_validation);

void stuf_parse_validate_map(benchmark::State& state) {
  const auto grammar = adapters::brp::stuf_bg_grammar(schemas::shipped("schemas"));
  for (auto _ : state) {
    const auto read = adapters::brp::parse_kennisgeving(*grammar, message());
    if (!read) return state.SkipWithError("refused");
    benchmark::DoNotOptimize(mapping::brp::translate(*read));
  }
  counts(state);
}
BENCHMARK(stuf_parse_validate_map);

}  // namespace
