public import Crypto
public import Foundation

/// The receiving half of what ``OfficeClient`` sends: who may bring what, and the bytes until the office takes them in.
///
/// It speaks no HTTP: whoever serves hands it what a request says. Nothing is written before the request has proved who asks.
public struct ParcelReception: Sendable {
    /// An office that may bring envelopes.
    public struct Sender: Sendable {
        /// Its agency's code: it may bring no other's envelopes.
        public let agency: String
        public let key: Curve25519.Signing.PublicKey

        public init(agency: String, key: Curve25519.Signing.PublicKey) {
            self.agency = agency
            self.key = key
        }
    }

    let shelf: ParcelShelf
    private let agencies: Set<String>
    private let authorities: Set<String>
    private let senders: [String: Sender]

    /// A reception for `agencies`, by their codes, from `senders`, by the ids of their keys.
    ///
    /// The bytes stand in `folder`, which is made where it is missing. `authorities` are the names under which this
    /// office is reached, with a port where it is not the scheme's own.
    ///
    /// - Throws: ``ExchangeError`` of the kind `storage`.
    public init(
        folder: String, agencies: Set<String>, authorities: Set<String>, senders: [String: Sender],
        largest: Int64 = TransportLimits.standard.envelopeBytes
    ) throws(ExchangeError) {
        shelf = try ParcelShelf(folder, largest: largest)
        self.agencies = Set(agencies.map { $0.lowercased() })
        self.authorities = Set(authorities.map { $0.lowercased() })
        self.senders = senders
    }

    /// Checks who asks, and what about.
    ///
    /// `certified` is the code of the agency that mutual TLS has proved already; its requests need no signature.
    ///
    /// - Throws: ``ExchangeError``: `unsigned` and `credentials` are a 401, everything else a 422.
    public func admit(
        _ target: RequestSignature.Target, _ headers: [(name: String, value: String)], certified: String? = nil,
        at time: Date
    ) throws(ExchangeError) -> UploadHead {
        let agency: String
        if let certified {
            agency = certified
        } else {
            let names = target.method == "HEAD" ? UploadHead.signedWithoutBody : UploadHead.signedWithBody
            guard authorities.contains(target.authority.lowercased()) else {
                throw RequestSignature.unsigned("@authority")
            }
            let id = try RequestSignature.check(
                target, headers, signing: names, keys: senders.mapValues(\.key), at: time)
            guard let sender = senders[id] else { throw ExchangeError(.transport(.credentials)) }
            agency = sender.agency
        }
        let head = try UploadHead(path: target.path, headers)
        guard head.sender.lowercased() == agency.lowercased() else { throw ExchangeError(.transport(.credentials)) }
        guard agencies.contains(head.recipient.lowercased()) else { throw ExchangeError(.recipient) }
        return head
    }

    /// How much of an envelope is here; waits for the disk.
    public func standing(of head: UploadHead) throws(ExchangeError) -> ReceptionStanding {
        try shelf.standing(of: head)
    }

    /// Begins to add a part; waits for the disk.
    ///
    /// - Throws: ``ExchangeError``: `otherOffset` is a 409, `tooLarge` a 413, `spoolFull` a 429.
    public func begin(_ part: UploadPart, of head: UploadHead) throws(ExchangeError) -> PartWriter {
        try PartWriter(part, of: head, on: shelf)
    }

    /// Says that the office holds an envelope durably: its bytes go, and bringing it again brings nothing.
    public func settle(_ head: UploadHead) throws(ExchangeError) { try shelf.settle(head) }

    /// Forgets that an envelope was settled, as where the office went back to a backup: it is to come again.
    public func forget(_ head: UploadHead) throws(ExchangeError) { try shelf.forget(head) }

    /// Forgets parts that nobody went on with for a week, and after 90 days what was settled.
    public func sweep() throws(ExchangeError) { try shelf.sweep() }

    /// What to answer while the envelope is not complete, and when it is.
    public func answer(offset: Int64, isComplete: Bool) -> UploadStanding {
        UploadStanding(offset: offset, isComplete: isComplete, limit: shelf.largest)
    }
}

/// How much of an envelope is at the receiving office.
public enum ReceptionStanding: Sendable, Hashable {
    /// So many bytes.
    case partial(Int64)
    /// All of it, but the office has not said that it holds it: take it in, then settle.
    case whole(FetchedParcel)
    case settled
}
