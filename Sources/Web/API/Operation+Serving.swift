import Foundation
import Hummingbird
import Records
import Workflow

extension Operation {
    /// Answers one request: who asks is checked before anything of the body is read.
    func respond(_ request: Request, _ context: OfficeContext, _ office: Office) async throws -> Response {
        if !isOpen { _ = try context.caller() }
        var call = Call(office: office, request: request, context: context)
        call.query = try checkedQuery(request)
        if needsVersion { call.seen = try seenVersion(request) }
        if let admits { try await office.workflow.admit(admits, by: context.caller()) }
        var digest = RequestDigest(request)
        try await read(into: &call, &digest)
        if let key = request.headers[.idempotencyKey] {
            call.key = try IdempotencyKey(key.trimmed(of: "\""), request: digest.bytes)
        }
        switch try await serve(call) {
        case .json(let json, let status, var headers):
            headers[.contentType] = "application/json"
            return Response(status: status, headers: headers, body: .init(byteBuffer: json.buffer))
        case .response(let response): return response
        case .nothing: return Response(status: .noContent)
        }
    }

    /// The query's parameters; unknown ones, and ones that are there twice, are refused as members of a body are.
    private func checkedQuery(_ request: Request) throws -> [String: String] {
        var values: [String: String] = [:]
        var faults: [FieldProblem] = []
        for field in try request.query().fields {
            guard let parameter = query.first(where: { $0.name == field.name }) else {
                faults.append(.unknownField(field.name))
                continue
            }
            if values[field.name] != nil { faults.append(FieldProblem(.init(field.name, .chosenTwice))) }
            let value = parameter.schema.isInteger ? Int(field.value).map(JSON.integer) ?? .null : .string(field.value)
            faults += parameter.schema.faults(in: value, at: field.name)
            values[field.name] = field.value
        }
        guard faults.isEmpty else { throw Problem(.fields, fields: faults) }
        return values
    }

    /// The version in `If-Match`, which is the document's `ETag`.
    private func seenVersion(_ request: Request) throws -> Int {
        guard let tag = request.headers[.ifMatch] else { throw Problem(.versionNeeded) }
        guard let version = Int(tag.trimmed(of: "\"")) else {
            throw Problem(.badRequest, ProblemType.versionNeeded.explanation)
        }
        return version
    }

    private func read(into call: inout Call, _ digest: inout RequestDigest) async throws {
        let limits = isOpen ? call.office.configuration.limits.forStrangers : call.office.configuration.limits
        let type = call.request.contentType
        switch body {
        case .none: _ = try await call.request.wholeBody(limit: 1 << 10)
        case .json(let schema), .jsonWithFiles(let schema), .jsonWithText(let schema):
            if takesForms, type?.word == "multipart/form-data" {
                let form = try await Form.multipart(call.request, type, call.workflow, limits: limits) { _ in }
                call.body = try Self.checked(Array(form["request"].utf8), schema)
                try take(form, into: &call)
            } else {
                guard type?.word == "application/json" else { throw Problem(.unsupportedMediaType) }
                call.body = try Self.checked(try await call.request.wholeBody(limit: limits.form), schema)
            }
            digest.add(call.body.bytes)
        case .file: call.files = [try await file(call, limits)]
        }
        if call.paper != nil { digest.add("text") }
        for file in [call.paper].compactMap(\.self) + call.files {
            digest.add(file.name)
            digest.add(file.digest)
        }
    }

    private var takesForms: Bool {
        switch body {
        case .jsonWithFiles, .jsonWithText: true
        case .none, .json, .file: false
        }
    }

    /// - Throws: ``Problem`` 422 where a document comes with two texts.
    private func take(_ form: Form, into call: inout Call) throws {
        guard case .jsonWithText = body else {
            call.files = form.files
            return
        }
        let texts = form.files(in: "text")
        guard texts.count <= 1 else { throw Problem(.fields, fields: [FieldProblem(.init("text", .chosenTwice))]) }
        call.paper = texts.first
        call.files = zip(form.fileFields, form.files).filter { $0.0 != "text" }.map(\.1)
    }

    private static func checked(_ bytes: [UInt8], _ schema: String) throws -> JSON {
        let json: JSON
        do throws(JSONReader.Fault) {
            json = try JSONReader.read(bytes)
        } catch {
            let place = error.position
            throw Problem(
                .badRequest, Phrase("JSON sai ở byte thứ \(place).", "The JSON is malformed at byte \(place)."))
        }
        let faults = Schema.named(schema).faults(in: json)
        guard faults.isEmpty else { throw Problem(.fields, fields: faults) }
        return json
    }

    /// The one file of an upload: the only file of a form, or the body itself; the beginning of one that is too large.
    private func file(_ call: Call, _ limits: WebLimits) async throws -> ReceivedFile {
        if call.request.contentType?.word == "multipart/form-data" {
            let form = try await Form.multipart(
                call.request, call.request.contentType, call.workflow, limits: limits, cutting: true
            ) { _ in }
            guard form.files.count == 1, let file = form.files.first else {
                throw Problem(.fields, fields: [FieldProblem(.init("file", .required))])
            }
            return file
        }
        let upload = try call.workflow.beginFile(named: fileName(call))
        do {
            try await call.request.readBody(limit: limits.upload, wholly: false) { piece in
                try piece.withUnsafeReadableBytes { try upload.write($0) }
            }
            return try upload.finish()
        } catch {
            if Problem(error).type == .tooLarge { return try upload.finish(cut: true) }
            upload.abandon()
            throw error
        }
    }

    private func fileName(_ call: Call) -> String {
        let headers = call.request.headers
        if let value = headers[.contentDisposition].flatMap(HeaderValue.init), let name = FileName.named(in: value) {
            return name
        }
        return headers[.fileName]?.removingPercentEncoding ?? call.query["name"] ?? ""
    }
}

extension Schema {
    fileprivate var isInteger: Bool { if case .integer = self { true } else { false } }
}

extension String {
    fileprivate func trimmed(of sign: Character) -> String {
        count >= 2 && first == sign && last == sign ? String(dropFirst().dropLast()) : self
    }
}
