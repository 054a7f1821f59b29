public import Foundation
public import Records

/// The marks that an office puts on a copy of a PDF (dấu đến, dấu chỉ mức độ sao, hình mờ, mã QR).
public struct PaperMarks: Sendable, Codable, Equatable {
    /// The stamp “ĐẾN” of Appendix IV, part V.
    public struct Arrival: Sendable, Codable, Equatable {
        public var agency: String
        public var number: String
        public var day: String
        /// To whom it went.
        public var forward: String
        /// Number and symbol of the dossier.
        public var dossier: String

        public init(agency: String, number: String, day: Day, forward: String = "", dossier: String = "") {
            self.agency = agency
            self.number = number
            self.day = day.written
            self.forward = forward
            self.dossier = dossier
        }
    }

    public var arrival: Arrival?
    /// The lines of a mark of a copy, top right of page 1; ``copyMark(_:agency:reference:at:)`` writes them.
    public var copy: [String]?
    /// Up to three lines, pale and slanting on every page: who took it, and when.
    public var watermark: [String]?
    /// The pages that the copy has, in the order of the original; all of them where left out.
    public var pages: [Int]?
    /// What the QR code at the foot of the last page holds, and what is said beside it.
    public var link: String?
    public var caption: String?
    /// What is said at the foot of page 1 where the file was signed.
    public var note: String? = "Bản sao có đóng dấu, không thay bản gốc: chữ ký số nằm ở bản gốc điện tử."

    public init() {}

    /// The mark of a copy: kind, agency, number and time in Vietnam by ISO 8601, as Appendix I, part II.8 writes it.
    public static func copyMark(_ kind: CopyKind, agency: String, reference: String, at instant: Date) -> [String] {
        [kind.mark, agency, "Số: \(reference)", "\(Day(in: instant))T\(instant.clock(seconds: true))+07:00"]
    }
}

/// Puts marks on PDFs, with the program `deploy/pdf/stamp.py`.
public struct DocumentStamp: Sendable {
    let programs: String

    /// - Parameter programs: the folder of `stamp.py`.
    public init(programs: String) { self.programs = programs }

    /// What became of a stamped copy.
    public struct Stamped: Sendable, Codable, Equatable {
        public let pages: Int
        /// Whether the original is signed: the copy then says that it is none.
        public let signed: Bool
    }

    private static let program = LimitedProgram(
        name: "python3", memory: 1 << 30, fileBytes: 512 << 20, processorSeconds: 30, seconds: 120, isAlone: true)

    /// Writes a copy with marks; the original stays as it is.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` where the PDF is damaged or has a password; ``PaperToolFault``.
    public func stamp(_ source: String, _ marks: PaperMarks, to target: String) async throws -> Stamped {
        try await WorkFolder.with { folder in
            try JSONEncoder().encode(marks).write(to: URL(filePath: folder + "/job.json"))
            let made = folder + "/stamped.pdf"
            let outcome = try await Self.program.run(
                ["-I", programs + "/stamp.py", folder + "/job.json", source, made], in: folder)
            switch outcome.status {
            case 0: break
            case 65: throw WorkflowError.fileRefused(refusal(outcome.text))
            case 127: throw PaperToolFault.missing(program: "python3")
            // Out of memory or of time, which a fit PDF does not use up.
            case 124, 137, 152, 153: throw WorkflowError.fileRefused(PDFCheck.unreadable)
            default: throw PaperToolFault.failed(program: "stamp.py", status: outcome.status)
            }
            let stamped = try JSONDecoder().decode(Stamped.self, from: Data(outcome.output))
            try DocumentConverter.move(made, to: target)
            return stamped
        }
    }

    private static let noSuchPage = Phrase(
        "Văn bản không có trang đã chọn. Hãy xem lại số trang.",
        "The document has no such page. Look at the numbers of pages again.")

    private func refusal(_ word: String) -> Phrase {
        switch word.split(separator: "\n").last {
        case "encrypted": PDFCheck.encrypted
        case "pages": PDFCheck.tooManyPages
        case "range": Self.noSuchPage
        default: PDFCheck.unreadable
        }
    }
}
