import Subprocess
import SystemPackage

/// A program of the system that reads what strangers made, as a process with limits.
enum LimitedTool {
    /// What a process may use.
    struct Limits: Sendable {
        /// Of address space, in bytes.
        var memory = 512 << 20
        /// Of processor time.
        var seconds = 10
        /// Of wall clock, after which it is ended.
        var patience = 15
        /// What any file that it writes may hold, in bytes.
        var written = 0

        fileprivate var arguments: [String] {
            [
                "--as=\(memory)", "--cpu=\(seconds)", "--fsize=\(written)", "--nofile=64", "--core=0", "timeout",
                "--kill-after=5", "\(patience)",
            ]
        }
    }

    /// What a program finds of the service's own surroundings.
    static let environment = Environment.custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"])

    /// What a program that may use a few seconds and 512 MB and write nothing prints; `nil` where it ends with a fault, or
    /// prints more.
    static func output(of tool: String, _ arguments: [String], limit: Int = 1_000_000) async -> [UInt8]? {
        let ended = await run(tool, arguments, Limits(), printing: limit)
        return ended?.status == 0 ? ended?.output : nil
    }

    /// How a program ended and what it printed; `nil` where it could not be started, or prints more.
    ///
    /// The status is that of `timeout`: 124 where the time was over, and 128 and the signal where a limit ended it.
    ///
    /// `surroundings` are more that it finds of the service's surroundings, by name.
    static func run(
        _ tool: String, _ arguments: [String], _ limits: Limits, printing limit: Int,
        surroundings: [String: String] = [:]
    ) async -> (status: Int, output: [UInt8])? {
        let more = surroundings.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
        let result = try? await Subprocess.run(
            .name("prlimit"), arguments: Arguments(limits.arguments + [tool] + arguments),
            environment: environment.updating(Dictionary(uniqueKeysWithValues: more)),
            output: .bytes(limit: limit), error: .discarded)
        guard let result else { return nil }
        switch result.terminationStatus {
        case .exited(let status): return (Int(status), result.standardOutput)
        case .signaled(let signal): return (128 + Int(signal), result.standardOutput)
        }
    }
}
