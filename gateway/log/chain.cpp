#include "gateway/log/chain.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <limits>
#include <map>

#include "adapters/transport/guard.h"
#include "gateway/log/former_digests.h"
#include "gateway/log/keys.h"
#include "gateway/log/time_stamp.h"
#include "schemas/record/text_member.h"

namespace inburgering::gateway::log {
namespace {

namespace json = boost::json;

void keep_signer(store::Session& sql, const Signer& signer) {
  sql.run({"chain.keep_signer",
           "INSERT INTO log_signer (fingerprint, certificate) VALUES (:f, :c) ON CONFLICT (fingerprint) DO "
           "NOTHING"},
          signer.fingerprint(), signer.certificate());
}

std::vector<Checkpoint> checkpoints(store::Session& sql, const char* query) {
  std::vector<Checkpoint> found;
  for (auto& [seq, hash, moment, signature, signer, stamp] :
       sql.all<long long, std::string, std::string, std::string, std::string, std::string>(
           {"chain.checkpoints.x", query}))
    found.push_back({seq, std::move(hash), schemas::Moment::parse(moment).value_or(schemas::Moment()),
                     std::move(signature), std::move(signer), std::move(stamp)});
  return found;
}

/// Looks at everything that was signed; remembers whom it looked at.
class Signatures {
 public:
  Signatures(store::Session& sql, const Verify& how) : how_(how) {
    for (auto& [fingerprint, certificate] : sql.all<std::string, std::string>(
             {"chain.checkpoints.read_log_signer", "SELECT fingerprint, certificate FROM log_signer"}))
      certificates_[fingerprint] = certificate;
  }
  /// What is wrong with a signature; empty when nothing is.
  std::string wrong(const std::string& fingerprint, const std::string& text, const std::string& signature) {
    const auto found = certificates_.find(fingerprint);
    if (found == certificates_.end()) return "het certificaat van de ondertekenaar ontbreekt";
    auto& judged = judged_[fingerprint];
    if (!judged) {
      const auto signer = examine(found->second, how_.anchors);
      judged = !signer                              ? signer.error()
               : signer->fingerprint != fingerprint ? "het certificaat van de ondertekenaar is vervangen"
               : signer->serial_number != how_.oin  ? "de ondertekenaar is niet deze gateway"
               : !signer->trusted ? "de ondertekenaar komt niet van een vertrouwd stamcertificaat"
                                  : "";
    }
    if (!judged->empty()) return *judged;
    return is_signed_by(found->second, text, signature) ? "" : "de handtekening klopt niet";
  }

 private:
  const Verify& how_;
  std::map<std::string, std::string> certificates_;
  std::map<std::string, std::optional<std::string>> judged_;
};

/// The walk over all entries, with what must hold at each.
class Walk {
 public:
  Walk(store::Session& sql, const Verify& how) : sql_(sql), how_(how), signatures_(sql, how) {
    for (auto& checkpoint : checkpoints(
             sql,
             "SELECT seq, hash, moment, signature, signer, time_stamp FROM log_checkpoint ORDER BY seq")) {
      try_to([&] { open_former_proof(sql, how.keys, checkpoint); });
      expected_.emplace(checkpoint.seq, std::move(checkpoint));
    }
    for (const auto& checkpoint : how.outside) outside_.emplace(checkpoint.seq, checkpoint);
    for (auto& [first, last, previous, hash, moment, signature, signer] :
         sql.all<long long, long long, std::string, std::string, std::string, std::string, std::string>(
             {"chain.wrong",
              "SELECT first, last, previous_hash, last_hash, moment, signature, signer FROM log_gap ORDER BY "
              "first"})) {
      SignedGap kept{
          {first, last, previous, hash, schemas::Moment::parse(moment).value_or(schemas::Moment())},
          signature,
          signer};
      try_to([&] { open_former_proof(sql, how.keys, kept.gap, kept.signature); });
      gaps_.emplace(first, std::move(kept));
    }
  }

