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
        let judged = try judge(codes, besides: before, of: agency, rules)
        var faults = judged.compactMap(\.fault).map { FieldFault("recipients", $0) }
        if before.count + codes.count > Dispatch.mostRecipients {
            faults.append(FieldFault("recipients", .outOfRange(1...Dispatch.mostRecipients)))
        }
        guard faults.isEmpty else { throw RuleViolation.fields(faults) }
        return judged.compactMap(\.correspondent)
    }

    /// What the directory says of agencies that were chosen, and what stands in the way of sending to each.
    borrowing func judge(
        _ codes: [String], besides before: [String] = [], of agency: Agency.ID, _ rules: ExchangeConfiguration
    ) throws -> [(code: String, correspondent: Correspondent?, fault: FieldRule?)] {
        let home = try later("SELECT code FROM agency WHERE id = \(agency)") { try $0["code"] as String }
        let found = try correspondents(codes: before + codes)
        let own = try rows(home).first ?? ""
        var taken: Set = [CorrespondentEntry.key(own)]
        for code in before {
            taken.formUnion(found[CorrespondentEntry.key(code)]?.keys ?? [CorrespondentEntry.key(code)])
        }
        return codes.map { code in
            guard let one = found[CorrespondentEntry.key(code)], one.leftAt == nil else {
                return (code, found[CorrespondentEntry.key(code)], .notInDirectory(String(code.prefix(64))))
            }
            defer { taken.formUnion(one.keys) }
            if !taken.isDisjoint(with: one.keys) { return (code, one, .recipientTwice(one.name)) }
            return (code, one, rules.way(by: one.peer, from: own) == nil ? .notReached(one.name) : nil)
        }
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
