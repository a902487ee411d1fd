#include "tests/conformance/random_xml.h"

#include <map>
#include <stdexcept>
#include <utility>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/framework/psvi/XSAttributeDeclaration.hpp>
#include <xercesc/framework/psvi/XSAttributeUse.hpp>
#include <xercesc/framework/psvi/XSComplexTypeDefinition.hpp>
#include <xercesc/framework/psvi/XSElementDeclaration.hpp>
#include <xercesc/framework/psvi/XSModel.hpp>
#include <xercesc/framework/psvi/XSModelGroup.hpp>
#include <xercesc/framework/psvi/XSParticle.hpp>
#include <xercesc/framework/psvi/XSSimpleTypeDefinition.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/TransService.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "schemas/xml/document.h"

namespace inburgering::tests {
namespace {

using namespace xercesc;

std::string utf8(const XMLCh* text) {
  if (text == nullptr || *text == 0) return {};
  const TranscodeToStr out(text, "UTF-8");
  return {reinterpret_cast<const char*>(out.str()), static_cast<std::size_t>(out.length())};
}
std::u16string utf16(std::string_view ascii) { return {ascii.begin(), ascii.end()}; }

}  // namespace

struct RandomXml::Impl {
  XMLGrammarPoolImpl pool{XMLPlatformUtils::fgMemoryManager};
  XSModel* model = nullptr;
  std::mt19937 random;
  std::map<std::string, std::string> prefixes;
  std::vector<Line>* lines = nullptr;
  std::vector<std::string> path;

  bool chance(int percent) { return static_cast<int>(random() % 100) < percent; }
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random() % limit; }

  std::string name(const XMLCh* ns, const XMLCh* local) {
    const auto uri = utf8(ns);
    if (uri.empty()) return utf8(local);
    return prefixes.try_emplace(uri, "n" + std::to_string(prefixes.size())).first->second + ":" + utf8(local);
  }

  // Values

  /// A text that a pattern of XML Schema matches; knows what the patterns of these schemas use.
  std::string matching(const std::string& pattern, std::size_t& at, int depth = 0) {
    std::string text;
    std::vector<std::string> choices;
    while (at < pattern.size() && pattern[at] != ')') {
      if (pattern[at] == '|') {
        ++at;
        choices.push_back(std::exchange(text, {}));
        continue;
      }
      const auto start = at;
      const auto atom = [&](std::size_t from) {
        at = from;
        return one(pattern, at, depth);
      };
      std::string piece = atom(start);
      std::size_t least = 1;
      std::size_t most = 1;
      if (at < pattern.size() && pattern[at] == '{') {
        const auto end = pattern.find('}', at);
        const auto range = pattern.substr(at + 1, end - at - 1);
        const auto comma = range.find(',');
        least = std::stoul(range);
        most = comma == std::string::npos  ? least
               : comma + 1 == range.size() ? least + 3
                                           : std::stoul(range.substr(comma + 1));
        at = end + 1;
      } else if (at < pattern.size() && std::string_view("?*+").contains(pattern[at])) {
        least = pattern[at] == '+' ? 1 : 0;
        most = pattern[at] == '?' ? 1 : 3;
        ++at;
      }
      const auto after = at;
      const auto count = least + below(most - least + 1);
      if (count > 0) text += piece;
      for (std::size_t i = 1; i < count; ++i) text += atom(start);
      at = after;
    }
    choices.push_back(text);
    return choices[below(choices.size())];
  }

  std::string one(const std::string& pattern, std::size_t& at, int depth) {
    const char c = pattern[at++];
    if (c == '(') {
      auto inner = matching(pattern, at, depth + 1);
      ++at;
      return inner;
    }
    if (c == '[') {
      std::string members;
      while (pattern[at] != ']') {
        if (pattern[at + 1] == '-' && pattern[at + 2] != ']') {
          for (char each = pattern[at]; each <= pattern[at + 2]; ++each) members += each;
          at += 3;
        } else {
          members += pattern[at++];
        }
      }
      ++at;
      return {members[below(members.size())]};
    }
    if (c == '\\') {
      const char what = pattern[at++];
      return std::string(1, what == 'd' ? static_cast<char>('0' + below(10)) : what);
    }
    return std::string(1, c == '.' ? 'x' : c);
  }

