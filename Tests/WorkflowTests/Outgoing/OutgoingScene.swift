import Foundation
import Postgres
import Records
import TestOffice
import Workflow

extension OutgoingDetails {
    /// A decision that a leader signs, for unit B and somebody by post.
    init(_ subject: String = "Kiện toàn ban chỉ đạo", signedBy people: People, medium: OutgoingDocument.Medium = .paper)
    {
        self.init()
        typeName = "Quyết định"
        self.subject = subject
        self.medium = medium
        place = "Lâm Sơn"
        signatories = [Signatory(officer: people.leader.officer.id, kind: .sign)]
        if case .unit(let unit) = people.unitB { recipients.append(.unit(unit, .lead)) }
        recipients.append(.post(name: "Công ty Một", address: "1 Trần Phú"))
    }
}

extension TestOffice {
    /// A PDF of one empty page.
    func pdf(_ text: String = "dự thảo") throws -> ReceivedFile {
        let page = """
            %PDF-1.4
            % \(text)
            1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
            2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
            3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >> endobj
            trailer << /Root 1 0 R >>
            %%EOF

            """
        return try file("du-thao.pdf", Array(page.utf8))
    }

    /// A draft of specialist A, with its text.
    func drafted(_ people: People, _ details: OutgoingDetails? = nil, answers: Int? = nil) async throws -> Int {
        var draft = OutgoingDraft()
        draft.details = details ?? OutgoingDetails(signedBy: people)
        draft.text = OutgoingText(try pdf())
        draft.answers = answers
        return try await workflow.draftOutgoing(draft, by: people.specialistA)
    }

    /// A document that its signatory has signed by hand; it waits for its number, at version 5.
    func signed(_ people: People, _ details: OutgoingDetails? = nil, answers: Int? = nil) async throws -> Int {
        let id = try await drafted(people, details, answers: answers)
        _ = try await workflow.submitOutgoing(id, seen: 1, by: people.specialistA)
        _ = try await workflow.approveContent(of: id, seen: 2, by: people.headA)
        _ = try await workflow.approveFormat(of: id, seen: 3, by: people.clerk)
        _ = try await workflow.recordSigned(id, seen: 4, by: people.clerk)
        return id
    }

    /// A document that went out, at version 8.
    func issued(_ people: People, _ details: OutgoingDetails? = nil, answers: Int? = nil) async throws -> Int {
        let id = try await signed(people, details, answers: answers)
        _ = try await workflow.numberOutgoing(id, seen: 5, by: people.clerk)
        _ = try await workflow.sealOnPaper(id, scan: try pdf("bản gốc"), seen: 6, by: people.clerk)
        try await workflow.issueOutgoing(id, seen: 7, by: people.clerk)
        return id
    }

    /// Goes through every act on outgoing documents, so that every table has rows.
    func outgoingStory(_ people: People) async throws {
        let id = try await drafted(people)
        let asked = OpinionRequest(officers: [people.specialistB.officer.id], question: "Có thuận không?")
        _ = try await workflow.askOpinions(on: id, asked, seen: 1, by: people.specialistA)
        try await workflow.giveOpinion(on: id, .agree, by: people.specialistB)
        let issued = try await issued(people)
        let dossier = try await workflow.openDossier(DossierPlan("đi-01"), by: people.clerk)
        _ = try await workflow.fileOutgoing(issued, in: dossier, seen: 8, by: people.clerk)
        let register = try await workflow.keepRegister(
            named: "Sổ công văn", counting: ["Công văn"], by: .service(in: people.clerk.officer.agency))
        _ = try await workflow.reserveNumbers(1, in: register, reason: "Đoàn công tác", by: people.clerk)
        _ = try await workflow.keepGroup(named: "Các sở", codes: ["H99.01"], by: people.clerk)
        try await owner.write { transaction in
            try transaction.execute(Workflow.testEvent)
            try transaction.execute(
                """
                INSERT INTO register_year (register_id, agency_id, year, last_number)
                VALUES (\(register), \(people.clerk.officer.agency), 2020, 1)
                """)
        }
        _ = try await workflow.closeRegister(register, year: 2020, by: people.clerk)
    }
}
