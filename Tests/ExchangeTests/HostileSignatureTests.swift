import Exchange
import Foundation
import Records
import Testing

@Suite("A hostile signature", .enabled(if: TestData.isPresent))
struct HostileSignatureTests {
    typealias Expectation = HostileEnvelopeTests.Expectation

    static let expectations = HostileEnvelopeTests.expectations.filter { ["sig", "xsw"].contains($0.folder) }

    /// The test authority, as an administrator would configure it.
    static let roots = try? TrustedRoots(pem: TestData.bytes("hostile-envelopes/keys/ca.cert.pem"))

    /// What reading with a checker comes to, in the words of the table.
    static func outcome(_ file: String, roots: TrustedRoots? = roots) -> (String, Envelope?) {
        let folder = TestFolder()
        do throws(ExchangeError) {
            let checked = try EnvelopeReader(recipient: ["000.00.00.H41"]).read(
                file: TestData.path("hostile-envelopes/" + file), attachmentsInto: folder.path,
                checking: SignatureChecker(roots: roots))
            #expect(folder.files == ["1"])
            switch checked.signature {
            case .none: return ("accept:signature-absent", checked.envelope)
            case .valid: return ("accept:signature-valid", checked.envelope)
            case .weak: return ("accept:signature-weak", checked.envelope)
            case .malformed: return ("accept:signature-malformed", checked.envelope)
            case .cannotBeChecked: return ("accept:signature-unchecked", checked.envelope)
            case .invalid: return ("never returned", nil)
            }
        } catch {
            #expect(folder.files.isEmpty, "a refusal leaves nothing")
            #expect(!error.sentence.vietnamese.isEmpty && !error.sentence.english.isEmpty)
            return ("reject:" + error.verdict, nil)
        }
    }

    @Test("gets the verdict that the table names", arguments: expectations)
    func getsItsVerdict(_ expectation: Expectation) {
        let (outcome, envelope) = Self.outcome(expectation.file)
        if expectation.verdict == "accept-or-reject:text-must-be-whole" {
            #expect(outcome == "accept:signature-valid")
            #expect(envelope?.subject == "V/v kiểm thử liên thông văn bản", "the whole text, not up to the comment")
        } else {
            #expect(outcome == expectation.verdict)
        }
    }

    @Test("is never read for what it does not sign", arguments: expectations)
    func isNeverBelieved(_ expectation: Expectation) {
        let (outcome, envelope) = Self.outcome(expectation.file)
        guard let envelope else { return }
        #expect(envelope.subject == "V/v kiểm thử liên thông văn bản" && envelope.codeNumber == "7816")
        #expect(envelope.hasSignature == (outcome != "accept:signature-absent"))
    }

    @Test("of an unknown issuer still tells whether the content is whole")
    func withoutRoots() {
        #expect(Self.outcome("sig/valid-01-rsa-sha256-enveloped.xml", roots: nil).0 == "accept:signature-unchecked")
        #expect(Self.outcome("sig/bad-01-content-changed.xml", roots: nil).0 == "reject:digest")
    }

    @Test("is not forgotten: the table has what it had")
    func isNotForgotten() {
        #expect(Self.expectations.count >= 25 && Self.roots != nil)
    }
}
