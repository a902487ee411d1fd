#include "gateway/exchange/draft.h"

#include <algorithm>
#include <ranges>
#include <stdexcept>

#include "gateway/log/trace.h"
#include "gateway/store/stored_rows.h"

namespace inburgering::gateway::exchange {
namespace {

std::pair<std::string, std::string> at(std::string_view tenant, std::string_view what) {
  return {std::string(tenant), std::string(what)};
}

}  // namespace

Draft::Draft(const Ground& ground, store::Rows* given, subscriptions::List present)
    : ground_(ground),
      given_(given),
      now_(ground.sealing.surroundings.clock.now()),
      present_(std::move(present)) {}

Draft::Draft(const Ground& ground, store::Session& sql)
    : ground_(ground),
      own_(std::make_unique<store::StoredRows>(sql)),
      given_(own_.get()),
      session_(&sql),
      now_(ground.sealing.surroundings.clock.now()) {
  sql.ahead([&] { store::subscription_version(sql); });
}

Draft::~Draft() = default;

const subscriptions::List& Draft::present() {
  if (!present_) {
    present_ = subscriptions::present(*session_);
    subscriptions_version_ = store::subscription_version(*session_);
  }
  return *present_;
}

template <class Read>
auto Draft::read_again(Read read) const {
  using Found = decltype(read(*given_));
  if (given_ == nullptr) return Found();
  auto found = read(*given_);
  found_again_.push_back([read, found](store::Rows& now) { return read(now) == found; });
  return found;
}

std::string Draft::trace_of(const std::string& message_id) {
  for (const auto& entry : entries)
    if (entry.message_id == message_id && !entry.trace_id.empty()) return entry.trace_id;
  return session_ == nullptr ? log::trace_id_of(message_id) : log::trace_of(*session_, message_id);
}

void Draft::join_trace(log::Entry& entry) {
  log::join_trace(entry, [this](const std::string& cause) { return trace_of(cause); });
}

void Draft::foresee(const std::function<void(store::Rows&)>& ask) {
  if (session_ != nullptr) session_->ahead([&] { ask(*given_); });
}

store::Opened* Draft::opened() {
  auto* below = given_ == nullptr ? nullptr : given_->opened();
  return below != nullptr ? below : &opened_;
}

// ---- who is who

std::optional<std::string> Draft::dossier_of(std::string_view tenant, std::string_view number_hash) {
  const auto place = at(tenant, number_hash);
  for (const auto* own : {&numbers_, &remembered_})
    if (const auto found = own->find(place); found != own->end()) return found->second;
  if (const auto read = numbers_read_.find(place); read != numbers_read_.end()) return read->second;
  auto found = given_ == nullptr ? std::nullopt : given_->dossier_of(tenant, number_hash);
  return numbers_read_.emplace(place, std::move(found)).first->second;
}

void Draft::put_number(std::string_view tenant, std::string_view number_hash, std::string_view dossier) {
  dossier_of(tenant, number_hash);  // whose it was must still stand
  numbers_[at(tenant, number_hash)] = dossier;
  touch(tenant, dossier);
}

void Draft::remember_number(std::string_view tenant, std::string_view number_hash, std::string_view dossier) {
  remembered_[at(tenant, number_hash)] = dossier;
}

void Draft::move_numbers(std::string_view tenant, std::string_view from, std::string_view to) {
  touch(tenant, from);
  touch(tenant, to);
  for (auto* own : {&numbers_, &remembered_})
    for (auto& [place, dossier] : *own)
      if (place.first == tenant && dossier == from) dossier = to;
  for (auto& [place, dossier] : numbers_read_)
    if (place.first == tenant && dossier == from) numbers_.emplace(place, to);
  // Which other numbers there are the store knows; whoever gives this dossier one more changes its version.
  also([owner = std::string(tenant), one = std::string(from), other = std::string(to)](store::Session& sql) {
    store::StoredRows(sql).move_numbers(owner, one, other);
  });
}

// ---- dossiers and what is in them

void Draft::touch(std::string_view tenant, std::string_view id) { dossier(tenant, id); }

std::optional<store::DossierRow> Draft::dossier(std::string_view tenant, std::string_view id) {
  const auto place = at(tenant, id);
  if (const auto own = dossiers_.find(place); own != dossiers_.end()) return own->second;
  if (const auto read = dossiers_read_.find(place); read != dossiers_read_.end()) return read->second;
  auto row = given_ == nullptr ? std::nullopt : given_->dossier(tenant, id);
  return dossiers_read_.emplace(place, std::move(row)).first->second;
}

void Draft::put_dossier(const store::DossierRow& row) {
  touch(row.tenant, row.id);
  dossiers_[at(row.tenant, row.id)] = row;
}

std::optional<store::ObjectRow> Draft::object(std::string_view tenant, std::string_view dossier,
                                              std::string_view type, std::string_view key_hash) {
  const ObjectPlace place{std::string(tenant), std::string(dossier), std::string(type),
                          std::string(key_hash)};
  if (const auto own = objects_.find(place); own != objects_.end()) return own->second;
  return given_ == nullptr ? std::nullopt : given_->object(tenant, dossier, type, key_hash);
}

std::vector<store::ObjectRow> Draft::objects(std::string_view tenant, std::string_view dossier) {
  std::map<std::pair<std::string, std::string>, store::ObjectRow> all;
  if (given_ != nullptr)
    for (auto& row : given_->objects(tenant, dossier)) {
      auto place = std::pair(row.type, row.key_hash);
      all.emplace(std::move(place), std::move(row));
    }
  for (auto own = objects_.lower_bound({std::string(tenant), std::string(dossier), {}, {}});
       own != objects_.end() && own->first.tenant == tenant && own->first.dossier == dossier; ++own) {
    auto place = std::pair(own->first.type, own->first.key_hash);
    if (own->second)
      all.insert_or_assign(std::move(place), *own->second);
    else
      all.erase(place);
  }
  std::vector<store::ObjectRow> rows;
  rows.reserve(all.size());
  for (auto& [place, row] : all) rows.push_back(std::move(row));
  return rows;
}

void Draft::put_object(std::string_view tenant, std::string_view dossier, const store::ObjectRow& row) {
  touch(tenant, dossier);
  objects_[{std::string(tenant), std::string(dossier), row.type, row.key_hash}] = row;
}

void Draft::remove_object(std::string_view tenant, std::string_view dossier, std::string_view type,
                          std::string_view key_hash) {
  touch(tenant, dossier);
  objects_[{std::string(tenant), std::string(dossier), std::string(type), std::string(key_hash)}] =
      std::nullopt;
}

std::vector<std::string> Draft::dossiers_with(std::string_view tenant, std::string_view type,
                                              std::string_view key_hash) {
  exact_ = true;  // which dossiers these are no version tells
  std::set<std::string> found;
  if (given_ != nullptr)
    for (auto& id : given_->dossiers_with(tenant, type, key_hash)) found.insert(std::move(id));
  for (const auto& [place, row] : objects_)
    if (place.tenant == tenant && place.type == type && place.key_hash == key_hash) {
      if (row)
        found.insert(place.dossier);
      else
        found.erase(place.dossier);
    }
  return {found.begin(), found.end()};
}

std::optional<std::string> Draft::statements(std::string_view tenant, std::string_view dossier,
                                             std::string_view type, std::string_view key_hash) {
  const ObjectPlace place{std::string(tenant), std::string(dossier), std::string(type),
                          std::string(key_hash)};
  if (const auto own = statements_.find(place); own != statements_.end()) return own->second;
  return given_ == nullptr ? std::nullopt : given_->statements(tenant, dossier, type, key_hash);
}

void Draft::put_statements(std::string_view tenant, std::string_view dossier, std::string_view type,
                           std::string_view key_hash, std::string_view sealed) {
  touch(tenant, dossier);
  statements_[{std::string(tenant), std::string(dossier), std::string(type), std::string(key_hash)}] = sealed;
}

// ---- what is told

// They change with their dossier alone, or when time sets it going, which is one at a time.
std::vector<store::KlokRow> Draft::klokken(std::string_view tenant, std::string_view dossier) {
  if (const auto own = klokken_.find(at(tenant, dossier)); own != klokken_.end()) return own->second.first;
  return given_ == nullptr ? std::vector<store::KlokRow>() : given_->klokken(tenant, dossier);
}

void Draft::put_klokken(std::string_view tenant, std::string_view dossier, std::vector<store::KlokRow> rows,
                        std::string_view due) {
  touch(tenant, dossier);
  klokken_[at(tenant, dossier)] = {std::move(rows), std::string(due)};
}

void Draft::add_event(const store::StoredEvent& event) { events_.push_back(event); }

void Draft::add_delivery(const store::Destination& to, const store::StoredEvent& event, std::string_view mark,
                         Milliseconds now) {
  // The event was made just now: it stands at the end.
  auto index = events_.size();
  while (index > 0 && events_[index - 1].id != event.id) --index;
  deliveries_.push_back({to, index - 1, std::string(mark), now});
}

bool Draft::has_person(std::string_view subscription, std::string_view number_hash) {
  return read_again([subscription = std::string(subscription), hash = std::string(number_hash)](
                        store::Rows& rows) { return rows.has_person(subscription, hash); });
}

std::optional<store::Job> Draft::present_job(std::string_view subscription) {
  // How far it is changes with each step: what was left to it must be left to it still.
  exact_ = true;
  return given_ == nullptr ? std::nullopt : given_->present_job(subscription);
}

// ---- questions

void Draft::add_question(const store::Question& question) { questions_.push_back(question); }

std::optional<store::Asked> Draft::last_asked(std::string_view tenant, std::string_view dossier,
                                              std::string_view resource) {
  if (forgotten_.contains(at(tenant, dossier))) return std::nullopt;
  return read_again([of = at(tenant, dossier), resource = std::string(resource)](store::Rows& rows) {
    return rows.last_asked(of.first, of.second, resource);
  });
}

void Draft::forget_asked(std::string_view tenant, std::string_view dossier) {
  forgotten_.insert(at(tenant, dossier));
}

bool Draft::is_followed(std::string_view tenant, std::string_view dossier) {
  return read_again(
      [of = at(tenant, dossier)](store::Rows& rows) { return rows.is_followed(of.first, of.second); });
}

std::vector<std::string> Draft::followed_after(std::string_view tenant, std::string_view cursor, int count) {
  return read_again([of = at(tenant, cursor), count](store::Rows& rows) {
    return rows.followed_after(of.first, of.second, count);
  });
}

// ---- messages

std::optional<store::ReceivedRow> Draft::received(std::string_view tenant, std::string_view sender_hash) {
  if (const auto own = received_.find(at(tenant, sender_hash)); own != received_.end()) return own->second;
  return given_ == nullptr ? std::nullopt : given_->received(tenant, sender_hash);
}

void Draft::add_received(const store::ReceivedRow& row) { received_[at(row.tenant, row.sender_hash)] = row; }

void Draft::keep_body(std::string_view tenant, std::string_view message_id, std::string_view sealed) {
  bodies_.push_back({std::string(tenant), std::string(message_id), std::string(sealed)});
}

// ---- schools

std::optional<store::Schoolrij> Draft::schoolrij(std::string_view tenant, std::string_view school,
                                                 std::string_view resource, std::string_view kenmerk) {
  const RijPlace place{tenant, school, resource, kenmerk};
  if (const auto own = rijen_.find(place); own != rijen_.end()) return own->second;
  auto row = given_ == nullptr ? std::nullopt : given_->schoolrij(tenant, school, resource, kenmerk);
  rijen_read_.emplace(place, row ? row->message_id : std::string());
  return row;
}

void Draft::put_schoolrij(const store::Schoolrij& rij) {
  schoolrij(rij.tenant, rij.school, rij.resource, rij.kenmerk);
  rijen_[{rij.tenant, rij.school, rij.resource, rij.kenmerk}] = rij;
}

std::vector<store::Schoolrij> Draft::schoolrijen_of(std::string_view tenant, std::string_view dossier) {
  auto rijen = read_again(
      [of = at(tenant, dossier)](store::Rows& rows) { return rows.schoolrijen_of(of.first, of.second); });
  std::erase_if(rijen, [&](const auto& each) {
    return rijen_.contains({each.tenant, each.school, each.resource, each.kenmerk});
  });
  for (const auto& [place, rij] : rijen_)
    if (rij.tenant == tenant && rij.dossier == dossier) rijen.push_back(rij);
  return rijen;
}

bool Draft::has_deelname(std::string_view tenant, std::string_view school, std::string_view dossier,
                         std::string_view kenmerk) {
  bool withdrawn_here = false;
  for (const auto& [place, rij] : rijen_)
    if (store::is_deelname(rij, tenant, school, dossier, kenmerk)) {
      if (!rij.withdrawn) return true;
      withdrawn_here = true;
    }
  // A row that this draft withdrew still stands below: only the rows together can tell.
  if (withdrawn_here) exact_ = true;
  return read_again([of = at(tenant, school), whose = at(dossier, kenmerk)](store::Rows& rows) {
    return rows.has_deelname(of.first, of.second, whose.first, whose.second);
  });
}

void Draft::add_melding(const store::StoredMelding& melding) { meldingen_.push_back(melding); }

std::optional<store::StoredMelding> Draft::last_melding(std::string_view tenant, std::string_view dossier,
                                                        std::string_view operatie) {
  for (const auto& own : meldingen_ | std::views::reverse)
    if (own.tenant == tenant && own.dossier == dossier && own.operatie == operatie) return own;
  return read_again([of = at(tenant, dossier), operatie = std::string(operatie)](store::Rows& rows) {
    return rows.last_melding(of.first, of.second, operatie);
  });
}

std::optional<store::StoredMelding> Draft::melding(std::string_view tenant, std::string_view id) {
  for (const auto& [moved, before] : moved_ | std::views::reverse)
    if (moved.tenant == tenant && moved.id == id) return moved;
  for (const auto& own : meldingen_)
    if (own.tenant == tenant && own.id == id) return own;
  return read_again([of = at(tenant, id)](store::Rows& rows) { return rows.melding(of.first, of.second); });
}

bool Draft::move_melding(const store::StoredMelding& melding, std::string_view read_in_state) {
  const auto now = this->melding(melding.tenant, melding.id);
  if (!now || now->state != read_in_state) return false;
  moved_.emplace_back(melding, read_in_state);
  return true;
}

// ---- commit

bool Draft::stands(store::Session& sql) const {
  if (exact_) return false;
  store::StoredRows now(sql);
  // Each is asked, whatever the others came to: so they can be asked ahead.
  const auto each = [&] {
    bool stands = !subscriptions_version_ || store::subscription_version(sql) == *subscriptions_version_;
    // A number that led to a dossier leads there still while that has its version.
    for (const auto& [place, dossier] : numbers_read_)
      if (!(dossier && dossiers_read_.contains({place.first, *dossier})))
        stands &= now.dossier_of(place.first, place.second) == dossier;
    for (const auto& [place, row] : dossiers_read_)
      stands &= store::version_of_dossier(sql, place.first, place.second) == (row ? row->version : 0);
    for (const auto& [place, message] : rijen_read_) {
      const auto& [tenant, school, resource, kenmerk] = place;
      const auto row = now.schoolrij(tenant, school, resource, kenmerk);
      stands &= (row ? row->message_id : std::string()) == message;
    }
    for (const auto& found : found_again_) stands &= found(now);
    for (const auto& [place, row] : received_) stands &= !now.received(place.first, place.second);
    return stands;
  };
  sql.ahead(each);
  return each();
}

void Draft::write(store::Session& sql) {
  store::StoredRows rows(sql);
  std::set<Place> changed;
  for (const auto& [place, row] : dossiers_) rows.put_dossier(row);
  for (const auto& [place, row] : objects_) {
    changed.insert({place.tenant, place.dossier});
    if (row)
      rows.put_object(place.tenant, place.dossier, *row);
    else
      rows.remove_object(place.tenant, place.dossier, place.type, place.key_hash);
  }
  for (const auto& [place, sealed] : statements_) {
    changed.insert({place.tenant, place.dossier});
    rows.put_statements(place.tenant, place.dossier, place.type, place.key_hash, sealed);
  }
  for (const auto& [place, klokken] : klokken_)
    rows.put_klokken(place.first, place.second, klokken.first, klokken.second);
  for (const auto& [place, dossier] : numbers_) {
    changed.insert({place.first, dossier});
    rows.put_number(place.first, place.second, dossier);
  }
  for (const auto& [place, dossier] : remembered_) rows.remember_number(place.first, place.second, dossier);
  for (const auto& place : changed)
    if (!dossiers_.contains(place)) store::raise_version(sql, place.first, place.second);
  for (const auto& event : events_) rows.add_event(event);
  for (const auto& delivery : deliveries_)
    rows.add_delivery(delivery.to, events_.at(delivery.event), delivery.mark, delivery.now);
  for (const auto& [tenant, dossier] : forgotten_) rows.forget_asked(tenant, dossier);
  for (const auto& question : questions_) rows.add_question(question);
  for (const auto& [place, row] : received_) rows.add_received(row);
  for (const auto& body : bodies_) rows.keep_body(body.tenant, body.message_id, body.sealed);
  for (const auto& [place, rij] : rijen_) rows.put_schoolrij(rij);
  for (const auto& melding : meldingen_) rows.add_melding(melding);
  for (const auto& [melding, before] : moved_)
    if (!rows.move_melding(melding, before))
      throw std::logic_error("a melding was moved from a state that it is not in");
  for (const auto& more : also_) more(sql);
  for (auto& entry : entries) {
    log::finish_incoming(entry, ground_.sealing.surroundings.clock.now());
    log::append(sql, entry);
  }
}

}  // namespace inburgering::gateway::exchange