  Verification run() {
    constexpr int page = 1'000;
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    for (std::int64_t from = std::numeric_limits<std::int64_t>::min();;) {
      auto found = entries(sql_, {}, {}, from, last, false, page);
      for (auto& entry : found) {
        from = entry.seq + 1;
        if (!opened(entry)) return result_;
        if (!over_gaps(entry.seq) || !is_right(entry)) return result_;
        previous_ = entry.hash;
        next_ = entry.seq + 1;
        ++result_.entries;
        constexpr std::int64_t now_and_then = 10'000;
        if (how_.progress && entry.seq % now_and_then == 0) how_.progress(entry.seq);
      }
      if (found.size() < page) break;
    }
    if (!over_gaps(0)) return result_;
    for (const auto* kept : {&expected_, &outside_})
      if (!kept->empty() && !result_.broken)
        fail(kept->begin()->first, "het logboek liep door tot minstens deze regel (ondertekend op " +
                                       kept->begin()->second.moment.text() + "): het einde is verwijderd");
    if (!result_.broken && how_.bodies) look_for_strange_bodies();
    return result_;
  }

 private:
  struct SignedGap {
    Gap gap;
    std::string signature;
    std::string signer;
  };

  /// What cannot be opened stays as it is, and fails where it is looked at.
  template <class Open>
  static void try_to(Open&& open) {
    try {
      open();
    } catch (const store::Unavailable&) {
      throw;  // the keys cannot be read now
    } catch (const std::runtime_error&) {
      adapters::transport::note_caught("opslag: onleesbaar bewijs");
    }
  }

  bool fail(std::int64_t seq, std::string what) {
    result_.broken = Broken{seq, std::move(what)};
    return false;
  }

  bool opened(Entry& entry) {
    if (entry.form > 3) return true;
    try {
      open_former_digest(sql_, how_.keys, entry);
    } catch (const store::Unavailable&) {
      throw;  // the keys cannot be read now
    } catch (const std::runtime_error&) {
      return fail(entry.seq,
                  "wat van deze regel is verzegeld is vervangen of niet met deze sleutel te openen");
    }
    if (entry.form < 3) ++result_.former;
    return true;
  }

  /// Goes over what was removed as agreed, up to an entry (0: the end of the log).
  bool over_gaps(std::int64_t until) {
    while (until != next_) {
      const auto found = gaps_.find(next_);
      if (found == gaps_.end()) return until == 0 || fail(until, "vóór deze regel ontbreekt er minstens één");
      const auto& [gap, signature, signer] = found->second;
      if (gap.previous_hash != previous_)
        return fail(gap.first, "het verwijderde deel dat hier begint sluit niet aan op de regel ervoor");
      if (const auto wrong = signatures_.wrong(signer, text_of(gap), signature); !wrong.empty())
        return fail(gap.first,
                    "de verklaring over het verwijderde deel dat hier begint deugt niet: " + wrong);
      if (!checkpoints_up_to(gap.last, gap.last_hash)) return false;
      result_.removed += gap.last - gap.first + 1;
      previous_ = gap.last_hash;
      next_ = gap.last + 1;
    }
    return true;
  }

  bool is_right(const Entry& entry) {
    if (entry.previous_hash != previous_)
      return fail(entry.seq, "deze regel sluit niet aan op de vorige: de vorige is vervangen of verwijderd");
    if (entry.hash != hash_of(entry)) return fail(entry.seq, "deze regel is gewijzigd");
    return checkpoints_up_to(entry.seq, entry.hash) && body_is_right(entry);
  }

  /// Checkpoints at or before a seq. One that lies inside a gap says of an entry that is gone: only its
  /// signature is looked at.
  bool checkpoints_up_to(std::int64_t seq, const std::string& hash) {
    for (auto* kept : {&expected_, &outside_})
      while (!kept->empty() && kept->begin()->first <= seq) {
        const auto& checkpoint = kept->begin()->second;
        if (checkpoint.seq == seq && checkpoint.hash != hash)
          return fail(seq,
                      "deze regel is een andere dan die op " + checkpoint.moment.text() + " is ondertekend");
        if (const auto wrong =
                signatures_.wrong(checkpoint.signer, text_of(checkpoint), checkpoint.signature);
            !wrong.empty())
          return fail(checkpoint.seq, "het ijkpunt bij deze regel deugt niet: " + wrong);
        if (!checkpoint.time_stamp.empty() && !how_.time_anchors.empty()) {
          if (const auto stamp = check_time_stamp(store::unbase64(checkpoint.time_stamp),
                                                  checkpoint.signature, how_.time_anchors);
              !stamp)
            return fail(checkpoint.seq, "het tijdstempel bij deze regel deugt niet: " + stamp.error());
          ++result_.time_stamps;
        }
        ++result_.checkpoints;
        kept->erase(kept->begin());
      }
    return true;
  }

