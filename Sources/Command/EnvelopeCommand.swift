import ArgumentParser
import Exchange
import Foundation
import Records
import Workflow

struct EnvelopeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "envelope", abstract: "Envelopes between agencies (.edxml): look into one, take some in.",
        subcommands: [Inspect.self, Import.self])

    struct Inspect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read an envelope and say what is in it; needs no database.",
            discussion: "Ends with status 65 where the envelope is refused, and says which rule and where.")

        @Flag(help: "Everything that was read, as JSON.") var json = false
        @Option(help: ArgumentHelp("Keep the decoded attachments in this folder.", valueName: "folder")) var extract:
            String?
        @Argument(help: "The envelope.", completion: .file()) var file: String

        func run() async throws {
            let folder = extract ?? NSTemporaryDirectory() + "congvan-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Without --extract nobody asked for the attachments.
            defer { if extract == nil { try? FileManager.default.removeItem(atPath: folder) } }
            let envelope: Envelope
            do throws(ExchangeError) {
                envelope = try EnvelopeReader().read(file: file, attachmentsInto: folder)
            } catch {
                let text = "\(file): refused (\(error.verdict)): \(error.sentence.english)\n"
                FileHandle.standardError.write(Data(text.utf8))
                throw ExitCode(65)
            }
            print(try json ? envelope.json : envelope.summary)
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take envelopes or scans in, as an officer; they wait for registration.",
            discussion:
                "A faulty envelope is kept among the faulty ones with its reason, and the command ends with status 65.")

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The officer's login.") var login: String
        @Argument(help: "The files.", completion: .file()) var files: [String]

        func run() async throws {
            let faulty = try await settings.withOffice { office in
                let caller = try await office.caller(as: login)
                var faulty = 0
                for file in files {
                    let intake = try await office.takeIn(try office.receive(file), by: caller)
                    if let fault = intake.fault {
                        faulty += 1; print("\(file)\tfaulty\t\(fault.english)")
                    } else {
                        print(
                            "\(file)\twaiting as \(intake.id)\t\(intake.details.reference)\t\(intake.details.subject)")
                    }
                }
                return faulty
            }
            if faulty > 0 { throw ExitCode(65) }
        }
    }
}

extension Workflow {
    /// Takes a file of this machine into the store; of one that is too large, its beginning.
    func receive(_ path: String) throws -> ReceivedFile {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Spoken(ValidationError("\(path) cannot be read."))
        }
        let upload = try beginFile(named: URL(filePath: path).lastPathComponent)
        do {
            while let bytes = try handle.read(upToCount: 1 << 18), !bytes.isEmpty {
                try bytes.withUnsafeBytes { try upload.write($0) }
            }
        } catch WorkflowError.tooLarge {
            return try upload.finish(cut: true)
        }
        return try upload.finish()
    }
}

extension Envelope {
    fileprivate var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

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
