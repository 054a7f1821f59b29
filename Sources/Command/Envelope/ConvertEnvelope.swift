import ArgumentParser
import Exchange
import Foundation

extension EnvelopeCommand {
    struct Convert: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Convert an envelope to JSON, or JSON to an envelope; needs no database.",
            discussion: """
                Which of the two it is, the file itself says. Attachments lie in a folder beside the JSON: those of a.json in
                a.files. Nothing that is known of the envelope is lost but a signature, which would not hold any more. Ends
                with status 65 where the file is refused, and says which rule and where.
                """)

        @Option(name: .shortAndLong, help: "The file to write.", completion: .file()) var output: String
        @Argument(help: "The envelope, or its description.", completion: .file()) var file: String

        func run() throws {
            if try isJSON { try writeEnvelope() } else { try writeJSON() }
        }

        private var isJSON: Bool {
            get throws {
                guard let handle = FileHandle(forReadingAtPath: file) else {
                    throw Spoken(ValidationError("\(file) cannot be read."))
                }
                let head = try handle.read(upToCount: 512) ?? Data()
                return head.first { !Array(" \n\r\t".utf8).contains($0) } == UInt8(ascii: "{")
            }
        }

        private func writeEnvelope() throws {
            try EnvelopeCommand.refusing(file) { () throws(ExchangeError) in
                try EnvelopeWriter(rules: .copying).write(try Description(path: file).envelope, to: output)
            }
        }

        private func writeJSON() throws {
            let folder = Description(path: output).folder
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let json = try EnvelopeCommand.refusing(file) { () throws(ExchangeError) in
                let envelope = try EnvelopeReader().read(file: file, attachmentsInto: folder)
                if envelope.hasSignature { EnvelopeCommand.say("\(file): its signature is not converted.") }
                return try EnvelopeJSON().encode(envelope)
            }
            try json.write(to: URL(filePath: output), options: .atomic)
            // The folder of a document without attachments; one with some in it is not removed by this call.
            rmdir(folder)
        }
    }
}
