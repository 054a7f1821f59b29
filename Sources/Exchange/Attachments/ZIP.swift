import CArchive

/// A ZIP as far as an envelope needs it: what is in it, and its one file if there is but one.
struct ZIP {
    struct Entry {
        var name: String
        var isFile: Bool
    }

    let path: String

    /// Enough to know what it is; a ZIP of very many files is none of those that are unpacked.
    private static var mostEntries: Int { 64 }

    /// The first entries, or `nil` if it cannot be read.
    var entries: [Entry]? {
        withArchive { archive in
            var result: [Entry] = []
            var entry: OpaquePointer?
            while result.count < Self.mostEntries {
                let status = archive_read_next_header(archive, &entry)
                if status == ARCHIVE_EOF { return result }
                guard Self.isUsable(status), let entry else { return nil }
                result.append(Entry(name: Self.name(entry), isFile: archive_entry_filetype(entry) == Self.regularFile))
            }
            return result
        }
    }

    /// The first bytes of the first entry, where OpenDocument says what it is.
    func beginningOfFirstEntry(_ count: Int) -> [UInt8]? {
        withArchive { archive in
            var entry: OpaquePointer?
            guard Self.isUsable(archive_read_next_header(archive, &entry)) else { return nil }
            var bytes = [UInt8](repeating: 0, count: count)
            let read = archive_read_data(archive, &bytes, count)
            return read >= 0 ? Array(bytes[..<read]) : nil
        }
    }

    /// Unpacks the first entry piece by piece; answers whether it could be read to its end.
    func unpackFirstEntry(
        _ write: (Span<UInt8>) throws(ExchangeError) -> Void
    ) throws(ExchangeError) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        guard let archive = Self.open(path) else { return false }
        defer { archive_read_free(archive) }
        var entry: OpaquePointer?
        guard Self.isUsable(archive_read_next_header(archive, &entry)) else { return false }
        while true {
            let count = archive_read_data(archive, &buffer, buffer.count)
            guard count >= 0 else { return false }
            guard count > 0 else { return true }
            try write(buffer.span.extracting(..<count))
        }
    }

    private func withArchive<Result>(_ body: (OpaquePointer) -> Result?) -> Result? {
        guard let archive = Self.open(path) else { return nil }
        defer { archive_read_free(archive) }
        return body(archive)
    }

    /// Opens a file as a ZIP that is read by its directory; `nil` where it is none.
    static func open(_ path: String) -> OpaquePointer? {
        guard let archive = archive_read_new() else { return nil }
        // By its directory only: without one every entry would have to be unpacked to find the next.
        archive_read_support_format_zip_seekable(archive)
        guard archive_read_open_filename(archive, path, 64 * 1024) == ARCHIVE_OK else {
            archive_read_free(archive)
            return nil
        }
        return archive
    }

    /// The entry's name, only to tell its kind: nothing is ever written under it.
    private static func name(_ entry: OpaquePointer) -> String {
        (archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)).map { String(cString: $0) } ?? ""
    }

    private static func isUsable(_ status: Int32) -> Bool { status == ARCHIVE_OK || status == ARCHIVE_WARN }

    /// AE_IFREG, a macro that Swift does not see.
    private static var regularFile: UInt32 { 0o100000 }
}
