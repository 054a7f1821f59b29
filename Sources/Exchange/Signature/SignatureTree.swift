import CXMLSec

/// The tree of an envelope without its long texts, around its one signature.
final class SignatureTree {
    let document: OpaquePointer

    /// `nil` if it is not well-formed, or has not exactly one signature.
    init?(_ bytes: [UInt8]) {
        let read = bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.flatMap { dsig_document_read($0, bytes.count) }
        }
        guard let read else { return nil }
        document = read
    }

    deinit { dsig_document_free(document) }

    /// Whether there is nothing in the signature that one reader may see and another not, such as a comment.
    var isPlain: Bool { dsig_document_is_plain(document) }

    /// Makes an `Id` known; answers whether exactly one element has it.
    func identify(_ id: String) -> Bool { dsig_document_identify(document, id) }

    /// Whether the signature is the last element of one of that name.
    func isLast(in parent: String) -> Bool { dsig_document_is_last_in(document, parent) }

    /// The signature as text.
    var signature: [UInt8]? { dsig_document_signature(document).map(Self.take) }

    /// The canonical form of all but the signature, with a mark in the place of the only element of a name.
    ///
    /// The tree is of no use afterwards.
    func rest(replacing name: String, with mark: [UInt8]) -> [UInt8]? {
        dsig_document_rest(document, name, String(decoding: mark, as: UTF8.self)).map(Self.take)
    }

    private static func take(_ text: UnsafeMutablePointer<CChar>) -> [UInt8] {
        defer { dsig_text_free(text) }
        return Array(String(cString: text).utf8)
    }
}