  bool body_is_right(const Entry& entry) {
    if (!how_.bodies || entry.body_digest.empty()) return true;
    const auto body = sql_.one<std::string, std::string>(
        {"chain.body_is_right", "SELECT sealed, removed FROM body WHERE message_id = :id"}, entry.message_id);
    // Of what was refused or came again only the hash is kept.
    if (!body) return !entry.body_kept || fail(entry.seq, "de inhoud van dit bericht ontbreekt");
    const auto& [sealed, removed] = *body;
    if (!removed.empty() || sealed.empty())
      return removed == removal_mark(how_.keys, entry.message_id) ||
             fail(entry.seq, "de inhoud van dit bericht is verwijderd, maar niet door de gateway");
    if (how_.keys.is_dark(sealed)) return ++result_.dark, true;
    // The log is as it was: it is the keys that are not.
    if (how_.keys.is_lost(sealed)) return ++result_.lost, true;
    try {
      const auto plain = how_.keys.open(sealed, "body:" + entry.message_id);
      if (entry.body_kept && !is_digest_of(how_.keys, entry, plain))
        return fail(entry.seq, "de inhoud van dit bericht is een andere dan die is gelogd");
    } catch (const store::Unavailable&) {
      throw;  // the keys cannot be read now
    } catch (const std::runtime_error&) {
      return fail(entry.seq, "de inhoud van dit bericht is vervangen of niet met deze sleutel te openen");
    }
    ++result_.bodies;
    return true;
  }

  void look_for_strange_bodies() {
    const auto strange = sql_.one<std::string>(
        {"chain.look_for_strange_bodies",
         "SELECT b.message_id FROM body b WHERE NOT EXISTS (SELECT 1 FROM log l WHERE l.message_id = "
         "b.message_id)"
         " LIMIT 1"});
    if (strange) fail(next_, "er is een inhoud zonder regel in het logboek (bericht " + *strange + ")");
  }

