import Subprocess
import SystemPackage

/// A program that makes papers: a process of its own with limits, that may write files in one folder.
///
/// Where the system lets anybody make a network of their own (user namespaces), it finds none but its own, empty one.
struct PaperProgram: Sendable {
    let name: String
    /// Bytes of address space; a program that asks for more ends.
    let memory: Int
    /// Bytes of the longest file that it may write.
    let fileBytes: Int
    /// Processor time of each of its processes.
    let processorSeconds: Int
    /// How long it may take in all.
    let seconds: Int

    /// How a program ended.
    struct Outcome: Sendable {
        /// 124 where it took too long, 127 where there is no such program.
        let status: Int32
        let output: String
    }

    func run(_ arguments: [String], in folder: String) async throws -> Outcome {
        let limits = [
            "--as=\(memory)", "--cpu=\(processorSeconds)", "--fsize=\(fileBytes)", "--nofile=256", "--core=0",
            // A second after it was asked to end it is ended.
            "timeout", "--kill-after=1", "\(seconds)",
        ]
        let alone = await Self.hasNetworkOfItsOwn ? Self.alone : []
        let result = try await Subprocess.run(
            .name("prlimit"), arguments: Arguments(limits + alone + [name] + arguments),
            environment: .custom([
                "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder, "TMPDIR": folder,
                "XDG_CACHE_HOME": folder,
                "PYTHONDONTWRITEBYTECODE": "1",
            ]),
            workingDirectory: FilePath(folder), platformOptions: Self.whenLeft, output: .bytes(limit: 1 << 16),
            error: .discarded)
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return Outcome(status: status, output: String(decoding: result.standardOutput, as: UTF8.self))
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
                ?? Task {
                    await LimitedTool.output(of: "unshare", Array(PaperProgram.alone.dropFirst()) + ["true"]) != nil
                }
            known = task
            return await task.value
        }
    }
}
