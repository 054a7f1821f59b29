import Glibc

extension SpoolFolder {
    public func waiting(atMost count: Int) async throws -> WaitingList {
        try await onDiskThread { try look(atMost: count) }
    }

    public func fetch(_ parcel: WaitingParcel, into path: String) async throws -> FetchedParcel {
        try await onDiskThread { try take(parcel, into: path) }
    }

    public func acknowledge(_ parcel: WaitingParcel, as outcome: FetchOutcome) async throws {
        try await onDiskThread {
            guard let name = SpoolName(stem: parcel.id) else { throw ExchangeError(.transport(.gone)) }
            switch outcome {
            case .done:
                // Gone already: said twice. After a power cut it may stand there again, and is known as what was taken.
                guard unlink("\(incoming)/\(name.file)") == 0 || errno == ENOENT else {
                    throw ExchangeError.storage(errno)
                }
            case .failed(let reason):
                setAside(name.file, because: reason)
                try Folder.sync(incoming)
            }
        }
    }

    private func look(atMost count: Int) throws(ExchangeError) -> WaitingList {
        var list = WaitingList()
        var found: [(parcel: WaitingParcel, changed: Int, name: String)] = []
        for file in try Folder.names(in: incoming, atMost: limits.lookedAt) {
            if file.hasPrefix(".") || [".part", ".tmp", ".filepart"].contains(where: file.hasSuffix) { continue }
            switch judge(file) {
            case .whole(let name, let changed):
                let parcel = WaitingParcel(id: name.stem, sender: nil, kind: nil, digest: name.digest)
                found.append((parcel, changed, file))
            case .growing: continue
            case .foreign(let reason):
                list.unusable += 1
                setAside(file, because: reason)
            }
        }
        found.sort { ($0.changed, $0.name) < ($1.changed, $1.name) }
        list.parcels = found.prefix(max(0, count)).map(\.parcel)
        return list
    }

    private enum Judgement {
        case whole(SpoolName, changed: Int)
        case growing
        case foreign(String)
    }

    private func judge(_ file: String) -> Judgement {
        var status = stat()
        guard lstat("\(incoming)/\(file)", &status) == 0 else { return .growing }
        guard status.st_mode & S_IFMT == S_IFREG else { return .foreign("not a plain file") }
        guard let name = SpoolName(file: file) else { return .foreign("not the name of an envelope") }
        guard status.st_size <= limits.fileBytes else { return .foreign("larger than \(limits.fileBytes) bytes") }
        let changed = status.st_ctim.tv_sec
        let age = time(nil) - changed
        if status.st_size == 0 { return age > limits.stalledSeconds ? .foreign("empty") : .growing }
        guard name.digest != nil || age >= limits.settledSeconds else { return .growing }
        return .whole(name, changed: changed)
    }

    private func take(_ parcel: WaitingParcel, into path: String) throws(ExchangeError) -> FetchedParcel {
        guard let name = SpoolName(stem: parcel.id) else { throw ExchangeError(.transport(.gone)) }
        let file = "\(incoming)/\(name.file)"
        let (descriptor, status) = try openPlain(file)
        defer { Glibc.close(descriptor) }
        do throws(ExchangeError) {
            return try copy(descriptor, into: path, digest: name.digest, durably: false)
        } catch {
            if case .transport(.damaged) = error.kind, time(nil) - status.st_ctim.tv_sec > limits.stalledSeconds {
                setAside(name.file, because: "its content has another SHA-256 than its name says")
            }
            throw error
        }
    }
}
