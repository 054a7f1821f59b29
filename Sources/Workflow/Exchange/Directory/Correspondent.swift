public import Foundation
import Postgres
import Records

/// An agency that envelopes can be sent to, as the directory has it (cơ quan trong danh bạ liên thông).
public struct Correspondent: Sendable, Hashable {
    public let code: String
    public let name: String
    /// The name of the agency above it, where the directory has that too.
    public let parentName: String
    /// Its other code, of 2016 beside that of 2020; or nothing.
    public let linked: String
    /// The peer that reaches it; nothing where it is the installation's first.
    public let peer: String
    /// The largest envelope it takes, in bytes.
    public let largestPacket: Int?
    /// When it left the directory.
    public let leftAt: Date?

    static let columns: SQL =
        """
        c.code, c.name, c.linked, c.peer, c.largest_packet, c.left_at,
        coalesce((SELECT p.name FROM correspondent p WHERE p.code_key = lower(c.parent)), '') AS parent_name
        """

    init(_ row: borrowing Row) throws {
        code = try row["code"]
        name = try row["name"]
        parentName = try row["parent_name"]
        linked = try row["linked"]
        peer = try row["peer"]
        largestPacket = try row["largest_packet"]
        leftAt = try row["left_at"]
    }
}
