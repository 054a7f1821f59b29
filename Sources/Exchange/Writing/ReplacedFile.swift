import Foundation
import Glibc

/// A file that takes its name only when it is complete and on the disk.
final class ReplacedFile {
    let descriptor: Int32
    private let path: String
    private let temporary: String
    private var isCommitted = false

    init(_ path: String) throws(ExchangeError) {
        self.path = path
        // Hidden, and of no known kind: whoever watches the folder for envelopes leaves it alone.
        let folder = (path as NSString).deletingLastPathComponent
        temporary = (folder.isEmpty ? "." : folder) + "/.\(UUID().uuidString).part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .storage(errno) }
    }

    deinit {
        close(descriptor)
        if !isCommitted { unlink(temporary) }
    }

    /// Gives the file its name; afterwards it is there even if the power fails.
    func commit() throws(ExchangeError) {
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw .storage(errno) }
        isCommitted = true
        let folder = open((temporary as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .storage(errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .storage(errno) }
    }
}
