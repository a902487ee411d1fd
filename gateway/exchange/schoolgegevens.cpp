#include "gateway/exchange/schoolgegevens.h"

namespace inburgering::gateway::exchange {
namespace {

template <class T>
void take_all(Draft& draft, const store::Dossier& dossier, std::vector<T>& list) {
  for (auto& object : store::objects_of_type(draft, draft.sealing(), dossier, schemas::fields<T>.name,
                                             log::feed::taalschool))
    list.push_back(std::move(std::get<T>(object)));
}

}  // namespace

mapping::taalschool::Schoolgegevens schoolgegevens(Draft& draft, const store::Dossier& dossier) {
  mapping::taalschool::Schoolgegevens known;
  take_all(draft, dossier, known.deelnames);
  take_all(draft, dossier, known.aanwezigheid);
  take_all(draft, dossier, known.metingen);
  take_all(draft, dossier, known.toetsen);
  return known;
}

}  // namespace inburgering::gateway::exchange
