public import Foundation
import Postgres
public import Records

/// A copy that was made of a document (bản sao).
public struct CopyView: Sendable {
    public let id: Int
    public let reference: Reference
    public let kind: CopyKind
    public let pages: String
    public let recipient: String
    public let copies: Int
    public let madeBy: String
    public let madeAt: Date
    public let size: Int

    init(_ row: borrowing Row) throws {
        id = try row["id"]
        reference = Reference(given: try row["number"], notation: try row["notation"])
        kind = try row["kind"]
        pages = try row["pages"]
        recipient = try row["recipient"]
        copies = try row["copies"]
        madeBy = try row["maker"]
        madeAt = try row["made_at"]
        size = try row["size"]
    }
}

/// What somebody asks for who has a copy made.
public struct CopyRequest: Sendable {
    public var kind: CopyKind?
    /// The pages of an extract, as they are written: `1, 3-5`.
    public var pages = ""
    /// For whom it is.
    public var recipient = ""
    /// How many.
    public var copies: Int?

    public init(kind: CopyKind? = nil, pages: String = "", recipient: String = "", copies: Int? = 1) {
        self.kind = kind
        self.pages = pages
        self.recipient = recipient
        self.copies = copies
    }

    /// The same, once nothing is wrong with it.
    struct Checked: Sendable {
        let kind: CopyKind
        let pages: PageChoice?
        let recipient: String
        let copies: Int
    }

    /// - Throws: ``RuleViolation/fields(_:)``
    func checked() throws -> Checked {
        var faults: [FieldFault] = []
        if kind == nil { faults.append(FieldFault("kind", .unknownChoice)) }
        let chosen = kind == .extract ? PageChoice(pages) : nil
        if kind == .extract, chosen == nil {
            faults.append(FieldFault("pages", pages.trimmed.isEmpty ? .required : .wrong))
        }
        if recipient.trimmed.isEmpty { faults.append(FieldFault("recipient", .required)) }
        if recipient.unicodeScalars.count > 200 { faults.append(FieldFault("recipient", .tooLong(most: 200))) }
        if !(1...9999).contains(copies ?? 0) { faults.append(FieldFault("copies", .outOfRange(1...9999))) }
        guard faults.isEmpty, let kind, let copies else { throw RuleViolation.fields(faults) }
        return Checked(kind: kind, pages: chosen, recipient: recipient.trimmed, copies: copies)
    }
}
