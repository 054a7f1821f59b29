import Foundation
import Glibc

extension SpoolFolder {
    public func send(_ parcel: OutgoingParcel) async throws -> Handover {
        try Task.checkCancellation()
        do {
            return try await onDiskThread { try place(parcel) }
        } catch let error as ExchangeError {
            return Handover(error)
        }
    }

    /// Puts a parcel into `out/`; where it stands there already, that is all.
    private func place(_ parcel: OutgoingParcel) throws(ExchangeError) -> Handover {
        let name = SpoolName(id: parcel.id, digest: parcel.digest)
        let waiting = try Folder.names(in: out, atMost: limits.waitingOut + 1)
        if waiting.contains(name.file) { return .accepted(receipt: nil) }
        if waiting.contains(where: { $0.hasPrefix(parcel.id + ".") }) { throw ExchangeError(.transport(.idTaken)) }
        guard waiting.count < limits.waitingOut else { throw ExchangeError(.transport(.spoolFull)) }

        let (descriptor, _) = try openPlain(parcel.file)
        defer { Glibc.close(descriptor) }
        // Hidden, and of this attempt alone: carriers and a second attempt of ours leave it.
        let hidden = "\(out)/.\(parcel.id).\(UUID().uuidString)"
        _ = try copy(descriptor, into: hidden, digest: parcel.digest, durably: true)
        guard rename(hidden, "\(out)/\(name.file)") == 0 else {
            let code = errno
            unlink(hidden)
            throw .storage(code)
        }
        try Folder.sync(out)
        return .accepted(receipt: nil)
    }
}
