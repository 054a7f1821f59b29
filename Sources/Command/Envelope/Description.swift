import Exchange
import Foundation

/// An envelope's description in JSON, with the folder beside it that its attachments lie in.
struct Description {
    let path: String

    /// `a.json` has its files in `a.files`.
    var folder: String { URL(filePath: path).deletingPathExtension().path + ".files" }

    var envelope: Envelope {
        get throws(ExchangeError) {
            guard let handle = FileHandle(forReadingAtPath: path) else {
                throw ExchangeError(.storage("there is no such file"))
            }
            // One byte more than is read tells that there are too many.
            guard let json = try? handle.read(upToCount: EnvelopeJSON.mostBytes + 1) else {
                throw ExchangeError(.description("it is empty"))
            }
            return try EnvelopeJSON().decode(json, filesIn: folder)
        }
    }
}
