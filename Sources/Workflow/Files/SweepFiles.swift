import Foundation
import Glibc
import Postgres
import Records

extension Workflow {
    /// Removes what uploads and envelopes left half done when the service was killed, and contents that no document
    /// came to name (dọn tệp dở dang).
    ///
    /// Once a day is often enough: what is younger than a day may be under way.
    ///
    /// - Returns: how much was removed or set aside.
    @discardableResult
    public func sweepFiles() async throws -> Int {
        let yesterday = Date().addingTimeInterval(-86_400)
        var count = try store.sweep(before: yesterday)
        for folder in try store.folders() {
            let old = try store.contents(of: folder, before: yesterday)
            for digest in try await unnamed(old) where try store.setAside(digest, before: yesterday) { count += 1 }
        }
        if count > 0 {
            let event = AuditEvent(.filesSwept, on: .service, detail: ["files": "\(count)"])
            try await looks.submit([Look(event: event, caller: .service(in: 0))])
        }
        return count
    }

    /// Which of these digests no row names.
    private func unnamed(_ digests: [[UInt8]]) async throws -> [[UInt8]] {
        guard !digests.isEmpty else { return [] }
        return try await reports.read { transaction in
            try transaction.rows(
                """
                SELECT digest FROM unnest(\(digests)::bytea[]) AS stored (digest)
                WHERE NOT EXISTS (SELECT FROM stored_file f WHERE f.digest = stored.digest)
                """
            ) { try $0["digest"] as [UInt8] }
        }
    }
}

extension FileStore {
    /// Removes temporary files and folders that nobody wrote to since.
    fileprivate func sweep(before: Date) throws -> Int {
        let files = FileManager.default
        var count = 0
        for name in try files.contentsOfDirectory(atPath: root + "/incoming") {
            let path = "\(root)/incoming/\(name)"
            // Where it cannot be removed, or its upload ended meanwhile, the next sweep looks again.
            guard Self.isOld(path, before), (try? files.removeItem(atPath: path)) != nil else { continue }
            count += 1
        }
        return count
    }

    /// The folders of contents, by the first byte of their digests.
    fileprivate func folders() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root).filter { $0.count == 2 }
    }

    /// The digests of a folder's contents that nobody brought since.
    fileprivate func contents(of folder: String, before: Date) throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")
            .filter { Self.isOld("\(root)/\(folder)/\($0)", before) }.compactMap(Self.digest)
    }

    /// Puts contents among the temporary files, where the next sweep removes them; `false` where somebody has just
    /// brought them again.
    fileprivate func setAside(_ digest: [UInt8], before: Date) throws -> Bool {
        let path = path(of: digest), aside = temporary()
        guard rename(path, aside) == 0 else { return false }
        // Who brings contents that are here renews them first: whoever did so before the renaming is seen here, and
        // whoever comes after it no longer finds them.
        guard Self.isOld(aside, before) else {
            guard rename(aside, path) == 0 else { throw Self.failure() }
            return false
        }
        Self.renew(aside)
        return true
    }

    private static func isOld(_ path: String, _ before: Date) -> Bool {
        let changed = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        return changed.map { $0 < before } ?? false
    }

    private static func digest(named name: String) -> [UInt8]? {
        name.count == 64 ? [UInt8](hexadecimal: name) : nil
    }
}
