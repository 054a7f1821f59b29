/// What must hold of an envelope as a whole before it is written; what concerns a field alone is checked with it.
struct EnvelopeCheck {
    let rules: EnvelopeWriter.Rules
    let limits: EnvelopeLimits

    func check(_ envelope: Envelope) throws(ExchangeError) {
        try checkKind(envelope)
        guard envelope.to.count <= limits.recipients else { throw ExchangeError(.limit(.recipients)) }
        guard envelope.attachments.count <= limits.attachments else { throw ExchangeError(.limit(.attachments)) }
        for (name, organization) in [("From", envelope.from)] + envelope.to.map({ ("To", $0) }) {
            let canBeSent = rules == .sending ? organization.organID.isUsualOrganID : organization.organID.canBeOrganID
            guard canBeSent, !organization.organID.isEmpty else { throw fault("\(name)/OrganId", .value) }
        }
        for (name, text) in [
            ("DocumentId", envelope.documentID), ("CodeNumber", envelope.codeNumber),
            ("CodeNotation", envelope.codeNotation),
        ] where text?.hasControlCharacters == true { throw fault(name, .value) }
        guard rules == .sending else { return }
        if envelope.kind == .status { try checkStatus(envelope) } else { try checkDocument(envelope) }
    }

    /// What the envelope is must be what it will be taken for.
    private func checkKind(_ envelope: Envelope) throws(ExchangeError) {
        let types: [Envelope.Kind: Int] = [.new: 0, .recall: 1, .update: 2, .replace: 3]
        guard (envelope.kind == .status) == (envelope.status != nil) else { throw fault("StatusCode", .value) }
        if let status = envelope.status {
            guard status.code.utf8.count == 2, status.code.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw fault("StatusCode", .value)
            }
            return
        }
        let isUnknown = rules == .copying && envelope.kind == .new
        guard isUnknown || (envelope.business?.type ?? 0) == types[envelope.kind] else {
            throw fault("Bussiness/BussinessDocType", .value)
        }
    }

    private func checkDocument(_ envelope: Envelope) throws(ExchangeError) {
        var seen: Set<String> = []
        guard !envelope.to.isEmpty else { throw fault("To", .missing) }
        for recipient in envelope.to where !seen.insert(recipient.organID.lowercased()).inserted {
            throw fault("To/OrganId", .repeated)
        }
        guard envelope.business != nil else { throw fault("Bussiness", .missing) }
        // Whoever passes an envelope on adds the next.
        guard envelope.trace.count == 1 else {
            throw fault("TraceHeader", envelope.trace.isEmpty ? .missing : .repeated)
        }
        // 4, express at a time, is none of the decree's any more.
        if let priority = envelope.priority, !(0...3).contains(priority) { throw fault("OtherInfo/Priority", .value) }
        if let number = envelope.codeNumber, number.contains("/") { throw fault("Code/CodeNumber", .value) }
        if envelope.kind == .replace, envelope.business?.replacements.isEmpty != false {
            throw fault("Bussiness/ReplacementInfoList", .missing)
        }
    }

    private func checkStatus(_ envelope: Envelope) throws(ExchangeError) {
        guard envelope.responseFor.count == 1 else {
            throw fault("ResponseFor", envelope.responseFor.isEmpty ? .missing : .repeated)
        }
        guard envelope.responseFor[0].documentID != nil || envelope.responseFor[0].code != nil else {
            throw fault("ResponseFor/DocumentId", .missing)
        }
        guard envelope.attachments.isEmpty, envelope.to.isEmpty else { throw fault("AttachmentEncoded", .value) }
    }

    private func fault(_ field: String, _ fault: ExchangeError.Fault) -> ExchangeError {
        ExchangeError(.field(field, fault))
    }
}
