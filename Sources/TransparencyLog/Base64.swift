import Foundation

/// Base64 as RFC 4648 section 4 has it, and only the one text that each byte string has.
///
/// Two texts for the same bytes would be two evidences for one fact.
enum Base64 {
    static func encode(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }

    static func decode(_ text: some StringProtocol) throws(TransparencyError) -> [UInt8] {
        // Foundation lets pass bits that are set behind the last byte; writing it again shows them.
        guard let data = Data(base64Encoded: String(text)),
            data.base64EncodedString().isIdentical(to: text)
        else {
            throw .malformedBase64
        }
        return Array(data)
    }
}
