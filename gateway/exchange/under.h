#pragma once
#include <type_traits>
#include <utility>

#include "gateway/exchange/draft.h"
#include "gateway/store/leases.h"

namespace inburgering::gateway::exchange {

/// The same work, undone when the lease under which it was begun is not this node's any more. What works on a
/// session (and more) or on a draft.
template <class Work>
auto under(store::Lease lease, Work work) {
  return [lease = std::move(lease), work = std::move(work)](auto& into, auto&... more) mutable {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(into)>, Draft>)
      into.also([lease](store::Session& sql) { store::must_hold(sql, lease); });
    else
      store::must_hold(into, lease);
    return work(into, more...);
  };
}

/// To write under a lease for who is given no writer.
inline store::Writer::Write writing_under(store::Writer& writer, store::Lease lease) {
  return [&writer, lease = std::move(lease)](store::Writer::Work work) {
    writer.run(under(lease, std::move(work)));
  };
}

}  // namespace inburgering::gateway::exchange
