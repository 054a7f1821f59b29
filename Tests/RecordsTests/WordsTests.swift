import Records
import Testing

@Suite("The words of the office")
struct WordsTests {
    static let labels: [Phrase] =
        Act.allCases.map(\.label) + Role.allCases.map(\.label) + Reach.allCases.map(\.label)
        + IncomingDocument.State.allCases.map(\.label) + Urgency.allCases.map(\.label)
        + SecrecyLevel.allCases.map(\.label)
        + Assignment.Role.allCases.map(\.label) + Assignment.State.allCases.map(\.label)
        + AuditEvent.Action.allCases.map(\.label) + AuditEvent.Outcome.allCases.map(\.label)
        + RetentionPeriod.all.map(\.label)

    static let rules: [FieldRule] = [
        .required, .tooLong(most: 5), .notADay, .notANumber, .inTheFuture,
        .before(Phrase("ngày đến", "the day of arrival")),
        .outOfRange(1...9), .unknownChoice, .chosenTwice, .notOfThisAgency, .notSigning, .notOfYourUnit, .classified,
        .controlCharacters,
    ]

    @Test("are there in both languages, composed, and are not one another")
    func areInBothLanguages() {
        for phrase in Self.labels + Self.rules.map(\.sentence) {
            #expect(!phrase.vietnamese.isEmpty && !phrase.english.isEmpty && phrase(.vietnamese) != phrase(.english))
            #expect(
                phrase.vietnamese.unicodeScalars.elementsEqual(phrase.vietnamese.trimmed.unicodeScalars), "\(phrase)")
            #expect(phrase(.english) == phrase.english && phrase(.vietnamese) == phrase.vietnamese)
        }
    }

    @Test("have names for programs that are told apart")
    func haveNamesForPrograms() {
        #expect(Set(Self.rules.map(\.code)).count == Self.rules.count)
        #expect(Set(AuditEvent.Action.allCases.map(\.rawValue)).count == AuditEvent.Action.allCases.count)
        for action in AuditEvent.Action.allCases { #expect(action.rawValue.wholeMatch(of: #/[a-z]+\.[a-z-]+/#) != nil) }
    }

    @Test("of an event name the document that it is about")
    func eventsNameTheirDocument() {
        #expect(AuditEvent(.incomingViewed, on: .incoming(7)).document == 7)
        #expect(AuditEvent(.fileOpened, on: .attachment(3), document: 7).document == 7)
        #expect(AuditEvent(.trailRead, on: .trail).document == nil)
        let kinds: [AuditEvent.Object] = [
            .incoming(1), .intake(1), .attachment(1), .dossier(1), .officer(1), .agency(1), .trail, .service,
        ]
        #expect(Set(kinds.map(\.kind)).count == kinds.count)
        #expect(kinds.map(\.id) == [1, 1, 1, 1, 1, 1, nil, nil])
    }
}
