import Crypto
import Exchange
import Foundation
import Postgres
import Records

/// Where other offices bring their envelopes (nơi nhận gói tin trực tiếp), without anybody between.
///
/// It speaks no HTTP: whoever serves hands it what a request says. A request proves who asks before anything is read or
/// written for it; what is wholly here goes the way of every other envelope, vouched for by its sender's key.
public struct ParcelDesk: Sendable {
    /// What a request says before its body.
    public struct Request: Sendable {
        public let method: String
        /// The host as the client names it, with its port where that is not the scheme's own.
        public let authority: String
        public let path: String
        public let fields: [(name: String, value: String)]

        public init(method: String, authority: String, path: String, fields: [(name: String, value: String)]) {
            self.method = method
            self.authority = authority
            self.path = path
            self.fields = fields
        }
    }

    /// A request that proved whose it is.
    public struct Parcel: Sendable {
        let partner: ParcelPartner
        let head: UploadHead
        let part: UploadPart?

        public var peer: String { partner.peer }
        /// How long the body is, as the request says.
        public var bodyBytes: Int { Int(part?.count ?? 0) }
    }

    /// What a request is answered with.
    public struct Answer: Sendable {
        public let fields: [(name: String, value: String)]
        /// Whether the office has all of the envelope and is answerable for it.
        public let isComplete: Bool
    }

    let workflow: Workflow
    let reception: ParcelReception
    private let partners: [ParcelPartner]

    fileprivate init(_ workflow: Workflow, _ partners: [ParcelPartner], names: Set<String>) throws {
        self.workflow = workflow
        self.partners = partners
        reception = try ParcelReception(
            folder: workflow.configuration.files + "/parcels", agencies: Set(partners.map(\.agency)),
            authorities: names,
            senders: Dictionary(
                partners.map { ($0.code, ParcelReception.Sender(agency: $0.code, key: $0.key)) },
                uniquingKeysWith: { $1 }
            ), largest: Int64(workflow.configuration.largestFile))
    }

    /// Checks who asks, and whether it may bring what it says.
    ///
    /// - Throws: ``ParcelRefusal``
    public func admit(_ request: Request) throws(ParcelRefusal) -> Parcel {
        let target = RequestSignature.Target(
            method: request.method, authority: request.authority, path: request.path)
        do throws(ExchangeError) {
            let head = try reception.admit(target, request.fields, at: workflow.now())
            let partner = partners.first {
                $0.code.caseInsensitiveCompare(head.sender) == .orderedSame
                    && $0.agency.caseInsensitiveCompare(head.recipient) == .orderedSame
            }
            guard let partner else { throw ExchangeError(.recipient) }
            let part = request.method == "PATCH" ? try UploadPart(request.fields) : nil
            return Parcel(partner: partner, head: head, part: part)
        } catch {
            throw ParcelRefusal(error, reception) ?? ParcelRefusal(.malformed, error.verdict)
        }
    }

    /// Removes what nobody went on with (dọn gói tin dở dang); once a day is often enough.
    public func sweep() async throws {
        try await workflow.reports.onPool { try reception.sweep() }
    }
}

extension Workflow {
    /// Where these offices bring their envelopes; one for an office, served beside its pages.
    ///
    /// The names are those under which other offices reach this one: a request that is signed for another is not ours.
    public func makeParcelDesk(_ partners: [ParcelPartner], names: Set<String>) throws -> ParcelDesk {
        try ParcelDesk(self, partners, names: names)
    }
}
