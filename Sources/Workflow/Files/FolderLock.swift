import Glibc

/// Keeps a folder for one process: it is let go with this, or when the process ends, however it does.
final class FolderLock: Sendable {
    private let file: Int32

    /// - Returns: `nil` where somebody else has it.
    init?(_ path: String) throws {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileStore.failure() }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return nil }
    }

    deinit { if file >= 0 { close(file) } }
}
