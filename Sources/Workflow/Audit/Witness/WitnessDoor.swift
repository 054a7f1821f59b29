import Foundation
import TransparencyLog

/// Why a witness did not cosign.
enum WitnessRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// It saw a larger tree of our log than there is here, or another one of the same size: the log went back.
    case contradicts(String)
    /// It is away, does not know us, or answers nonsense; asking again later may help.
    case failed(String)

    var description: String {
        switch self {
        case .contradicts(let what), .failed(let what): what
        }
    }
}

/// The way to a witness: asks it to cosign a checkpoint of ours (C2SP tlog-witness).
struct WitnessDoor: Sendable {
    /// A cosignature is some two hundred bytes.
    private static let longestAnswer = 16 << 10

    let enquiry: Enquiry
    let key: VerifierKey

    /// - Throws: ``TransparencyError`` where the key is not a witness's.
    init(_ witness: TrailConfiguration.Witness) throws {
        let base = witness.address.hasSuffix("/") ? String(witness.address.dropLast()) : witness.address
        enquiry = Enquiry(address: base + "/add-checkpoint", limit: Self.longestAnswer)
        key = try VerifierKey(witness.key)
        guard key.algorithm == .cosignature else { throw TransparencyError.wrongAlgorithm }
    }

    /// Asks for a cosignature of the log's newest checkpoint.
    ///
    /// `known` is the size that the witness cosigned last, as far as we know; `folder` is the log, where another
    /// instance may publish meanwhile.
    ///
    /// - Returns: the checkpoint with the cosignature, which was checked.
    /// - Throws: ``WitnessRefusal``
    func cosign(
        _ checkpoint: SignedCheckpoint, after known: Int, in folder: SealFolder, of log: VerifierKey
    ) async throws -> SignedCheckpoint {
        var checkpoint = try await published(atLeast: known, checkpoint, in: folder, of: log)
        var old = known
        // Once more from where the witness says; and once more where another instance was faster.
        for _ in 0..<3 {
            let reply = try await ask(checkpoint, after: old, folder)
            switch reply.status {
            case 200: return try cosigned(checkpoint, by: reply.body)
            case 409:
                guard let seen = size(in: reply) else { throw WitnessRefusal.failed("answered 409 without a size") }
                guard seen != checkpoint.checkpoint.size || old != seen else {
                    throw WitnessRefusal.contradicts("has cosigned another tree of \(seen) entries")
                }
                checkpoint = try await published(atLeast: seen, checkpoint, in: folder, of: log)
                old = seen
            case 422:
                throw WitnessRefusal.contradicts("has cosigned \(old) entries that are not those of this log")
            default: throw WitnessRefusal.failed("answered \(reply.status)")
            }
        }
        throw WitnessRefusal.failed("asked for another size again and again")
    }

    /// Waits a moment for what the witness has seen already: another instance may be about to publish it here.
    private func published(
        atLeast seen: Int, _ checkpoint: SignedCheckpoint, in folder: SealFolder, of log: VerifierKey
    ) async throws -> SignedCheckpoint {
        var newest = checkpoint
        for _ in 0..<3 where newest.checkpoint.size < seen {
            try await Task.sleep(for: .seconds(1))
            newest = try folder.checkpoint(of: log) ?? newest
        }
        guard newest.checkpoint.size >= seen else {
            throw WitnessRefusal.contradicts(
                "has cosigned \(seen) entries, and there are \(newest.checkpoint.size)")
        }
        return newest
    }

    private func ask(
        _ checkpoint: SignedCheckpoint, after old: Int, _ folder: SealFolder
    ) async throws -> Enquiry.Reply {
        let (size, root) = (checkpoint.checkpoint.size, checkpoint.checkpoint.root)
        var hashes: [TreeHash] = []
        if old > 0, old < size {
            let tiles = try TileReader(size: size, root: root) { try folder.read($0) }
            hashes = try ConsistencyProof(from: old, to: size) { try tiles.hashes(of: $0) }.hashes
        }
        let request = try WitnessRequest(oldSize: old, hashes: hashes, checkpoint: checkpoint)
        do {
            return try await enquiry.post(Array(request.serialized.utf8), type: "text/plain; charset=utf-8")
        } catch let fault as Enquiry.Fault {
            throw WitnessRefusal.failed(fault.description)
        }
    }

    private func size(in reply: Enquiry.Reply) -> Int? {
        guard reply.type.hasPrefix("text/x.tlog.size"), reply.body.count <= 21,
            let line = String(validating: reply.body, as: UTF8.self), line.hasSuffix("\n")
        else { return nil }
        let digits = line.dropLast()
        return digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
    }

    /// Takes the witness's own line among those that it sent, if it holds.
    private func cosigned(_ checkpoint: SignedCheckpoint, by body: [UInt8]) throws -> SignedCheckpoint {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw WitnessRefusal.failed("answered with no signature")
        }
        for line in text.split(separator: "\n").prefix(16) {
            guard let signature = try? NoteSignature(line: String(line)),
                let whole = try? checkpoint.adding(signature),
                let good = try? whole.cosignatures(by: [key]), good.count == 1
            else { continue }
            return whole
        }
        throw WitnessRefusal.failed("answered with no cosignature by its key")
    }
}
