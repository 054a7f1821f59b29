import Postgres
import Records

/// A letter with its envelope, durable in the store before the act that posts it.
struct SealedLetter: Sendable {
    let letter: DispatchLetter
    let file: SealedEnvelope
    /// The dispatch that it takes back or takes the place of.
    let concerns: Dispatch.ID?

    var recipients: Int { letter.recipients.count }
}

extension Workflow {
    /// Writes the envelope of a letter; nothing where there is none.
    func sealed(_ draft: (letter: DispatchLetter, concerns: Dispatch.ID?)?) async throws -> SealedLetter? {
        guard let draft, let file = try await write(draft.letter) else { return nil }
        return SealedLetter(letter: draft.letter, file: file, concerns: draft.concerns)
    }
}

extension Transaction {
    /// Enters an envelope as something that the office sent, and posts it to each recipient.
    borrowing func post(
        _ sealed: SealedLetter, _ files: [ReceivedFile], to recipients: [Correspondent], _ rules: ExchangeConfiguration,
        by officer: Officer
    ) throws -> Dispatch.ID {
        let letter = sealed.letter
        let codes = recipients.map(\.code)
        let id = try draft(
            letter.kind, letter.details, code: letter.documentCode, recipients: codes, concerns: sealed.concerns,
            reason: letter.reason, by: officer)
        try attach(files, dispatch: id, by: officer)
        let sent = LockedDispatch(
            id: id, kind: letter.kind, state: .draft, version: 1, documentCode: letter.documentCode,
            details: letter.details, recipients: codes, firstFile: 1)
        try post(sealed.file, of: sent, from: letter.sender, to: recipients, rules, by: officer)
        return id
    }
}
