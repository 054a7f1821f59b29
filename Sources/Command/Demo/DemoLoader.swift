import ArgumentParser
import Foundation
import Records
import Workflow

/// Loads the demonstration agency, by the same acts as people do.
///
/// Every act carries an idempotency key, so that loading again after an interruption does what is missing and nothing
/// twice. The accounts that take no part in any story are made last: when they are there, everything is.
struct DemoLoader: Sendable {
    let office: Workflow
    let demo: DemoFolder
    let clock: DemoClock

    func load() async throws {
        if try await isLoaded() { return }
        FileHandle.standardError.write(Data("Loading the demonstration agency.\n".utf8))
        let agency = demo.agency
        let home = try await office.foundAgency(
            code: agency.agency.code, name: agency.agency.name, units: agency.units.map(\.name),
            correspondents: agency.peers.map { ($0.code, $0.name) })
        if let abbreviation = agency.agency.abbreviation {
            try await office.abbreviate(as: abbreviation, by: service(of: home))
        }
        for unit in agency.units { try await office.abbreviate(unit: unit.name, as: unit.code, by: service(of: home)) }
        try await add(agency.officers.filter { !$0.isApart }, to: home)
        let cast = try await DemoCast(office, agency)
        let dossiers = try await openDossiers(cast)
        try await DemoTelling(office: office, demo: demo, clock: clock, cast: cast, dossiers: dossiers).tell()
        try await takeInEnvelopes(cast)
        for document in demo.outgoing { try await document.tell(in: office, demo.path, cast) }
        try await add(agency.officers.filter(\.isApart), to: home)
    }

    private func isLoaded() async throws -> Bool {
        guard let home = try await office.agency(code: demo.agency.agency.code) else { return false }
        let known = try await logins(of: home)
        return demo.agency.officers.allSatisfy { known.contains($0.login) }
    }

    private func logins(of home: Agency) async throws -> Set<String> {
        Set(try await office.officers(by: service(of: home)).map(\.officer.login))
    }

    private func service(of home: Agency) -> Caller {
        .service(in: home.id, origin: Origin(channel: .command, source: nil))
    }

    /// Two at a time, for hashing a password takes long on purpose; each half in its order, by which lists of people go.
    private func add(_ people: [DemoAgency.Person], to home: Agency) async throws {
        let known = try await logins(of: home)
        let missing = people.filter { !known.contains($0.login) }
        async let first: Void = make(missing.prefix(missing.count / 2), in: home)
        async let second: Void = make(missing.dropFirst(missing.count / 2), in: home)
        _ = try await (first, second)
    }

    private func make(_ people: ArraySlice<DemoAgency.Person>, in home: Agency) async throws {
        for person in people {
            let new = NewOfficer(
                login: person.login, name: person.name, position: person.position,
                unit: demo.agency.unitName(person.unit), roles: person.roles, password: demo.agency.password)
            _ = try await office.addOfficer(new, by: service(of: home))
        }
    }

    private func openDossiers(_ cast: DemoCast) async throws -> [String: Int] {
        var dossiers: [String: Int] = [:]
        for dossier in demo.agency.dossiers {
            var plan = DossierPlan()
            plan.code = dossier.code
            plan.title = dossier.title
            plan.retention = RetentionPeriod(rawValue: dossier.retention)
            clock.turn(to: clock.today.adding(days: -dossier.openedDaysAgo))
            dossiers[dossier.code] = try await office.openDossier(
                plan, by: cast.caller(dossier.openedBy), key: .demo("dossier \(dossier.code)"))
        }
        return dossiers
    }

    /// What arrived on the wire waits for the registry; a faulty envelope is kept among the faulty ones.
    private func takeInEnvelopes(_ cast: DemoCast) async throws {
        clock.turn(to: clock.today)
        let registry = demo.agency.officers.first { $0.roles.contains(.registrar) }?.login ?? ""
        for path in demo.envelopes {
            let name = URL(filePath: path).lastPathComponent
            _ = try await office.takeIn(
                try office.receive(path), by: cast.caller(registry), key: .demo("envelope \(name)"))
        }
    }
}

extension IdempotencyKey {
    /// The key of one thing that the demonstration does.
    static func demo(_ what: String) throws -> IdempotencyKey {
        try IdempotencyKey("demo \(what)", request: Array(what.utf8))
    }
}
