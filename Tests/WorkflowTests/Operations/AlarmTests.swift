import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("The alarms of the office")
struct AlarmTests {
    @Test("are raised and cleared once, however often their reason comes and goes")
    func once() {
        let alarms = Alarms()
        let start = ContinuousClock.now
        #expect(alarms.see([.sealLate], at: start) == [.init(alarm: .sealLate, isRaised: true)])
        for second in 1...30 {
            let reasons: Set<Alarm> = second % 3 == 0 ? [.sealLate] : []
            #expect(alarms.see(reasons, at: start + .seconds(second)) == [])
        }
        #expect(alarms.active == [.sealLate])
        #expect(alarms.see([], at: start + .seconds(39)) == [])
        #expect(alarms.see([], at: start + .seconds(40)) == [.init(alarm: .sealLate, isRaised: false)])
        #expect(alarms.active.isEmpty)
        #expect(alarms.takeWaiting().map(\.action) == [.alarmRaised, .alarmCleared])
        #expect(alarms.takeWaiting().isEmpty)
    }

    @Test("show the critical ones first, and each says what to do in both languages")
    func sentences() {
        let alarms = Alarms()
        _ = alarms.see(Set(Alarm.allCases))
        #expect(
            alarms.active.prefix(4).allSatisfy(\.isCritical) && !alarms.active.suffix(4).contains(where: \.isCritical))
        for alarm in Alarm.allCases {
            #expect(alarm.sentence.vietnamese.contains("Quản trị"), "\(alarm)")
            #expect(alarm.sentence.english.contains("An administrator"), "\(alarm)")
        }
        #expect(alarms.takeWaiting().filter { $0.action == .trailForked }.count == 1)
    }

    @Test("wait to be put on record while the database is away, and lose nothing then")
    func waiting() {
        let alarms = Alarms()
        _ = alarms.see([.filesDiskFull])
        let taken = alarms.takeWaiting()
        alarms.record(AuditEvent(.clockStepped, on: .service))
        alarms.giveBack(taken)
        #expect(alarms.takeWaiting().map(\.action) == [.alarmRaised, .clockStepped])
        for _ in 0..<2000 { alarms.giveBack(taken) }
        #expect(alarms.takeWaiting().count == 1000, "in bounded memory")
    }

    @Test("hear of a clock that steps, either way, once for each step, and not of one that goes on")
    func clocks() {
        // Real readings of both clocks; the steps are what is added to those of one.
        var watch = ClockWatch()
        var offset = 0.0
        func read() -> Int? { watch.read(Date(timeIntervalSinceNow: offset), at: .now) }
        for _ in 0..<100 { #expect(read() == nil) }
        for (step, told) in [(-3600.0, -3_600_000), (3600, 3_600_000), (1.5, 1500), (-1.5, -1500)] {
            offset += step
            #expect(abs((read() ?? 0) - told) < 50)
            #expect(read() == nil)
        }
        offset += 0.6
        #expect(read() == nil)
        offset += 0.6
        #expect(abs((read() ?? 0) - 1200) < 50, "what comes little by little is told once it is a second")
    }

    @Test("know how full a disk is, as df says it")
    func disk() async throws {
        let used = try #require(DiskSpace.used(at: "/tmp"))
        let told = try await onThread {
            let process = Process(), pipe = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/df")
            process.arguments = ["--output=pcent,ipcent", "/tmp"]
            process.standardOutput = pipe
            try process.run()
            process.waitUntilExit()
            return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        }
        let percents = told.split(whereSeparator: { !$0.isNumber }).compactMap { Double($0) }
        #expect(abs((percents.max() ?? -100) - used * 100) <= 1.5, "\(told) \(used)")
        #expect(DiskSpace.used(at: "/nowhere") == nil)
    }
}

/// A full disk, of one megabyte, that is really there: mounting it needs to be allowed.
private struct SmallDisk: Sendable {
    let folder: String

