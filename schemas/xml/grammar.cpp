#include "schemas/xml/grammar.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLAttr.hpp>
#include <xercesc/framework/XMLElementDecl.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/framework/XMLValidityCodes.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax/SAXParseException.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "schemas/one_or_many.h"
#include "schemas/xml/rules.h"
#include "schemas/xml/xerces.h"

namespace inburgering::schemas::xml {
namespace {

using namespace xercesc;

constexpr std::size_t max_depth = 64;
constexpr std::size_t max_faults = 50;

constexpr std::string_view xsi_ns = "http://www.w3.org/2001/XMLSchema-instance";

constexpr std::string_view xmlns_ns = "http://www.w3.org/2000/xmlns/";

/// What a carrier may say; another encoding is left to the document itself.
constexpr std::string_view carried_encodings[] = {"UTF-8",      "UTF-16",      "UTF-16LE",     "UTF-16BE",
                                                  "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252", "US-ASCII"};

/// The encoding to read in; empty: as the document says. A byte order mark goes before what the carrier says
/// (RFC 7303 §3.3).
std::u16string encoding_of(std::string_view document, std::string_view carried) {
  if (document.starts_with("\xEF\xBB\xBF") || document.starts_with("\xFF\xFE") ||
      document.starts_with("\xFE\xFF"))
    return {};
  std::string name(carried);
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (std::ranges::find(carried_encodings, name) == std::end(carried_encodings)) return {};
  return {name.begin(), name.end()};
}

const Fault no_doctype{"/", "doctype", "een DOCTYPE is niet toegestaan; stuur het bericht zonder DTD"};

// Thrown by the handler to end a parse; Xerces lets it pass and resets itself at the next parse.
struct Stop {};

/// Whether the document type is declared, in any encoding that keeps ASCII recognisable. Xerces tells its
/// handler only of declarations with a subset; the bare one is refused here.
bool declares_doctype(std::string_view document) {
  constexpr std::string_view sought = "<!DOCTYPE";
  if (!document.contains('\0')) return document.contains(sought);
  std::size_t matched = 0;
  for (const char c : document) {
    if (c == '\0') continue;  // UTF-16
    matched = c == sought[matched] ? matched + 1 : (c == sought[0] ? 1 : 0);
    if (matched == sought.size()) return true;
  }
  return false;
}

/// Builds the tree and collects the faults of one parse.
class Builder : public DefaultHandler {
 public:
  explicit Builder(std::size_t most_elements) : most_elements_(most_elements) {}
  Parsed parsed;

  void setDocumentLocator(const Locator* const locator) override { locator_ = locator; }

  /// Below the interface of SAX2, which would make copies of all names first.
  Element& open(Namespace ns, const XMLCh* name) {
    if (++elements_ > most_elements_) stop("omvang", "de XML heeft te veel elementen voor één bericht");
    if (open_.size() >= max_depth) stop("diepte", "de XML is dieper genest dan 64 niveaus");
    auto& element = open_.empty() ? parsed.root.emplace() : next_child(*open_.back());
    open_.push_back(&element);
    element.ns = std::move(ns);
    append_utf8(name, element.name);
    element.line = locator_ == nullptr ? 0 : locator_->getLineNumber();
    element.column = locator_ == nullptr ? 0 : locator_->getColumnNumber();
    return element;
  }
  void close() {
    auto& element = *open_.back();
    element.end_line = locator_ == nullptr ? 0 : locator_->getLineNumber();
    element.end_column = locator_ == nullptr ? 0 : locator_->getColumnNumber();
    open_.pop_back();
  }
  void text(const XMLCh* chars, XMLSize_t length) {
    if (!open_.empty()) append_utf8({chars, length}, open_.back()->text);
  }

  void startDTD(const XMLCh* const, const XMLCh* const, const XMLCh* const) override {
    stop(no_doctype.rule, no_doctype.message);
  }

  bool open_element_is_nil() const {
    const auto* nil = open_.empty() ? nullptr : open_.back()->attribute(xsi_ns, "nil");
    return nil != nullptr && (trimmed(*nil) == "true" || trimmed(*nil) == "1");
  }

  void add(Fault fault, std::uint64_t line, std::uint64_t column) {
    fault.pointer = "regel " + std::to_string(line) + ", kolom " + std::to_string(column) + ", " + path();
    parsed.faults.push_back(std::move(fault));
    if (parsed.faults.size() >= max_faults) throw Stop{};
  }

 private:
  /// Most elements with any children have several: growing one by one would move each of them again and
  /// again.
  static Element& next_child(Element& parent) {
    constexpr std::size_t first_room = 8;
    if (parent.children.empty()) parent.children.reserve(first_room);
    return parent.children.emplace_back();
  }

  [[noreturn]] void stop(std::string_view rule, std::string_view message) {
    add({{}, std::string(rule), std::string(message)}, locator_ == nullptr ? 0 : locator_->getLineNumber(),
        locator_ == nullptr ? 0 : locator_->getColumnNumber());
    throw Stop{};
  }

