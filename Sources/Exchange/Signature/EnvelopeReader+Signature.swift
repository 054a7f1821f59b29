public import Foundation

/// An envelope, and what is known of its signature.
public struct CheckedEnvelope: Sendable, Codable, Equatable {
    public var envelope: Envelope
    /// Never `invalid`: such an envelope is refused.
    public var signature: SignatureVerdict
}

extension EnvelopeReader {
    /// Reads an envelope from a file and judges its signature.
    ///
    /// If the signature holds, everything is read from the canonical bytes that were digested, and nothing from the file
    /// itself; with a signature of the header alone, that is so for the header. If there is no signature, or none that can
    /// be checked, the file is read as without a checker. The signer's certificate must have been valid when the envelope
    /// arrived.
    ///
    /// An ``ExchangeError`` `signature` says that the signature is wrong. After an error no attachment is left in the
    /// folder.
    public func read(
        file path: String, attachmentsInto folder: String, checking checker: SignatureChecker,
        arrived arrival: Date = Date()
    ) throws(ExchangeError) -> CheckedEnvelope {
        let source = try SourceFile(path)
        guard try source.contains("Signature") else {
            return CheckedEnvelope(envelope: try read(file: path, attachmentsInto: folder), signature: .none)
        }
        let check = SignatureCheck(checker: checker, xml: limits.xml, source: source, arrival: arrival)
        let reading = DigestedReading(self, folder: folder)
        let outcome = try check.outcome { piece in reading.take(piece) }
        if case .invalid(let fault) = outcome.verdict { throw ExchangeError(.signature(fault)) }
        guard reading.hasBegun else {
            return CheckedEnvelope(envelope: try read(file: path, attachmentsInto: folder), signature: outcome.verdict)
        }
        var envelope = try reading.finish()
        // The signature is not among what it signs.
        envelope.hasSignature = true
        if outcome.leadingBytes > 0 {
            envelope.warnings.insert(.leadingBytes(count: outcome.leadingBytes), at: 0)
        }
        return CheckedEnvelope(envelope: envelope, signature: outcome.verdict)
    }
}

/// Reads an envelope while it is digested; it counts only after the signature was found to hold.
private final class DigestedReading {
    private var stream: EnvelopeStream?
    private var failure: ExchangeError?
    private(set) var hasBegun = false

    init(_ reader: EnvelopeReader, folder: String) {
        stream = reader.stream(attachmentsInto: folder)
    }

    /// Takes the next bytes, also after an error: whether the signature holds is told first.
    func take(_ piece: UnsafeBufferPointer<UInt8>) {
        hasBegun = true
        guard failure == nil else { return }
        do throws(ExchangeError) {
            try stream?.feed(piece.span)
        } catch {
            failure = error
        }
    }

    func finish() throws(ExchangeError) -> Envelope {
        if let failure { throw failure }
        guard let stream = stream.take() else { throw ExchangeError(.missing(element: "edXML")) }
        return try stream.finish()
    }
}
