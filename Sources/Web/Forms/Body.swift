import Foundation
import Hummingbird
import NIOCore

extension Request {
    /// The kind of the body, in lower case and with its parameters; `nil` where it has none.
    var contentType: HeaderValue? { headers[.contentType].flatMap(HeaderValue.init) }

    /// Reads the body piece by piece.
    ///
    /// With `wholly` a beginning is of no use, so that nothing is read of a body that announces too much.
    ///
    /// - Throws: ``Problem`` 413 at the first sign that it is larger than the limit; 415 where it is compressed.
    func readBody(limit: Int, wholly: Bool = true, _ use: (ByteBuffer) throws -> Void) async throws {
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem(.unsupportedMediaType)
        }
        let announced = headers[.contentLength].flatMap { Int($0) }
        if wholly, let announced, announced > limit { throw Problem.tooLarge(limit) }
        var size = 0
        for try await piece in body {
            size += piece.readableBytes
            guard size <= limit else { throw Problem.tooLarge(limit) }
            try use(piece)
        }
        // A connection that broke off must never look like the end of a document.
        if let announced, announced != size { throw Problem(.badRequest) }
    }

    /// The whole body, for what is small.
    func wholeBody(limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await readBody(limit: limit) { bytes.append(contentsOf: $0.readableBytesView) }
        return bytes
    }

    /// The fields of the address's query.
    ///
    /// - Throws: ``Problem`` 400 where they are malformed.
    func query() throws -> Form {
        Form(fields: try URLEncoded.fields(Array((uri.query ?? "").utf8)))
    }
}
