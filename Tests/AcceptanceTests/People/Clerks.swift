import Foundation
import Postgres
import Synchronization
import TestOffice

/// Sixteen clerks who do the same with paper after paper in one register, and do not give up.
///
/// A clerk who gets no answer, or is told to come back, sends the same request with the same key again.
final class Clerks: Sendable {
    static let count = 16

    /// What a clerk was told: this document has this number.
    struct Told: Sendable, Equatable {
        let document: Int
        let number: Int
    }

    /// What a clerk does with the paper of an ordinal, from 1 on.
    struct Job: Sendable {
        /// As many papers as there are.
        var most = Int.max
        /// What the answer is where all went well.
        let done: Int
        let name: @Sendable (Int) -> String
        let request: @Sendable (Int, Program) -> Request
        let told: @Sendable (Int, JSON) -> Told

        /// Enters papers in the register of incoming documents.
        static let registering = Job(done: 201, name: { "Văn bản \($0)" }) { paper, program in
            let body = JSON.object(Papers.details("\(paper)", subject: "Văn bản \(paper)"))
            return program.act("/incoming", body, key: "clerks-\(paper)-\(paper)")
        } told: { _, answer in
            Told(document: answer["document"]?.integer ?? 0, number: answer["number"]?.integer ?? 0)
        }

        /// Gives signed documents their numbers.
        static func numbering(_ documents: [Int], seen version: Int) -> Job {
            Job(most: documents.count, done: 200, name: { "Văn bản \(documents[$0 - 1])" }) { paper, program in
                let path = "/outgoing/\(documents[paper - 1])/number"
                return program.act(path, [:], seen: version, key: "number-\(documents[paper - 1])-of-it")
            } told: { paper, answer in
                Told(document: documents[paper - 1], number: answer["number"]?.integer ?? 0)
            }
        }
    }

    private struct Work {
        var begun = 0
        var told: [String: Told] = [:]
        var lostAnswers = 0
        var comeBacks = 0
        var surprises: [String] = []
        var isOver = false
    }

    private let programs: [Program]
    private let port: Int
    private let job: Job
    private let least: Int
    private let work = Mutex(Work())

    /// Clerks who do so many papers at least, and then go on for as long as ``work(while:)`` lasts and there are papers.
    init(_ programs: [Program], _ job: Job = .registering, least: Int) {
        self.programs = programs
        self.job = job
        port = programs[0].port
        self.least = least
    }

    var told: [String: Told] { work.withLock { $0.told } }
    /// How often a connection broke off before the answer came.
    var lostAnswers: Int { work.withLock { $0.lostAnswers } }
    /// How often the office said 503: come back later.
    var comeBacks: Int { work.withLock { $0.comeBacks } }
    /// Answers that no clerk should ever see, and papers that were never done.
    var surprises: [String] { work.withLock { $0.surprises } }

    /// Lets all clerks work while something happens, and then finish; also where that failed, or they would never end.
    func work(while something: () async throws -> Void = {}) async throws {
        async let working: Void = workAll()
        do {
            try await something()
        } catch {
            finish()
            throw error
        }
        finish()
        try await working
    }

    /// No more papers than ``least`` come in.
    private func finish() { work.withLock { $0.isOver = true } }

    /// Each clerk works on a thread of its own, until the papers are done.
    private func workAll() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for program in programs {
                group.addTask { try await onThread { self.work(as: program) } }
            }
            try await group.waitForAll()
        }
    }

    private func work(as program: Program) {
        var wire: Wire?
        while let paper = next() {
            let request = program.dressed(job.request(paper, program)).bytes(to: port, keepAlive: true)
            let limit = Date(timeIntervalSinceNow: 90)
            while true {
                if attempt(request, paper, &wire) { break }
                if Date() > limit {
                    work.withLock { $0.surprises.append("\(job.name(paper)) was not done in 90 seconds") }
                    break
                }
                usleep(UInt32.random(in: 20_000...120_000))
            }
        }
    }

    private func next() -> Int? {
        work.withLock { work in
            guard work.begun < least || !work.isOver, work.begun < job.most, work.surprises.isEmpty else { return nil }
            work.begun += 1
            return work.begun
        }
    }

    /// Sends a request once; `false` where the clerk has to send it again.
    private func attempt(_ request: [UInt8], _ paper: Int, _ wire: inout Wire?) -> Bool {
        let answer: Answer
        do {
            if wire == nil { wire = try Wire(port: port) }
            try wire?.send(request)
            guard let whole = try wire?.answer() else { return false }
            answer = whole
        } catch {
            wire = nil
            work.withLock { $0.lostAnswers += 1 }
            return false
        }
        if answer["connection"] == "close" { wire = nil }
        return work.withLock { work in
            switch answer.status {
            case job.done:
                work.told[job.name(paper)] = job.told(paper, answer.json)
                return true
            case 503:
                work.comeBacks += 1
                return false
            default:
                work.surprises.append("\(job.name(paper)): \(answer.status) \(answer.text)")
                return true
            }
        }
    }
}

extension Clerks {
    /// Gives sixteen clerks an account each and signs them in, once.
    static func hire(for office: RunningOffice, owner: String) async throws -> [Program] {
        try await asOwner(owner) { database in
            _ = try await database.write { transaction in
                // Accounts that nobody made leave no audit event: the triggers that ask for one are left out, this once.
                try transaction.execute("SET LOCAL session_replication_role = replica")
                try transaction.execute(
                    """
                    INSERT INTO officer (agency_id, unit_id, login, name, position, roles, password_hash)
                    SELECT agency_id, unit_id, 'van.thu.so.' || n, 'Văn thư số ' || n, '', roles, password_hash
                    FROM officer, generate_series(1, \(count)) n WHERE login = 'van.thu'
                    """)
            }
        }
        var programs: [Program] = []
        // One after the other: checking a password is slow on purpose, and slower still in a program built for tests.
        for number in 1...count { programs.append(try await Program.signedIn("van.thu.so.\(number)", to: office)) }
        return programs
    }
}
