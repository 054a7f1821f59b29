import Records
import TestOffice
import Workflow

extension OutgoingConfiguration {
    /// With the programs that print and mark, and numbers that may be set aside.
    static var forStories: OutgoingConfiguration {
        var outgoing = OutgoingConfiguration()
        outgoing.mostReserved = 5
        outgoing.programs = PaperDesk.programs
        return outgoing
    }
}

extension TestOffice {
    /// Lends an archive copy, makes a copy and prints a book, so that their tables have rows.
    func registerStory(_ people: People) async throws {
        let id = try await issued(people, OutgoingDetails("Bản lưu", signedBy: people))
        _ = try await workflow.recordArchiveUse(
            of: id, ArchiveUse(user: "Lê Văn Mượn", permittedBy: "Chánh Văn phòng"), by: people.clerk)
        _ = try await workflow.copyDocument(
            id, CopyRequest(kind: .same, recipient: "Công ty Một"), by: people.clerk)
        _ = try await workflow.askPrint(of: .posting, year: 2020, by: people.clerk)
        _ = try await workflow.printWaitingBook()
    }
}
