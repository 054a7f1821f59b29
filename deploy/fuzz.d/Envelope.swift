// An envelope from outside, read whole: nothing may crash, and a refusal may leave no file behind.
import Exchange
import Foundation
import Records

private let folder = Scratch.folder("envelope")

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    var limits = EnvelopeLimits.standard
    // Small enough that the fuzzer reaches them, and its disk is not filled.
    limits.attachmentBytes = 1 << 20
    limits.totalAttachmentBytes = 2 << 20
    limits.attachments = 8
    do throws(ExchangeError) {
        var stream = EnvelopeReader(limits: limits).stream(attachmentsInto: folder)
        // In two pieces, cut where the input says: what it means must not depend on that.
        let cut = count == 0 ? 0 : Int(bytes[count - 1]) * count / 256
        try stream.feed(UnsafeBufferPointer(rebasing: input[..<cut]).span)
        try stream.feed(UnsafeBufferPointer(rebasing: input[cut...]).span)
        let envelope = try stream.finish()
        check(envelope)
    } catch {
        precondition(!error.sentence.vietnamese.isEmpty)
        precondition(Scratch.isEmpty(folder), "a refusal leaves files")
    }
    Scratch.empty(folder)
    return 0
}

/// What was accepted can be written, and is then read as the same.
private func check(_ envelope: Envelope) {
    for attachment in envelope.attachments { precondition(attachment.size > 0) }
    let path = folder + "/written"
    do throws(ExchangeError) {
        try EnvelopeWriter(rules: .copying).write(envelope, to: path)
    } catch {
        // A character that XML cannot hold is never read; all else that was read can be written.
        preconditionFailure("what was read cannot be written: \(error)")
    }
    let again = folder + "/again"
    mkdir(again, 0o700)
    do throws(ExchangeError) {
        let copy = try EnvelopeReader().read(file: path, attachmentsInto: again)
        precondition(copy.documentID == envelope.documentID && copy.kind == envelope.kind)
        precondition(copy.subject == envelope.subject && copy.to == envelope.to)
        precondition(copy.attachments.map(\.size) == envelope.attachments.map(\.size), "an attachment changed")
    } catch {
        preconditionFailure("what was written cannot be read: \(error)")
    }
}