  std::string path() const {
    std::string path;
    for (const auto* element : open_) path += '/' + element->name;
    return path.empty() ? "/" : path;
  }

  const std::size_t most_elements_;
  std::size_t elements_ = 0;
  const Locator* locator_ = nullptr;
  std::vector<Element*> open_;
};

/// A reusable parser. It overrides the error reporter, which unlike ErrorHandler tells the code of the error.
class Parser : public SAX2XMLReaderImpl {
 public:
  Parser(XMLGrammarPool* pool, bool validate) : SAX2XMLReaderImpl(XMLPlatformUtils::fgMemoryManager, pool) {
    // The scanner that knows schemas alone: a DTD never comes this far.
    if (validate)
      setProperty(XMLUni::fgXercesScannerName,
                  const_cast<XMLCh*>(XMLUni::fgSGXMLScanner));  // NOLINT: Xerces reads it
    setFeature(XMLUni::fgSAX2CoreNameSpaces, true);
    setFeature(XMLUni::fgSAX2CoreValidation, validate);
    setFeature(XMLUni::fgXercesDynamic, false);
    setFeature(XMLUni::fgXercesSchema, validate);
    setFeature(XMLUni::fgXercesSchemaFullChecking, false);
    setFeature(XMLUni::fgXercesUseCachedGrammarInParse, true);
    setFeature(XMLUni::fgXercesLoadSchema, false);  // never follow an xsi:schemaLocation
    setFeature(XMLUni::fgXercesLoadExternalDTD, false);
    setFeature(XMLUni::fgXercesDisableDefaultEntityResolution, true);
    setFeature(XMLUni::fgXercesHandleMultipleImports, true);
  }

  Parsed run(std::string_view document, std::string_view encoding, std::size_t most_elements) {
    Builder builder(most_elements);
    builder_ = &builder;
    namespaces_.clear();
    setContentHandler(&builder);
    setLexicalHandler(&builder);
    setEntityResolver(&builder);
    setErrorHandler(&builder);  // never called: it switches on the reporting that `error` below overrides
    MemBufInputSource source(reinterpret_cast<const XMLByte*>(document.data()), document.size(), "bericht");
    if (const auto told = encoding_of(document, encoding); !told.empty()) source.setEncoding(told.c_str());
    try {
      parse(source);
    } catch (const Stop&) {
      // the fault that made the handler stop is already kept
    } catch (const XMLException&) {
      unreadable(builder);
    } catch (const SAXException&) {
      unreadable(builder);
    }
    builder_ = nullptr;
    if (!builder.parsed.root && builder.parsed.faults.empty()) unreadable(builder);
    return std::move(builder.parsed);
  }

  void startElement(const XMLElementDecl& declared, const unsigned int uri, const XMLCh* const,
                    const RefVectorOf<XMLAttr>& attributes, const XMLSize_t count, const bool empty,
                    const bool) override {
    auto& element = builder_->open(namespace_of(uri), declared.getBaseName());
    element.attributes.reserve(count);
    for (XMLSize_t i = 0; i < count; ++i) {
      const auto* attribute = attributes.elementAt(i);
      const auto& ns = namespace_of(attribute->getURIId());
      if (ns == xmlns_ns) continue;
      auto& made = element.attributes.emplace_back();
      made.ns = ns;
      append_utf8(attribute->getName(), made.name);
      append_utf8(attribute->getValue(), made.value);
    }
    if (empty) builder_->close();
  }
  void endElement(const XMLElementDecl&, const unsigned int, const bool, const XMLCh* const) override {
    builder_->close();
  }
  void docCharacters(const XMLCh* const chars, const XMLSize_t length, const bool) override {
    builder_->text(chars, length);
  }
  void ignorableWhitespace(const XMLCh* const, const XMLSize_t, const bool) override {}

  void error(const unsigned int code, const XMLCh* const domain, const ErrTypes type, const XMLCh* const text,
             const XMLCh* const, const XMLCh* const, const XMLFileLoc line,
             const XMLFileLoc column) override {
    if (type == XMLErrorReporter::ErrType_Warning || builder_ == nullptr) return;
    if (type == XMLErrorReporter::ErrType_Error) {
      // What is wrong with a value Xerces tells under the domain of its exceptions, with codes of its own.
      const bool value = XMLString::equals(domain, XMLUni::fgExceptDomain);
      // In content that is not judged Xerces takes the nil of a last child for that of its parent.
      if (!value && code == XMLValid::NilAttrNotEmpty && !builder_->open_element_is_nil()) return;
      builder_->add(validity_fault(value ? unsigned{XMLValid::DatatypeError} : code, utf8(text)), line,
                    column);
      return;
    }
    builder_->parsed.well_formed = false;
    builder_->add(wellformedness_fault(), line, column);
    throw Stop{};
  }

 private:
  /// Numbers of namespaces hold for one document.
  const Namespace& namespace_of(unsigned int number) {
    if (number >= namespaces_.size()) namespaces_.resize(number + 1);
    auto& known = namespaces_[number];
    if (!known) {
      const auto uri = utf8(getURIText(number));
      known = uri.empty() ? Namespace() : Namespace(uri);
    }
    return *known;
  }

