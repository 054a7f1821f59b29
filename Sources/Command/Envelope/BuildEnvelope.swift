import ArgumentParser
import Exchange
import Foundation

extension EnvelopeCommand {
    struct Build: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an envelope of a description in JSON and of files; needs no database.",
            discussion: """
                The description has the keys that “inspect --json” prints; “kind” and “from” are needed. What every envelope
                says is added where it is left out: an identifier, the time, the sender as the first node. Ends with status
                65 where receivers could not read or keep the result, and says which field is at fault.
                """)

        @Option(help: ArgumentHelp("A file to attach; may be repeated.", valueName: "file"), completion: .file())
        var attach: [String] = []
        @Option(name: .shortAndLong, help: "The envelope to write.", completion: .file()) var output: String
        @Argument(help: "The description.", completion: .file()) var description: String

        func run() throws {
            try EnvelopeCommand.refusing(description) { () throws(ExchangeError) in
                var envelope = try Description(path: description).envelope
                envelope.attachments += attach.map { path in
                    Attachment(name: URL(filePath: path).lastPathComponent, file: path)
                }
                try EnvelopeWriter().write(envelope.completed(at: Date()), to: output)
            }
        }
    }
}
