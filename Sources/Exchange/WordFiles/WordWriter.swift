import CArchive
import Glibc

/// Writes the parts of a Word file into a new ZIP.
final class WordWriter {
    private let archive: OpaquePointer

    init(_ path: String) throws {
        guard let archive = archive_write_new() else { throw WordFault.notWritten }
        self.archive = archive
        archive_write_set_format_zip(archive)
        guard archive_write_open_filename(archive, path) == ARCHIVE_OK else { throw WordFault.notWritten }
    }

    deinit { archive_write_free(archive) }

    func add(_ name: String, _ bytes: [UInt8]) throws {
        try begin(name, count: bytes.count)
        try bytes.withUnsafeBytes(write)
    }

    /// Copies the entry at which another archive stands; it must be as long as it says, and begin as such a part does.
    func add(_ name: String, from input: OpaquePointer, declared: Int, _ gauge: inout Gauge) throws {
        guard (0...gauge.limits.unpackedBytes).contains(declared) else { throw WordFault.tooLarge }
        try begin(name, count: declared)
        var left = declared
        try WordFile.read(input, &gauge) { piece in
            if left == declared { try WordMedia.check(start: piece, of: name) }
            left -= piece.count
            guard left >= 0 else { throw WordFault.damaged }
            try write(piece)
        }
        guard left == 0 else { throw WordFault.damaged }
    }

    func finish() throws {
        guard archive_write_close(archive) == ARCHIVE_OK else { throw WordFault.notWritten }
    }

    private func begin(_ name: String, count: Int) throws {
        let entry = archive_entry_new()
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, name)
        archive_entry_set_size(entry, Int64(count))
        // AE_IFREG, a macro that Swift does not see.
        archive_entry_set_filetype(entry, 0o100000)
        archive_entry_set_perm(entry, 0o600)
        guard archive_write_header(archive, entry) == ARCHIVE_OK else { throw WordFault.notWritten }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard !bytes.isEmpty else { return }
        guard archive_write_data(archive, bytes.baseAddress, bytes.count) == bytes.count else {
            throw WordFault.notWritten
        }
    }
}
