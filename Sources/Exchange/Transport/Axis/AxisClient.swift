import AsyncHTTPClient
public import Foundation
import NIOCore
import NIOHTTP1

/// The way to the national axis, or to a platform or hub with its interface (trục liên thông văn bản), for one system id.
public struct AxisClient: Transport {
    let door: PeerDoor
    let dialect: AxisDialect
    let account: AxisAccount
    let limits: TransportLimits
    private let now: @Sendable () -> Date

    /// A client of the platform at `peer`, whose path is what stands before the dialect's.
    ///
    /// `now` is the clock that requests are signed with.
    public init(
        _ peer: Peer, dialect: AxisDialect, account: AxisAccount, limits: TransportLimits = .standard,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        door = PeerDoor(peer, limits: limits)
        self.dialect = dialect
        self.account = account
        self.limits = limits
        self.now = now
    }

    public func close() async { await door.close() }

    public func send(_ parcel: OutgoingParcel) async throws -> Handover {
        guard parcel.size <= limits.envelopeBytes else {
            return .refused(ExchangeError(.transport(.tooLarge(limit: limits.envelopeBytes))))
        }
        let list = parcel.recipients.map { "\"\($0)\"" }.joined(separator: ",")
        let parameters = [
            AxisParameter(name: "from", value: parcel.sender), .init(name: "to", value: "[\(list)]"),
            .init(name: "serviceType", value: "eDoc"), .init(name: "messageType", value: parcel.kind.rawValue),
            .init(name: "hash-file", value: Hexadecimal.text(parcel.digest)),
        ]
        do {
            let answer: AxisAnswer<AxisEntry> = try await call("sendEdoc", parameters, parcel: parcel)
            return .accepted(receipt: answer.document)
        } catch let error as ExchangeError {
            return Handover(error)
        }
    }

    public func waiting(atMost count: Int) async throws -> WaitingList {
        var list = WaitingList()
        for kind in ParcelKind.allCases where list.parcels.count < count {
            let parameters = [
                AxisParameter(name: "serviceType", value: "eDoc"), .init(name: "messageType", value: kind.rawValue),
            ]
            let answer: AxisAnswer<AxisEntry> = try await call(
                "getReceivedEdocList", parameters, answerBytes: limits.listBytes)
            for entry in answer.items ?? [] where list.parcels.count < count {
                guard AxisParameter.isPlain(entry.id), (1...128).contains(entry.id.utf8.count) else {
                    list.unusable += 1
                    continue
                }
                list.parcels.append(
                    WaitingParcel(
                        id: entry.id, sender: entry.sender, kind: entry.messageType.flatMap(ParcelKind.init) ?? kind,
                        digest: entry.digest.flatMap { Hexadecimal.digest($0) }))
            }
        }
        return list
    }

    public func fetch(_ parcel: WaitingParcel, into path: String) async throws -> FetchedParcel {
        let patience = limits.patience(bytes: limits.envelopeBytes)
        let limits = limits
        let dialect = dialect
        let request = request([.init(name: "docId", value: parcel.id)])
        return try await door.ask(dialect.path("getEdoc"), patience: patience, request) { response in
            let reader = EnvelopeAnswer(try ParcelWriter(path, limit: limits.envelopeBytes), limit: limits.answerBytes)
            for try await piece in response.body { try reader.feed(piece) }
            return try reader.finish(parcel.digest, status: Int(response.status.code), dialect)
        }
    }

    public func acknowledge(_ parcel: WaitingParcel, as outcome: FetchOutcome) async throws {
        let status =
            switch outcome {
            case .done: dialect.done
            case .failed: dialect.failed
            }
        let _: AxisAnswer<AxisEntry> = try await call(
            "updateStatus", [.init(name: "docId", value: parcel.id), .init(name: "status", value: status)])
    }

    func time() -> Date { now() }
}
