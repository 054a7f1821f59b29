import Foundation
import TestOffice

/// A real server of time stamps, made with OpenSSL for one test, that lies where it is asked to.
final class TimeStampServer {
    let folder: String
    let port: Int
    private let process = Process()
    private let input = Pipe()

    /// The certificates that its stamps must come from.
    var roots: String { folder + "/honest.ca.pem" }

    init() throws {
        folder = NSTemporaryDirectory() + "stamps-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [TestData.repository.appending(path: "Tests/TimeStamps/server.py").path, folder]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .newlines)) else {
            throw Failed("the server of time stamps does not start: \(line)")
        }
        self.port = port
    }

    func address(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }
}
