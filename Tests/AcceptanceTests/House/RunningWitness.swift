import Foundation
import Glibc
import Synchronization
import TestOffice

/// `congvan audit witness`, as an agency runs it for its peers.
final class RunningWitness: Sendable {
    let folder: String
    let port: Int
    /// The key that checks its cosignatures.
    let key: String
    private let name: String
    private let process = Mutex<ChildProcess?>(nil)

    /// Makes its folder and its key; it blocks.
    init(_ name: String) throws {
        self.name = name
        folder = NSTemporaryDirectory() + "witness-\(UUID().uuidString)"
        port = try TestPort.free()
        let made = try ChildProcess.run(
            [RunningOffice.program, "audit", "witness", "--folder", folder, "--name", name, "--key"])
        guard made.ending == .exited(0), made.output.hasPrefix("key\t") else { throw Failed(made.output) }
        key = made.output.dropFirst(4).trimmingCharacters(in: .newlines)
    }

    /// As the office's settings name it.
    var asSetting: String { "http://127.0.0.1:\(port) \(key)" }

    /// Starts it for these logs and waits until it answers; it blocks.
    func start(peers: [String]) throws {
        let child = try ChildProcess(
            [RunningOffice.program, "audit", "witness", "--folder", folder, "--name", name, "--port", "\(port)"]
                + peers.flatMap { ["--peer", $0] }, output: folder + ".log")
        process.withLock { $0 = child }
        let limit = Date(timeIntervalSinceNow: 60)
        while Date() < limit {
            if let ending = child.poll() { throw Failed("the witness ended: \(ending)") }
            if let answer = try? post(Array("hello".utf8)), answer.status == 400 { return }
            usleep(20_000)
        }
        throw Failed("the witness does not answer")
    }

    func post(_ body: [UInt8]) throws -> Answer {
        var request = Request("POST", "/add-checkpoint")
        request.body = body
        return try request.send(to: port)
    }

    /// What it cosigned last of its only log.
    var seen: String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/seen")) ?? []
        // While a file is written there is another beside it.
        return names.first { $0.count == 64 }.flatMap {
            try? String(contentsOfFile: "\(folder)/seen/\($0)", encoding: .utf8)
        }
    }

    /// Ends it as a power cut would.
    func kill() throws {
        guard let child = process.withLock({ $0 }) else { return }
        child.send(SIGKILL)
        _ = try child.wait()
    }

    func remove() {
        try? kill()
        try? FileManager.default.removeItem(atPath: folder)
        unlink(folder + ".log")
    }
}
