#include "schemas/xml/stream.h"

#include <algorithm>
#include <xercesc/framework/XMLAttr.hpp>
#include <xercesc/framework/XMLElementDecl.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax/InputSource.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/util/BinInputStream.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "schemas/xml/rules.h"
#include "schemas/xml/xerces.h"

namespace inburgering::schemas::xml {
namespace {

using namespace xercesc;

constexpr std::size_t max_depth = 64;

/// Thrown to end a parse, through Xerces; with why, unless the listener had enough.
struct Stop {
  std::optional<Fault> why;
};

/// What is read between two callbacks: a tag with its attributes, a comment or a CDATA section is kept whole
/// by Xerces, in several times its size.
struct Piece {
  static constexpr std::size_t longest = std::size_t{1} << 20U;
  std::size_t bytes = 0;
  bool too_long() const { return bytes > longest; }
};

class Bytes : public BinInputStream {
 public:
  Bytes(const Source& source, bool& failed, Piece& piece) : source_(source), failed_(failed), piece_(piece) {}
  XMLFilePos curPos() const override { return at_; }
  XMLSize_t readBytes(XMLByte* const into, const XMLSize_t room) override {
    if (piece_.too_long()) return 0;  // which ends it
    const auto read = failed_ ? std::nullopt : source_(reinterpret_cast<char*>(into), room);
    failed_ = !read;
    at_ += read.value_or(0);
    piece_.bytes += read.value_or(0);
    return read.value_or(0);
  }
  const XMLCh* getContentType() const override { return nullptr; }

 private:
  const Source& source_;
  bool& failed_;
  Piece& piece_;
  XMLFilePos at_ = 0;
};

class Input : public InputSource {
 public:
  Input(const Source& source, Piece& piece) : source_(source), piece_(piece) {}
  BinInputStream* makeStream() const override {
    return new Bytes(source_, failed_, piece_);
  }  // Xerces owns it
  bool failed() const { return failed_; }

 private:
  const Source& source_;
  Piece& piece_;
  mutable bool failed_ = false;
};

class Reader : public SAX2XMLReaderImpl {
 public:
  Reader(Listener& listener, std::size_t most_elements, Piece& piece)
      : listener_(listener), most_elements_(most_elements), piece_(piece) {
    setFeature(XMLUni::fgSAX2CoreNameSpaces, true);
    setFeature(XMLUni::fgSAX2CoreValidation, false);
    setFeature(XMLUni::fgXercesSchema, false);
    setFeature(XMLUni::fgXercesLoadExternalDTD, false);
    setFeature(XMLUni::fgXercesDisableDefaultEntityResolution, true);
  }

  void startElement(const XMLElementDecl& declared, const unsigned int, const XMLCh* const,
                    const RefVectorOf<XMLAttr>& attributes, const XMLSize_t count, const bool empty,
                    const bool) override {
    piece_.bytes = 0;
    if (++elements_ > most_elements_) throw Stop{Fault{"/", "omvang", "de XML heeft te veel elementen"}};
    if (++depth_ > max_depth) throw Stop{Fault{"/", "diepte", "de XML is dieper genest dan 64 niveaus"}};
    name_.clear();
    append_utf8(declared.getBaseName(), name_);
    attributes_.resize(count);
    for (XMLSize_t i = 0; i < count; ++i) {
      auto& [name, value] = attributes_[i];
      name.clear();
      value.clear();
      append_utf8(attributes.elementAt(i)->getName(), name);
      append_utf8(attributes.elementAt(i)->getValue(), value);
    }
    if (!listener_.opened(name_, attributes_)) throw Stop{};
    if (empty) close();
  }
  void endElement(const XMLElementDecl& declared, const unsigned int, const bool,
                  const XMLCh* const) override {
    piece_.bytes = 0;
    name_.clear();
    append_utf8(declared.getBaseName(), name_);
    close();
  }
  void docCharacters(const XMLCh* const chars, const XMLSize_t length, const bool) override {
    piece_.bytes = 0;
    if (depth_ == 0) return;
    text_.clear();
    append_utf8({chars, length}, text_);
    listener_.text(text_);
  }
  void ignorableWhitespace(const XMLCh* const, const XMLSize_t, const bool) override {}
  /// Also of a DOCTYPE without anything in it, of which a handler is not told.
  void doctypeDecl(const DTDElementDecl&, const XMLCh* const, const XMLCh* const, const bool,
                   const bool) override {
    throw Stop{Fault{"/", "doctype", "een DOCTYPE is niet toegestaan"}};
  }
  void error(const unsigned int, const XMLCh* const, const ErrTypes type, const XMLCh* const,
             const XMLCh* const, const XMLCh* const, const XMLFileLoc line,
             const XMLFileLoc column) override {
    if (type == XMLErrorReporter::ErrType_Warning) return;
    auto fault = wellformedness_fault();
    fault.pointer = "regel " + std::to_string(line) + ", kolom " + std::to_string(column);
    throw Stop{std::move(fault)};
  }

 private:
  void close() {
    --depth_;
    if (!listener_.closed(name_)) throw Stop{};
  }

  Listener& listener_;
  const std::size_t most_elements_;
  Piece& piece_;
  std::size_t elements_ = 0;
  std::size_t depth_ = 0;
  std::string name_, text_;
  Attributes attributes_;
};

}  // namespace

const std::string* find(const Attributes& attributes, std::string_view name) {
  const auto found = std::ranges::find(attributes, name, &Attributes::value_type::first);
  return found == attributes.end() ? nullptr : &found->second;
}

std::optional<Fault> stream(const Source& source, Listener& listener, std::size_t most_elements) {
  start_xerces();
  Piece piece;
  Reader reader(listener, most_elements, piece);
  DefaultHandler handler;  // never called: it switches on the telling that the reader overrides
  reader.setContentHandler(&handler);
  reader.setLexicalHandler(&handler);
  reader.setErrorHandler(&handler);
  reader.setEntityResolver(&handler);
  const Input input(source, piece);
  std::optional<Fault> fault;
  try {
    reader.parse(input);
  } catch (Stop& stop) {
    fault = std::move(stop.why);
  } catch (const XMLException&) {
    fault = wellformedness_fault();
  } catch (const SAXException&) {
    fault = wellformedness_fault();
  }
  if (piece.too_long()) return Fault{"/", "omvang", "een stuk van de XML is langer dan 1 MiB"};
  if (input.failed()) return Fault{"/", "inhoud", "de inhoud is niet verder te lezen"};
  return fault;
}

}  // namespace inburgering::schemas::xml
