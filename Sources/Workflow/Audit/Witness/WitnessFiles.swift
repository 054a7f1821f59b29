import Crypto
import TransparencyLog

/// The files of a witness: its key, and a file for each log with the last checkpoint that it cosigned.
enum WitnessFiles {
    static func key(in folder: DurableFolder, named name: String) throws -> SigningKey {
        let key = try folder.signingKey(named: name, algorithm: .cosignature)
        guard key.verifier.algorithm == .cosignature else { throw TransparencyError.wrongAlgorithm }
        return key
    }

    /// The last checkpoint of each peer's log; what is there and cannot be believed stops the witness.
    static func seen(in folder: DurableFolder, of peers: [String: VerifierKey]) throws -> [String: Checkpoint] {
        var seen: [String: Checkpoint] = [:]
        for (origin, key) in peers {
            let name = file(of: origin)
            guard let bytes = try folder.read(name) else { continue }
            do {
                seen[origin] = try SignedCheckpoint(SignedNote(bytes), of: key).checkpoint
            } catch {
                throw WitnessBook.Fault.damaged("\(folder.path)/\(name)")
            }
        }
        return seen
    }

    static func keep(_ checkpoint: SignedCheckpoint, in folder: DurableFolder) throws {
        try folder.write(file(of: checkpoint.checkpoint.origin), Array(checkpoint.note.serialized.utf8))
    }

    /// An origin may have slashes and be long.
    private static func file(of origin: String) -> String {
        "seen/\(SHA256.hash(data: Array(origin.utf8)).hexadecimal)"
    }
}
