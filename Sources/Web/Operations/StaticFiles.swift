import Crypto
import Foundation
import Hummingbird

/// `/static/:name`: style sheet, script and pictures of the pages, read once when the service starts.
struct StaticFiles: Sendable {
    private struct File: Sendable {
        let content: ByteBuffer
        let tag: String
        let mediaType: String
    }

    private static let mediaTypes = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "ico": "image/x-icon", "woff2": "font/woff2", "txt": "text/plain; charset=utf-8",
        "webmanifest": "application/manifest+json",
    ]

    private let files: [String: File]

    init(folder: URL) throws {
        var files: [String: File] = [:]
        for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            guard let mediaType = Self.mediaTypes[url.pathExtension] else { continue }
            let content = try Data(contentsOf: url)
            let tag = Data(SHA256.hash(data: content)).prefix(12).base64URL
            files[url.lastPathComponent] = File(
                content: ByteBuffer(bytes: content), tag: "\"\(tag)\"", mediaType: mediaType)
        }
        self.files = files
    }

    /// The file, or 304 where the browser has it already.
    func send(_ request: Request, _ context: OfficeContext) async throws -> Response {
        guard let file = files[try context.parameters.require("name")] else { throw Problem(.notFound) }
        var headers: HTTPFields = [.eTag: file.tag, .cacheControl: "public, no-cache", .contentType: file.mediaType]
        if let known = request.headers[.ifNoneMatch], known.contains(file.tag) {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: file.content))
    }
}
