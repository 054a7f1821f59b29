import Crypto
import Exchange
import Foundation
import TestNumbers

/// A parcel with random bytes, which no transport looks at.
struct TestParcel {
    let bytes: [UInt8]
    let parcel: OutgoingParcel

    init(
        _ folder: TestFolder, id: String = UUID().uuidString.lowercased(), size: Int = 3000, seed: Int = 1,
        recipients: [String] = ["H99.02"]
    ) throws {
        var random = Seeded(seed)
        bytes = random.bytes(size)
        let file = "\(folder.path)/parcel-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        parcel = try OutgoingParcel(
            id: id, file: file, size: Int64(size), digest: Array(SHA256.hash(data: bytes)), sender: "H99.01",
            recipients: recipients, kind: .document)
    }

    /// The bytes of a file.
    static func bytes(_ path: String) -> [UInt8] {
        (try? Data(contentsOf: URL(fileURLWithPath: path))).map(Array.init) ?? []
    }
}

extension Handover {
    var isAccepted: Bool { if case .accepted = self { true } else { false } }
    var refusal: TransportFault? { if case .refused(let error) = self { error.fault } else { nil } }
    var delay: TransportFault? { if case .tryAgain(let error) = self { error.fault } else { nil } }
}

extension ExchangeError {
    var fault: TransportFault? { if case .transport(let fault) = kind { fault } else { nil } }
}

/// The fault that something throws.
func fault(of body: () async throws -> Void) async -> TransportFault? {
    do {
        try await body()
        return nil
    } catch let error as ExchangeError {
        return error.fault
    } catch {
        return nil
    }
}
