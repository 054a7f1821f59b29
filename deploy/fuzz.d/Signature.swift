// Fuzzes the signature check: whatever the bytes, nothing crashes, and what is found valid says what was signed.
//
// Seeds are the files of hostile-envelopes `sig` and `xsw`, beside the repository: all that is signed there by the test
// authority says number 7816.
import Exchange
import Foundation
import Records

private let data = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/testdata/hostile-envelopes")

private let checker: SignatureChecker = {
    guard let pem = try? Data(contentsOf: data.appendingPathComponent("keys/ca.cert.pem")),
        let roots = try? TrustedRoots(pem: Array(pem))
    else { fatalError("the shared test data is not beside the repository") }
    return SignatureChecker(roots: roots)
}()

private let folder: String = {
    let folder = Scratch.folder("signature")
    try? FileManager.default.createDirectory(atPath: folder + "/files", withIntermediateDirectories: true)
    return folder
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSignature(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let file = folder + "/envelope"
    guard (try? Data(UnsafeBufferPointer(start: bytes, count: count)).write(to: URL(fileURLWithPath: file))) != nil
    else { fatalError("the envelope cannot be written") }
    do throws(ExchangeError) {
        let checked = try EnvelopeReader().read(file: file, attachmentsInto: folder + "/files", checking: checker)
        for attachment in checked.envelope.attachments { unlink(attachment.file) }
        _ = checked.signature.sentence
        switch checked.signature {
        case .valid, .weak:
            let isWhatWasSigned = checked.envelope.codeNumber == "7816" && checked.envelope.to.count == 1
            precondition(isWhatWasSigned, "found valid, and says something else")
        case .none, .malformed, .cannotBeChecked: break
        case .invalid: preconditionFailure("a wrong signature must be refused")
        }
    } catch {
        _ = error.sentence
        let left = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/files")) ?? []
        precondition(left.isEmpty, "a refusal leaves nothing")
    }
    return 0
}
