import Foundation
import Hummingbird
import Workflow

/// `/attachments/:id`: a file of a document, for those who may see the document.
///
/// Files come from strangers. What a browser shows by itself without running anything is shown; everything else is
/// saved, and nothing in it can act as a page of ours.
struct AttachmentHandlers: Sendable {
    let workflow: Workflow

    func send(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let save = try request.query().has("save")
        return try await send(try await workflow.openFile(id, by: caller), save: save, context)
    }

    /// Sends the file in pieces; it is never whole in memory.
    func send(_ file: OpenedFile, save: Bool, _ context: OfficeContext) async throws -> Response {
        let manner = Manner(of: file.mediaType, save: save)
        let body: ResponseBody
        do {
            body = try await FileIO().loadFile(path: file.path, context: context)
        } catch {
            // It answers 404 whatever is wrong; but bytes that a row names and nobody can read are for the log.
            throw UnreadableFile(path: file.path)
        }
        var response = Response(status: .ok, headers: manner.headers, body: body)
        if let passing = file.passing {
            // It is gone when the last who holds it lets go: after the last byte, or where nobody asks for one.
            response.body = ResponseBody(contentLength: body.contentLength) { [body] writer in
                try await body.write(writer)
                withExtendedLifetime(passing) {}
            }
        }
        response.headers[.contentDisposition] = manner.disposition.value(name: file.name)
        return response
    }
}

/// The store cannot give what a row says that it holds: a fault, of which a person learns no more.
private struct UnreadableFile: Error {
    let path: String
}

/// How a file is sent, by what its bytes are.
struct Manner {
    let disposition: ContentDisposition
    let headers: HTTPFields

    private static let pictures: Set<String> = ["image/png", "image/jpeg"]

    init(of mediaType: String, save: Bool) {
        switch mediaType {
        case "application/pdf" where !save:
            disposition = .inline
            // The browser's own viewer is a plug-in of the page that the file becomes; a sandbox would keep it out.
            headers = Self.headers(
                mediaType, "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'")
        case _ where Self.pictures.contains(mediaType) && !save:
            disposition = .inline
            headers = Self.headers(
                mediaType,
                "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'")
        default:
            disposition = .attachment
            headers = Self.headers(mediaType, "sandbox; default-src 'none'; frame-ancestors 'none'")
        }
    }

    private static func headers(_ mediaType: String, _ policy: String) -> HTTPFields {
        var headers: HTTPFields = [.contentType: mediaType, .contentSecurityPolicy: policy]
        headers[.xFrameOptions] = policy.contains("frame-ancestors 'self'") ? "SAMEORIGIN" : "DENY"
        return headers
    }
}
