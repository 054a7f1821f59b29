import ArgumentParser
import Exchange
import Foundation
import Records

extension EnvelopeCommand {
    struct Validate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check envelopes: say what is unusual in each, and why one is refused; needs no database.",
            discussion: """
                One line for each finding: the file, “warning” or “refused”, the rule in one word, and a sentence with the
                place. Ends with status 65 where an envelope is refused.
                """)

        @Option(help: ArgumentHelp("The language of the sentences: en or vi.", valueName: "language")) var language =
            "en"
        @Argument(help: "The envelopes.", completion: .file()) var files: [String]

        func validate() throws {
            guard ["en", "vi"].contains(language) else { throw ValidationError("The language is “en” or “vi”.") }
        }

        func run() throws {
            var isRefused = false
            for file in files {
                let folder = NSTemporaryDirectory() + "congvan-\(UUID().uuidString)"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(atPath: folder) }
                do throws(ExchangeError) {
                    let envelope = try EnvelopeReader().read(file: file, attachmentsInto: folder)
                    for warning in envelope.warnings {
                        print("\(file)\twarning\t\(warning.rule)\t\(spoken(warning.sentence))")
                    }
                    print("\(file)\taccepted\t\(envelope.kind.rawValue)\t\(envelope.warnings.count) warnings")
                } catch {
                    isRefused = true
                    print("\(file)\trefused\t\(error.verdict)\t\(spoken(error.sentence))")
                }
            }
            if isRefused { throw ExitCode(65) }
        }

        private func spoken(_ phrase: Phrase) -> String { language == "vi" ? phrase.vietnamese : phrase.english }
    }
}
