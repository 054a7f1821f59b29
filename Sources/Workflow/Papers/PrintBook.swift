import Crypto
public import Foundation
public import Records

/// What a print of a book says of itself, so that anybody can check it.
public struct BookProof: Sendable, Equatable {
    /// The SHA-256 of the book's canonical lines (``BookContents``), in hexadecimal digits.
    public let digest: String
    public let printedAt: Date
    /// The page that confirms it.
    public let link: String?

    public init(of contents: BookContents, printedAt: Date, link: String? = nil) {
        digest = Self.digest(of: contents)
        self.printedAt = printedAt
        self.link = link
    }

    public static func digest(of contents: BookContents) -> String {
        var hash = SHA256()
        for line in contents.canonicalLines { hash.update(data: Data((line + "\n").utf8)) }
        return Array(hash.finalize()).hexadecimal
    }
}

/// Prints books as PDF, with the program `deploy/pdf/book.py` and WeasyPrint.
public struct BookPrinter: Sendable {
    let programs: String
    private let turnstile = Turnstile(atOnce: 1, waiting: 8)

    /// - Parameter programs: the folder of `book.py`.
    public init(programs: String) { self.programs = programs }

    /// Ten thousand rows take some two minutes of two processors; a book may take five times that.
    private static func program(for rows: Int) -> LimitedProgram {
        let seconds = max(1200, rows / 10)
        return LimitedProgram(
            name: "python3", memory: 2 << 30, fileBytes: 512 << 20, processorSeconds: seconds, seconds: seconds,
            isAlone: true)
    }

    /// Writes the PDF of a book; answers how many pages it has, without the cover.
    ///
    /// Long books take minutes: this is work for the background, not for a request. One book is printed at a time.
    ///
    /// `told` hears every second or so how many rows are laid out; where it throws, the print is given up.
    ///
    /// - Throws: ``PaperToolFault``.
    public func print(
        _ contents: BookContents, proof: BookProof, to target: String,
        progress told: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) async throws -> Int {
        let html = BookHTML(contents, proof: proof)
        let job = [
            "title": html.title, "head": html.head, "cover": html.cover(withCode: true), "table": html.table,
            "closing": html.closing(withCode: true),
        ]
        return try await turnstile.pass {
            try await WorkFolder.with { folder in
                try JSONEncoder().encode(job).write(to: URL(filePath: folder + "/job.json"))
                try Data(html.rows.joined().utf8).write(to: URL(filePath: folder + "/rows.html"))
                let made = folder + "/book.pdf"
                let arguments = ["-I", programs + "/book.py", folder + "/job.json", folder + "/rows.html", made]
                let outcome = try await Self.run(
                    Self.program(for: contents.rows.count), arguments, in: folder, told)
                guard outcome.status != 127 else { throw PaperToolFault.missing(program: "python3") }
                guard outcome.status == 0 else {
                    throw PaperToolFault.failed(program: "book.py", status: outcome.status)
                }
                let pages = try JSONDecoder().decode([String: Int].self, from: Data(outcome.output))["pages"]
                try DocumentConverter.move(made, to: target)
                return pages ?? 0
            }
        }
    }

    /// Runs the program and, beside it, tells how far it is; whichever fails ends the other.
    private static func run(
        _ program: LimitedProgram, _ arguments: [String], in folder: String,
        _ told: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> LimitedProgram.Outcome {
        try await withThrowingTaskGroup(of: LimitedProgram.Outcome?.self) { group in
            group.addTask { try await program.run(arguments, in: folder) }
            group.addTask {
                while true {
                    try await told(rowsDone(in: folder))
                    try await Task.sleep(for: .seconds(1))
                }
            }
            defer { group.cancelAll() }
            guard let outcome = try await group.next() ?? nil else { throw CancellationError() }
            return outcome
        }
    }

    /// What the processes wrote down of how far they are.
    private static func rowsDone(in folder: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("progress-") && !$0.hasSuffix(".new") }.reduce(0) { sum, name in
            sum + ((try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)).flatMap { Int($0) } ?? 0)
        }
    }
}
