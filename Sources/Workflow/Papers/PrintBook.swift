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

    /// Ten thousand rows take some two minutes of two processors.
    private static let program = PaperProgram(
        name: "python3", memory: 2 << 30, fileBytes: 512 << 20, processorSeconds: 1200, seconds: 1200)

    /// Writes the PDF of a book; answers how many pages it has, without the cover.
    ///
    /// Long books take minutes: this is work for the background, not for a request. One book is printed at a time.
    ///
    /// - Throws: ``PaperToolFault``.
    public func print(_ contents: BookContents, proof: BookProof, to target: String) async throws -> Int {
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
                let outcome = try await Self.program.run(
                    ["-I", programs + "/book.py", folder + "/job.json", folder + "/rows.html", made], in: folder)
                guard outcome.status != 127 else { throw PaperToolFault.missing(program: "python3") }
                guard outcome.status == 0 else {
                    throw PaperToolFault.failed(program: "book.py", status: outcome.status)
                }
                let pages = try JSONDecoder().decode([String: Int].self, from: Data(outcome.output.utf8))["pages"]
                try DocumentConverter.move(made, to: target)
                return pages ?? 0
            }
        }
    }
}
