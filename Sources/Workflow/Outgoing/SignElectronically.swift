import Glibc
import Postgres
public import Records

extension Workflow {
    /// Takes what somebody signed outside, with a token or remotely (ký số): the file that was handed out, with exactly one
    /// more signature over all of it, by a certificate in their name.
    ///
    /// - Returns: the document's new version.
    /// - Throws: ``PaperFault`` that says why the file is not accepted; ``WorkflowError/outgoingObstacle(_:)``.
    public func signOutgoing(
        _ id: OutgoingDocument.ID, with file: ReceivedFile, seen version: Int, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        // The file is judged for those only who may sign at all.
        let mayDo = AccessRule.allow(.sign, to: officer.roles)
        let paper = mayDo ? try await paper(of: id, at: .signature, seen: version, by: caller) : nil
        var judged: Result<PaperSignature, any Error>?
        if let base = paper?.path {
            do {
                let verdict = try await papers.verify(store.path(of: file.digest), base: base)
                judged = .success(try verdict.added())
            } catch { judged = .failure(error) }
        }
        let judgement = judged
        return try await act(AuditEvent(.outgoingSigned, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .sign, seen: version, by: officer)
            guard document.medium == .electronic else { throw WorkflowError.outgoingObstacle(.otherMedium) }
            guard let turn = try transaction.turn(in: document), turn.officer == officer.id, turn.kind == .sign else {
                throw WorkflowError.outgoingObstacle(.notYourTurn)
            }
            guard let signature = try judgement?.get() else { throw WorkflowError.outgoingObstacle(.noPDF) }
            let signer = signature.signer ?? ""
            guard Self.isName(signer, of: officer) else {
                throw WorkflowError.outgoingObstacle(.otherSigner)
            }
            let revision = document.revision + 1
            try transaction.keep(OutgoingText(file), as: .signed, ordinal: revision, of: id, by: officer)
            let event = try transaction.signed(
                document, turn, revision: revision, certificate: "\(signer) · \(signature.issuer ?? "")", by: officer)
            return Audited(version + 1, event)
        }
    }

    /// Whether a certificate's name is a person's: with its tones, since *Hoa*, *Hòa* and *Hoá* are three people.
    private static func isName(_ name: String, of officer: Officer) -> Bool {
        func plain(_ name: String) -> String {
            name.trimmed.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return plain(name) == plain(officer.name)
    }

    /// Fills number and date into a signed document and signs it for the agency (ký số cơ quan), with the agency's own key,
    /// and each PDF that goes with it in a file of its own.
    ///
    /// All of them are signed or none. What was attached stays on record beside what was signed; files that are no PDF go as
    /// they are.
    ///
    /// - Returns: the document's new version.
    /// - Throws: ``PaperFault`` where the key, or the file, does not allow it; nothing is changed then.
    public func sealOutgoing(
        _ id: OutgoingDocument.ID, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        let paper = try await paper(of: id, at: .sealing, seen: version, by: caller)
        var made: Result<SealedPaper, any Error>?
        // Asked before the agency's key is used, and again by the act.
        if let paper, paper.medium == .electronic, AccessRule.allow(.seal, to: officer.roles) {
            do { made = .success(try await sealed(paper, by: officer)) } catch { made = .failure(error) }
        }
        let original = made
        return try await act(AuditEvent(.outgoingSealed, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .seal, seen: version, by: officer)
            guard document.medium == .electronic else { throw WorkflowError.outgoingObstacle(.otherMedium) }
            guard let original = try original?.get() else { throw WorkflowError.outgoingObstacle(.noPDF) }
            try transaction.keep(original.files, outgoing: id, by: officer)
            let event = try transaction.seal(
                document, with: original.text, attachments: original.files.count, by: officer)
            return Audited(version + 1, event)
        }
    }

    private func sealed(_ paper: OutgoingPaper, by officer: Officer) async throws -> SealedPaper {
        guard let source = paper.path, let number = paper.number, let day = paper.issuedOn else {
            throw WorkflowError.outgoingObstacle(.noPDF)
        }
        let written = DocumentNumber.written(number)
        let reference = Reference(number: written, notation: paper.notation)
        let numbered = store.temporary()
        defer { unlink(numbered) }
        try await papers.number(
            source, to: numbered, number: written, reference: "\(reference)", on: day, place: paper.place)
        let text = try await made(named: "\(reference.fileName).pdf") { target in
            try await papers.seal(numbered, to: target, by: officer)
        }
        return SealedPaper(text: text, files: try await sealed(paper.files, of: reference, by: officer))
    }
}

/// A document and its attachments as the agency signed them.
private struct SealedPaper: Sendable {
    let text: OutgoingText
    let files: [SealedAttachment]
}
