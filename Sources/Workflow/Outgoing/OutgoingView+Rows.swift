import Foundation
import Postgres
import Records

extension OutgoingView {
    init(_ row: borrowing Row) throws {
        let number: Int? = try row["number"]
        let notation: String = try row["notation"]
        let answered: Int? = try row["answers_id"]
        let label: String = try row["answered"] ?? ""
        self.init(
            id: try row["id"], step: try row["step"], closing: try row["closing"], version: try row["version"],
            details: try OutgoingDetails(json: row["details"]), unit: try row["unit_name"] ?? "",
            draftedBy: try row["drafter"], draftedAt: try row["drafted_at"], revision: try row["revision"],
            reference: number.map { Reference(given: $0, notation: notation) },
            register: try row["register_name"] ?? "", year: try row["year"], issuedOn: try row["issued_on"],
            issuedAt: try row["issued_at"], answers: answered.map { (id: $0, label: label) },
            dispatch: try row["dispatch_id"], replacing: try row["replacing_id"], work: try row["internal_id"],
            ended: try OutgoingEnding(row))
    }
}

extension OutgoingEnding {
    /// - Returns: `nil` where the document is in force, or on its way.
    fileprivate init?(_ row: borrowing Row) throws {
        guard let mark: OutgoingDocument.ClosingMark = try row["closing"] else { return nil }
        self.init(
            mark: mark, reason: try row["closing_reason"], by: try row["closer"] ?? "", at: try row["closed_at"])
    }
}

extension OutgoingLink {
    init(_ row: borrowing Row) throws {
        let number: Int? = try row["number"]
        let notation: String = try row["notation"]
        self.init(
            id: try row["id"], effect: try row["effect"],
            reference: number.map { Reference(given: $0, notation: notation) }, step: try row["step"],
            closing: try row["closing"], isIssued: try row["issued"])
    }
}

extension VersionView {
    init(_ row: borrowing Row) throws {
        let pdf: [UInt8]? = try row["pdf"]
        self.init(
            ordinal: try row["ordinal"], kind: try row["kind"], name: try row["name"], mediaType: try row["media_type"],
            size: try row["size"], hasPDF: pdf != nil, note: try row["note"], madeBy: try row["maker"],
            madeAt: try row["made_at"], digest: try row["digest"])
    }
}

extension RemarkView {
    init(_ row: borrowing Row) throws {
        self.init(
            kind: try row["kind"], revision: try row["revision"], text: try row["text"], author: try row["author"],
            at: try row["made_at"])
    }
}

extension SignatoryView {
    init(_ row: borrowing Row) throws {
        self.init(
            officer: try row["officer_id"], name: try row["name"], position: try row["position"], kind: try row["kind"],
            competence: try row["competence"], signedAt: try row["signed_at"], recordedBy: try row["recorder"],
            certificate: try row["certificate"])
    }
}

extension OpinionView {
    init(_ row: borrowing Row) throws {
        self.init(
            officer: try row["officer_id"], name: try row["name"], askedBy: try row["asker"],
            question: try row["question"], deadline: try row["deadline"], revision: try row["revision"],
            answer: try row["answer"], text: try row["text"], answeredAt: try row["answered_at"])
    }
}

extension OutgoingRecipientView {
    /// Whom a document went to, with what each said of its envelope and of the last request about it.
    static func query(of document: OutgoingDocument.ID) -> SQL {
        """
        SELECT n.*, (SELECT name FROM officer WHERE id = n.returned_to) AS taker,
               sent.state AS sending, sent.status, asked.kind AS asked, asked.status AS answer,
               (SELECT a.state FROM assignment a
                WHERE a.document_id = o.internal_id AND a.parent_id IS NULL AND a.unit_id = n.unit_id
                ORDER BY a.id DESC LIMIT 1) AS work
        FROM outgoing_recipient n JOIN outgoing_document o ON o.id = n.document_id
             LEFT JOIN LATERAL (
                 SELECT e.state, r.status FROM dispatch_recipient r JOIN outgoing_envelope e ON e.id = r.outgoing_id
                 WHERE r.dispatch_id IN (o.dispatch_id, o.replacing_id) AND r.code_key = lower(n.code)
                 LIMIT 1) sent ON n.kind = 'agency'
             LEFT JOIN LATERAL (
                 SELECT f.kind, r.status FROM dispatch f JOIN dispatch_recipient r ON r.dispatch_id = f.id
                 WHERE f.concerns_id IN (o.dispatch_id, o.replacing_id) AND f.state = 'sent'
                   AND r.code_key = lower(n.code)
                 ORDER BY f.id DESC LIMIT 1) asked ON n.kind = 'agency'
        WHERE n.document_id = \(document) ORDER BY n.ordinal
        """
    }

    init(_ row: borrowing Row) throws {
        let kind: String = try row["kind"]
        let name: String = try row["name"]
        let address: OutgoingAddress =
            switch kind {
            case "agency": .agency(code: try row["code"])
            case "unit": .unit(try row["unit_id"], try row["role"])
            default: .post(name: name, address: try row["address"])
            }
        self.init(
            ordinal: try row["ordinal"], address: address, name: name, postedOn: try row["posted_on"],
            covers: try row["covers"], returnedOn: try row["returned_on"], returnedTo: try row["taker"],
            sending: try row["sending"], status: try row["status"], work: try row["work"], asked: try row["asked"],
            answer: try row["answer"])
    }
}

extension ActionOffer {
    private static let outgoing: [Act] = [
        .revise, .submit, .abandon, .approveContent, .approveFormat, .returnDraft, .askOpinion, .giveOpinion, .sign,
        .recordSigned, .number, .seal, .issue, .cancel, .archive, .amend, .recall, .lendArchive, .makeCopy,
    ]

    /// What a person may do with an outgoing document now, and for the rest why not.
    static func all(for officer: Officer, _ near: Set<Reach>, _ view: OutgoingView) -> [ActionOffer] {
        let isPaperOut = view.paper.map { $0.returned < $0.sent } ?? false
        return (isPaperOut ? outgoing + [.takePaperBack] : outgoing).map { act in
            do throws(RuleViolation) {
                try AccessRule.require(act, of: officer.roles, on: near, at: view.step, closed: view.closing)
                try require(act, of: officer, near, view)
                return ActionOffer(act: act, allowed: true, reason: nil)
            } catch {
                return ActionOffer(act: act, allowed: false, reason: error.sentence)
            }
        }
    }

    /// Whether there is something for this act to act on.
    private static func require(
        _ act: Act, of officer: Officer, _ near: Set<Reach>, _ view: OutgoingView
    ) throws(RuleViolation) {
        switch act {
        case .returnDraft where officer.roles.isDisjoint(with: [.leader, .registrar]):
            let isNext = view.signatories.contains { $0.isNext && $0.officer == officer.id }
            guard view.step == .content ? near.contains(.unit) : isNext else { throw .notYours(act) }
        case .sign:
            guard view.signatories.contains(where: { $0.isNext && $0.officer == officer.id }) else {
                throw .notYours(act)
            }
        case .giveOpinion:
            guard view.opinions.contains(where: { $0.officer == officer.id && $0.answer == nil }),
                view.reference == nil
            else { throw .notYours(act) }
        case .recordSigned:
            guard view.details.medium == .paper else { throw .notYours(act) }
        default: break
        }
    }
}
