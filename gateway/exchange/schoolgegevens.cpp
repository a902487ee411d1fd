#include "gateway/exchange/schoolgegevens.h"

namespace inburgering::gateway::exchange {
namespace {

template <class T>
void take(const mapping::Testimony& testimony, std::vector<T>& list) {
  if (!std::holds_alternative<T>(testimony.voices().front().said)) return;
  list.push_back(std::get<T>(testimony.object()));
}

}  // namespace

mapping::taalschool::Schoolgegevens schoolgegevens(Draft& draft, const store::Dossier& dossier) {
  mapping::taalschool::Schoolgegevens known;
  for (const auto& testimony : store::all_testimonies(draft, draft.sealing(), dossier)) {
    if (testimony.voice_of(log::feed::taalschool) == nullptr) continue;
    take(testimony, known.deelnames);
    take(testimony, known.aanwezigheid);
    take(testimony, known.metingen);
    take(testimony, known.toetsen);
  }
  return known;
}

}  // namespace inburgering::gateway::exchange
