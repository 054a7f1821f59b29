import Postgres

/// Writes the leaf of an event from its row in binary form: the only place that knows how a leaf reads.
///
/// Members have one order, and those that say nothing are left out. Identifiers are strings, so whoever reads a leaf
/// needs no rules for numbers.
struct LeafWriter {
    private(set) var bytes: [UInt8] = []

    /// The columns of ``SealedEvent/columns`` by their position.
    private enum Column: Int {
        case log, xid, id, at, agency, actor, roles, channel, network, session, request, action, outcome, reason
        case objectKind, object, document, version, detail, commitment, behalf, offHours, sought
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends the leaf of a row.
    ///
    /// - Returns: the event's place in the order of the log.
    /// - Throws: `PostgresError` where a column is of another kind than the schema's.
    mutating func append(_ row: borrowing BinaryRow) throws -> TrailPlace {
        let place = TrailPlace(
            log: try Self.number(row, .log), xid: try Self.number(row, .xid), id: try Self.number(row, .id))
        bytes.append(contentsOf: "{\"v\":1,\"id\":\"".utf8)
        bytes.append(decimal: place.id)
        bytes.append(contentsOf: "\",\"at\":\"".utf8)
        bytes.append(timestamp: try Self.number(row, .at))
        bytes.append(UInt8(ascii: "\""))
        try identifier(",\"agency\":\"", row, .agency)
        try identifier(",\"actor\":\"", row, .actor)
        text(",\"roles\":", row, .roles)
        text(",\"channel\":", row, .channel)
        if let network = row.bytes(Column.network.rawValue) {
            member(",\"network\":\"") { $0.append(network: network) }
        }
        text(",\"session\":", row, .session)
        if let request = row.bytes(Column.request.rawValue) { member(",\"request\":\"") { $0.append(uuid: request) } }
        text(",\"event\":", row, .action)
        text(",\"outcome\":", row, .outcome)
        text(",\"reason\":", row, .reason)
        text(",\"object\":", row, .objectKind)
        try identifier(",\"objectId\":\"", row, .object)
        try identifier(",\"document\":\"", row, .document)
        try identifier(",\"version\":\"", row, .version)
        detail(row)
        if let commitment = row.bytes(Column.commitment.rawValue), !commitment.isEmpty {
            member(",\"blind\":\"") { $0.append(hexadecimal: commitment) }
        }
        text(",\"behalf\":", row, .behalf)
        // Written only where it says something, so that what was sealed before there was a calendar reads as it did.
        if row.bytes(Column.offHours.rawValue)?.first == 1 { bytes.append(contentsOf: ",\"offHours\":true".utf8) }
        if let sought = row.bytes(Column.sought.rawValue) {
            bytes.append(contentsOf: ",\"sought\":".utf8)
            bytes.append(texts: sought)
        }
        bytes.append(UInt8(ascii: "}"))
        return place
    }

    /// What an event says of its particulars, for as long as the row is there.
    static func promise(_ row: borrowing BinaryRow) throws -> ParticularsPromise {
        ParticularsPromise(
            at: try number(row, .at), id: try number(row, .id), agency: try row.integer(Column.agency.rawValue),
            commitment: row.bytes(Column.commitment.rawValue))
    }

    private static func number(_ row: borrowing BinaryRow, _ column: Column) throws -> Int {
        try row.integer(column.rawValue) ?? 0
    }

    // MARK: - Members

    private mutating func member(_ name: StaticString, _ value: (inout [UInt8]) -> Void) {
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        value(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func identifier(_ name: StaticString, _ row: borrowing BinaryRow, _ column: Column) throws {
        guard let number = try row.integer(column.rawValue) else { return }
        member(name) { $0.append(decimal: number) }
    }

    private mutating func text(_ name: StaticString, _ row: borrowing BinaryRow, _ column: Column) {
        guard let text = row.bytes(column.rawValue), !text.isEmpty else { return }
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        SealedJSON.append(quoted: text, to: &bytes)
    }

    /// `jsonb` comes as its text behind a byte that counts its format.
    private mutating func detail(_ row: borrowing BinaryRow) {
        guard let detail = row.bytes(Column.detail.rawValue), detail.count > 3 else { return }
        bytes.append(contentsOf: ",\"detail\":".utf8)
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: detail[1...]))
    }
}

/// What an event says of its particulars.
struct ParticularsPromise {
    /// In microseconds since 2000, as PostgreSQL counts.
    let at: Int
    let id: Int
    let agency: Int?
    let commitment: UnsafeRawBufferPointer?
}
