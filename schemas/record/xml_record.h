#pragma once
// Records in XML, from their field table. One element a field, in any order, each at most once. What JSON
// says with null or a marker object, XML says with an empty element and the attribute `reden`:
//   <x xsi:nil="true" reden="geenWaarde"/>               no value
//   <x xsi:nil="true" reden="waardeOnbekend"/>           unknown
//   <x xsi:nil="true" reden="onbekendeCode" code="Q"/>   a code that is not in the list, as it came
#include "schemas/record/members.h"
#include "schemas/record/xml_value.h"

namespace inburgering::schemas {

inline constexpr std::string_view xsi_ns = "http://www.w3.org/2001/XMLSchema-instance";

namespace nil {
inline constexpr std::string_view no_value = "geenWaarde";
inline constexpr std::string_view unknown = "waardeOnbekend";
inline constexpr std::string_view unlisted_code = "onbekendeCode";
}  // namespace nil

/// What an element says by being empty; nothing when it holds a value. Faults about its attributes go to
/// `reading`.
struct Nil {
  std::string_view reason;  ///< one of the above; empty = the element holds a value
  std::string_view code;
};
Nil read_nil(const xml::Element& element, Reading& reading);
void wrong_nil(Reading& reading);
void write_nil(std::string& out, std::string_view name, std::string_view reason, std::string_view code = {});
void write_text(std::string& out, std::string_view name, std::string_view text);
/// Reads one member into the record behind the pointer, which is of the type that the reader belongs to.
using XmlMemberReader = void (*)(const xml::Element&, Reading&, void*);
bool read_members(const xml::Element& element, const Nil& nil, const MemberTable& table,
                  const XmlMemberReader* readers, Reading& reading, void* into);
/// Faults for child elements where text belongs.
bool holds_text(const xml::Element& element, Reading& reading);

/// Reading and writing stand once a type of member, as in JSON.
template <class T>
struct XmlElement {
  [[gnu::noinline]] static bool read(const xml::Element& element, const Nil& nil, const Limits& limits,
                                     Reading& reading, T& into) {
    if constexpr (is_code<T>) {
      if (nil.reason == nil::unlisted_code) {
        into = T::unlisted(nil.code);
        return true;
      }
    }
    if (!nil.reason.empty()) return wrong_nil(reading), false;
    return holds_text(element, reading) && XmlText<T>::read(element.text, limits, reading, into);
  }
  [[gnu::noinline]] static void write(std::string& out, std::string_view name, const T& value) {
    if constexpr (is_code<T>) {
      if (!value.is_listed()) return write_nil(out, name, nil::unlisted_code, value.text());
    }
    write_text(out, name, XmlText<T>::write(value));
  }
};

template <class T>
struct XmlElement<Stated<T>> {
  [[gnu::noinline]] static bool read(const xml::Element& element, const Nil& nil, const Limits& limits,
                                     Reading& reading, Stated<T>& into) {
    if (nil.reason == nil::no_value) return into = Stated<T>::no_value(), true;
    if (nil.reason == nil::unknown) return into = Stated<T>::unknown(), true;
    return XmlElement<T>::read(element, nil, limits, reading, into.make_value());
  }
  [[gnu::noinline]] static void write(std::string& out, std::string_view name, const Stated<T>& stated) {
    if (stated.has_value()) return XmlElement<T>::write(out, name, stated.value());
    write_nil(out, name, stated == Stated<T>::unknown() ? nil::unknown : nil::no_value);
  }
};

template <class T>
struct XmlElement<std::optional<T>> {
  static bool read(const xml::Element& element, const Nil& nil, const Limits& limits, Reading& reading,
                   std::optional<T>& into) {
    return XmlElement<T>::read(element, nil, limits, reading, into.emplace());
  }
  static void write(std::string& out, std::string_view name, const std::optional<T>& value) {
    XmlElement<T>::write(out, name, *value);
  }
};

template <Described T>
struct XmlElement<T> {
  static bool read(const xml::Element& element, const Nil& nil, const Limits&, Reading& reading, T& into) {
    return read_members(element, nil, Members<T>::table, readers.data(), reading, &into);
  }

  static void write(std::string& out, std::string_view name, const T& record) {
    ((out += '<') += name) += '>';
    write_children(out, record);
    ((out += "</") += name) += '>';
  }

  static void write_children(std::string& out, const T& record) {
    for_each_field<T>([&](const auto& field) {
      const auto& member = record.*field.member;
      if (!says_nothing(member))
        XmlElement<std::remove_cvref_t<decltype(member)>>::write(out, field.name, member);
    });
  }

 private:
  template <std::size_t index>
  static void read_member(const xml::Element& element, Reading& reading, void* into) {
    constexpr const auto& field = std::get<index>(fields<T>.list);
    auto& member = static_cast<T*>(into)->*field.member;
    XmlElement<std::remove_cvref_t<decltype(member)>>::read(element, read_nil(element, reading), field.limits,
                                                            reading, member);
  }

  static constexpr std::array<XmlMemberReader, Members<T>::count> readers =
      []<std::size_t... index>(std::index_sequence<index...>) {
        return std::array<XmlMemberReader, Members<T>::count>{&read_member<index>...};
      }(std::make_index_sequence<Members<T>::count>{});
};

/// Reads T from an element; its fields are elements in the same namespace. All faults together.
template <Described T>
Result<T> read_xml(const xml::Element& root) {
  Reading reading;
  reading.line = root.line;
  reading.column = root.column;
  const Place here(reading, root.name);
  Result<T> result;
  XmlElement<T>::read(root, {}, {}, reading, *result);
  if (!reading.faults.empty()) result = std::unexpected(std::move(reading.faults));
  return result;
}

/// The beginning of a document with one root element `name` in namespace `ns`.
std::string xml_begin(std::string_view name, std::string_view ns);

template <Described T>
std::string write_xml(std::string_view name, std::string_view ns, const T& record) {
  auto out = xml_begin(name, ns);
  XmlElement<T>::write_children(out, record);
  ((out += "</") += name) += '>';
  return out;
}

}  // namespace inburgering::schemas
