import Foundation
import Hummingbird
import Records
import Workflow

/// `/envelopes/dead`: the envelopes that could not be sent, and the button that sends one again.
struct DeadLetterHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("dead", use: list)
            .post(":id/resending", use: resend)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = try request.query()
        let found = try await office.workflow.deadLetters(after: Int(query["after"]), by: caller)
        let mayLook = AccessRule.allow(.followDispatches, to: caller.officer.roles)
        let page = DeadLetterPage(
            found.items, next: found.next, peers: office.workflow.peers, mayLook: mayLook,
            done: Done.sentence(in: query, context.language), context.language)
        return try await office.show(page, context)
    }

    /// Somebody pressed *Gửi lại*.
    func resend(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let sent = try await office.form(request, context)
        try await office.workflow.resend(id, by: caller, key: sent.idempotencyKey)
        return .lead(to: "/envelopes/dead", .resent)
    }
}

/// The list *Gói tin gửi lỗi*, and how each peer is.
struct DeadLetterPage: Page {
    static let template = "exchange/dead"

    struct Row: Sendable {
        let id: Int
        let what: String
        let href: String?
        let recipient: String
        let peer: String
        let fault: String
        let posted: String
        let ended: String
        let attempts: String
    }

    struct Peer: Sendable {
        let name: String
        let answered: String?
        let failing: String?
        let fault: String?
        let holds: String?
        let holdsFor: String?
    }

    let place: Menu.Place?
    let done: String?
    let rows: [Row]
    let isEmpty: Bool
    let peers: [Peer]
    let hasPeers: Bool
    let next: String?

    init(
        _ letters: [DeadLetter], next: Int?, peers: PeerStates, mayLook: Bool, done: String?, _ language: Language
    ) {
        place = mayLook ? .dispatches : .envelopes
        self.done = done
        rows = letters.map { letter in
            let status = letter.statusCode.map { code in
                let label = DeliveryStatus(rawValue: code)?.label(language) ?? code
                return Phrase("Trạng thái “\(label)”", "Status “\(label)”")(language)
            }
            return Row(
                id: letter.id, what: status ?? letter.reference,
                href: mayLook ? letter.dispatch.map { "/dispatches/\($0)" } : nil,
                recipient: letter.recipientName.isEmpty
                    ? letter.recipient : "\(letter.recipientName) (\(letter.recipient))",
                peer: letter.peer, fault: letter.fault(language), posted: letter.postedAt.written,
                ended: letter.endedAt.written, attempts: CountLabel(letter.attempts).text)
        }
        isEmpty = rows.isEmpty
        let known = peers.all.sorted { $0.key < $1.key }.map { name, state in
            Peer(
                name: name, answered: state.answeredAt?.written, failing: state.failingSince?.written,
                fault: state.fault?(language), holds: state.holdsSince?.written, holdsFor: state.holdsFor?(language))
        }
        let missing = Phrase(
            "Có gói tin chờ gửi, nhưng kênh này chưa có trong cấu hình (exchange.peers).",
            "Envelopes wait for it, but the settings have no such peer (exchange.peers).")(language)
        self.peers =
            known
            + peers.missing.map {
                Peer(name: $0, answered: nil, failing: nil, fault: missing, holds: nil, holdsFor: nil)
            }
        hasPeers = !self.peers.isEmpty
        self.next = next.map { "/envelopes/dead?after=\($0)" }
    }
}
