import Foundation
import Postgres
public import Records

/// What a copy is made from, and the number that it would have now.
private struct CopyPlan: Sendable {
    let path: String
    let agency: String
    let register: Int?
    let year: Int
    let next: Int
    let notation: String
    let isClosed: Bool

    var reference: Reference { Reference(given: next, notation: notation) }
}

/// The number that the copy says went to another copy meanwhile.
private struct NumberGone: Error {}

extension Workflow {
    /// Makes a copy of an issued document (sao y, sao lục, trích sao): a PDF with the mark and its number of the year's one
    /// sequence for all kinds of copies, kept on record.
    ///
    /// The number stands in the file, so the file is made for the next number, and made again where that one is gone when
    /// it is written down: there is no gap and no number twice.
    ///
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)`` where there is no PDF, or no program that marks it.
    public func copyDocument(
        _ id: OutgoingDocument.ID, _ request: CopyRequest, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        for _ in 1...5 {
            let plan = try await plan(ofCopy: request.kind ?? .same, of: id, by: caller)
            let made = await marked(plan, request, by: officer)
            do {
                return try await act(AuditEvent(.copyMade, on: .outgoing(id)), by: caller, key: key) { transaction in
                    let document = try transaction.lock(outgoing: id, for: .makeCopy, seen: nil, by: officer)
                    let asked = try request.checked()
                    guard let plan, let made else { throw WorkflowError.outgoingObstacle(.nothingToMark) }
                    if plan.isClosed { throw WorkflowError.outgoingObstacle(.registerClosed) }
                    let copy = try transaction.enter(try made.get().file, plan, asked, of: id, by: officer)
                    // Thrown, so that the counter goes back.
                    guard copy.number == plan.next, copy.year == plan.year else { throw NumberGone() }
                    let detail = [
                        "kind": asked.kind.rawValue, "number": "\(copy.number)", "year": "\(copy.year)",
                        "copies": "\(asked.copies)",
                    ]
                    return Audited(
                        copy.id, AuditEvent(.copyMade, on: .outgoing(id), version: document.version, detail: detail))
                }
            } catch is NumberGone { continue }
        }
        throw WorkflowError.outgoingObstacle(.copiesCrossed)
    }

    /// Opens a copy that was made (mở bản sao).
    ///
    /// - Throws: ``WorkflowError/notFound`` where the caller may not see the document, or there is no such copy.
    public func openCopy(_ copy: Int, of id: OutgoingDocument.ID, by caller: Caller) async throws -> OpenedFile {
        let attempt = AuditEvent(.copyOpened, on: .outgoing(id), detail: ["copy": "\(copy)"])
        let store = store
        let file = try await look(attempt, by: caller) { transaction in
            try transaction.requireVisible(id, to: caller.officer)
            let file = try transaction.row(
                """
                SELECT name, digest, size FROM document_copy
                WHERE id = \(copy) AND document_id = \(id) AND agency_id = \(caller.officer.agency)
                """
            ) { row in
                let digest: [UInt8] = try row["digest"]
                return OpenedFile(
                    path: store.path(of: digest), name: try row["name"], mediaType: "application/pdf",
                    size: try row["size"], digest: digest)
            }
            guard let file else { throw WorkflowError.notFound }
            return Audited(file, attempt)
        }
        return try await watermarked(file, for: caller)
    }

    /// The file of a copy; nothing where the act will refuse it, so that no work is done for it.
    private func marked(
        _ plan: CopyPlan?, _ request: CopyRequest, by officer: Officer
    ) async -> Result<OutgoingText, any Error>? {
        guard let plan, AccessRule.allow(.makeCopy, to: officer.roles),
            let asked = try? request.checked()
        else { return nil }
        guard let stamp = documentStamp else { return .failure(WorkflowError.outgoingObstacle(.noPrograms)) }
        var marks = PaperMarks()
        marks.copy = PaperMarks.copyMark(asked.kind, agency: plan.agency, reference: "\(plan.reference)", at: now())
        marks.pages = asked.pages?.each
        let chosen = marks
        do {
            return .success(
                try await made(named: "\(plan.reference.fileName).pdf") { target in
                    try await markGate.pass { _ = try await stamp.stamp(plan.path, chosen, to: target) }
                })
        } catch {
            return .failure(error)
        }
    }

    /// - Returns: nothing where the document has no PDF, or is not the caller's to see.
    private func plan(
        ofCopy kind: CopyKind, of id: OutgoingDocument.ID, by caller: Caller
    ) async throws -> CopyPlan? {
        let store = store
        return try await glance(by: caller) { transaction in
            try transaction.row(
                """
                SELECT v.pdf, \(OfficeSymbols.columns), r.id AS register_id, \(NumberCounter.year)::int AS year,
                       coalesce(y.last_number, 0) + 1 AS next, \(NumberCounter.isClosed("r.id")) AS closed
                FROM outgoing_document d JOIN agency a ON a.id = d.agency_id
                     JOIN outgoing_version v ON v.document_id = d.id AND v.ordinal = d.revision AND v.pdf IS NOT NULL
                     LEFT JOIN unit u ON false
                     LEFT JOIN register r ON r.agency_id = a.id AND r.direction = 'copies'
                     LEFT JOIN register_year y ON y.register_id = r.id AND y.year = \(NumberCounter.year)
                WHERE d.id = \(id) AND d.agency_id = \(caller.officer.agency)
                  AND \(OutgoingVisibility.condition(for: caller.officer))
                ORDER BY r.id LIMIT 1
                """
            ) { row in
                let symbols = try OfficeSymbols(row)
                return CopyPlan(
                    path: store.path(of: try row["pdf"]), agency: symbols.agencyName, register: try row["register_id"],
                    year: try row["year"], next: try row["next"], notation: "\(kind.abbreviation)-\(symbols.agency)",
                    isClosed: try row["closed"])
            }
        }
    }
}

