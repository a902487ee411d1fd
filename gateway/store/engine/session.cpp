#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

void Session::settle() {
  // What is written may gather again.
  while (!gathered_.empty())
    for (const auto& [type, gathered] : std::exchange(gathered_, {})) gathered->write(*this);
}

void Session::commit() {
  settle();
  if (announced_.any()) engine_->announce(announced_.to_string());
  engine_->commit();
}

void Session::rollback() {
  gathered_.clear();
  memory_.clear();  // some of it may have been read from what is undone
  engine_->rollback();
}

void Session::end_view() noexcept {
  try {
    engine_->commit();
  } catch (const Failure&) {  // it ends with the session then
  }
}

}  // namespace inburgering::gateway::store
