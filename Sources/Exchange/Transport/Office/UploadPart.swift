import Foundation

/// What a `PATCH` says of its body.
public struct UploadPart: Sendable, Hashable {
    /// Where its bytes belong.
    public let offset: Int64
    /// Bytes of this body.
    public let count: Int64
    /// Bytes of the whole envelope.
    public let length: Int64
    /// SHA-256 of this body.
    public let digest: [UInt8]

    /// Reads the fields of a request.
    ///
    /// - Throws: ``ExchangeError`` where anything is missing, twice, or cannot be what it should.
    public init(_ headers: [(name: String, value: String)]) throws(ExchangeError) {
        offset = try Self.number("upload-offset", headers)
        count = try Self.number("content-length", headers)
        length = try Self.number("upload-length", headers)
        let text = try RequestSignature.single("content-digest", headers)
        guard let match = text.wholeMatch(of: #/sha-256=:([A-Za-z0-9+\/=]{44}):/#),
            let digest = Self.digest(String(match.1)),
            try RequestSignature.single("content-type", headers) == UploadHead.mediaType,
            count > 0, length > 0, offset <= length, count <= length - offset,
            try RequestSignature.single("upload-complete", headers) == (offset + count == length ? "?1" : "?0")
        else { throw ExchangeError(.transport(.badParcel)) }
        self.digest = digest
    }

    init(offset: Int64, count: Int64, length: Int64, digest: [UInt8]) {
        self.offset = offset
        self.count = count
        self.length = length
        self.digest = digest
    }

    var fields: [(name: String, value: String)] {
        [
            ("content-digest", RequestSignature.contentDigest(digest)), ("content-length", "\(count)"),
            ("content-type", UploadHead.mediaType), ("upload-complete", offset + count == length ? "?1" : "?0"),
            ("upload-length", "\(length)"), ("upload-offset", "\(offset)"),
        ]
    }

    private static func digest(_ base64: String) -> [UInt8]? {
        Data(base64Encoded: base64).flatMap { $0.count == 32 ? Array($0) : nil }
    }

    private static func number(_ name: String, _ headers: [(name: String, value: String)]) throws(ExchangeError)
        -> Int64
    {
        let text = try RequestSignature.single(name, headers)
        guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int64(text)
        else { throw RequestSignature.unsigned(name) }
        return number
    }
}
