import Subprocess
import SystemPackage

/// A program of the system that reads what strangers made, as a process that may use a few seconds and 512 MB and write
/// nothing.
enum LimitedTool {
    /// What a program finds of the service's own surroundings.
    static let environment = Environment.custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"])

    private static let limits = ["--as=536870912", "--cpu=10", "--fsize=0", "--nofile=64", "timeout", "15"]

    /// What it prints; `nil` where it ends with a fault, or prints more.
    static func output(of tool: String, _ arguments: [String], limit: Int = 1_000_000) async -> [UInt8]? {
        let result = try? await run(
            .name("prlimit"), arguments: Arguments(limits + [tool] + arguments), environment: environment,
            output: .bytes(limit: limit), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput
    }
}
