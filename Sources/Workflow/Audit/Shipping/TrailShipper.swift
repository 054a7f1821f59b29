import Foundation
import Postgres
import Synchronization

/// Ships the trail (gửi nhật ký cho máy thu): each sealed entry goes, in the order of the log, as a line of syslog over
/// TLS to the collector.
///
/// It reads the log's own files, so what is sent is what was sealed, and nothing of it names a person. It has a
/// connection of its own and stands in nobody's way. Any number of instances may try: one at a time ships.
public final class TrailShipper: Sendable {
    private static let pause = Duration.milliseconds(500)
    /// A connection that broke sooner says nothing good of the next: a collector may take lines before it refuses us.
    private static let steady = Duration.seconds(10)

    private let database: Database
    private let root: String
    private let collector: TrailConfiguration.Collector
    private let status: ShippingStatus
    private let line = ShippedLine()
    private let safe = Mutex<SafePosition?>(nil)
    private let stopping = Mutex(false)

    init(
        _ configuration: Database.Configuration, folder root: String, to collector: TrailConfiguration.Collector,
        status: ShippingStatus
    ) {
        var configuration = configuration
        configuration.connections = 1
        configuration.applicationName = "congvan ship"
        database = Database(configuration)
        self.root = root
        self.collector = collector
        self.status = status
        status.begin()
    }

    /// Ships until it is stopped; where the collector is away it tries again, ever less often.
    ///
    /// - Parameter report: is told what is in the way, once for each reason.
    public func run(_ report: @Sendable (String) -> Void) async {
        var backoff = Backoff(first: .milliseconds(500), longest: .seconds(30))
        var told: String?
        while !isStopping {
            let began = ContinuousClock.now
            do {
                try await ship()
                backoff.succeeded()
            } catch {
                let why = (error as? ShippingFault)?.sentence ?? (error as? SealFault)?.sentence ?? "\(error)"
                status.failed(why)
                if why != told { report(why) }
                told = why
                safe.withLock { $0?.broke() }
                if .now - began > Self.steady { backoff.succeeded() }
                backoff.failed()
            }
            if status.fault == nil { told = nil }
            await rest(backoff.isDue ? Self.pause : backoff.notBefore - .now)
        }
        await database.shutdown()
    }

    /// Sends what is sealed by now, and ends.
    public func stop() { stopping.withLock { $0 = true } }

    private var isStopping: Bool { stopping.withLock { $0 } || Task.isCancelled }

    /// Sleeps, unless it is stopped meanwhile.
    private func rest(_ duration: Duration) async {
        let end = ContinuousClock.now + duration
        while !isStopping, .now < end { try? await Task.sleep(for: min(end - .now, .milliseconds(200))) }
    }

    // MARK: - One connection

    /// Ships over one connection until it breaks, this is stopped, or another instance is at it.
    private func ship() async throws {
        guard try await claim() else { return status.isUpToDate() }
        let connection = try await CollectorConnection(to: collector)
        do {
            try await feed(connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private func feed(_ connection: CollectorConnection) async throws {
        var position = safe.withLock { $0?.safe } ?? .nothing
        while true {
            // What was sealed before somebody said stop is still sent.
            let isLast = isStopping
            guard try await claim() else { return }
            while let next = try await batch(after: position) {
                try await connection.send(next.frames)
                position = next.end
                try await keep(position)
            }
            try connection.requireOpen()
            safe.withLock { $0?.lives() }
            status.isUpToDate()
            if isLast { return }
            await rest(Self.pause)
        }
    }

    /// Whether it is on this instance to ship; where it is so for the first time, from where.
    private func claim() async throws -> Bool {
        let name = collector.name
        let known = try await database.read { transaction -> ShippedTo? in
            try transaction.claimShipping(to: name) ? try transaction.shipped(to: name) : nil
        }
        safe.withLock { safe in safe = known.map { safe ?? SafePosition(known: $0) } }
        if let known { status.sent(known) }
        return known != nil
    }

    private struct Batch {
        let frames: [UInt8]
        let end: ShippedTo
    }

    /// The next lines, a bundle of the log at most; `nil` where everything sealed was sent.
    private func batch(after position: ShippedTo) async throws -> Batch? {
        let root = root
        let sealed = try await database.read { transaction -> (size: Int, current: Int) in
            let folder = try SealFolder(root: root, log: position.log)
            return (try transaction.sealedSize(of: position.log, in: folder), try transaction.currentLog())
        }
        guard position.size < sealed.size else {
            // A log that another follows grows no more.
            return position.log < sealed.current
                ? try await batch(after: ShippedTo(log: position.log + 1, size: 0)) : nil
        }
        let folder = try SealFolder(root: root, log: position.log)
        let end = min(sealed.size, SealFolder.endOfBundle(after: position.size))
        let entries = try folder.entries(position.size..<end)
        return Batch(
            frames: try line.frames(of: entries, after: position.size, in: position.log),
            end: ShippedTo(log: position.log, size: end))
    }

    private func keep(_ position: ShippedTo) async throws {
        let name = collector.name
        try await database.write { try $0.keep(position, of: name) }
        safe.withLock { $0?.sent(position) }
        status.sent(position)
    }
}

extension Workflow {
    /// What ships the trail, one for an office, run beside it; none where no collector is set.
    public func makeShipper() -> TrailShipper? {
        configuration.trail.collector.map {
            TrailShipper(configuration.reports, folder: configuration.sealFolder, to: $0, status: shipping)
        }
    }
}
