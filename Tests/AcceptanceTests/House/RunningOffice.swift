import Foundation
import Glibc
import Postgres
import Synchronization
import TestOffice

/// The built program, serving an office on a port of its own, as it does in earnest.
final class RunningOffice: Sendable {
    let port: Int
    private let conninfo: String
    private let files: String
    private let environment: [String: String]
    private let process = Mutex<ChildProcess?>(nil)

    /// The program under test: named in the environment, else the one that was built beside these tests.
    static var program: String {
        get throws {
            let named = ProcessInfo.processInfo.environment["CONGVAN_TEST_PROGRAM"]
            let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            let path = named ?? tests.deletingLastPathComponent().appending(path: "congvan").path
            guard access(path, X_OK) == 0 else { throw Failed("\(path) is no program: build it first") }
            return path
        }
    }

    /// An office on this database and file store, with settings that differ from the program's own.
    ///
    /// A `port` is given where others must know it before; it is any that is free otherwise.
    init(_ conninfo: String, files: String, port: Int? = nil, environment: [String: String] = [:]) throws {
        self.conninfo = conninfo
        self.files = files
        self.environment = ["CONGVAN_LOG_LEVEL": "warning"].merging(environment) { $1 }
        self.port = try port ?? TestPort.free()
    }

    var log: String { files + ".log" }

    /// Starts the program and waits until it answers; it blocks.
    func start() throws {
        let child = try ChildProcess(
            [Self.program, "serve", "--database", conninfo, "--port", "\(port)", "--files", files],
            environment: environment, output: log)
        process.withLock { $0 = child }
        let limit = Date(timeIntervalSinceNow: 60)
        while Date() < limit {
            if let ending = child.poll() { throw Failed("the program ended (\(ending)): \(lastWords)") }
            if let answer = try? Request("GET", "/health").send(to: port), answer.status == 200 { return }
            usleep(20_000)
        }
        throw Failed("the program does not answer: \(lastWords)")
    }

    /// Ends the program as a power cut would, with no time for anything.
    func kill() throws {
        guard let child = process.withLock({ $0 }) else { return }
        child.send(SIGKILL)
        _ = try child.wait()
    }

    /// Asks the program to stop, as an administrator does.
    func terminate() { process.withLock { $0 }?.send(SIGTERM) }

    func waitForEnd(_ seconds: Double = 60) throws -> ChildProcess.Ending? {
        try process.withLock { $0 }?.wait(seconds)
    }

    /// The process, while one runs.
    var id: pid_t? { process.withLock { $0?.poll() == nil ? $0?.id : nil } }

    /// The most memory that the program has held so far, in bytes.
    var peakMemory: Int {
        let status = (try? String(contentsOfFile: "/proc/\(id ?? 0)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) << 10
    }

    private var lastWords: String {
        ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").suffix(5).joined(
            separator: "\n")
    }
}

/// Runs a test against the served office, over a database of its own on the tests' cluster.
func withRunningOffice(
    _ environment: [String: String] = [:],
    _ test: @Sendable (RunningOffice, TestOffice) async throws -> Void
) async throws {
    try await withOffice { office in
        // Many offices share the tests' cluster.
        let settings = ["CONGVAN_DATABASE_CONNECTIONS": "6"].merging(environment) { $1 }
        try await serve(RunningOffice(office.conninfo, files: office.folder, environment: settings)) {
            try await test($0, office)
        }
    }
}

/// Starts an office, runs a test against it and stops it.
func serve(_ running: RunningOffice, _ test: (RunningOffice) async throws -> Void) async throws {
    func close() async {
        // A test may have stopped it already.
        _ = try? await onThread {
            try running.kill()
            unlink(running.log)
        }
    }
    do {
        try await onThread { try running.start() }
        try await test(running)
    } catch {
        let log = (try? String(contentsOfFile: running.log, encoding: .utf8)) ?? ""
        print("The service said:\n" + log.split(separator: "\n").suffix(12).joined(separator: "\n"))
        await close()
        throw error
    }
    await close()
}
