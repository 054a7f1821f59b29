import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Opening a dossier")
struct OpeningDossierTests {
    @Test("gives it a place in this year, and is on record")
    func opens() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let last = try await office.lastEvent
            let id = try await office.workflow.openDossier(
                DossierPlan(" 01.TC ", " Hồ sơ Đại hội ", .permanent), by: people.headA)
            let event = try #require(try await office.events(after: last).first)
            #expect(
                event.summary == "dossier.opened" && event.isOf(people.headA) && event.object == "dossier/\(id)"
                    && event.detail.isEmpty)
            let found = try #require(try await office.workflow.dossiers(by: people.clerk).items.first)
            #expect(
                found.id == id && found.code == "01.TC" && found.title == "Hồ sơ Đại hội"
                    && found.retention == .permanent)
            #expect(found.documents == 0 && found.openedBy == "Phạm Thị An")
        }
    }

    @Test("is refused where the code is taken this year, the plan is not complete or the role may not")
    func refused() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            _ = try await flow.openDossier(DossierPlan("01"), by: people.clerk)
            try await office.refuses("taken", "dossier.opened", of: people.headA) {
                try await flow.openDossier(DossierPlan(" 01"), by: people.headA)
            }
            try await office.refuses(
                "fields: code required, title required, retention unknown-choice", "dossier.opened", of: people.clerk
            ) {
                try await flow.openDossier(DossierPlan(), by: people.clerk)
            }
            for caller in [people.leader, people.auditor, people.administrator] {
                try await office.refuses("not-in-role", "dossier.opened", of: caller) {
                    try await flow.openDossier(DossierPlan("02"), by: caller)
                }
            }
            _ = try await flow.openDossier(DossierPlan("01"), by: try await office.caller("van.thu.khac"))
        }
    }

    @Test("makes it found by fragments of its code and title, without tones, page by page")
    func found() async throws {
        try await withOffice { office in
            let people = try await People(office)
            for number in 1...35 {
                _ = try await office.workflow.openDossier(
                    DossierPlan("\(number).TĐ", "Đề án số \(number)"), by: people.clerk)
            }
            let first = try await office.workflow.dossiers(by: people.clerk)
            let second = try await office.workflow.dossiers(after: first.next, by: people.clerk)
            #expect(
                first.items.count == 30 && second.items.map(\.code) == ["5.TĐ", "4.TĐ", "3.TĐ", "2.TĐ", "1.TĐ"]
                    && second.next == nil)
            for text in ["de an 17", "ĐỀ ÁN 17", "17.td", "17.TĐ".decomposed, "an 17 de"] {
                #expect(
                    try await office.workflow.dossiers(matching: text, by: people.clerk).items.map(\.code) == ["17.TĐ"],
                    "\(text)")
            }
            for text in ["%", "_", "an_", "\\"] {
                #expect(
                    try await office.workflow.dossiers(matching: text, by: people.clerk).items.count != 1,
                    "no pattern: \(text)")
            }
            #expect(
                try await office.workflow.dossiers(matching: "a%n", by: people.clerk).items.isEmpty,
                "two words, not a pattern")
        }
    }
}

@Suite("Filing a document in a dossier")
struct FilingTests {
    @Test("archives it, in the order of filing, and is on record")
    func files() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let dossier = try await flow.openDossier(DossierPlan("01"), by: people.clerk)
            for ordinal in 1...3 {
                let id = try await office.assigned(people, "\(ordinal)")
                let done = try await flow.complete(id, result: "Xong", seen: 3, by: people.specialistA)
                let last = try await office.lastEvent
                #expect(try await flow.file(id, in: dossier, seen: done, by: people.specialistA) == 5)
                let event = try #require(try await office.events(after: last).first)
                #expect(
                    event.summary == "incoming.filed" && event.isOf(people.specialistA) && event.document == id
                        && event.version == 5)
                #expect(
                    event.detail == [
                        "from": "processed", "to": "archived", "dossier": "\(dossier)", "ordinal": "\(ordinal)",
                    ])
                #expect(try await flow.incoming(id, by: people.clerk).dossiers.map(\.id) == [dossier])
            }
            let view = try await flow.dossier(dossier, by: people.clerk)
            #expect(view.documents.map(\.ordinal) == [1, 2, 3] && view.summary.documents == 3)
            #expect(try await flow.dossier(dossier, by: people.specialistA2).documents.isEmpty, "only what one may see")
            #expect(await refusal { try await flow.dossier(dossier, by: people.foreignClerk) } == "not-found")
        }
    }

    @Test("may be done in several dossiers, in each once")
    func several() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.assigned(people)
            let first = try await flow.openDossier(DossierPlan("01"), by: people.clerk)
            let second = try await flow.openDossier(DossierPlan("02"), by: people.clerk)
            try await office.refuses("not-now", "incoming.filed", of: people.clerk) {
                try await flow.file(id, in: first, seen: 3, by: people.clerk)
            }
            _ = try await flow.complete(id, result: "Xong", seen: 3, by: people.specialistA)
            #expect(try await flow.file(id, in: first, seen: 4, by: people.clerk) == 5)
            try await office.refuses("taken", "incoming.filed", of: people.clerk) {
                try await flow.file(id, in: first, seen: 5, by: people.clerk)
            }
            #expect(try await flow.file(id, in: second, seen: 5, by: people.clerk) == 6)
            let foreign = try await flow.openDossier(DossierPlan("01"), by: people.foreignClerk)
            for stranger in [foreign, 999_999] {
                try await office.refuses("fields: dossier unknown-choice", "incoming.filed", of: people.clerk) {
                    try await flow.file(id, in: stranger, seen: 6, by: people.clerk)
                }
            }
        }
    }

    @Test("leaves no gap in a dossier when many file at once")
    func concurrent() async throws {
        try await withOffice({ $0.database.connectionWait = .seconds(60) }) { office in
            let people = try await People(office)
            let flow = office.workflow
            let dossier = try await flow.openDossier(DossierPlan("01"), by: people.clerk)
            var ids: [Int] = []
            for number in 0..<12 {
                let id = try await office.assigned(people, "\(number)")
                _ = try await flow.complete(id, result: "Xong", seen: 3, by: people.specialistA)
                ids.append(id)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in ids { group.addTask { _ = try await flow.file(id, in: dossier, seen: 4, by: people.clerk) } }
                try await group.waitForAll()
            }
            #expect(try await flow.dossier(dossier, by: people.clerk).documents.map(\.ordinal) == Array(1...12))
        }
    }
}
