import CXMLSec
import XMLStream

/// What happens to the canonical bytes of each reference: they are completed with the long texts, digested, and given on.
///
/// A class, because C can only carry a pointer to it.
final class Digesting {
    private let hollow: HollowEnvelope
    private let claim: SignatureClaim?
    private let sink: SignatureCheck.Sink
    /// The header as it was digested, if that alone is signed.
    private(set) var header: [UInt8] = []
    private(set) var failure: ExchangeError?

    /// Without a claim, as when a signature is made, nothing is given on.
    init(_ hollow: HollowEnvelope, _ claim: SignatureClaim?, _ sink: @escaping SignatureCheck.Sink) {
        self.hollow = hollow
        self.claim = claim
        self.sink = sink
    }

    func take(_ reference: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ digest: OpaquePointer) -> Bool {
        let isRead = reference == claim?.readReference
        do throws(ExchangeError) {
            try hollow.restore(bytes) { piece throws(ExchangeError) in
                guard let base = piece.baseAddress else { return }
                dsig_digest_feed(digest, base, piece.count)
                guard isRead else { return }
                if claim?.coverage == .whole {
                    sink(piece)
                } else {
                    // A header is small; whoever signs a larger one must sign the whole envelope.
                    guard header.count + piece.count <= 1024 * 1024 else {
                        throw ExchangeError(.limit(.xml(.totalText)))
                    }
                    header.append(contentsOf: piece)
                }
            }
            return true
        } catch {
            failure = error
            return false
        }
    }
}

/// Called by C with the canonical bytes of a reference; the context is a ``Digesting``.
let takeDigested: dsig_take = { context, reference, bytes, count, digest in
    Unmanaged<Digesting>.fromOpaque(context).takeUnretainedValue()
        .take(reference, UnsafeBufferPointer(start: bytes, count: count), digest)
}
