import Postgres
import Records

extension Transaction {
    /// The agencies that a clerk chose, in the order they were chosen, each looked up in the directory.
    ///
    /// The `codes` are those that are chosen now; those that were chosen `before` may not be chosen again. The `rules`
    /// say which peers there are, and whose.
    ///
    /// - Throws: ``RuleViolation/fields(_:)`` with everything that is wrong with them.
    borrowing func correspondents(
        chosen codes: [String], besides before: [String], of agency: Agency.ID, _ rules: ExchangeConfiguration
    ) throws -> [Correspondent] {
        guard !codes.isEmpty else { return [] }
        let home = try later("SELECT code FROM agency WHERE id = \(agency)") { try $0["code"] as String }
        let found = try correspondents(codes: before + codes)
        let own = try rows(home).first ?? ""
        var taken: Set = [CorrespondentEntry.key(own)]
        for code in before {
            taken.formUnion(found[CorrespondentEntry.key(code)]?.keys ?? [CorrespondentEntry.key(code)])
        }
        var chosen: [Correspondent] = []
        var faults: [FieldFault] = []
        for code in codes {
            guard let correspondent = found[CorrespondentEntry.key(code)], correspondent.leftAt == nil else {
                faults.append(FieldFault("recipients", .notInDirectory(String(code.prefix(64)))))
                continue
            }
            if !taken.isDisjoint(with: correspondent.keys) {
                faults.append(FieldFault("recipients", .recipientTwice(correspondent.name)))
            } else if rules.way(by: correspondent.peer, from: own) == nil {
                faults.append(FieldFault("recipients", .notReached(correspondent.name)))
            } else {
                chosen.append(correspondent)
            }
            taken.formUnion(correspondent.keys)
        }
        if before.count + codes.count > Dispatch.mostRecipients {
            faults.append(FieldFault("recipients", .outOfRange(1...Dispatch.mostRecipients)))
        }
        guard faults.isEmpty else { throw RuleViolation.fields(faults) }
        return chosen
    }

    /// What the directory says of these codes, by the form in which codes are compared.
    borrowing func correspondents(codes: [String]) throws -> [String: Correspondent] {
        guard !codes.isEmpty else { return [:] }
        let keys = codes.map(CorrespondentEntry.key)
        let found = try rows(
            "SELECT \(Correspondent.columns) FROM correspondent c WHERE c.code_key = ANY (\(keys)::text[])"
        ) { try Correspondent($0) }
        return Dictionary(found.map { (CorrespondentEntry.key($0.code), $0) }) { first, _ in first }
    }
}

extension Correspondent {
    /// The codes under which it may be chosen, old and new.
    fileprivate var keys: Set<String> {
        Set([code, linked].filter { !$0.isEmpty }.map(CorrespondentEntry.key))
    }
}

extension Dispatch {
    /// As many as a reader of envelopes takes.
    static let mostRecipients = 2000
}