  std::string value_of(XSSimpleTypeDefinition* type) {
    if (auto* codes = type->getLexicalEnumeration(); codes != nullptr && codes->size() > 0)
      return utf8(codes->elementAt(below(codes->size())));
    if (auto* patterns = type->getLexicalPattern(); patterns != nullptr && patterns->size() > 0) {
      // A type that narrows another has the patterns of both: the longest says most.
      std::string pattern;
      for (XMLSize_t i = 0; i < patterns->size(); ++i)
        if (const auto each = utf8(patterns->elementAt(i)); each.size() > pattern.size()) pattern = each;
      std::size_t at = 0;
      if (!pattern.empty()) return matching(pattern, at);
    }
    const auto facet = [&](XSSimpleTypeDefinition::FACET which) {
      const auto* text = type->getLexicalFacetValue(which);
      return text == nullptr ? std::string() : utf8(text);
    };
    std::string base;
    for (XSTypeDefinition* each = type; each != nullptr && each->getBaseType() != each;
         each = each->getBaseType()) {
      base = utf8(each->getName());
      if (utf8(each->getNamespace()) == "http://www.w3.org/2001/XMLSchema") break;
    }
    if (base == "boolean") return chance(50) ? "true" : "false";
    if (base == "decimal" || base.ends_with("nteger")) {
      const auto digits = facet(XSSimpleTypeDefinition::FACET_TOTALDIGITS);
      auto count = digits.empty() ? std::size_t{3} : std::size_t{std::stoul(digits)};
      std::string number(1, static_cast<char>('1' + below(9)));
      for (count = 1 + below(count); number.size() < count;) number += static_cast<char>('0' + below(10));
      return number;
    }
    const auto exact = facet(XSSimpleTypeDefinition::FACET_LENGTH);
    const auto least = facet(XSSimpleTypeDefinition::FACET_MINLENGTH);
    const auto most = facet(XSSimpleTypeDefinition::FACET_MAXLENGTH);
    auto from = exact.empty() ? (least.empty() ? 0 : std::stoul(least)) : std::stoul(exact);
    auto to = exact.empty() ? (most.empty() ? from + 12 : std::stoul(most)) : from;
    std::string text;
    for (const auto count = from + below(to - from + 1); text.size() < count;)
      text += static_cast<char>('a' + below(26));
    return text;
  }

  // Structure

  std::string attributes_of(XSComplexTypeDefinition* type, bool nil) {
    std::string text;
    auto* uses = type->getAttributeUses();
    for (XMLSize_t i = 0; uses != nullptr && i < uses->size(); ++i) {
      auto* use = uses->elementAt(i);
      auto* declared = use->getAttrDeclaration();
      const auto local = utf8(declared->getName());
      const bool wanted = use->getRequired() || (nil && local == "noValue") || chance(10);
      if (!wanted || (local == "noValue" && !nil)) continue;
      const auto* constraint = use->getConstraintType() != XSConstants::VALUE_CONSTRAINT_NONE
                                   ? use->getConstraintValue()
                                   : declared->getConstraintValue();
      const auto value = constraint != nullptr ? utf8(constraint) : value_of(declared->getTypeDefinition());
      text += " " + name(declared->getNamespace(), declared->getName()) + "=\"" +
              schemas::xml::escape(value) + "\"";
    }
    return text;
  }

