import Foundation
import Glibc
import NIOPosix
import Postgres

/// An envelope that its recipient fetches, read in pieces.
public final class OpenedEnvelope: Sendable {
    public let size: Int
    private let file: Int32

    init(_ path: String, size: Int) throws {
        self.size = size
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileStore.failure() }
    }

    deinit { if file >= 0 { close(file) } }

    /// Reads a piece on a thread that may wait; as many bytes as are asked for, but for the last.
    public func piece(at offset: Int, count: Int) async throws -> [UInt8] {
        let wanted = min(count, size - offset)
        return try await NIOThreadPool.singleton.runIfActive { [self] in
            try [UInt8](unsafeUninitializedCapacity: wanted) { room, done in
                while done < wanted {
                    guard let base = room.baseAddress else { return }
                    let got = pread(file, base + done, wanted - done, off_t(offset + done))
                    if got < 0, errno == EINTR { continue }
                    guard got > 0 else { throw FileStore.failure() }
                    done += got
                }
            }
        }
    }
}

extension Hub {
    /// Opens an envelope for its recipient (lấy gói tin).
    ///
    /// - Throws: ``HubRefusal/notFound`` where it is not for one of the caller's agencies, or was acknowledged.
    public func open(_ receipt: String, by caller: HubCaller) async throws -> OpenedEnvelope {
        guard let id = UUID(uuidString: receipt) else { throw HubRefusal.notFound }
        let ids = caller.agencies.values.sorted()
        let found = try await database.write { transaction in
            try transaction.row(
                """
                UPDATE hub_delivery d SET state = 'processing', updated_at = now() FROM hub_envelope e
                WHERE d.receipt = \(id) AND d.recipient_id = ANY(\(ids)::bigint[]) AND e.id = d.envelope_id
                    AND d.state IN ('initial', 'inbox', 'processing')
                RETURNING e.digest, e.size
                """
            ) { (digest: try $0["digest"] as [UInt8], size: try $0["size"] as Int) }
        }
        guard let found else { throw HubRefusal.notFound }
        return try OpenedEnvelope(store.path(of: found.digest), size: found.size)
    }
}
