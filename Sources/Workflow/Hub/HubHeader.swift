import Exchange

/// What the hub reads of an envelope.
struct HubHeader {
    let sender: String
    /// `edoc` or `status`, by the content: some systems send the one as the other.
    let kind: String
    let documentID: String?
    /// Number and symbol, and what it is about: the sender is shown them in the list of what it sent.
    let notation: String
    let title: String
    /// Codes in small letters: the envelope's recipients or, of a status, the sender of the document that it is about.
    let addressed: [String]

    init(_ envelope: Envelope) {
        sender = envelope.from.organID
        documentID = envelope.documentID ?? envelope.responseFor.first?.documentID
        notation = String((envelope.reference ?? envelope.responseFor.first?.code ?? "").prefix(200))
        title = String((envelope.subject ?? envelope.status?.description ?? "").prefix(500))
        let codes: [String]
        if envelope.kind == .status {
            kind = ParcelKind.status.rawValue
            codes = envelope.responseFor.compactMap(\.organID)
        } else {
            kind = ParcelKind.document.rawValue
            codes = envelope.to.map(\.organID)
        }
        var seen: Set<String> = []
        addressed = codes.map { $0.lowercased() }.filter { seen.insert($0).inserted }
    }

    /// Where it goes: where its sender says, and its content too.
    func recipients(claimed: [String]) throws(HubRefusal) -> [String] {
        guard !addressed.isEmpty else { throw .recipient("") }
        guard !claimed.isEmpty else { return addressed }
        var seen: Set<String> = []
        let wanted = claimed.map { $0.lowercased() }.filter { seen.insert($0).inserted }
        for code in wanted where !addressed.contains(code) { throw .recipient(code) }
        return wanted
    }
}