  void element(XSElementDeclaration* declared, std::size_t depth) {
    path.push_back(utf8(declared->getName()));
    const auto tag = name(declared->getNamespace(), declared->getName());
    auto* type = declared->getTypeDefinition();
    // Xerces counts a default value as content, which nil does not allow.
    const bool nil =
        depth > 1 && declared->getNillable() && declared->getConstraintValue() == nullptr && chance(15);
    std::string open = "<" + tag;
    if (nil) open += " xsi:nil=\"true\"";
    XSParticle* particle = nullptr;
    std::string value;
    if (type->getTypeCategory() == XSTypeDefinition::COMPLEX_TYPE) {
      auto* complex = static_cast<XSComplexTypeDefinition*>(type);
      open += attributes_of(complex, nil);
      particle = complex->getParticle();
      if (auto* simple = complex->getSimpleType()) value = value_of(simple);
      // Of this one type the model does not tell the pattern.
      if (path.back() == "inp.bsn") {
        std::size_t at = 0;
        value = matching("[0-9]{9}", at);
      }
    } else {
      value = value_of(static_cast<XSSimpleTypeDefinition*>(type));
    }
    const auto* fixed = declared->getConstraintType() == XSConstants::VALUE_CONSTRAINT_FIXED
                            ? declared->getConstraintValue()
                            : nullptr;
    if (fixed != nullptr) value = utf8(fixed);
    if (nil || particle == nullptr) {
      lines->push_back({open + ">" + (nil ? "" : schemas::xml::escape(value)) + "</" + tag + ">", path});
    } else {
      lines->push_back({open + ">", path});
      content(particle, depth);
      lines->push_back({"</" + tag + ">", path});
    }
    path.pop_back();
  }

  void content(XSParticle* particle, std::size_t depth) {
    if (particle == nullptr || depth > 9) return;
    const auto least = particle->getMinOccurs();
    const auto most = particle->getMaxOccursUnbounded() ? least + 2 : particle->getMaxOccurs();
    // The deeper, the less of what may be left out: else documents have no end.
    const int likely = depth < 2 ? 100 : depth < 4 ? 35 : 12;
    auto count = least;
    while (count < most && chance(likely)) ++count;
    for (XMLSize_t i = 0; i < count; ++i) {
      if (particle->getTermType() == XSParticle::TERM_ELEMENT)
        element(particle->getElementTerm(), depth + 1);
      else if (particle->getTermType() == XSParticle::TERM_MODELGROUP)
        group(particle->getModelGroupTerm(), depth);
    }
  }

  /// Calls `visit` for each element that may stand in this content.
  void for_each_child(XSParticle* particle, const std::function<void(XSElementDeclaration*)>& visit) {
    if (particle == nullptr) return;
    if (particle->getTermType() == XSParticle::TERM_ELEMENT) return visit(particle->getElementTerm());
    if (particle->getTermType() != XSParticle::TERM_MODELGROUP) return;
    auto* particles = particle->getModelGroupTerm()->getParticles();
    for (XMLSize_t i = 0; particles != nullptr && i < particles->size(); ++i)
      for_each_child(particles->elementAt(i), visit);
  }
  void for_each_child(XSElementDeclaration* declared,
                      const std::function<void(XSElementDeclaration*)>& visit) {
    auto* type = declared->getTypeDefinition();
    if (type->getTypeCategory() == XSTypeDefinition::COMPLEX_TYPE)
      for_each_child(static_cast<XSComplexTypeDefinition*>(type)->getParticle(), visit);
  }

  void elements(XSElementDeclaration* declared, const std::string& before, std::string_view ns,
                const std::function<bool(const std::string&)>& is_enough, std::set<std::string>& found) {
    for_each_child(declared, [&](XSElementDeclaration* child) {
      const auto name = (utf8(child->getNamespace()) == ns ? "" : "StUF:") + utf8(child->getName());
      const auto below = before.empty() ? name : before + "/" + name;
      bool has_children = false;
      if (!is_enough(below)) {
        for_each_child(child, [&](XSElementDeclaration*) { has_children = true; });
        if (has_children) elements(child, below, ns, is_enough, found);
      }
      if (!has_children) found.insert(below);
    });
  }

  void group(XSModelGroup* model_group, std::size_t depth) {
    auto* particles = model_group->getParticles();
    if (particles == nullptr || particles->size() == 0) return;
    if (model_group->getCompositor() == XSModelGroup::COMPOSITOR_CHOICE)
      return content(particles->elementAt(below(particles->size())), depth);
    for (XMLSize_t i = 0; i < particles->size(); ++i) content(particles->elementAt(i), depth);
  }
};