  store::Session& sql_;
  const Verify& how_;
  Signatures signatures_;
  std::map<std::int64_t, Checkpoint> expected_;
  std::map<std::int64_t, Checkpoint> outside_;
  std::map<std::int64_t, SignedGap> gaps_;
  std::string previous_;
  std::int64_t next_ = 1;
  Verification result_;
};

}  // namespace

std::string text_of(const Checkpoint& checkpoint) {
  return "inburgering-gateway ijkpunt 1\n" + std::to_string(checkpoint.seq) + '\n' + checkpoint.hash + '\n' +
         checkpoint.moment.text() + '\n';
}

std::string text_of(const Gap& gap) {
  return "inburgering-gateway verwijderd 1\n" + std::to_string(gap.first) + '\n' + std::to_string(gap.last) +
         '\n' + gap.previous_hash + '\n' + gap.last_hash + '\n' + gap.moment.text() + '\n';
}

std::optional<Checkpoint> last_checkpoint(store::Session& sql) {
  auto found = checkpoints(sql,
                           "SELECT seq, hash, moment, signature, signer, time_stamp FROM log_checkpoint"
                           " ORDER BY seq DESC LIMIT 1");
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<Checkpoint> signed_head(store::Session& sql, const Signer& signer, schemas::Moment now) {
  const auto last = sql.one<long long, std::string>(
      {"chain.signed_head", "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1"});
  if (!last) return std::nullopt;
  Checkpoint checkpoint{std::get<0>(*last), std::get<1>(*last), now, {}, signer.fingerprint(), {}};
  checkpoint.signature = signer.sign(text_of(checkpoint));
  return checkpoint;
}

std::optional<Checkpoint> make_checkpoint(store::Session& sql, const Signer& signer, schemas::Moment now) {
  auto head = signed_head(sql, signer, now);
  if (!head) return std::nullopt;
  const auto& checkpoint = *head;
  const auto before = last_checkpoint(sql);
  if (before && before->seq >= checkpoint.seq) return std::nullopt;
  keep_signer(sql, signer);
  sql.run({"chain.make_checkpoint.put_log_checkpoint",
           "INSERT INTO log_checkpoint (seq, hash, moment, signature, signer, time_stamp) VALUES (:s, :h, "
           ":m, :g, "
           ":f, "
           "'')"},
          checkpoint.seq, checkpoint.hash, now.text(), checkpoint.signature, checkpoint.signer);
  return head;
}

std::string hash_at(store::Session& sql, std::int64_t seq) {
  return sql.one<std::string>({"chain.hash_at", "SELECT hash FROM log WHERE seq = :s"}, seq).value_or("");
}

void add_time_stamp(store::Session& sql, std::int64_t seq, const std::string& token) {
  sql.run({"chain.add_time_stamp", "UPDATE log_checkpoint SET time_stamp = :t WHERE seq = :s"}, token, seq);
}

std::string to_line(const Checkpoint& checkpoint) {
  return json::serialize(json::object{{"nr", checkpoint.seq},
                                      {"hash", checkpoint.hash},
                                      {"moment", checkpoint.moment.text()},
                                      {"handtekening", checkpoint.signature},
                                      {"ondertekenaar", checkpoint.signer}});
}

std::optional<Checkpoint> from_line(std::string_view line) {
  const auto read = schemas::object_in(line);
  if (!read) return std::nullopt;
  const auto seq = schemas::number_member(*read, "nr");
  const auto moment = schemas::Moment::parse(schemas::text_member(*read, "moment"));
  if (!seq || !moment) return std::nullopt;
  return Checkpoint{*seq,
                    schemas::text_member(*read, "hash"),
                    *moment,
                    schemas::text_member(*read, "handtekening"),
                    schemas::text_member(*read, "ondertekenaar"),
                    {}};
}

void add_gap(store::Session& sql, const store::Sealing& sealing, const Signer& signer, Gap gap) {
  const auto before = sql.one<long long, std::string>(
      {"chain.add_gap.read_before",
       "SELECT first, previous_hash FROM log_gap WHERE last = :last ORDER BY first DESC LIMIT 1"},
      gap.first - 1);
  std::string signature;
  if (before) {
    Gap merged{std::get<0>(*before), gap.first - 1, std::get<1>(*before), {}, {}};
    open_former_proof(sql, sealing.keys, merged, signature);
    gap.first = merged.first;
    gap.previous_hash = merged.previous_hash;
  }
  const auto behind = sql.one<long long, std::string>(
      {"chain.add_gap.read_behind", "SELECT last, last_hash FROM log_gap WHERE first = :first"},
      gap.last + 1);
  if (behind) {
    sql.run({"chain.add_gap.remove_behind", "DELETE FROM log_gap WHERE first = :first"}, gap.last + 1);
    Gap merged{gap.last + 1, std::get<0>(*behind), {}, std::get<1>(*behind), {}};
    open_former_proof(sql, sealing.keys, merged, signature);
    gap.last = merged.last;
    gap.last_hash = merged.last_hash;
  }
  keep_signer(sql, signer);
  sql.run({"chain.add_gap.remove_same", "DELETE FROM log_gap WHERE first = :first"}, gap.first);
  sql.run(
      {"chain.add_gap.put_log_gap",
       "INSERT INTO log_gap (first, last, previous_hash, last_hash, moment, signature, signer) VALUES (:f, "
       ":l, :p, "
       ":h, :m, :s, :c)"},
      gap.first, gap.last, gap.previous_hash, gap.last_hash, gap.moment.text(), signer.sign(text_of(gap)),
      signer.fingerprint());
  seal_former_proofs(sql, sealing);
}

std::string removal_mark(const store::Keys& keys, std::string_view message_id) {
  return keys.find_hash("removed:" + std::string(message_id));
}

Verification verify(store::Session& sql, const Verify& how) { return Walk(sql, how).run(); }

}  // namespace inburgering::gateway::log
