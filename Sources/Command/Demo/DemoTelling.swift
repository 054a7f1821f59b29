import ArgumentParser
import Records
import Workflow

/// Tells the documents' stories: registers each and takes every step, on its day.
struct DemoTelling {
    let office: Workflow
    let demo: DemoFolder
    let clock: DemoClock
    let cast: DemoCast
    /// The dossiers' identifiers by code.
    let dossiers: [String: Int]

    func tell() async throws {
        var told: [Int: (id: IncomingDocument.ID, version: Int)] = [:]
        for moment in DemoStory(demo.documents).moments {
            let document = demo.documents[moment.document]
            clock.turn(to: clock.today.adding(days: -moment.daysAgo))
            do {
                if let number = moment.step, let (id, version) = told[moment.document] {
                    let key = try IdempotencyKey.demo("\(document.reference) of \(document.sender), step \(number)")
                    told[moment.document] = (id, try await take(document.story[number], of: document, id, version, key))
                } else {
                    told[moment.document] = (try await register(document), 1)
                }
            } catch {
                let step = moment.step.map { "step \($0 + 1)" } ?? "registering"
                throw Spoken(ValidationError("\(document.reference) of \(document.sender), \(step): \(Spoken(error))"))
            }
        }
        try await check(Dictionary(uniqueKeysWithValues: told.map { ($1.id, demo.documents[$0]) }))
    }

    private func register(_ document: DemoDocument) async throws -> IncomingDocument.ID {
        let files = try document.attachment.map { [try office.receive("\(demo.path)/\($0)")] } ?? []
        let registration = Registration(
            details: document.details(from: demo.agency.peers, today: clock.today), files: files)
        return try await office.registerIncoming(
            registration, by: cast.caller(document.by), key: .demo("\(document.reference) of \(document.sender)")
        ).document
    }

    /// - Returns: the document's new version.
    private func take(
        _ step: DemoStep, of document: DemoDocument, _ id: Int, _ version: Int, _ key: IdempotencyKey
    ) async throws -> Int {
        let caller = try cast.caller(step.by)
        switch step.act {
        case .assign:
            return try await office.assign(id, try order(step, of: document), seen: version, by: caller, key: key)
        case .report:
            return try await office.reportProgress(id, text: step.note ?? "", seen: version, by: caller, key: key)
        case .complete:
            return try await office.complete(id, result: step.result ?? "", seen: version, by: caller, key: key)
        case .acknowledge:
            return try await office.acknowledge(id, by: caller, key: key)
        case .file:
            let dossier = dossiers[step.dossier ?? ""] ?? 0
            return try await office.file(id, in: dossier, seen: version, by: caller, key: key)
        }
    }

    private func order(_ step: DemoStep, of document: DemoDocument) throws -> AssignmentOrder {
        var order = AssignmentOrder()
        order.lead = try step.lead.map(cast.assignee)
        order.support = try (step.support ?? []).map(cast.assignee)
        order.informed = try (step.informed ?? []).map(cast.assignee)
        order.deadline = step.deadlineDaysAfter.map { document.arrival(clock.today).adding(days: $0) }
        order.instruction = step.instruction ?? ""
        return order
    }

    /// A story that ends elsewhere than it says is a mistake in the demonstration or in the office.
    private func check(_ told: [IncomingDocument.ID: DemoDocument]) async throws {
        guard let registrar = demo.documents.first?.by else { return }
        var next: Int?
        repeat {
            let page = try await office.incomingList(IncomingFilter(), after: next, by: cast.caller(registrar))
            for summary in page.items {
                guard let document = told[summary.id], summary.state != document.state else { continue }
                throw ValidationError("\(document.reference) ended \(summary.state), not \(document.state).")
            }
            next = page.next
        } while next != nil
    }
}
