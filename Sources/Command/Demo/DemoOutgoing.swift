import ArgumentParser
import Foundation
import Records
import Workflow

/// An outgoing document of the demonstration, and how far it has come.
struct DemoOutgoing: Decodable {
    struct Post: Decodable {
        let name: String
        let address: String
    }

    let until: OutgoingDocument.Step
    let by: String
    let head: String
    let registrar: String
    let signer: String
    let competence: Signatory.Competence?
    let medium: OutgoingDocument.Medium
    let urgency: Int?
    let type: String
    let subject: String
    /// A file below the demonstration's folder.
    let text: String
    let units: [String: Assignment.Role]?
    let post: [Post]?
    let ask: String?
    let question: String?
}

extension DemoOutgoing {
    private static let steps = OutgoingDocument.Step.allCases

    private func reaches(_ step: OutgoingDocument.Step) -> Bool {
        guard let here = Self.steps.firstIndex(of: until), let there = Self.steps.firstIndex(of: step) else {
            return false
        }
        return here >= there
    }

    /// Drafts the document and takes its steps, as people do.
    func tell(in office: Workflow, _ folder: String, _ cast: DemoCast) async throws {
        let drafter = try cast.caller(by)
        let clerk = try cast.caller(registrar)
        func key(_ step: String) throws -> IdempotencyKey { try .demo("\(subject), \(step)") }
        var draft = OutgoingDraft()
        draft.details = try details(cast)
        draft.text = OutgoingText(try office.receive("\(folder)/\(text)"))
        let id = try await office.draftOutgoing(draft, by: drafter, key: try key("draft"))
        var version = 1
        if let ask {
            let request = OpinionRequest(officers: [try cast.caller(ask).officer.id], question: question ?? "")
            version = try await office.askOpinions(on: id, request, seen: version, by: drafter, key: try key("ask"))
        }
        guard reaches(.content) else { return }
        version = try await office.submitOutgoing(id, seen: version, by: drafter, key: try key("submit"))
        guard reaches(.format) else { return }
        version = try await office.approveContent(
            of: id, seen: version, by: try cast.caller(head), key: try key("content"))
        guard reaches(.signature) else { return }
        version = try await office.approveFormat(of: id, seen: version, by: clerk, key: try key("format"))
        guard reaches(.numbering) else { return }
        version = try await office.recordSigned(id, seen: version, by: clerk, key: try key("signed"))
        guard reaches(.sealing) else { return }
        version = try await office.numberOutgoing(id, seen: version, by: clerk, key: try key("number")).version
        guard reaches(.issuing) else { return }
        // A paper of the demonstration is its own scan.
        version = try await office.sealOnPaper(
            id, scan: try office.receive("\(folder)/\(text)"), seen: version, by: clerk, key: try key("seal"))
        guard reaches(.issued) else { return }
        try await office.issueOutgoing(id, seen: version, by: clerk, key: try key("issue"))
    }

    private func details(_ cast: DemoCast) throws -> OutgoingDetails {
        var details = OutgoingDetails()
        details.typeName = type
        details.subject = subject
        details.medium = medium
        details.urgency = urgency.flatMap(Urgency.init) ?? .none
        details.place = "Lam Sơn"
        details.signatories = [
            Signatory(officer: try cast.caller(signer).officer.id, kind: .sign, competence: competence ?? .own)
        ]
        for (name, role) in (units ?? [:]).sorted(by: { $0.key < $1.key }) {
            if case .unit(let unit) = try cast.assignee(name) { details.recipients.append(.unit(unit, role)) }
        }
        for one in post ?? [] { details.recipients.append(.post(name: one.name, address: one.address)) }
        return details
    }
}
