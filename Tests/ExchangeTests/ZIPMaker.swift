import CArchive

/// Makes ZIPs for tests, with libarchive.
enum ZIPMaker {
    struct Entry {
        var name: String
        var bytes: [UInt8]

        init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    static func zip(_ entries: Entry...) -> [UInt8] { zip(entries) }

    static func zip(_ entries: [Entry]) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: entries.reduce(100_000) { $0 + $1.bytes.count })
        var used = 0
        let archive = archive_write_new()
        archive_write_set_format_zip(archive)
        buffer.withUnsafeMutableBytes { room in
            archive_write_open_memory(archive, room.baseAddress, room.count, &used)
            for entry in entries {
                let header = archive_entry_new()
                archive_entry_set_pathname(header, entry.name)
                archive_entry_set_size(header, Int64(entry.bytes.count))
                archive_entry_set_filetype(header, entry.name.hasSuffix("/") ? 0o040000 : 0o100000)
                archive_entry_set_perm(header, 0o644)
                archive_write_header(archive, header)
                archive_write_data(archive, entry.bytes, entry.bytes.count)
                archive_entry_free(header)
            }
            archive_write_close(archive)
        }
        archive_write_free(archive)
        return Array(buffer[..<used])
    }
}
