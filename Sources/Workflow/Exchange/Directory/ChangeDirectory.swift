import Postgres
public import Records

/// What a list changed in the directory.
public struct DirectoryChanges: Sendable, Hashable, Codable {
    public var added = 0
    public var changed = 0
    public var unchanged = 0
    /// Agencies that the list has no more, or says to be gone.
    public var left = 0

    public init() {}

    public static func += (sum: inout DirectoryChanges, more: DirectoryChanges) {
        sum.added += more.added
        sum.changed += more.changed
        sum.unchanged += more.unchanged
        sum.left += more.left
    }
}

extension Workflow {
    /// How many entries one act takes: a list of 120 000 is entered in some sixty acts, and holds nobody up.
    public static let directoryChunk = 2000

    /// Enters a part of a list of agencies (cập nhật danh bạ cơ quan); the same list again changes nothing.
    ///
    /// The `entries` are each without a fault, no code twice. `source` is the list's name: an agency belongs to the
    /// list that named it last or, with `sparingOthers`, stays with the one that named it first until it leaves that.
    public func enterCorrespondents(
        _ entries: [CorrespondentEntry], from source: String, sparingOthers: Bool = false, by caller: Caller
    ) async throws -> DirectoryChanges {
        let attempt = AuditEvent(.directoryChanged, on: .agency(0))
        return try await act(attempt, by: caller, key: nil) { transaction in
            try AccessRule.require(.manageDirectory, of: caller.officer.roles)
            if let fault = entries.lazy.flatMap(\.faults).first { throw RuleViolation.fields([fault]) }
            let changes = try transaction.enter(entries, from: source, sparingOthers: sparingOthers)
            return Audited(changes, AuditEvent(.directoryChanged, on: .agency(0), detail: changes.counts))
        }
    }

    /// Marks the agencies of a list that it has no more as gone; what was sent to them stays.
    ///
    /// `codes` are all that the list has.
    public func closeCorrespondents(
        of source: String, besides codes: [String], by caller: Caller
    ) async throws -> DirectoryChanges {
        let attempt = AuditEvent(.directoryChanged, on: .agency(0))
        let keys = codes.map(CorrespondentEntry.key)
        return try await act(attempt, by: caller, key: nil) { transaction in
            try AccessRule.require(.manageDirectory, of: caller.officer.roles)
            var changes = DirectoryChanges()
            changes.left = try transaction.affected(
                """
                UPDATE correspondent SET left_at = now()
                WHERE source = \(source) AND left_at IS NULL
                  AND NOT EXISTS (SELECT FROM unnest(\(keys)::text[]) AS kept (key) WHERE kept.key = code_key)
                """)
            return Audited(changes, AuditEvent(.directoryChanged, on: .agency(0), detail: changes.counts))
        }
    }
}

extension DirectoryChanges {
    var counts: [String: String] {
        ["added": "\(added)", "changed": "\(changed)", "unchanged": "\(unchanged)", "left": "\(left)"]
    }
}

extension Transaction {
    fileprivate borrowing func enter(
        _ entries: [CorrespondentEntry], from source: String, sparingOthers: Bool
    ) throws -> DirectoryChanges {
        var changes = DirectoryChanges()
        let words = entries.map { Folding.words($0.name) }
        let written = try rows(
            """
            INSERT INTO correspondent AS known
                (code, name, name_key, words, word_count, parent, linked, peer, largest_packet, source, left_at)
            SELECT code, name, name_key, array_to_tsvector(string_to_array(words, ' ')), word_count, parent, linked, peer,
                   largest, \(source), CASE WHEN gone THEN now() END
            FROM unnest(\(entries.map(\.code))::text[], \(entries.map(\.name))::text[],
                        \(words.map { $0.joined(separator: " ") })::text[],
                        \(entries.map { $0.words.joined(separator: " ") })::text[], \(words.map(\.count))::int[],
                        \(entries.map(\.parent))::text[], \(entries.map(\.linked))::text[],
                        \(entries.map(\.peer))::text[], \(entries.map(\.largestPacket))::bigint[],
                        \(entries.map(\.hasLeft))::boolean[])
                AS line (code, name, name_key, words, word_count, parent, linked, peer, largest, gone)
            WHERE NOT gone OR EXISTS (SELECT FROM correspondent k WHERE k.code_key = lower(line.code))
            ON CONFLICT ON CONSTRAINT correspondent_code_once DO UPDATE
                SET name = excluded.name, name_key = excluded.name_key, words = excluded.words,
                    word_count = excluded.word_count, parent = excluded.parent, linked = excluded.linked,
                    peer = excluded.peer, largest_packet = excluded.largest_packet, source = excluded.source,
                    left_at = CASE WHEN excluded.left_at IS NULL THEN NULL
                                   ELSE coalesce(known.left_at, excluded.left_at) END
                WHERE (NOT \(sparingOthers) OR known.source = excluded.source OR known.left_at IS NOT NULL)
                  AND ((known.name, known.parent, known.linked, known.peer, known.source, known.left_at IS NULL)
                      IS DISTINCT FROM (excluded.name, excluded.parent, excluded.linked, excluded.peer, excluded.source,
                                        excluded.left_at IS NULL)
                   OR known.largest_packet IS DISTINCT FROM excluded.largest_packet)
            RETURNING xmax::text = '0' AS added, left_at IS NOT NULL AS gone
            """
        ) { (isAdded: try $0["added"] as Bool, isGone: try $0["gone"] as Bool) }
        changes.added = written.count { $0.isAdded }
        changes.left = written.count { !$0.isAdded && $0.isGone }
        changes.changed = written.count - changes.added - changes.left
        changes.unchanged = entries.count - written.count
        return changes
    }
}