    static func mount() async throws -> SmallDisk? {
        let folder = NSTemporaryDirectory() + "disk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let disk = SmallDisk(folder: folder)
        guard try await disk.run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]) == 0 else {
            print("skipped: nobody here may mount a disk")
            rmdir(folder)
            return nil
        }
        return disk
    }

    func remove() async throws {
        _ = try await run("/usr/bin/umount", ["--lazy", folder])
        rmdir(folder)
    }

    /// Takes all that is free.
    func fill() throws {
        let file = open(folder + "/filler", O_WRONLY | O_CREAT, 0o600)
        defer { close(file) }
        let block = [UInt8](repeating: 1, count: 4096)
        while write(file, block, block.count) > 0 {}
    }

    func free() { unlink(folder + "/filler") }

    private func run(_ program: String, _ arguments: [String]) async throws -> Int32 {
        try await onThread {
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }
}

@Suite("A full disk", .serialized)
struct FullDiskTests {
    @Test("of the sealed trail stops what must be on record, is told, and is over once there is room (A9)")
    func trail() async throws {
        guard let disk = try await SmallDisk.mount() else { return }
        try await withOffice({
            $0.sealFolder = disk.folder + "/trail"
            $0.sealLimit = .seconds(2)
        }) { office in
            let clerk = try await office.caller("van.thu")
            let sealer = try office.workflow.makeSealer()
            let sealing = Task { await sealer.run { _ in } }
            let watch = office.workflow.makeAlarmWatch()
            let watching = Task { await watch.run { _ in } }
            try await eventually("the seal works") { office.workflow.seal.size > 0 }
            try disk.fill()
            var done = 0
            try await eventually("the office stops") {
                let refused = await refusal { try await office.register("\(done + 1)", by: clerk) }
                if refused == nil { done += 1 } else { #expect(refused == "trail-not-sealed") }
                return refused != nil
            }
            let health = await office.workflow.health()
            #expect(!health.isHealthy && health.database && health.alarms.contains(.trailDiskFull))
            try await eventually("the log says why") {
                office.workflow.seal.fault?.contains("disk is full") == true
            }
            let left = try FileManager.default.subpathsOfDirectory(atPath: disk.folder).filter {
                $0.contains(/[0-9A-F]{8}-[0-9A-F]{4}-/)
            }
            #expect(left.count <= 1, "trying again leaves nothing behind: \(left)")

            disk.free()
            try await eventually("the office works again by itself") {
                await refusal { try await office.register("\(done + 1)", by: clerk) } == nil
            }
            try await eventually("everything is sealed") {
                office.workflow.seal.size == (try await office.count("SELECT count(*) AS n FROM audit.event"))
            }
            #expect(try await office.count("SELECT last_number AS n FROM register_year") == done + 1, "nothing is lost")
            guard case .whole = try await office.workflow.verifyTrail(by: try await office.caller("kiem.tra")) else {
                Issue.record("the trail is whole")
                return
            }
            try await eventually("both are on record") {
                try await office.count(
                    """
                    SELECT count(*) AS n FROM audit.event WHERE action IN ('alarm.raised', 'alarm.cleared')
                    AND detail ->> 'alarm' = 'trail-disk-full'
                    """) == 2
            }
            sealing.cancel()
            watching.cancel()
            _ = await (sealing.value, watching.value)
            await sealer.shutdown()
        }
        try await disk.remove()
    }

    @Test("of the file store refuses a file with a sentence, and leaves nothing of it")
    func store() async throws {
        guard let disk = try await SmallDisk.mount() else { return }
        try await withOffice({ $0.files = disk.folder + "/files" }) { office in
            let clerk = try await office.caller("van.thu")
            try disk.fill()
            let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
            #expect(await refusal { try office.file("lon.txt", bytes) } == "disk-full")
            #expect(Workflow.isUnavailable(WorkflowError.diskFull))
            #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder + "/files/incoming").isEmpty)
            disk.free()
            let file = try office.file("lon.txt", bytes)
            _ = try await office.workflow.takeIn(file, by: clerk)
        }
        try await disk.remove()
    }
}
