import Glibc

/// The folder that attachments are written to, under numbers: no name from outside ever becomes a path.
final class AttachmentFolder {
    private let path: String
    private let limits: EnvelopeLimits
    private var count = 0
    /// What is there so far and would have to go if the envelope is refused.
    private var written: [String] = []
    /// The decoded files by their numbers.
    private(set) var files: [Int: Base64File] = [:]
    private var total: Int64 = 0

    init(path: String, limits: EnvelopeLimits) {
        self.path = path
        self.limits = limits
    }

    deinit {
        for file in written { unlink(file) }
    }

    /// Begins the next file.
    func begin() throws(ExchangeError) -> Base64File {
        count += 1
        guard count <= limits.attachments else { throw ExchangeError(.limit(.attachments)) }
        let file = Base64File(number: count, output: try create("\(count)"), folder: self)
        files[count] = file
        return file
    }

    /// Creates a file beside the others.
    func create(_ name: String) throws(ExchangeError) -> OutputFile {
        let file = try OutputFile(path + "/" + name)
        written.append(file.path)
        return file
    }

    /// Puts an unpacked file in the place of the ZIP it was in.
    func replace(_ old: String, with new: String) throws(ExchangeError) {
        guard rename(new, old) == 0 else { throw .storage(errno) }
        written.removeAll { $0 == new }
    }

    func remove(_ file: String) {
        unlink(file)
        written.removeAll { $0 == file }
    }

    /// Counts bytes about to be written to a file that has `size` so far.
    func count(_ bytes: Int, size: Int64) throws(ExchangeError) {
        total += Int64(bytes)
        guard size + Int64(bytes) <= limits.attachmentBytes else { throw ExchangeError(.limit(.attachmentBytes)) }
        guard total <= limits.totalAttachmentBytes else { throw ExchangeError(.limit(.totalAttachmentBytes)) }
    }

    /// Says that the envelope is accepted: its files stay.
    func keep() {
        written = []
    }
}
