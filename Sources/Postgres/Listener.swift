internal import CPostgres
internal import Glibc

/// Listens to PostgreSQL's notifications (`LISTEN` and `NOTIFY`) on one thread and connection of its own.
///
/// Notifications are a hint and no queue: those that are sent while the connection is away are lost. So each time it
/// is made (again), a notification with ``Notification/isAfterConnecting`` arrives for every channel: look at the
/// table then.
public final class Listener: Sendable {
    /// Somebody said `NOTIFY`.
    public struct Notification: Sendable, Equatable {
        public let channel: String
        public let payload: String
        /// Nobody said anything, but somebody may have while there was no connection.
        public let isAfterConnecting: Bool
    }

    /// What arrives, for one reader.
    ///
    /// If it reads too slowly, the oldest beyond a thousand are dropped.
    public let notifications: AsyncStream<Notification>

    private let stopper: Stopper

    /// Starts the thread, which connects and stays connected.
    public init(_ configuration: Database.Configuration, channels: [String]) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Notification.self, bufferingPolicy: .bufferingNewest(1_000))
        let stopper = Stopper()
        notifications = stream
        self.stopper = stopper
        // Nobody reads any more.
        continuation.onTermination = { _ in stopper.stop() }
        let parameters = ConnectionParameters(configuration)
        startThread {
            ListenerThread(channels: channels, stopper: stopper, continuation: continuation).run(parameters)
            continuation.finish()
        }
    }

    deinit {
        stopper.stop()
    }

    /// Ends the thread, the connection and the stream.
    public func shutdown() {
        stopper.stop()
    }
}

/// Wakes a thread that waits for a socket: one end of a pipe, closed to say "stop".
private final class Stopper: Sendable {
    private let writeEnd: Locked<Int32?>
    let readEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "the system gives no more files")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readEnd = ends[0]
        writeEnd = Locked(ends[1])
    }

    deinit {
        stop()
        close(readEnd)
    }

    func stop() {
        writeEnd.withLock { end in
            if let end = end.take() { close(end) }
        }
    }
}

private struct ListenerThread {
    let channels: [String]
    let stopper: Stopper
    let continuation: AsyncStream<Listener.Notification>.Continuation

    func run(_ parameters: ConnectionParameters) {
        var pause: Int32 = 100
        while true {
            do {
                let connection = try Connection(parameters)
                for channel in channels { try connection.listen(channel) }
                pause = 100
                for channel in channels { yield(channel, "", isAfterConnecting: true) }
                guard try deliver(connection) else { return }
            } catch {
                // The database is away; whoever needs it for more than a hint will say so.
            }
            if isStopped(within: pause) { return }
            pause = min(pause * 2, 5_000)
        }
    }

    /// Delivers until the listener is stopped, and returns false then, or until the connection is lost.
    private func deliver(_ connection: Connection) throws -> Bool {
        while true {
            while let notification = PQnotifies(connection.handle) {
                yield(String(cString: notification.pointee.relname), String(cString: notification.pointee.extra))
                PQfreemem(notification)
            }
            var files = [
                pollfd(fd: PQsocket(connection.handle), events: Int16(POLLIN), revents: 0),
                pollfd(fd: stopper.readEnd, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&files, 2, -1) >= 0 || errno == EINTR else { return true }
            if files[1].revents != 0 { return false }
            guard PQconsumeInput(connection.handle) == 1 else { return true }
        }
    }

    private func isStopped(within milliseconds: Int32) -> Bool {
        var file = pollfd(fd: stopper.readEnd, events: Int16(POLLIN), revents: 0)
        return poll(&file, 1, milliseconds) > 0
    }

    private func yield(_ channel: String, _ payload: String, isAfterConnecting: Bool = false) {
        continuation.yield(.init(channel: channel, payload: payload, isAfterConnecting: isAfterConnecting))
    }
}

extension Connection {
    fileprivate func listen(_ channel: String) throws {
        guard let quoted = PQescapeIdentifier(handle, channel, channel.utf8.count) else {
            throw PostgresError(.encoding, errorMessage)
        }
        defer { PQfreemem(quoted) }
        try run("LISTEN " + String(cString: quoted))
    }
}
