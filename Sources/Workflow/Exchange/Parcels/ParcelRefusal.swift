import Exchange

/// Why a request of another office is not done, as far as that office may know.
public struct ParcelRefusal: Error, Sendable {
    public enum Kind: Sendable {
        /// It is not signed by a key that is known here, or not for us, or not now.
        case unproven
        /// The upload goes on elsewhere; the fields say where.
        case elsewhere
        case tooLarge
        /// Too much of this sender is unfinished.
        case tooMany
        /// It would be refused again.
        case malformed
    }

    public let kind: Kind
    /// Header fields of the answer.
    public let fields: [(name: String, value: String)]
    /// For the service's log: what exactly is wrong.
    public let reason: String

    init(_ kind: Kind, _ reason: String, _ fields: [(name: String, value: String)] = []) {
        self.kind = kind
        self.reason = reason
        self.fields = fields
    }

    /// What the other office is told of an error; `nil` where our disk failed.
    init?(_ error: ExchangeError, _ reception: ParcelReception) {
        guard case .transport(let fault) = error.kind else {
            if case .storage = error.kind { return nil }
            self.init(.malformed, error.verdict)
            return
        }
        switch fault {
        case .otherOffset(let offset):
            self.init(.elsewhere, error.verdict, reception.answer(offset: offset, isComplete: false).fields)
        case .tooLarge: self.init(.tooLarge, error.verdict, reception.answer(offset: 0, isComplete: false).fields)
        case .unsigned(let what): self.init(.unproven, what)
        case .credentials: self.init(.unproven, error.verdict)
        case .spoolFull: self.init(.tooMany, error.verdict)
        default: self.init(.malformed, error.verdict)
        }
    }
}
