import Foundation
import Hummingbird
import NIOCore
import Workflow

extension Form {
    /// Reads the form that a person sent.
    ///
    /// Files go to the store as they arrive. The field `_csrf` must come before the first file, so that a forged form
    /// cannot fill the disk; `_key` is the form's idempotency key.
    ///
    /// With `cutting` the beginning of a file that is too large is kept, as the last of the files.
    ///
    /// - Throws: ``Problem`` 400, 403, 413 or 415.
    static func read(
        _ request: Request, _ context: OfficeContext, _ workflow: Workflow, _ limits: WebLimits, cutting: Bool = false
    ) async throws -> Form {
        let limits = context.signedIn == nil ? limits.forStrangers : limits
        let type = request.contentType
        var form: Form
        switch type?.word {
        case "application/x-www-form-urlencoded":
            form = Form(fields: try URLEncoded.fields(try await request.wholeBody(limit: limits.form)))
        case "multipart/form-data":
            let check: @Sendable (String) throws -> Void = { token in try Self.check(token, context) }
            form = try await multipart(request, type, workflow, limits: limits, cutting: cutting, check)
        case nil where request.headers[.contentLength].map({ $0 == "0" }) ?? true: form = Form()
        default: throw Problem(.unsupportedMediaType)
        }
        if context.signedIn != nil { try check(form["_csrf"], context) }
        if !form["_key"].isEmpty {
            form.idempotencyKey = try IdempotencyKey(form["_key"], request: form.digest(of: request))
        }
        return form
    }

    private static func check(_ token: String, _ context: OfficeContext) throws {
        guard context.accepts(csrf: token) else { throw Problem(.foreignForm) }
    }

    /// Reads a form with files; before one is stored, the field `_csrf` must pass the check.
    static func multipart(
        _ request: Request, _ type: HeaderValue?, _ workflow: Workflow, limits: WebLimits,
        cutting: Bool = false, _ check: @escaping @Sendable (String) throws -> Void
    ) async throws -> Form {
        guard let boundary = type?.parameters["boundary"] else { throw Problem.malformedForm }
        var parser = try MultipartParser(boundary: boundary)
        var parts = PartCollector(textLimit: limits.form) { name, form in
            try check(form["_csrf"])
            return try workflow.beginFile(named: name)
        }
        do {
            try await request.readBody(limit: limits.upload, wholly: !cutting) { piece in
                try piece.withUnsafeReadableBytes { bytes in
                    try parser.read(bytes) { try parts.take($0) }
                }
            }
            try parser.finish()
        } catch {
            if cutting, Problem(error).type == .tooLarge, try parts.cut() { return parts.form }
            parts.abandon()
            throw error
        }
        return parts.form
    }

    /// What was asked, without what differs between two copies of one page.
    private func digest(of request: Request) -> [UInt8] {
        var digest = RequestDigest(request)
        for field in fields where field.name != "_csrf" && field.name != "_key" {
            digest.add(field.name)
            digest.add(field.value)
        }
        for (field, file) in zip(fileFields, files) {
            digest.add(field)
            digest.add(file.name)
            digest.add(file.digest)
        }
        return digest.bytes
    }
}
