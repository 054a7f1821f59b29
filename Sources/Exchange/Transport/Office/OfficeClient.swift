import AsyncHTTPClient
public import Crypto
public import Foundation
import NIOCore
import NIOHTTP1

/// The way to another office of this program, without anybody between: HTTPS, resumable and idempotent.
///
/// An envelope goes to `/exchange/parcels/SHA256` in parts. Before anything is sent the other office says how much it has,
/// so that a connection that breaks costs what was on its way and no more, and sending again what it has costs a question.
public struct OfficeClient: Transport {
    /// The key that requests are signed with; without one, the certificate of mutual TLS must prove who asks.
    public struct Key: Sendable {
        public let id: String
        public let key: Curve25519.Signing.PrivateKey

        /// - Throws: ``ExchangeError`` where the id cannot be one: it holds what an agency's code does.
        public init(id: String, key: Curve25519.Signing.PrivateKey) throws(ExchangeError) {
            guard id.isAgencyCode else { throw ExchangeError(.transport(.credentials)) }
            self.id = id
            self.key = key
        }
    }

    /// How many bytes one request carries: each part is checked and durable before the next is sent.
    static let partBytes: Int64 = 16 << 20
    /// How often a sending that got further goes on at once after the connection broke.
    static let breaks = 20

    private let door: PeerDoor
    private let peer: Peer
    private let key: Key?
    private let limits: TransportLimits
    private let now: @Sendable () -> Date

    /// A client of the office at `peer`; `now` is the clock that requests are signed with.
    ///
    /// - Throws: ``ExchangeError`` where neither a key nor a certificate says who we are.
    public init(
        _ peer: Peer, key: Key?, limits: TransportLimits = .standard, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(ExchangeError) {
        guard key != nil || peer.certificate != nil else { throw ExchangeError(.transport(.credentials)) }
        door = PeerDoor(peer, limits: limits)
        self.peer = peer
        self.key = key
        self.limits = limits
        self.now = now
    }

    public func close() async { await door.close() }

    /// Sends to the first recipient: an office sends to each on its own.
    public func send(_ parcel: OutgoingParcel) async throws -> Handover {
        guard let recipient = parcel.recipients.first, parcel.recipients.count == 1 else {
            return .refused(ExchangeError(.transport(.badParcel)))
        }
        guard parcel.size <= limits.envelopeBytes else {
            return .refused(ExchangeError(.transport(.tooLarge(limit: limits.envelopeBytes))))
        }
        let head = UploadHead(parcel, to: recipient)
        var reached: Int64 = -1
        var breaks = 0
        while true {
            do {
                let standing = try await standing(of: head)
                if standing.isComplete { return .accepted(receipt: Hexadecimal.text(parcel.digest)) }
                if let limit = standing.limit, parcel.size > limit {
                    throw ExchangeError(.transport(.tooLarge(limit: limit)))
                }
                guard standing.offset < parcel.size else { throw ExchangeError(.transport(.answerMalformed)) }
                // Only what gets further goes on at once.
                guard standing.offset > reached || breaks == 0 else {
                    throw ExchangeError(.transport(.unreachable("broken")))
                }
                reached = max(reached, standing.offset)
                if try await send(parcel, head, from: standing.offset) {
                    return .accepted(receipt: Hexadecimal.text(parcel.digest))
                }
            } catch let error as ExchangeError {
                guard case .transport(let fault) = error.kind, fault.isBreak, breaks < Self.breaks else {
                    return Handover(error)
                }
                breaks += 1
            }
        }
    }

    /// The other office brings what it has itself, so nothing ever waits there.
    public func waiting(atMost count: Int) async throws -> WaitingList { WaitingList() }

    public func fetch(_ parcel: WaitingParcel, into path: String) async throws -> FetchedParcel {
        throw ExchangeError(.transport(.gone))
    }

    public func acknowledge(_ parcel: WaitingParcel, as outcome: FetchOutcome) async throws {
        throw ExchangeError(.transport(.gone))
    }

    /// Asks whether the other office knows our key and takes envelopes for an agency; brings nothing.
    ///
    /// - Throws: ``ExchangeError`` of the kind `transport`, saying what is in the way.
    public func knock(from sender: String, to recipient: String) async throws {
        let nothing = try OutgoingParcel(
            id: "knock", file: "/dev/null", size: 1, digest: [UInt8](repeating: 0, count: 32), sender: sender,
            recipients: [recipient], kind: .status)
        _ = try await standing(of: UploadHead(nothing, to: recipient))
    }

    /// Asks how much of an envelope is there.
    private func standing(of head: UploadHead) async throws -> UploadStanding {
        let path = UploadHead.path + Hexadecimal.text(head.digest)
        let fields = try signed("HEAD", path, head.fields)
        return try await door.ask(path, patience: limits.answerSeconds) { request in
            request.method = .HEAD
            for field in fields { request.headers.replaceOrAdd(name: field.name, value: field.value) }
        } _: { response in
            try UploadStanding(status: Int(response.status.code), response.headers.map { ($0.name, $0.value) })
        }
    }

    /// Sends parts from an offset on, and answers whether all is there.
    private func send(_ parcel: OutgoingParcel, _ head: UploadHead, from offset: Int64) async throws -> Bool {
        let path = UploadHead.path + Hexadecimal.text(head.digest)
        var offset = offset
        while offset < parcel.size {
            let count = min(Self.partBytes, parcel.size - offset)
            let chunks = FileChunks(path: parcel.file, offset: offset, count: count)
            var hash = SHA256()
            for try await piece in chunks { hash.update(data: Data(piece.readableBytesView)) }
            let part = UploadPart(offset: offset, count: count, length: parcel.size, digest: Array(hash.finalize()))
            let fields = try signed("PATCH", path, part.fields + head.fields)
            let standing = try await door.ask(path, patience: limits.patience(bytes: count)) { request in
                request.method = .PATCH
                // The length is said with the body.
                for field in fields where field.name != "content-length" {
                    request.headers.replaceOrAdd(name: field.name, value: field.value)
                }
                request.body = .stream(chunks, length: .known(count))
            } _: { response in
                try UploadStanding(status: Int(response.status.code), response.headers.map { ($0.name, $0.value) })
            }
            if standing.isComplete { return true }
            guard standing.offset == offset + count else {
                throw ExchangeError(.transport(.otherOffset(standing.offset)))
            }
            offset = standing.offset
        }
        return false
    }

    private func signed(
        _ method: String, _ path: String, _ fields: [(name: String, value: String)]
    ) throws -> [(name: String, value: String)] {
        guard let key else { return fields }
        let target = RequestSignature.Target(method: method, authority: peer.authority, path: peer.pathPrefix + path)
        return try fields + RequestSignature.sign(target, fields, keyID: key.id, key: key.key, at: now())
    }
}

extension TransportFault {
    /// Whether what was sent may have arrived in part, so that asking how much did helps.
    fileprivate var isBreak: Bool {
        switch self {
        case .unreachable, .tooSlow, .otherOffset: true
        default: false
        }
    }
}