  static void unreadable(Builder& builder) {
    builder.parsed.well_formed = false;
    auto fault = wellformedness_fault();
    fault.pointer = "/";
    builder.parsed.faults.push_back(std::move(fault));
  }

  Builder* builder_ = nullptr;
  std::vector<std::optional<Namespace>> namespaces_;
};

/// Collects what is wrong with the schemas themselves.
class SchemaErrors : public ErrorHandler {
 public:
  Faults faults;
  void warning(const SAXParseException&) override {}
  void error(const SAXParseException& e) override { add(e); }
  void fatalError(const SAXParseException& e) override { add(e); }
  void resetErrors() override {}

 private:
  void add(const SAXParseException& e) {
    faults.push_back({utf8(e.getSystemId()) + ", regel " + std::to_string(e.getLineNumber()) + ", kolom " +
                          std::to_string(e.getColumnNumber()),
                      "schema", utf8(e.getMessage())});
  }
};

}  // namespace

class Grammar::Pool {
 public:
  /// Without files there is nothing to validate against.
  explicit Pool(std::size_t most_elements) : most_elements_(most_elements) { lock(); }
  explicit Pool(const std::vector<std::filesystem::path>& files, Faults& faults) : validate_(true) {
    faults = load(files);
    lock();
  }

  Faults load(const std::vector<std::filesystem::path>& files) {
    SAX2XMLReaderImpl loader(XMLPlatformUtils::fgMemoryManager, &grammars_);
    SchemaErrors errors;
    loader.setErrorHandler(&errors);
    loader.setFeature(XMLUni::fgSAX2CoreNameSpaces, true);
    loader.setFeature(XMLUni::fgXercesSchema, true);
    loader.setFeature(XMLUni::fgXercesCacheGrammarFromParse, true);
    loader.setFeature(XMLUni::fgXercesHandleMultipleImports, true);
    for (const auto& file : files) {
      if (!std::filesystem::is_regular_file(file)) {
        errors.faults.push_back({file.string(), "bestand", "dit schemabestand is niet gevonden"});
        continue;
      }
      if (loader.loadGrammar(file.c_str(), xercesc::Grammar::SchemaGrammarType, true) == nullptr &&
          errors.faults.empty())
        errors.faults.push_back({file.string(), "schema", "dit schemabestand kon niet worden gelezen"});
    }
    return std::move(errors.faults);
  }

  Parsed parse(std::string_view document, std::string_view encoding) {
    Parsed parsed;
    {
      const std::shared_lock reading(in_use_);
      auto parser = take();
      parsed = parser->run(document, encoding, most_elements_);
      give_back(std::move(parser));
    }
    if (has_grown()) forget_names();
    return parsed;
  }

 private:
  std::unique_ptr<Parser> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto parser = std::move(idle_.back());
        idle_.pop_back();
        return parser;
      }
    }
    return std::make_unique<Parser>(&grammars_, validate_);
  }

  void give_back(std::unique_ptr<Parser> parser) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(parser));
  }

  /// From here on parsers in several threads share it.
  void lock() {
    grammars_.lockPool();
    own_names_ = grammars_.getURIStringPool()->getStringCount();
  }

  /// Xerces keeps the name of every namespace that any document ever declared, for all parsers together.
  bool has_grown() { return grammars_.getURIStringPool()->getStringCount() > own_names_ + most_names; }

  /// Parsers may hold numbers of what is forgotten: they go too, and none is in use meanwhile.
  void forget_names() {
    const std::unique_lock alone(in_use_);
    if (!has_grown()) return;
    idle_.clear();
    grammars_.getURIStringPool()->flushAll();
  }

  static constexpr unsigned most_names = 2000;
  bool validate_ = false;
  std::size_t most_elements_ = elements_of_a_message;
  unsigned own_names_ = 0;
  OneOrMany in_use_;
  XMLGrammarPoolImpl grammars_{XMLPlatformUtils::fgMemoryManager};
  std::mutex mutex_;
  std::vector<std::unique_ptr<Parser>> idle_;  // after grammars_: parsers end before the pool they use
};

Grammar::Grammar(std::unique_ptr<Pool> pool) : pool_(std::move(pool)) {}
Grammar::Grammar(Grammar&&) noexcept = default;
Grammar& Grammar::operator=(Grammar&&) noexcept = default;
Grammar::~Grammar() = default;

Result<Grammar> Grammar::compile(const std::vector<std::filesystem::path>& files) {
  start_xerces();
  Faults faults;
  auto pool = std::make_unique<Pool>(files, faults);
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return Grammar(std::move(pool));
}

Grammar Grammar::none(std::size_t most_elements) {
  start_xerces();
  return Grammar(std::make_unique<Pool>(most_elements));
}

Parsed Grammar::parse(std::string_view document, std::string_view encoding) const {
  if (declares_doctype(document)) return {std::nullopt, {no_doctype}, false};
  return pool_->parse(document, encoding);
}

}  // namespace inburgering::schemas::xml
