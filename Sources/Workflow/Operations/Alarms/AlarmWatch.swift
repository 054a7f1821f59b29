import Foundation
import Postgres
import Records
import Synchronization

/// Watches the office each second, and raises and clears its alarms (theo dõi và cảnh báo).
public struct AlarmWatch: Sendable {
    /// The seal is late after so long; acts stop later, at the limit of the office.
    static let lateSeal = Duration.seconds(5)
    /// A collector that is away, or behind, for so long.
    static let lateCollector = Duration.seconds(60)
    /// A clock that was stepped is an alarm for so long.
    static let steppedClock = Duration.seconds(3600)
    /// An answer of the database that took longer says too little about its clock.
    private static let quickAnswer = Duration.milliseconds(500)
    private static let pause = Duration.seconds(1)
    /// How often it is asked whether envelopes wait for peers that are not set up.
    private static let missingPeers = Duration.seconds(30)

    let workflow: Workflow
    private let stepped: SteppedAt

    init(_ workflow: Workflow) {
        self.workflow = workflow
        stepped = SteppedAt()
    }

    /// Watches until the task is cancelled.
    ///
    /// - Parameter report: is told of each alarm that is raised or cleared.
    public func run(_ report: @escaping @Sendable (Alarms.Change) -> Void) async {
        await withTaskGroup { group in
            group.addTask { await watch(report) }
            // A database that hangs must not keep anybody from hearing of a full disk.
            group.addTask { await watchDatabase() }
        }
    }

    private func watch(_ report: @Sendable (Alarms.Change) -> Void) async {
        var clock = ClockWatch()
        while !Task.isCancelled {
            note(clock.read(Date(), at: .now), of: "service")
            for change in workflow.alarms.see(reasons()) { report(change) }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// Reads the database's clock, looks for envelopes that nobody carries, and puts on record what waits for it.
    private func watchDatabase() async {
        var clock = ClockWatch()
        var nextLook = ContinuousClock.now
        while !Task.isCancelled {
            let before = ContinuousClock.now
            if let time = try? await workflow.database.row(
                "SELECT clock_timestamp() AS now", { try $0["now"] as Date }), .now - before < Self.quickAnswer
            {
                note(clock.read(time, at: before + (.now - before) / 2), of: "database")
            }
            if nextLook <= .now {
                nextLook = .now + Self.missingPeers
                try? await workflow.lookForMissingPeers()
            }
            await record()
            try? await Task.sleep(for: Self.pause)
        }
        await record()
    }

    private func record() async {
        let events = workflow.alarms.takeWaiting()
        guard !events.isEmpty else { return }
        do {
            try await workflow.looks.submit(events.map { Look(event: $0, caller: .service(in: 0)) })
        } catch {
            workflow.alarms.giveBack(events)
        }
    }

    private func note(_ milliseconds: Int?, of clock: String) {
        guard let milliseconds else { return }
        stepped.at.withLock { $0 = .now }
        workflow.alarms.record(
            AuditEvent(.clockStepped, on: .service, detail: ["clock": clock, "milliseconds": "\(milliseconds)"]))
    }

    private func reasons() -> Set<Alarm> {
        var reasons: Set<Alarm> = []
        let disks: [(String, Alarm, Alarm)] = [
            (workflow.configuration.sealFolder, .trailDiskFilling, .trailDiskFull),
            (workflow.configuration.files, .filesDiskFilling, .filesDiskFull),
        ]
        for (folder, filling, full) in disks {
            guard let used = DiskSpace.used(at: folder), used >= DiskSpace.filling else { continue }
            reasons.insert(used >= DiskSpace.full ? full : filling)
        }
        if workflow.seal.lag > Self.lateSeal { reasons.insert(.sealLate) }
        if workflow.seal.isForked || workflow.seal.contradiction != nil { reasons.insert(.trailForked) }
        if workflow.shipping.lag > Self.lateCollector { reasons.insert(.collectorAway) }
        let silence = workflow.configuration.exchange.silence
        if !workflow.peers.silent(for: silence).isEmpty { reasons.insert(.peerSilent) }
        if !workflow.peers.holding(for: silence).isEmpty { reasons.insert(.peerHolding) }
        if !workflow.peers.missing.isEmpty { reasons.insert(.peerMissing) }
        if workflow.directories.areStale { reasons.insert(.directoryStale) }
        if stepped.at.withLock({ $0.map { .now - $0 < Self.steppedClock } ?? false }) {
            reasons.insert(.clockStepped)
        }
        return reasons
    }
}

/// When a clock was last stepped.
private final class SteppedAt: Sendable {
    let at = Mutex<ContinuousClock.Instant?>(nil)
}

extension Workflow {
    /// What watches the office; one for each, run beside it.
    public func makeAlarmWatch() -> AlarmWatch { AlarmWatch(self) }
}
