#pragma once
// Makes npsLk01 messages for tests, so that each test shows only what it is about.
#include <string>

namespace inburgering::tests {

struct StufMessage {
  std::string mutatiesoort = "T";
  std::string objects =
      object("T", "<BG:inp.bsn>999990639</BG:inp.bsn><BG:geslachtsnaam>Jansen</BG:geslachtsnaam>");
  std::string ontvanger = "00000099000000000518";
  std::string zender = "0518";
  std::string referentienummer = "REF-1";
  std::string tijdstip = "20261102093015";
  std::string entiteittype = "NPS";
  std::string element = "npsLk01";
  std::string bg = "http://www.egem.nl/StUF/sector/bg/0310";

  static std::string object(const std::string& verwerkingssoort, const std::string& content) {
    return "<BG:object StUF:entiteittype=\"NPS\" StUF:verwerkingssoort=\"" + verwerkingssoort + "\">" +
           content + "</BG:object>";
  }
  static std::string nationality(const std::string& verwerkingssoort, const std::string& code,
                                 const std::string& rest = "") {
    return "<BG:inp.heeftAlsNationaliteit StUF:entiteittype=\"NPSNAT\" StUF:verwerkingssoort=\"" +
           verwerkingssoort +
           "\"><BG:gerelateerde StUF:entiteittype=\"NAT\" StUF:verwerkingssoort=\"T\"><BG:code>" + code +
           "</BG:code></BG:gerelateerde>" + rest + "</BG:inp.heeftAlsNationaliteit>";
  }
  std::string berichtcode = "Lk01";

  std::string declared(const std::string& name) const {
    return "<BG:" + name + " xmlns:BG=\"" + bg +
           "\" xmlns:StUF=\"http://www.egem.nl/StUF/StUF0301\""
           " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";
  }
  std::string stuurgegevens(const std::string& code) const {
    return "<BG:stuurgegevens><StUF:berichtcode>" + code +
           "</StUF:berichtcode>"
           "<StUF:zender><StUF:organisatie>" +
           zender +
           "</StUF:organisatie><StUF:applicatie>BRP</StUF:applicatie></StUF:zender>"
           "<StUF:ontvanger><StUF:organisatie>" +
           ontvanger +
           "</StUF:organisatie><StUF:applicatie>INBURGERING</StUF:applicatie></StUF:ontvanger>"
           "<StUF:referentienummer>" +
           referentienummer + "</StUF:referentienummer><StUF:tijdstipBericht>" + tijdstip +
           "</StUF:tijdstipBericht><StUF:entiteittype>" + entiteittype +
           "</StUF:entiteittype></BG:stuurgegevens>";
  }
  std::string body(const std::string& code) const {
    return stuurgegevens(code) + "<BG:parameters><StUF:mutatiesoort>" + mutatiesoort +
           "</StUF:mutatiesoort>" +
           (code == "Lk01" ? "<StUF:indicatorOvername>V</StUF:indicatorOvername>" : "") + "</BG:parameters>" +
           objects;
  }
  std::string bare() const { return declared(element) + body(berichtcode) + "</BG:" + element + ">"; }
  /// npsLk01, npsLk02, or within a synchronisatie (npsSa01, npsSa02) the kennisgeving that tells the state.
  std::string of_kind(const std::string& kind) const {
    const auto code = kind.substr(3);
    const auto within = code.starts_with("Sa") ? "Lk" + code.substr(2) : code;
    return declared(kind) +
           (code == within ? body(code)
                           : stuurgegevens(code) + "<BG:actueel>" + body(within) + "</BG:actueel>") +
           "</BG:" + kind + ">";
  }
  std::string soap() const {
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header/><s:Body>" + bare() +
           "</s:Body></s:Envelope>";
  }
};

}  // namespace inburgering::tests
