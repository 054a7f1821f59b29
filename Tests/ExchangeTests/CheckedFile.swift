import Exchange
import Foundation

enum CheckedFile {
    /// Reads an envelope and judges its signature; with what its attachments held.
    static func read(
        _ file: String, roots: TrustedRoots?, arrived: Date = Date()
    ) throws -> (CheckedEnvelope, files: [Data]) {
        let folder = TestFolder()
        var checked = try EnvelopeReader().read(
            file: file, attachmentsInto: folder.path, checking: SignatureChecker(roots: roots), arrived: arrived)
        let files = try checked.envelope.attachments.map { try Data(contentsOf: URL(fileURLWithPath: $0.file)) }
        // Two readings of the same envelope are equal, wherever the files went.
        for index in checked.envelope.attachments.indices { checked.envelope.attachments[index].file = "" }
        return (checked, files)
    }
}
