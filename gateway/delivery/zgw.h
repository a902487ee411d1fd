#pragma once
// Notifications as zaaksystemen know them (ZGW Notificaties API 1.0): that something changed in a dossier,
// never what. Two ways: to the Notificatierouteringscomponent of a gemeente, which passes them on to whoever
// asked for the kanaal; and straight to the callback of a consumer who subscribed here as if we were such a
// component (http/notificaties.cpp).
#include <array>

#include "gateway/delivery/sink.h"
#include "gateway/subscriptions/notificaties.h"

namespace inburgering::gateway::delivery {

namespace zgw {
using subscriptions::notificaties::kanaal;
/// By which a consumer may choose (`kenmerken`): each notification has all of them, and the kanaal these as
/// its filters.
inline constexpr std::array<std::string_view, 3> filters{"gemeente", "objecttype", "handeling"};
/// Where to read what the kanaal tells.
std::string documentation(const config::Config& config);
/// The kanaal as the API describes it, still without its own address.
boost::json::object kanaal_of(const config::Config& config);
/// The notification of an event: about its dossier, which is read under /gemeente/v1/dossiers.
boost::json::object notification_of(const config::Config& config, const wishes::Subscription& wish,
                                    const boost::json::object& event);
}  // namespace zgw

/// What both have in common.
class Zgw : public Sink {
 public:
  explicit Zgw(adapters::transport::HttpClient& client) : client_(client) {}
  std::expected<Message, std::string_view> write(
      const Errand& errand, const std::vector<boost::json::object>& events) const override;
  void bring(const Errand& errand, Message message, Done done) override;

 protected:
  /// Where notifications go.
  virtual std::string address(const Errand& errand) const = 0;
  /// What stands in `Authorization`; empty = nothing: mutual TLS is enough. Dutch error.
  virtual std::expected<std::string, std::string> access(const Errand& errand) const = 0;
  /// Sends a call with that.
  void send(const Errand& errand, std::string_view method, std::string url, Message message, Done done);

  adapters::transport::HttpClient& client_;
};

/// `zgw`: its url is the base of the API of the component.
class ZgwComponent : public Zgw {
 public:
  using Zgw::Zgw;
  /// Looks whether the component has our kanaal, and makes it when it has not.
  void ask(const Errand& errand, Done done) override;
  std::expected<int, std::string> agreed(const config::Config& config, const Answer& answer) const override;

 protected:
  std::string address(const Errand& errand) const override;
  std::expected<std::string, std::string> access(const Errand& errand) const override;
};

/// `zgw-abonnee`: its url is the callback.
class ZgwAbonnee : public Zgw {
 public:
  using Zgw::Zgw;
  /// Sends a notification of the kanaal `test`, as components do.
  void ask(const Errand& errand, Done done) override;
  std::expected<int, std::string> agreed(const config::Config& config, const Answer& answer) const override;

 protected:
  std::string address(const Errand& errand) const override;
  std::expected<std::string, std::string> access(const Errand& errand) const override;
};

}  // namespace inburgering::gateway::delivery
