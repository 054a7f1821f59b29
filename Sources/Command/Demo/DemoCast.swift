import ArgumentParser
import Records
import Workflow

/// Everybody in the demonstration, by the names that its files use.
struct DemoCast {
    private var callers: [String: Caller] = [:]
    private var assignees: [String: Assignee] = [:]

    init(_ office: Workflow, _ agency: DemoAgency) async throws {
        for person in agency.officers where !person.isApart {
            let caller = try await office.caller(as: person.login)
            callers[person.login] = caller
            assignees[person.login] = .officer(caller.officer.id)
        }
        guard let anyone = callers.values.first else { throw ValidationError("The demonstration has no officers.") }
        for unit in try await office.directory(for: anyone).units {
            if let code = agency.units.first(where: { $0.name == unit.name })?.code { assignees[code] = .unit(unit.id) }
        }
    }

    func caller(_ login: String) throws -> Caller {
        guard let caller = callers[login] else { throw ValidationError("The demonstration has no officer “\(login)”.") }
        return caller
    }

    func assignee(_ name: String) throws -> Assignee {
        guard let assignee = assignees[name] else { throw ValidationError("Nobody is called “\(name)”.") }
        return assignee
    }
}
