/// A way to carry envelopes to and from other agencies (kênh liên thông).
///
/// A transport knows nothing of what it carries: it moves files byte for byte and judges none. It may be called again with
/// the same thing after any failure, and then does it once.
public protocol Transport: Sendable {
    /// Hands over a parcel; again with the same parcel it brings nothing new to the other side.
    ///
    /// - Throws: `CancellationError`; everything else is in the answer.
    func send(_ parcel: OutgoingParcel) async throws -> Handover

    /// What waits to be fetched, the oldest first as far as the other side says; at most `count`.
    ///
    /// - Throws: ``ExchangeError`` of the kind `transport` or `storage`.
    func waiting(atMost count: Int) async throws -> WaitingList

    /// Fetches one into a new file, whole when this returns; after an error there is no file.
    ///
    /// Who keeps it makes it durable where it is kept, before it is acknowledged.
    ///
    /// - Throws: ``ExchangeError`` of the kind `transport` or `storage`.
    func fetch(_ parcel: WaitingParcel, into path: String) async throws -> FetchedParcel

    /// Says what became of a parcel, so that it waits no longer.
    ///
    /// Call it when the parcel is kept durably here: the other side may forget it then.
    ///
    /// - Throws: ``ExchangeError`` of the kind `transport` or `storage`.
    func acknowledge(_ parcel: WaitingParcel, as outcome: FetchOutcome) async throws

    /// Lets go of connections; nothing may be called afterwards.
    func close() async
}

/// What a parcel is, for a transport that tells them apart.
public enum ParcelKind: String, Sendable, Codable, CaseIterable {
    /// An envelope with a document, whatever it does to it (gói tin văn bản).
    case document = "edoc"
    /// A message about a document that was sent (phản hồi trạng thái).
    case status
}

/// An envelope in a file, on its way out to one agency or, where the transport distributes, several.
public struct OutgoingParcel: Sendable, Hashable {
    /// Names the parcel for good, through all attempts; small letters, digits and hyphens, at most 64.
    public let id: String
    /// The file; it does not change while it is sent.
    public let file: String
    public let size: Int64
    /// SHA-256 of the file, 32 bytes.
    public let digest: [UInt8]
    /// The code of the sending agency (mã định danh cơ quan gửi).
    public let sender: String
    /// The codes of the receiving agencies (mã định danh cơ quan nhận).
    public let recipients: [String]
    public let kind: ParcelKind

    /// - Throws: ``ExchangeError`` where the id, a code or the digest cannot be one.
    public init(
        id: String, file: String, size: Int64, digest: [UInt8], sender: String, recipients: [String], kind: ParcelKind
    ) throws(ExchangeError) {
        guard SpoolName.isID(id), digest.count == 32, size > 0 else { throw ExchangeError(.transport(.badParcel)) }
        guard !recipients.isEmpty, (recipients + [sender]).allSatisfy(\.isAgencyCode) else {
            throw ExchangeError(.organID)
        }
        self.id = id
        self.file = file
        self.size = size
        self.digest = digest
        self.sender = sender
        self.recipients = recipients
        self.kind = kind
    }
}

/// What became of an attempt to hand a parcel over.
public enum Handover: Sendable, Hashable {
    /// The other side has it and is answerable for it; its own number of the parcel where it gives one.
    case accepted(receipt: String?)
    /// Trying again would bring the same answer: somebody must look at it.
    case refused(ExchangeError)
    /// Nothing is known to be wrong with the parcel: try again later.
    case tryAgain(ExchangeError)

    init(_ error: ExchangeError) {
        if case .transport(let fault) = error.kind, fault.isFinal {
            self = .refused(error)
        } else {
            self = .tryAgain(error)
        }
    }
}

/// A parcel on the other side that has not been acknowledged.
public struct WaitingParcel: Sendable, Hashable {
    /// The other side's name of it; never a path.
    public let id: String
    /// The sender's code as the other side says it; the envelope's own counts.
    public let sender: String?
    /// As the other side says it; some peers are wrong, so the envelope's content counts.
    public let kind: ParcelKind?
    /// SHA-256, where the other side says it.
    public let digest: [UInt8]?

    public init(id: String, sender: String?, kind: ParcelKind?, digest: [UInt8]?) {
        self.id = id
        self.sender = sender
        self.kind = kind
        self.digest = digest
    }
}

/// What waits on the other side.
public struct WaitingList: Sendable, Hashable {
    public var parcels: [WaitingParcel] = []
    /// How many more there were that cannot be fetched, because their names or contents are no parcel's.
    public var unusable = 0

    public init() {}
}

/// A file that was fetched.
public struct FetchedParcel: Sendable, Hashable {
    public let path: String
    public let size: Int64
    /// SHA-256 of what was written, 32 bytes.
    public let digest: [UInt8]
}

/// What became of a fetched parcel here.
public enum FetchOutcome: Sendable, Hashable {
    /// It is kept durably.
    case done
    /// It cannot be taken; the reason is for whoever looks after the transport.
    case failed(reason: String)
}

extension String {
    /// Whether this can be an agency's code (mã định danh): letters, digits, dots, hyphens and underscores, at most 64.
    ///
    /// Codes of §10 are letters, digits and dots; live ones are kept as they are, and none may end a header or a path.
    var isAgencyCode: Bool {
        !isEmpty && utf8.count <= 64
            && utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
