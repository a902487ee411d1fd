#include <gtest/gtest.h>

#include "gateway/log/security.h"
#include "gateway/siem/journal.h"
#include "gateway/siem/rfc5424.h"

namespace inburgering::gateway {
namespace {

using siem::Told;

log::Entry entry_of(std::string_view kind, std::string_view outcome) {
  log::Entry entry;
  entry.seq = 7;
  entry.message_id = "0193f0a0-0000-7000-8000-000000000001";
  entry.moment = schemas::Moment(std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000)));
  entry.kind = kind;
  entry.outcome = outcome;
  entry.feed = log::feed::duo;
  return entry;
}

std::string name_of(std::string_view kind, std::string_view outcome) {
  const auto* event = log::security_event_of(entry_of(kind, outcome));
  return event == nullptr ? "" : std::string(event->name);
}

TEST(SecurityEvents, entries_have_the_name_of_their_kind_and_outcome) {
  EXPECT_EQ(name_of("TLS-handshake", "geweigerd"), "verbinding.geweigerd");
  EXPECT_EQ(name_of("verbinding beëindigd", "geweigerd"), "vertrouwen.beeindigd");
  EXPECT_EQ(name_of("verbinding", "geweigerd"), "partij.onbekend");
  EXPECT_EQ(name_of("/duo/v1/notificaties", "geweigerd"), "toegang.geweigerd");
  EXPECT_EQ(name_of("onbekend", "geweigerd"), "verzoek.geweigerd");
  EXPECT_EQ(name_of("aanmelden", "geweigerd"), "aanmelden.geweigerd");
  EXPECT_EQ(name_of("aanmelden", "verwerkt"), "aanmelden.gelukt");
  EXPECT_EQ(name_of("inhoud ingezien", "ingezien"), "inhoud.ingezien");
  EXPECT_EQ(name_of("certificaten", "fout"), "certificaat.onbruikbaar");
  EXPECT_EQ(name_of("certificaten", "verwerkt"), "certificaat.vervangen");
  EXPECT_EQ(name_of("opslagsleutel", "voltooid"), "sleutel.gewijzigd");
  EXPECT_EQ(name_of("notificatie SS101", "geweigerd"), "") << "a message that is wrong is no security event";
  EXPECT_EQ(name_of("notificatie SS101", "verwerkt"), "");
  EXPECT_EQ(name_of("aanmelden", "fout"), "");
}

TEST(SecurityEvents, nothing_is_told_that_a_stranger_or_an_operator_wrote_freely) {
  auto refused = entry_of("TLS-handshake", "geweigerd");
  refused.party = "999996617";  // whatever stood in its certificate
  refused.subject = "CN=Jan Jansen";
  refused.faults = {{"verbinding", "tls", "het certificaat is verlopen"}, log::from_address("192.0.2.7")};
  const auto told = siem::message(siem::told_of(*log::security_event_of(refused), refused), {"gw", "1"});
  EXPECT_EQ(told.find("999996617"), std::string::npos);
  EXPECT_EQ(told.find("Jansen"), std::string::npos);
  EXPECT_NE(told.find("adres=\"192.0.2.7\""), std::string::npos) << told;
  EXPECT_NE(told.find("het certificaat is verlopen"), std::string::npos);

  auto looked = entry_of("inhoud ingezien", "ingezien");
  looked.feed = log::feed::beheer;
  looked.subject = "J. de Boer";
  looked.dossier = "0193aaaa-0000-7000-8000-000000000002";
  looked.faults = {{"", "reden", "klacht van mevrouw Tesfay"}};
  const auto look = siem::message(siem::told_of(*log::security_event_of(looked), looked), {"gw", "1"});
  EXPECT_EQ(look.find("Tesfay"), std::string::npos);
  EXPECT_EQ(look.find("0193aaaa"), std::string::npos) << "nor whom it was about";
  EXPECT_NE(look.find("beheerder=\"J. de Boer\""), std::string::npos);
}

TEST(Rfc5424, has_the_parts_of_the_standard_in_their_order) {
  const Told told{"inhoud.ingezien",
                  log::Severity::notice,
                  schemas::Moment(std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000))),
                  {{"nr", "7"}, {"feed", "beheer"}},
                  "iemand keek"};
  EXPECT_EQ(siem::message(told, {"gw1.example.nl", "812", 32473}),
            "<109>1 " + told.moment.text() +
                " gw1.example.nl inburgering-gateway 812 inhoud.ingezien [inburgering@32473 nr=\"7\" "
                "feed=\"beheer\"] "
                "\xEF\xBB\xBFiemand keek");
}

TEST(Rfc5424, values_of_structured_data_are_escaped) {
  EXPECT_EQ(siem::param_value(R"(a"b\c]d[e=f)"), R"(a\"b\\c\]d[e=f)");
  EXPECT_EQ(siem::param_value("één\nregel"), R"(één\\x0Aregel)") << "no line begins within a value";
  const std::string long_text(2000, 'x');
  EXPECT_EQ(siem::param_value(long_text).size(), 500U);
}

TEST(Rfc5424, a_header_holds_printable_ascii_alone_and_never_nothing) {
  const Told told{"x.y", log::Severity::error, {}, {}, "t"};
  const auto text = siem::message(told, {"", "a b\xC3\xA9\n"});
  EXPECT_NE(text.find(" - inburgering-gateway ab x.y "), std::string::npos) << text;
  EXPECT_TRUE(text.starts_with("<107>1 "));
}

TEST(Rfc5424, a_frame_counts_bytes_and_not_characters) {
  EXPECT_EQ(siem::framed("één"), "5 één");
  EXPECT_EQ(siem::framed(""), "0 ");
}

TEST(Journal, fields_are_lines_and_one_with_a_line_break_tells_its_length) {
  EXPECT_EQ(siem::journal_field("A", "b=c"), "A=b=c\n");
  EXPECT_EQ(siem::journal_field("A", "b\nc"), std::string("A\n\x03\0\0\0\0\0\0\0b\nc\n", 14));
}

TEST(Journal, an_event_can_be_sought_by_its_fields) {
  const Told told{"aanmelden.geweigerd", log::Severity::warning, {}, {{"adres", "192.0.2.7"}}, "wie\nwat"};
  const auto entry = siem::journal_entry(told);
  EXPECT_NE(entry.find("MESSAGE=wie\\x0Awat\n"), std::string::npos) << entry;
  EXPECT_NE(entry.find("PRIORITY=4\n"), std::string::npos);
  EXPECT_NE(entry.find("INBURGERING_GEBEURTENIS=aanmelden.geweigerd\n"), std::string::npos);
  EXPECT_NE(entry.find("INBURGERING_ADRES=192.0.2.7\n"), std::string::npos);
}

}  // namespace
}  // namespace inburgering::gateway
