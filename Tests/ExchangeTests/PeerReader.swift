import CArchive
import Foundation
import FoundationXML

/// How the standard's own software reads attachments, made from its rules alone and of nothing of ours: a tree in memory,
/// elements by their literal names, Foundation's base64, and a ZIP unpacked by name and declared type.
struct PeerReader {
    struct File: Equatable {
        var id: String
        var name: String
        var type: String
        var bytes: [UInt8]
    }

    let document: XMLDocument

    init(_ path: String) throws {
        document = try XMLDocument(contentsOf: URL(fileURLWithPath: path))
    }

    /// The texts at a path of literal names, prefixes and all, as peers look for them.
    func texts(_ path: String) -> [String] {
        var nodes: [XMLNode] = [document.rootElement()].compactMap(\.self)
        for name in path.split(separator: "/") {
            nodes = nodes.flatMap { ($0.children ?? []).filter { $0.name == String(name) } }
        }
        return nodes.compactMap(\.stringValue)
    }

    /// The names of an element's children, in order.
    func names(_ path: String) -> [String] {
        var nodes: [XMLNode] = [document.rootElement()].compactMap(\.self)
        for name in path.split(separator: "/") {
            nodes = nodes.flatMap { ($0.children ?? []).filter { $0.name == String(name) } }
        }
        return nodes.first?.children?.filter { $0.kind == .element }.compactMap(\.name) ?? []
    }

    var files: [File] {
        get throws {
            let list = document.rootElement()?.elements(forName: "AttachmentEncoded").first
            return try (list?.elements(forName: "Attachment") ?? []).map { element in
                func text(_ name: String) -> String { element.elements(forName: name).first?.stringValue ?? "" }
                guard let bytes = Data(base64Encoded: text("edXML:ContentTransferEncoded")) else {
                    throw CocoaError(.fileReadCorruptFile)
                }
                let file = File(
                    id: text("ContentId"), name: text("AttachmentName"), type: text("ContentType"),
                    bytes: Array(bytes))
                guard file.type == "application/zip", !file.name.hasSuffix(".zip") else { return file }
                return File(id: file.id, name: file.name, type: file.type, bytes: Self.firstEntry(file.bytes))
            }
        }
    }

    /// The first entry, read from the front as Java's stream reader does, without the directory at the end.
    private static func firstEntry(_ zip: [UInt8]) -> [UInt8] {
        let archive = archive_read_new()
        defer { archive_read_free(archive) }
        archive_read_support_format_zip_streamable(archive)
        var result: [UInt8] = []
        zip.withUnsafeBytes { room in
            guard archive_read_open_memory(archive, room.baseAddress, room.count) == ARCHIVE_OK else { return }
            var entry: OpaquePointer?
            guard archive_read_next_header(archive, &entry) == ARCHIVE_OK else { return }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = archive_read_data(archive, &buffer, buffer.count), count > 0 {
                result += buffer[..<count]
            }
        }
        return result
    }
}
