import ArgumentParser
import Exchange
import Foundation
import Records

extension EnvelopeCommand {
    struct Inspect: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read an envelope and say what is in it; needs no database.",
            discussion: "Ends with status 65 where the envelope is refused, and says which rule and where.")

        @Flag(help: "Everything that was read, as JSON.") var json = false
        @Option(help: ArgumentHelp("Keep the decoded attachments in this folder.", valueName: "folder")) var extract:
            String?
        @Argument(help: "The envelope.", completion: .file()) var file: String

        func run() throws {
            let folder = extract ?? NSTemporaryDirectory() + "congvan-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Without --extract nobody asked for the attachments.
            defer { if extract == nil { try? FileManager.default.removeItem(atPath: folder) } }
            let envelope = try EnvelopeCommand.refusing(file) { () throws(ExchangeError) in
                try EnvelopeReader().read(file: file, attachmentsInto: folder)
            }
            guard json else { return print(envelope.summary) }
            FileHandle.standardOutput.write(try EnvelopeJSON().encode(envelope))
        }
    }
}

extension Envelope {
    fileprivate var summary: String {
        var lines = [
            "kind       \(kind.rawValue)", "from       \(from.organID)  \(from.name ?? "")",
            "to         \(to.map(\.organID).joined(separator: ", "))", "document   \(documentID ?? "-")",
            "reference  \(reference ?? "-")", "date       \(promulgatedOn?.written ?? "-")",
            "type       \(documentType.name ?? "-")", "subject    \(subject ?? "-")",
        ]
        if let status { lines.append("status     \(status.code)  \(status.description ?? "")") }
        for attachment in attachments {
            lines.append("file       \(attachment.name)  \(attachment.mediaType.rawValue)  \(attachment.size) bytes")
        }
        lines += warnings.map { "warning    \($0.sentence.english)" }
        return lines.joined(separator: "\n")
    }
}
