// A description of an envelope in JSON, as somebody may have sent it: nothing may crash, and no file is named outside.
import Exchange
import Foundation
import Records

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    do throws(ExchangeError) {
        let envelope = try EnvelopeJSON().decode(Data(bytes: bytes, count: count), filesIn: "/files")
        for attachment in envelope.attachments {
            precondition(attachment.file.split(separator: "/").count == 2 && attachment.file.hasPrefix("/files/"))
        }
        let again = try EnvelopeJSON().decode(try EnvelopeJSON().encode(envelope), filesIn: "/files")
        precondition(again == envelope, "lost on the way")
    } catch {
        precondition(!error.sentence.english.isEmpty)
    }
    return 0
}
