import ArgumentParser
import Exchange
import Foundation
import Records

/// `congvan envelope`: each of its commands is a file in Envelope.
struct EnvelopeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "envelope",
        abstract: "Envelopes between agencies (.edxml): look into one, check, make or convert one, take some in.",
        subcommands: [Inspect.self, Validate.self, Build.self, Convert.self, Import.self])
}

extension EnvelopeCommand {
    /// Does something with an envelope; where it is refused, says which rule and where, and ends with status 65.
    static func refusing<Value>(_ file: String, _ body: () throws(ExchangeError) -> Value) throws -> Value {
        do throws(ExchangeError) {
            return try body()
        } catch {
            say("\(file): refused (\(error.verdict)): \(error.sentence.english)")
            throw ExitCode(65)
        }
    }

    /// Says something that is no result.
    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
