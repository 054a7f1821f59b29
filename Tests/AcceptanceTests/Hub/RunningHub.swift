import Foundation
import Glibc
import Synchronization
import TestOffice

/// `congvan hub serve`, as a province runs it.
final class RunningHub: Sendable {
    let port: Int
    private let made: TestHub
    private let process = Mutex<ChildProcess?>(nil)

    init(_ made: TestHub) throws {
        self.made = made
        port = try TestPort.free()
    }

    /// Runs another subcommand of the hub to its end; it blocks.
    func run(_ command: [String]) throws -> (ending: ChildProcess.Ending, output: String) {
        try ChildProcess.run(
            [RunningOffice.program, "hub"] + command + ["--database", made.conninfo, "--folder", made.folder])
    }

    /// Starts it and waits until it answers; it blocks.
    func start() throws {
        let child = try ChildProcess(
            [
                RunningOffice.program, "hub", "serve", "--database", made.conninfo, "--folder", made.folder, "--port",
                "\(port)",
            ], output: made.folder + ".log")
        process.withLock { $0 = child }
        let limit = Date(timeIntervalSinceNow: 60)
        while Date() < limit {
            if let ending = child.poll() { throw Failed("the hub ended: \(ending)") }
            if let answer = try? Request("POST", "/getAgenciesList").send(to: port), answer.status == 401 { return }
            usleep(20_000)
        }
        throw Failed("the hub does not answer")
    }

    /// Ends it as a power cut would.
    func kill() throws {
        guard let child = process.withLock({ $0 }) else { return }
        child.send(SIGKILL)
        _ = try child.wait()
    }

    func remove() {
        try? kill()
        unlink(made.folder + ".log")
    }

    /// How much of an upload has arrived, in bytes.
    var arriving: Int {
        let folder = made.folder + "/files/incoming"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.map { name in
            var status = stat()
            return stat("\(folder)/\(name)", &status) == 0 ? Int(status.st_size) : 0
        }.max() ?? 0
    }
}
