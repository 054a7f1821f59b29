import Records

/// A line of `documents.json`: what came in and what became of it.
struct DemoDocument: Decodable {
    struct Signer: Decodable {
        let name: String
        let position: String
        let competence: String?
    }

    let arrivedDaysAgo: Int
    /// The registrar's login.
    let by: String
    let sender: String
    let number: String
    let notation: String
    /// The date that an attached PDF prints; otherwise the days are counted back.
    let issuedOn: Day?
    let issuedDaysAgo: Int?
    let type: String
    let subject: String
    let signer: Signer
    let urgency: String
    let pages: Int
    let dueDaysAfter: Int?
    /// A file of the folder.
    let attachment: String?
    /// Where the story ends.
    let state: IncomingDocument.State
    let story: [DemoStep]

    var reference: Reference { Reference(number: number, notation: notation) }

    func arrival(_ today: Day) -> Day { today.adding(days: -arrivedDaysAgo) }

    /// What the registrar writes down.
    func details(from peers: [DemoAgency.Named], today: Day) -> IncomingDetails {
        let arrival = arrival(today)
        var details = IncomingDetails()
        details.senderName = sender
        details.senderCode = peers.first { $0.name == sender }?.code ?? ""
        details.number = number
        details.notation = notation
        // A machine whose clock stands before the printed date gets the demonstration all the same.
        details.issuedOn = min(issuedOn ?? today.adding(days: -(issuedDaysAgo ?? arrivedDaysAgo)), arrival)
        details.typeName = type
        details.subject = subject
        details.signerName = signer.name
        details.signerPosition = signer.position
        details.signerCompetence = signer.competence ?? ""
        details.urgency = Urgency.allCases.first { "\($0)" == urgency } ?? .none
        details.dueOn = dueDaysAfter.map { arrival.adding(days: $0) }
        details.arrivedOn = arrival
        details.pages = pages
        details.copies = 1
        return details
    }
}

/// One step of a document's story.
struct DemoStep: Decodable {
    enum Act: String, Decodable {
        case assign, report, complete, acknowledge, file
    }

    let daysAgo: Int
    /// The login of who acts.
    let by: String
    let act: Act
    /// Units by code or people by login.
    let lead: String?
    let support: [String]?
    let informed: [String]?
    let deadlineDaysAfter: Int?
    let instruction: String?
    let note: String?
    let result: String?
    /// A dossier's code.
    let dossier: String?
}
