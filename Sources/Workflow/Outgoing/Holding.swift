import Postgres
import Records

/// An envelope in which a document went out, and who has it from there (nơi đang giữ văn bản).
struct Holding: Sendable {
    let dispatch: Dispatch.ID
    let documentCode: String
    /// The codes of those who have it, old and new, in the form in which codes are compared.
    let keys: Set<String>

    /// Who is asked to put a document in another's place, by the envelope in which they had that one, and everybody else.
    static func split(
        _ recipients: [Correspondent], _ holdings: [Holding], for effect: OutgoingEffect?
    ) -> (replaced: [(holding: Holding, recipients: [Correspondent])], others: [Correspondent]) {
        guard effect?.closing != nil else { return ([], recipients) }
        var others = recipients
        var replaced: [(holding: Holding, recipients: [Correspondent])] = []
        for holding in holdings {
            let holders = others.filter { holding.keys.contains(CorrespondentEntry.key($0.code)) }
            others.removeAll { holding.keys.contains(CorrespondentEntry.key($0.code)) }
            if !holders.isEmpty { replaced.append((holding, holders)) }
        }
        return (replaced, others)
    }
}

extension Transaction {
    /// The envelopes in which a document went out, with those who were not asked for it back and agreed.
    borrowing func holdings(of document: OutgoingDocument.ID) throws -> [Holding] {
        let lines = try rows(
            """
            SELECT d.id, d.document_code, r.code_key, r.linked_key
            FROM outgoing_document o JOIN dispatch d ON d.id IN (o.dispatch_id, o.replacing_id)
                 JOIN dispatch_recipient r ON r.dispatch_id = d.id
            WHERE o.id = \(document) AND NOT EXISTS (
                SELECT FROM dispatch f JOIN dispatch_recipient a ON a.dispatch_id = f.id
                WHERE f.concerns_id = d.id AND f.kind = 'recall' AND f.state = 'sent' AND a.code_key = r.code_key
                  AND a.status = '15')
            ORDER BY d.id, r.ordinal
            """
        ) { row in
            (
                id: try row["id"] as Int, code: try row["document_code"] as String,
                keys: [try row["code_key"] as String, try row["linked_key"] as String]
            )
        }
        var holdings: [Holding] = []
        for (id, group) in Dictionary(grouping: lines, by: \.id).sorted(by: { $0.key < $1.key }) {
            holdings.append(
                Holding(
                    dispatch: id, documentCode: group[0].code,
                    keys: Set(group.flatMap(\.keys)).subtracting([""])))
        }
        return holdings
    }
}
