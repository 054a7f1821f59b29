import Exchange
import Foundation

/// A folder of its own for one test, removed afterwards.
final class TestFolder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("envelope-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }

    func write(_ bytes: [UInt8]) -> String {
        let file = path + "/envelope.xml"
        _ = FileManager.default.createFile(atPath: file, contents: Data(bytes))
        return file
    }
}

/// The data from outside that lies beside the repository, or `nil` where it does not.
enum TestData {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared/testdata")

    static let isPresent: Bool = {
        let isPresent = FileManager.default.fileExists(atPath: root.path)
        if !isPresent { print("skipped: the shared test data is not beside the repository") }
        return isPresent
    }()

    static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    static func files(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()) ?? []
    }

    static func bytes(_ name: String) -> [UInt8] {
        (try? Data(contentsOf: root.appendingPathComponent(name))).map(Array.init) ?? []
    }
}

extension EnvelopeReader {
    /// Reads an envelope from memory, in chunks of a size.
    func read(_ bytes: [UInt8], chunk: Int = 64 * 1024, into folder: TestFolder) throws(ExchangeError) -> Envelope {
        var stream = stream(attachmentsInto: folder.path)
        var start = 0
        while start < bytes.count {
            let end = min(start + chunk, bytes.count)
            try stream.feed(bytes.span.extracting(start..<end))
            start = end
        }
        return try stream.finish()
    }
}
