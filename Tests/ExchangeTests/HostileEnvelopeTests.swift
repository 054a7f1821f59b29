import Exchange
import Foundation
import Records
import Testing

@Suite("A hostile envelope", .enabled(if: TestData.isPresent))
struct HostileEnvelopeTests {
    struct Expectation: CustomTestStringConvertible {
        let file: String
        let verdict: String

        var testDescription: String { "\(file): \(verdict)" }
        var folder: String { String(file.prefix { $0 != "/" }) }

        /// Signatures are judged elsewhere; here such a file must merely do no harm, unless it has a DOCTYPE.
        var isAboutSignatures: Bool { ["sig", "xsw"].contains(folder) && verdict != "reject:dtd" }

        /// Whether an outcome is one of those expected, such as `reject:dtd-or-encoding` or `accept-or-reject:base64`.
        func allows(_ outcome: String) -> Bool {
            if isAboutSignatures { return true }
            let word = verdict.split(separator: ":").last.map(String.init) ?? ""
            let words = word == "attachment-empty" || word == "organ-id" ? [word] : word.components(separatedBy: "-or-")
            if outcome == "accept" { return verdict.hasPrefix("accept") || verdict.hasPrefix("reject-or-ignore") }
            return !verdict.hasPrefix("accept:") && words.contains(outcome)
        }
    }

    static let expectations: [Expectation] = {
        let table = String(decoding: TestData.bytes("hostile-envelopes/expectations.tsv"), as: UTF8.self)
        return table.split(separator: "\n").dropFirst().map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            return Expectation(file: String(columns[0]), verdict: String(columns[2]))
        }
    }()

    /// What the reader says of a file as one of its recipients.
    static func outcome(_ file: String) -> String {
        let folder = TestFolder()
        do throws(ExchangeError) {
            let reader = EnvelopeReader(recipient: ["000.00.00.h41"])
            _ = try reader.read(file: TestData.path("hostile-envelopes/" + file), attachmentsInto: folder.path)
            return "accept"
        } catch {
            #expect(folder.files.isEmpty, "a refusal leaves nothing")
            #expect(!error.sentence.vietnamese.isEmpty && !error.sentence.english.isEmpty)
            return error.verdict
        }
    }

    @Test("gets the verdict that the table names", arguments: expectations)
    func getsItsVerdict(_ expectation: Expectation) {
        let outcome = Self.outcome(expectation.file)
        #expect(expectation.allows(outcome), "\(outcome)")
    }

    @Test("is not forgotten: the table is read whole")
    func isNotForgotten() {
        #expect(Self.expectations.count > 90)
    }
}
