/// An address of mail that can stand in a header as it is: of ASCII alone, without anything that separates or comments.
struct MailAddress: Sendable, CustomStringConvertible {
    let description: String

    init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (3...254).contains(text.utf8.count), !text.hasPrefix("-"),
            parts[0].utf8.allSatisfy(Self.isLocal), !parts[0].isEmpty,
            parts[1].utf8.allSatisfy(Self.isDomain), !parts[1].isEmpty
        else { return nil }
        description = text
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// RFC 5322's atoms, without quotes.
    private static func isLocal(_ byte: UInt8) -> Bool { isDomain(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte) }
}
