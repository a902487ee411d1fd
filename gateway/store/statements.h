#pragma once
// When a feed said what of an object, for feeds whose messages may overtake each other (mapping::Volgorde).
#include <map>
#include <string>

#include "gateway/store/dossiers.h"

namespace inburgering::gateway::store {

/// By field name; "" stands for whether the object exists at all.
using Statements = std::map<std::string, mapping::Volgorde, std::less<>>;

/// What was said of the object with the type and key of `like`; kept also after it ended.
Statements statements_of(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                         const mapping::canonical::Object& like);
void put_statements(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                    const mapping::canonical::Object& like, const Statements& statements);

}  // namespace inburgering::gateway::store
