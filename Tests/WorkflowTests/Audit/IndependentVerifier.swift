import Foundation
import Postgres
import TestOffice
import Testing

@testable import Workflow

/// A program that is kept running: a line in, a line out.
final class LineProgram {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(_ program: String, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// What the program answers to `lines`, up to where it ends with `end`.
    func ask(_ lines: String, until end: String = "\n") throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data((lines + "\n").utf8))
        var answer = Data()
        while !answer.suffix(end.utf8.count).elementsEqual(end.utf8) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failed("\(process.executableURL?.path ?? "") ended") }
            answer.append(more)
        }
        return String(decoding: answer, as: UTF8.self)
    }

    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// The database's superuser at psql, who means to deceive: triggers are silent.
final class Superuser {
    private let psql: LineProgram

    init(_ office: TestOffice) throws {
        psql = try LineProgram("/usr/bin/psql", ["-X", "-q", "-At", "-d", office.ownerConninfo])
        _ = try psql.ask("SET session_replication_role = replica;\n\\echo done", until: "done\n")
    }

    func run(_ statements: String) throws { _ = try psql.ask(statements + "\n\\echo done", until: "done\n") }

    func end() { psql.end() }
}

/// The auditor's verifier in Python, and psql with nothing but what the auditor's manual says.
final class IndependentVerifier {
    private static let repository = URL(filePath: #filePath).appending(path: "../../../..").standardized

    private let python: LineProgram
    private let psql: LineProgram
    private let folder: String
    private let statements: [Substring]

    /// A verifier that finds what the database has in `folder`.
    init(_ office: TestOffice, _ folder: String) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [
            Self.repository.appending(path: "deploy/auditor/verify_trail.py").path, "--vkey", "-", "--statements",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        statements = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            .split(separator: "\n")
        process.waitUntilExit()
        python = try LineProgram("/usr/bin/python3", [Self.repository.appending(path: "Tests/Auditor/batch.py").path])
        psql = try LineProgram("/usr/bin/psql", ["-X", "-q", "-At", "-d", office.ownerConninfo])
        _ = try psql.ask("\\cd \(folder)\n\\echo done", until: "done\n")
    }

    /// Writes down what the database has, by the statements that the verifier prints.
    func dump() throws { _ = try psql.ask(statements.joined(separator: "\n") + "\n\\echo done", until: "done\n") }

    /// What it says of the office; `nil` where everything is as it was sealed.
    func complaint(_ office: TestOffice) throws -> String? {
        let trail = office.workflow.configuration.sealFolder
        var arguments: [String] = []
        var log = trail
        while FileManager.default.fileExists(atPath: log + "/verifier-key") {
            arguments += ["--vkey", log + "/verifier-key"]
            log = "\(trail)/log-\(arguments.count / 2 + 1)"
        }
        arguments += [
            "--events", "\(folder)/events.csv", "--checkpoints", "\(folder)/checkpoints.csv", "--archived",
            "\(folder)/archived.csv", "--archives", office.workflow.configuration.trail.archiveFolder, trail,
        ]
        let line = String(decoding: try JSONEncoder().encode(arguments), as: UTF8.self)
        let said = try #require(JSONSerialization.jsonObject(with: Data(python.ask(line).utf8)) as? [Any])
        return said[0] as? Int == 0 ? nil : said[1] as? String
    }

    func end() {
        psql.end()
        python.end()
    }
}

extension TrailVerdict {
    /// As the auditor's verifier says it; `nil` where everything is as it was sealed.
    var complaint: String? {
        switch self {
        case .whole: nil
        case .broken(let damage, let index, let event): "event \(event) (entry \(index)) was \(damage.rawValue)"
        case .unsound(let why): why
        }
    }
}

extension TestOffice {
    /// The verdict on the trail, without an event about it.
    func quietVerdict(state: String? = nil) async throws -> TrailVerdict {
        let verification = TrailVerification(
            database: workflow.reports, sealFolder: workflow.configuration.sealFolder,
            archiveFolder: workflow.configuration.trail.archiveFolder, state: state, width: 2, progress: { _ in },
            note: { _ in })
        return try await verification.verdict()
    }
}
