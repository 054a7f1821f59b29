import Hummingbird
import NIOCore
import Workflow

/// What `sendEdoc` brings: a few short fields and one envelope, which goes to disk as it arrives.
struct HubForm {
    private static let envelopeParts: Set<String> = ["file_doc", "edocFile"]
    private static let mostFields = 20
    private static let longestField = 64 << 10

    private(set) var fields: [String: String] = [:]
    let envelope: HubUpload.Finished

    /// - Throws: ``HubRefusal``, or ``Problem`` where the form is malformed or too large.
    static func read(_ request: Request, _ hub: Hub) async throws -> HubForm {
        guard let type = request.contentType, type.word == "multipart/form-data",
            let boundary = type.parameters["boundary"]
        else { throw HubRefusal.malformed }
        var parser = try MultipartParser(boundary: boundary)
        var parts = Parts(hub: hub)
        try await request.readBody(limit: hub.configuration.largest + HubServer.formAround) { piece in
            try piece.withUnsafeReadableBytes { bytes in try parser.read(bytes) { try parts.take($0) } }
        }
        try parser.finish()
        guard let upload = parts.upload else { throw HubRefusal.malformed }
        return HubForm(fields: parts.fields, envelope: try upload.finish())
    }

    private struct Parts {
        let hub: Hub
        var fields: [String: String] = [:]
        var upload: HubUpload?
        private var field: String?
        private var text: [UInt8] = []

        init(hub: Hub) { self.hub = hub }

        mutating func take(_ event: MultipartParser.Event) throws {
            switch event {
            case .part(let head):
                text = []
                if HubForm.envelopeParts.contains(head.field) {
                    guard upload == nil else { throw HubRefusal.malformed }
                    field = nil
                    upload = try hub.beginUpload()
                } else {
                    guard fields.count < HubForm.mostFields else { throw HubRefusal.malformed }
                    field = head.field
                }
            case .bytes(let bytes):
                guard field != nil else { return try upload?.write(bytes) ?? () }
                guard text.count + bytes.count <= HubForm.longestField else { throw HubRefusal.malformed }
                text += bytes
            case .end:
                guard let name = field else { return }
                guard let value = String(validating: text, as: UTF8.self),
                    fields.updateValue(value, forKey: name) == nil
                else { throw HubRefusal.malformed }
                field = nil
            }
        }
    }
}
