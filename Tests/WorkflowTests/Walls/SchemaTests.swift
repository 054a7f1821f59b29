import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("The choices that the schema allows")
struct SchemaTests {
    /// What the program knows, for every constraint that lists choices.
    static let choices: [String: Set<String>] = [
        "officer_roles_known": Set(Role.allCases.map(\.rawValue)),
        "session_kind_known": ["web", "api"],
        "register_direction_known": ["incoming", "outgoing", "internal", "copies"],
        "document_copy_kind_known": Set(CopyKind.allCases.map(\.rawValue)),
        "intake_kind_known": ["envelope", "scan"],
        "intake_state_known": Set(Intake.State.allCases.map(\.rawValue)),
        "intake_business_known": Set(Intake.Business.allCases.map(\.rawValue)),
        "intake_answer_known": ["15", "16"],
        "incoming_document_closing_known": Set(IncomingDocument.ClosingMark.allCases.map(\.rawValue)),
        "outgoing_envelope_kind_known": Set(OutgoingEnvelope.Kind.allCases.map(\.rawValue)),
        "outgoing_envelope_state_known": Set(OutgoingEnvelope.State.allCases.map(\.rawValue)),
        "incoming_document_state_known": Set(IncomingDocument.State.allCases.map(\.rawValue)),
        "incoming_document_source_known": ["paper", "scan", "envelope", "internal"],
        "assignment_role_known": Set(Assignment.Role.allCases.map(\.rawValue)),
        "assignment_state_known": Set(Assignment.State.allCases.map(\.rawValue)),
        "attachment_kind_known": ["document", "progress", "result"],
        "dossier_retention_known": Set(RetentionPeriod.all.map(\.rawValue)),
        "dispatch_state_known": Set(Dispatch.State.allCases.map(\.rawValue)),
        "dispatch_kind_known": Set(DispatchKind.allCases.map(\.rawValue)),
        "dispatch_recipient_status_known": Set(
            DeliveryStatus.allCases.filter(\.isARecipients).map(\.rawValue)),
        "delivery_status_reason_known": ["unknownDocument", "noRecipient"],
        "outgoing_document_step_known": Set(OutgoingDocument.Step.allCases.map(\.rawValue)),
        "outgoing_document_closing_known": Set(OutgoingDocument.ClosingMark.allCases.map(\.rawValue)),
        "outgoing_document_effect_known": Set(OutgoingEffect.allCases.map(\.rawValue)),
        "outgoing_document_medium_known": Set(OutgoingDocument.Medium.allCases.map(\.rawValue)),
        "outgoing_version_kind_known": Set(RevisionKind.allCases.map(\.rawValue)),
        "outgoing_remark_kind_known": Set(RemarkKind.allCases.map(\.rawValue)),
        "outgoing_signatory_kind_known": Set(Signatory.Kind.allCases.map(\.rawValue)),
        "outgoing_signatory_competence_known": Set(
            Signatory.Competence.allCases.map { $0.rawValue.replacing(".", with: "") }.filter { !$0.isEmpty }),
        "outgoing_opinion_answer_known": Set(OpinionAnswer.allCases.map(\.rawValue)),
        "outgoing_recipient_kind_known": ["agency", "unit", "post"],
        "outgoing_recipient_role_known": Set(Assignment.Role.allCases.map(\.rawValue)),
        "event_outcome_known": Set(AuditEvent.Outcome.allCases.map(\.rawValue)),
        "event_channel_known": ["web", "api", "command", "service"],
    ]

    @Test("are those that the program knows, in every list")
    func lists() async throws {
        try await withOffice { office in
            let constraints = try await office.owner.read { transaction in
                try transaction.rows(
                    """
                    SELECT DISTINCT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
                    WHERE contype = 'c' AND conname LIKE '%\\_known' AND connamespace IN ('public'::regnamespace, 'audit'::regnamespace)
                    """
                ) { (name: try $0["conname"] as String, definition: try $0["definition"] as String) }
            }
            for (name, definition) in constraints where !name.hasSuffix("_urgency_known") {
                let listed = Set(definition.matches(of: /'([A-Za-z0-9]+)\.?'/).map { String($0.1) })
                #expect(listed == Self.choices[name], "\(name)")
            }
            let urgencies = constraints.filter { $0.name.hasSuffix("_urgency_known") }
            #expect(Set(constraints.map(\.name)) == Set(Self.choices.keys).union(urgencies.map(\.name)))
            #expect(urgencies.count == 2)
            for urgency in urgencies {
                #expect(
                    urgency.definition.contains(">= 0")
                        && urgency.definition.contains("<= \(Urgency.allCases.map(\.rawValue).max() ?? 0)"))
            }
        }
    }

    @Test("have a name in the program for each choice that is not listed there")
    func names() {
        for kind in ["web", "api"] { #expect(SessionKind(rawValue: kind) != nil) }
        for kind in ["envelope", "scan"] { #expect(Intake.Kind(rawValue: kind) != nil) }
        for kind in ["document", "progress", "result"] { #expect(AttachmentView.Kind(rawValue: kind) != nil) }
        for channel in ["web", "api", "command", "service"] { #expect(Origin.Channel(rawValue: channel) != nil) }
    }

    @Test("of shared numbers agree: roles that stand apart, and the terms of the law")
    func apart() async throws {
        try await withOffice { office in
            let definition = try await office.owner.row(
                "SELECT pg_get_constraintdef(oid) AS d FROM pg_constraint WHERE conname = 'officer_duties_apart'"
            ) { try $0["d"] as String }
            let listed = Set((definition ?? "").matches(of: /'([A-Za-z]+)'/).map { String($0.1) })
            #expect(listed == Set(Role.apart.map(\.rawValue)))
        }
    }
}
