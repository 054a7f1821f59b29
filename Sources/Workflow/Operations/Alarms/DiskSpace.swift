import Glibc

/// How full a disk is (dung lượng đĩa).
enum DiskSpace {
    /// From here on somebody should add space.
    static let filling = 0.75
    /// From here on somebody must add space at once.
    static let full = 0.90

    /// The part of the disk that is used, of what is there for us: of its blocks or of its files, whichever is more.
    ///
    /// - Returns: `nil` where there is no such folder.
    static func used(at folder: String) -> Double? {
        var disk = statvfs()
        guard statvfs(folder, &disk) == 0, disk.f_blocks > 0 else { return nil }
        let blocks = part(used: disk.f_blocks - disk.f_bfree, free: disk.f_bavail)
        // Some file systems make files as they go, and count none.
        let files = disk.f_files > 0 ? part(used: disk.f_files - disk.f_ffree, free: disk.f_favail) : 0
        return max(blocks, files)
    }

    /// As `df` has it: what is kept for the superuser is not there for us.
    private static func part(used: UInt, free: UInt) -> Double {
        used + free > 0 ? Double(used) / Double(used + free) : 1
    }
}
