import Postgres
public import Records

/// What an act will do, told for each recipient before somebody confirms it (xem trước).
public struct OutgoingPreview: Sendable {
    public enum Consequence: Sendable, Equatable {
        /// An envelope of this kind goes out; what was heard last of the former one.
        case envelope(DispatchKind, last: DeliveryStatus?)
        /// It had the document by envelope, and no transport reaches it any more.
        case notReached
        /// It gets the document as work.
        case newWork(Assignment.Role)
        /// Its work with the document ends; where that stands in the register, and how far it is.
        case workEnds(entry: String, IncomingDocument.State)
        /// A letter by post asks the paper back, which was sent that day, or is to be sent still.
        case askBack(postedOn: Day?)
        case post
        /// It had what this document changes, and is not among the recipients.
        case notTold
    }

    public struct Line: Sendable {
        public let name: String
        public let consequence: Consequence
    }

    public let document: OutgoingView
    public let lines: [Line]
}

extension Workflow {
    /// What recalling a document will do (xem trước thu hồi).
    ///
    /// - Throws: the rule that says no, where the caller may not recall it now.
    public func recallPreview(of id: OutgoingDocument.ID, by caller: Caller) async throws -> OutgoingPreview {
        try await preview(of: id, for: .recall, by: caller) { transaction, view, rules in
            let entry = try transaction.entry(ofWork: view.work)
            let sender = try transaction.code(of: caller.officer.agency)
            let codes = view.details.agencies
            let reached = Set(
                try transaction.reached(codes, from: sender, rules).map { CorrespondentEntry.key($0.code) })
            return view.recipients.compactMap { recipient in
                switch recipient.address {
                case .agency(let code):
                    let isReached = reached.contains(CorrespondentEntry.key(code))
                    return .init(
                        name: recipient.name,
                        consequence: isReached ? .envelope(.recall, last: recipient.status) : .notReached)
                case .unit:
                    return entry.map {
                        .init(name: recipient.name, consequence: .workEnds(entry: $0.entry, $0.state))
                    }
                case .post:
                    return .init(name: recipient.name, consequence: .askBack(postedOn: recipient.postedOn))
                }
            }
        }
    }

    /// What issuing a document will do, to its recipients and to those of the document that it changes (xem trước phát hành).
    ///
    /// - Throws: the rule that says no, where the caller may not issue it now.
    public func issuePreview(of id: OutgoingDocument.ID, by caller: Caller) async throws -> OutgoingPreview {
        try await preview(of: id, for: .issue, by: caller) { transaction, view, _ in
            let former = try view.concerns.flatMap {
                try transaction.view(ofOutgoing: $0.id, for: caller.officer)?.view
            }
            let holdings = try former.map { try transaction.holdings(of: $0.id) } ?? []
            let replaces = view.concerns?.effect.closing != nil
            let had = Set(holdings.flatMap(\.keys))
            var lines = view.recipients.map { recipient in
                let consequence: OutgoingPreview.Consequence
                switch recipient.address {
                case .agency(let code):
                    let key = CorrespondentEntry.key(code)
                    let last = former?.recipients.first { $0.address.codeKey == key }?.status
                    consequence = .envelope(replaces && had.contains(key) ? .replace : .new, last: last)
                case .unit(_, let role): consequence = .newWork(role)
                case .post: consequence = .post
                }
                return OutgoingPreview.Line(name: recipient.name, consequence: consequence)
            }
            guard let former else { return lines }
            let entry = replaces ? try transaction.entry(ofWork: former.work) : nil
            for recipient in former.recipients {
                if case .unit = recipient.address, let entry {
                    lines.append(
                        .init(name: recipient.name, consequence: .workEnds(entry: entry.entry, entry.state)))
                }
                let isTold = view.recipients.contains { $0.address.isSame(as: recipient.address) }
                if !isTold { lines.append(.init(name: recipient.name, consequence: .notTold)) }
            }
            return lines
        }
    }

    private func preview(
        of id: OutgoingDocument.ID, for act: Act, by caller: Caller,
        _ lines:
            @escaping @Sendable (borrowing Transaction, OutgoingView, ExchangeConfiguration) throws
            -> [OutgoingPreview.Line]
    ) async throws -> OutgoingPreview {
        let rules = configuration.exchange
        let attempt = AuditEvent(.outgoingViewed, on: .outgoing(id), detail: ["preview": act.rawValue])
        return try await look(attempt, by: caller) { transaction in
            guard let seen = try transaction.view(ofOutgoing: id, for: caller.officer) else {
                throw WorkflowError.notFound
            }
            try AccessRule.require(
                act, of: caller.officer.roles, on: seen.near, at: seen.view.step, closed: seen.view.closing)
            return Audited(
                OutgoingPreview(document: seen.view, lines: try lines(transaction, seen.view, rules)), attempt)
        }
    }
}

extension Transaction {
    /// Where the work of one's own units stands in its register, where it is not closed.
    fileprivate borrowing func entry(
        ofWork id: IncomingDocument.ID?
    ) throws -> (entry: String, state: IncomingDocument.State)? {
        guard let id else { return nil }
        return try row(
            """
            SELECT number || '/' || year AS entry, state FROM incoming_document WHERE id = \(id) AND closing IS NULL
            """
        ) { (entry: try $0["entry"] as String, state: try $0["state"] as IncomingDocument.State) }
    }
}

extension OutgoingAddress {
    fileprivate var codeKey: String? {
        if case .agency(let code) = self { CorrespondentEntry.key(code) } else { nil }
    }

    /// Whether both mean the same recipient, however it is asked to act.
    fileprivate func isSame(as other: OutgoingAddress) -> Bool {
        switch (self, other) {
        case (.agency(let one), .agency(let two)): CorrespondentEntry.key(one) == CorrespondentEntry.key(two)
        case (.unit(let one, _), .unit(let two, _)): one == two
        case (.post(let one, _), .post(let two, _)): Folding.fold(one) == Folding.fold(two)
        default: false
        }
    }
}
