import Foundation
import Glibc
import Synchronization
import TestOffice

/// A program that a test runs beside itself; it ends with the test at the latest.
final class ChildProcess: Sendable {
    /// How a program ended.
    enum Ending: Sendable, Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    let id: pid_t
    private let ending = Mutex<Ending?>(nil)

    /// Starts a program, given by its path and arguments.
    ///
    /// Its environment is added to ours; the account is named where we are root and it must not be; the file takes what
    /// it prints and complains about.
    init(_ command: [String], environment: [String: String] = [:], as account: String? = nil, output: String) throws {
        let whole = Self.bound(command, as: account)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let started = ChildMaker.shared.make { Self.spawn(whole, variables.map { "\($0.key)=\($0.value)" }, output) }
        guard started.error == 0 else { throw Failed("\(command[0]) cannot be started: errno \(started.error)") }
        id = started.id
    }

    deinit { if poll() == nil { Glibc.kill(id, SIGKILL); _ = try? wait(5) } }

    func send(_ signal: Int32) { if poll() == nil { Glibc.kill(id, signal) } }

    /// Waits for the end.
    func wait(_ seconds: Double = 60) throws -> Ending {
        let limit = Date(timeIntervalSinceNow: seconds)
        while Date() < limit {
            if let ending = poll() { return ending }
            usleep(5000)
        }
        throw Failed("process \(id) did not end within \(seconds) seconds")
    }

    /// How it ended; `nil` while it runs.
    func poll() -> Ending? {
        ending.withLock { ending in
            if ending != nil { return ending }
            var status: Int32 = 0
            guard waitpid(id, &status, WNOHANG) == id else { return nil }
            ending = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: status & 0x7F)
            return ending
        }
    }

    /// Runs a program to its end.
    static func run(
        _ command: [String], as account: String? = nil, within seconds: Double = 120
    ) throws -> (ending: Ending, output: String) {
        let output = NSTemporaryDirectory() + "run-\(UUID().uuidString)"
        defer { unlink(output) }
        let ending = try ChildProcess(command, as: account, output: output).wait(seconds)
        return (ending, (try? String(contentsOfFile: output, encoding: .utf8)) ?? "")
    }

    /// A test that is killed cannot clean up: the kernel then ends what it had started.
    private static func bound(_ command: [String], as account: String?) -> [String] {
        let drop = account.map { ["--reuid=\($0)", "--regid=\($0)", "--init-groups"] } ?? []
        return ["/usr/bin/setpriv"] + drop + ["--pdeathsig", "KILL", "--"] + command
    }

    /// `posix_spawn_file_actions_addclosefrom_np`, which Swift does not see in the C library's headers.
    private static let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
        unsafeBitCast(
            $0, to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32).self)
    }

    private static func spawn(_ command: [String], _ variables: [String], _ output: String) -> (id: pid_t, error: Int32)
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // What else is open here, such as the pipes by which Foundation waits for its processes, is not for a child.
        _ = closeFrom?(&actions, 3)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var id: pid_t = 0
        // Threads of a pool hear no signals, and a child would inherit that: rsyslog, for one, could not be stopped.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let error = posix_spawn(&id, command[0], &actions, &attributes, &arguments, &environment)
        return (id, error)
    }
}

/// Makes every child on one thread that never ends: the kernel ends a child together with the *thread* that made it.
private final class ChildMaker: Sendable {
    static let shared = ChildMaker()

    private let orders = Mutex<[@Sendable () -> Void]>([])
    private let bell = DispatchSemaphore(value: 0)

    private init() {
        Thread.detachNewThread { [self] in
            while true {
                bell.wait()
                orders.withLock { $0.removeFirst() }()
            }
        }
    }

    func make<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
        let done = DispatchSemaphore(value: 0)
        let box = Box<Result>()
        orders.withLock {
            $0.append {
                box.value.withLock { $0 = body() }
                done.signal()
            }
        }
        bell.signal()
        done.wait()
        return box.value.withLock { $0! }
    }

    private final class Box<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }
}
