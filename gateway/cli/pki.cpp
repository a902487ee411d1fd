#include <charconv>
#include <fstream>
#include <iostream>

#include "gateway/cli/commands.h"
#include "gateway/identity/dev_pki.h"
#include "gateway/store/crypto.h"

namespace inburgering::gateway::cli {
namespace {

using identity::Leaf;

struct Dev {
  std::filesystem::path out;
  std::vector<std::string> leaves;  ///< "name=OIN:server|client[:days]"; empty = the demo's cast
};

Leaf leaf(std::string name, std::string organisation, std::string_view oin, Leaf::Purpose purpose) {
  return {std::move(name), std::move(organisation), *schemas::Oin::parse(oin), purpose};
}

/// Who plays in the demo. OINs of the test register (00000099).
std::vector<Leaf> demo_cast() {
  using enum Leaf::Purpose;
  return {
      leaf("gateway-server", "Demo inburgering-gateway", "00000099000000001000", server),
      leaf("gateway-client", "Demo inburgering-gateway", "00000099000000001000", client),
      leaf("duo-server", "Demo DUO", "00000099000000002000", server),
      leaf("duo-client", "Demo DUO", "00000099000000002000", client),
      leaf("brp-server", "Demo gegevensmagazijn BRP", "00000099000000003000", server),
      leaf("brp-client", "Demo gegevensmagazijn BRP", "00000099000000003000", client),
      leaf("taalschool-client", "Demo Taalschool Het Plein", "00000099000000004000", client),
      leaf("afnemer-0518-server", "Demo klantvolgsysteem gemeente 0518", "00000099000000005000", server),
      leaf("afnemer-0344-server", "Demo klantvolgsysteem gemeente 0344", "00000099000000006000", server),
  };
}

/// "name=OIN:server|client[:days]"
std::optional<Leaf> parse_leaf(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return std::nullopt;
  const auto name = text.substr(0, equals);
  const auto oin_end = text.find(':', equals);
  const auto oin = schemas::Oin::parse(text.substr(equals + 1, oin_end - equals - 1));
  if (!oin || oin_end == std::string::npos) return std::nullopt;
  const auto purpose_end = text.find(':', oin_end + 1);
  const auto purpose = text.substr(oin_end + 1, purpose_end - oin_end - 1);
  if (purpose != "server" && purpose != "client") return std::nullopt;
  Leaf made{name, "Ontwikkeling " + name, *oin,
            purpose == "server" ? Leaf::Purpose::server : Leaf::Purpose::client};
  if (purpose_end != std::string::npos) {
    const auto* begin = text.data() + purpose_end + 1;
    if (std::from_chars(begin, text.data() + text.size(), made.valid_days).ec != std::errc{})
      return std::nullopt;
  }
  return made;
}

int make_dev_pki(const Dev& options) {
  std::vector<Leaf> leaves;
  for (const auto& text : options.leaves) {
    const auto made = parse_leaf(text);
    if (!made) {
      std::cerr << "--leaf " << text
                << ": verwacht is naam=OIN:server of naam=OIN:client, eventueel met :dagen\n";
      return 2;
    }
    leaves.push_back(*made);
  }
  if (leaves.empty()) leaves = demo_cast();
  if (auto made = identity::make_dev_pki(options.out, leaves); !made) {
    std::cerr << made.error() << '\n';
    return 2;
  }
  const auto key_file = options.out / "store.key";
  if (!std::filesystem::exists(key_file)) {
    SystemRandom random;
    std::ofstream(key_file) << store::Keys::generate(random);
    std::filesystem::permissions(key_file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  std::cout << "PKI voor demonstratie en test in " << options.out.string() << ": root.pem en";
  for (const auto& each : leaves) std::cout << ' ' << each.name;
  std::cout << ", en store.key\n";
  return 0;
}

}  // namespace

void add_pki(Commands& program) {
  auto pki = program.group("pki", "certificaten");
  const auto [dev, into] = pki.add<Dev>(
      "dev", "een eigen stamcertificaat en certificaten met OIN, voor demonstratie en test", make_dev_pki);
  dev->add_option("--out", into.out, "de map")->required();
  dev->add_option("--leaf", into.leaves, "naam=OIN:server|client[:dagen]; zonder: de rollen van de demo");
}

}  // namespace inburgering::gateway::cli
