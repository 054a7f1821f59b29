/// What a witness puts below a checkpoint: a time in 8 bytes and an Ed25519 signature (C2SP tlog-cosignature, v1).
struct Cosignature {
    /// When a witness cosigned.
    struct Time {
        /// Seconds since 1970 UTC.
        let seconds: Int

        /// What the witness signs: the time, then the checkpoint's text.
        func message(for text: String) -> [UInt8] {
            Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
        }

        /// The time in 8 bytes, the highest first.
        var bytes: [UInt8] { (0..<8).reversed().map { UInt8(truncatingIfNeeded: seconds >> ($0 * 8)) } }
    }

    let time: Time
    let signature: ArraySlice<UInt8>

    /// Reads what stands behind the key's identifier, or `nil` if it is no cosignature.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 72,
            let seconds = Int(exactly: bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        else { return nil }
        time = Time(seconds: seconds)
        signature = bytes.dropFirst(8)
    }
}

extension SigningKey {
    /// Cosigns a checkpoint as a witness, which says: this is the largest tree of the log that I have seen, and it is
    /// consistent with all before.
    ///
    /// Check the checkpoint by ``WitnessRequest/checked(for:after:)`` and make it durable before; two cosignatures that
    /// contradict each other are evidence against the witness. The time is in seconds since 1970 UTC.
    /// - Throws: ``TransparencyError/wrongAlgorithm`` if this is the key of a log,
    ///   ``TransparencyError/timeOutOfRange``.
    public func cosign(_ checkpoint: Checkpoint, at time: Int) throws(TransparencyError) -> NoteSignature {
        guard verifier.algorithm == .cosignature else { throw .wrongAlgorithm }
        guard time >= 0 else { throw .timeOutOfRange }
        let time = Cosignature.Time(seconds: time)
        return try signature(of: time.message(for: checkpoint.text), after: time.bytes)
    }
}
