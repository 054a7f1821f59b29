import Foundation

extension Workflow {
    /// Removes what uploads and envelopes left half done when the service was killed (dọn tệp dở dang).
    ///
    /// Once a day is often enough; contents under their digests are never touched.
    ///
    /// - Returns: how much was removed.
    @discardableResult
    public func sweepFiles() throws -> Int {
        try store.sweep(before: Date().addingTimeInterval(-86_400))
    }
}

extension FileStore {
    /// Removes temporary files and folders that nobody wrote to since; what is younger may be under way.
    func sweep(before: Date) throws -> Int {
        let files = FileManager.default
        let folder = root + "/incoming"
        var count = 0
        for name in try files.contentsOfDirectory(atPath: folder) {
            let path = "\(folder)/\(name)"
            do {
                let changed = try files.attributesOfItem(atPath: path)[.modificationDate] as? Date
                guard let changed, changed < before else { continue }
                try files.removeItem(atPath: path)
                count += 1
            } catch {
                // Its upload ended meanwhile, or it cannot be removed: the next sweep looks again.
                continue
            }
        }
        return count
    }
}
