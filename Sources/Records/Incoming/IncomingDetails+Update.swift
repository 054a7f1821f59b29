extension IncomingDetails {
    /// These details as their sender wants them now (thông tin sau cập nhật).
    ///
    /// What the sender leaves out stays; so does what would break a rule of the register, and everything that the
    /// registrar wrote down and no sender says: the day of arrival, the note.
    public func updated(by sent: IncomingDetails, today: Day) -> IncomingDetails {
        var details = self
        for field in Self.sentTexts where !sent[keyPath: field].trimmed.isEmpty {
            details[keyPath: field] = sent[keyPath: field].trimmed
        }
        details.urgency = sent.urgency
        details.issuedOn = sent.issuedOn ?? issuedOn
        details.dueOn = sent.dueOn ?? dueOn
        details.pages = sent.pages ?? pages
        details.copies = sent.copies ?? copies
        // A sender's mistake must not keep the rest of its update out.
        for fault in details.faults(today: today) { details.restore(fault.field, from: self) }
        return details
    }

    private static var sentTexts: [WritableKeyPath<IncomingDetails, String>] {
        [
            \.senderName, \.number, \.notation, \.typeName, \.subject, \.signerName, \.signerPosition,
            \.signerCompetence,
        ]
    }

    private mutating func restore(_ field: String, from before: IncomingDetails) {
        switch field {
        case "senderName": senderName = before.senderName
        case "number": number = before.number
        case "notation": notation = before.notation
        case "typeName": typeName = before.typeName
        case "subject": subject = before.subject
        case "signerName": signerName = before.signerName
        case "signerPosition": signerPosition = before.signerPosition
        case "signerCompetence": signerCompetence = before.signerCompetence
        // A date after the day of arrival is told of the arrival, which is the registrar's.
        case "issuedOn", "arrivedOn": issuedOn = before.issuedOn
        case "dueOn": dueOn = before.dueOn
        case "pages": pages = before.pages
        case "copies": copies = before.copies
        default: break
        }
    }
}
