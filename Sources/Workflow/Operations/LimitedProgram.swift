import Subprocess
import SystemPackage

/// A program of the system that works on what strangers made, as a process with limits.
struct LimitedProgram: Sendable {
    let name: String
    /// Bytes of address space; a program that asks for more ends.
    var memory = 512 << 20
    /// Bytes of the longest file that it may write.
    var fileBytes = 0
    /// Processor time of each of its processes.
    var processorSeconds = 10
    /// How long it may take in all.
    var seconds = 15
    /// Bytes that it may print; more is a fault.
    var printed = 1 << 16
    /// Whether it finds no network but an empty one of its own, where the system lets anybody make one (user namespaces).
    var isAlone = false

    /// How a program ended.
    struct Outcome: Sendable {
        /// 124 where it took too long, 127 where there is no such program, 128 and the signal where a limit ended it.
        let status: Int32
        let output: [UInt8]

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// What a program finds of the service's own surroundings.
    static let environment = Environment.custom(surroundings)
    private static let surroundings: [Environment.Key: String] = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]

    /// What a program that may use a few seconds and 512 MB and write nothing prints; `nil` where it ends with a fault, or
    /// prints more.
    static func output(of name: String, _ arguments: [String], limit: Int = 1_000_000) async -> [UInt8]? {
        let outcome = try? await LimitedProgram(name: name, printed: limit).run(arguments)
        return outcome?.status == 0 ? outcome?.output : nil
    }

    /// Runs it to its end, or to the end of what it may use.
    ///
    /// It works in `folder`, which is its home and its place for temporary files too, and finds `more` of the service's
    /// surroundings, by name.
    func run(
        _ arguments: [String], in folder: String? = nil, surroundings more: [String: String] = [:]
    ) async throws -> Outcome {
        let limits = [
            "--as=\(memory)", "--cpu=\(processorSeconds)", "--fsize=\(fileBytes)", "--nofile=256", "--core=0",
            // A second after it was asked to end it is ended.
            "timeout", "--kill-after=1", "\(seconds)",
        ]
        let outside: [String]
        if isAlone { outside = await Self.hasNetworkOfItsOwn ? Self.alone : [] } else { outside = [] }
        let result = try await Subprocess.run(
            .name("prlimit"), arguments: Arguments(limits + outside + [name] + arguments),
            environment: Self.environment(in: folder, more), workingDirectory: folder.map { FilePath($0) },
            platformOptions: Self.whenLeft, output: .bytes(limit: printed), error: .discarded)
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return Outcome(status: status, output: result.standardOutput)
    }

    private static func environment(in folder: String?, _ more: [String: String]) -> Environment {
        var found = surroundings
        if let folder {
            for name: Environment.Key in ["HOME", "TMPDIR", "XDG_CACHE_HOME"] { found[name] = folder }
            found["PYTHONDONTWRITEBYTECODE"] = "1"
        }
        for (name, value) in more { found[Environment.Key(stringLiteral: name)] = value }
        return .custom(found)
    }

    /// `timeout` hands the request to end on to all that it started; killed at once, it would leave them behind.
    private static var whenLeft: PlatformOptions {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(3))]
        return options
    }

    private static let alone = ["unshare", "--user", "--map-current-user", "--net", "--"]

    /// Tried once: containers and hardened services may forbid it.
    private static var hasNetworkOfItsOwn: Bool {
        get async { await NetworkProbe.shared.answer() }
    }

    private actor NetworkProbe {
        static let shared = NetworkProbe()
        private var known: Task<Bool, Never>?

        func answer() async -> Bool {
            let task =
                known
                ?? Task { await output(of: "unshare", Array(LimitedProgram.alone.dropFirst()) + ["true"]) != nil }
            known = task
            return await task.value
        }
    }
}