extension Transaction {
    /// Takes the next number of copies and writes the copy down.
    fileprivate borrowing func enter(
        _ file: ReceivedFile, _ plan: CopyPlan, _ asked: CopyRequest.Checked, of id: OutgoingDocument.ID,
        by officer: Officer
    ) throws -> (id: Int, year: Int, number: Int) {
        let register = try registerOfCopies(of: officer.agency)
        try keep(file.digest, size: file.size)
        let copy = try row(
            """
            WITH taken AS (\(NumberCounter.next(of: "SELECT \(register)::bigint AS id", in: officer.agency)))
            INSERT INTO document_copy (agency_id, document_id, register_id, year, number, notation, kind, pages,
                recipient, copies, name, digest, size, made_by)
            SELECT \(officer.agency), \(id), register_id, year, number, \(plan.notation), \(asked.kind),
                \(asked.pages?.written ?? ""), \(asked.recipient), \(asked.copies)::bigint, \(file.name),
                \(file.digest), \(file.size), \(officer.id)
            FROM taken RETURNING id, year, number
            """
        ) { (id: try $0["id"] as Int, year: try $0["year"] as Int, number: try $0["number"] as Int) }
        guard let copy else { throw WorkflowError.registerMissing }
        return copy
    }

    /// The agency's register of copies, made with the first of them.
    fileprivate borrowing func registerOfCopies(of agency: Agency.ID) throws -> Int {
        try execute(
            """
            INSERT INTO register (agency_id, direction, name) VALUES (\(agency), 'copies', 'Sổ đăng ký bản sao')
            ON CONFLICT ON CONSTRAINT register_name_once_per_agency DO NOTHING
            """)
        let id = try row(
            "SELECT id FROM register WHERE agency_id = \(agency) AND direction = 'copies' ORDER BY id LIMIT 1"
        ) { try $0["id"] as Int }
        guard let id else { throw WorkflowError.registerMissing }
        return id
    }
}
