import Records
import TestOffice
import Testing
import Workflow

@Suite("Who has seen a document")
struct SeenTests {
    @Test("is told from the trail, and asking is on record")
    func seen() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.wholeStory(people)
            let file = try #require(try await office.workflow.incoming(id, by: people.leader).attachments.first?.id)
            _ = try await office.workflow.incoming(id, by: people.leader)
            _ = try await office.workflow.openFile(file, by: people.leader)
            _ = await refusal { try await office.workflow.incoming(id, by: people.specialistB) }
            let before = try await office.lastEvent
            let readers = try await office.workflow.readers(of: id, by: people.clerk)
            #expect(readers.seen.map(\.officer) == [people.leader.officer.id], "a refused look saw nothing")
            let leader = try #require(readers.seen.first)
            #expect(leader.views == 2 && leader.files == 1 && leader.first <= leader.last)
            #expect(leader.name == "Nguyễn Thị Lan")
            let events = try await office.events(after: before)
            #expect(events.map(\.summary) == ["incoming.readers-viewed"] && events.first?.document == id)
            #expect(await refusal { try await office.workflow.readers(of: id, by: people.specialistB) } == "not-found")
            #expect(
                try await office.events(after: before).last?.summary == "incoming.readers-viewed refused: not-found")
        }
    }
}
