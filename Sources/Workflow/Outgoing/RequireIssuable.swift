import Postgres
import Records

extension Transaction {
    /// Asks, while a draft can still be returned, what issuing will ask: what nobody can issue must not take a number.
    ///
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)`` where it goes to nobody; ``RuleViolation/fields(_:)`` where an
    ///   agency is not reached, or where its envelope would lack something.
    borrowing func requireIssuable(
        _ details: OutgoingDetails, _ rules: ExchangeConfiguration, today: Day, of agency: Agency.ID
    ) throws {
        guard !details.recipients.isEmpty else { throw WorkflowError.outgoingObstacle(.noRecipient) }
        guard !details.agencies.isEmpty else { return }
        _ = try correspondents(chosen: details.agencies, besides: [], of: agency, rules)
        guard let last = details.signatories.last(where: { $0.kind == .sign }) else {
            throw WorkflowError.outgoingObstacle(.noSignatory)
        }
        let signer = try row("SELECT name, position FROM officer WHERE id = \(last.officer)") { row in
            (name: try row["name"] as String, position: try row["position"] as String)
        }
        // Any number and symbol: those that it will have are within the limits.
        var said = DispatchDetails(details, as: Reference(number: "01", notation: "VB"), issuedOn: today)
        said.signerName = signer?.name ?? ""
        said.signerPosition = signer?.position ?? ""
        let faults = said.faults(today: today)
        guard faults.isEmpty else { throw RuleViolation.fields(faults) }
    }
}

extension DispatchDetails {
    /// What an outgoing document says of itself; who signed it is the caller's to add.
    init(_ details: OutgoingDetails, as reference: Reference, issuedOn: Day?) {
        self.init()
        number = reference.number
        notation = reference.notation
        self.issuedOn = issuedOn
        place = details.place
        typeName = details.typeName
        subject = details.subject
        urgency = details.urgency
        dueOn = details.dueOn(from: issuedOn)
        pages = details.pages
        places = details.places
    }
}

extension OutgoingDetails {
    /// The day by which an answer is wanted; nothing once it has passed: it would hold up what has its number already.
    func dueOn(from day: Day?) -> Day? {
        guard let dueOn, let day, dueOn < day else { return dueOn }
        return nil
    }
}