RandomXml::RandomXml(const std::vector<std::filesystem::path>& files, std::uint32_t seed) {
  XMLPlatformUtils::Initialize();
  impl_ = std::make_unique<Impl>();
  impl_->random.seed(seed);
  SAX2XMLReaderImpl loader(XMLPlatformUtils::fgMemoryManager, &impl_->pool);
  loader.setFeature(XMLUni::fgXercesSchema, true);
  loader.setFeature(XMLUni::fgXercesHandleMultipleImports, true);
  for (const auto& file : files)
    if (loader.loadGrammar(file.c_str(), Grammar::SchemaGrammarType, true) == nullptr)
      throw std::runtime_error("cannot compile " + file.string());
  bool changed = false;
  impl_->model = impl_->pool.getXSModel(changed);
}
RandomXml::~RandomXml() = default;

std::vector<Line> RandomXml::document(std::string_view ns, std::string_view root) {
  std::vector<Line> lines;
  impl_->lines = &lines;
  auto* declared = impl_->model->getElementDeclaration(utf16(root).c_str(), utf16(ns).c_str());
  if (declared == nullptr) throw std::runtime_error("no element " + std::string(root));
  impl_->element(declared, 0);
  std::string declarations = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
  for (const auto& [uri, prefix] : impl_->prefixes) declarations += " xmlns:" + prefix + "=\"" + uri + "\"";
  auto& first = lines.front().text;
  first.insert(first.find_first_of(" >"), declarations);
  return lines;
}

std::set<std::string> RandomXml::elements(std::string_view ns, std::string_view root,
                                          const std::vector<std::string_view>& down,
                                          const std::function<bool(const std::string&)>& is_enough) {
  auto* declared = impl_->model->getElementDeclaration(utf16(root).c_str(), utf16(ns).c_str());
  for (const auto name : down) {
    XSElementDeclaration* next = nullptr;
    if (declared != nullptr)
      impl_->for_each_child(declared, [&](XSElementDeclaration* child) {
        if (utf8(child->getName()) == name) next = child;
      });
    declared = next;
  }
  if (declared == nullptr) throw std::runtime_error("no element of " + std::string(root));
  std::set<std::string> found;
  impl_->elements(declared, "", ns, is_enough, found);
  return found;
}

void RandomXml::mutate(std::vector<Line>& lines) {
  if (lines.size() < 4) return;
  const auto index = 1 + impl_->below(lines.size() - 2);
  auto& line = lines[index];
  const bool leaf = line.text.starts_with("<") && line.text.find("</") > 0 && line.text.contains("</") &&
                    !line.text.starts_with("</");
  const auto at = [&](std::size_t i) { return lines.begin() + static_cast<std::ptrdiff_t>(i); };
  switch (impl_->below(6)) {
    case 0:
      if (leaf) lines.erase(at(index));
      break;
    case 1:
      if (leaf) lines.insert(at(index), Line(line));
      break;
    case 2: {
      const auto begin = line.text.find('>');
      if (leaf) line.text = line.text.substr(0, begin + 1) + "%?" + line.text.substr(line.text.rfind("</"));
      break;
    }
    case 3: {
      const auto space = line.text.find(' ');
      const auto end = line.text.find('"', line.text.find('"', space) + 1);
      if (space != std::string::npos && end != std::string::npos) line.text.erase(space, end - space + 1);
      break;
    }
    case 4:
      if (leaf && index + 2 < lines.size()) std::swap(lines[index], lines[index + 1]);
      break;
    default: {
      const auto quote = line.text.find('"');
      if (quote != std::string::npos) line.text.insert(quote + 1, "%");
    }
  }
}

std::string joined(const std::vector<Line>& lines) {
  std::string text;
  for (const auto& line : lines) text += line.text + "\n";
  return text;
}

}  // namespace inburgering::tests
