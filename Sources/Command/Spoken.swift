import ArgumentParser
import Foundation
import Records
import Workflow

/// An error in words for a terminal.
struct Spoken: Error, CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        description =
            switch error {
            case let error as Spoken: error.description
            case let error as RuleViolation: Self.sentence(error)
            case let error as WorkflowError: error.sentence.english
            case let error as PaperFault: error.sentence.english
            case let error as HubRefusal: error.sentence.english
            case let error as SealFault: error.sentence
            case let error as ShippingFault: error.sentence
            case let error as ArchiveFault: error.description
            default: "\(error)"
            }
    }

    private static func sentence(_ violation: RuleViolation) -> String {
        guard case .fields(let faults) = violation else { return violation.sentence.english }
        return faults.map { "\($0.field): \($0.rule.sentence.english)" }.joined(separator: "\n")
    }
}

extension Workflow {
    /// The service, in the agency with this code, or in the only one there is.
    func caller(in code: String?) async throws -> Caller {
        .service(in: try await chosenAgency(code).id, origin: .terminal)
    }

    /// An officer acting from the command line.
    func caller(as login: String) async throws -> Caller {
        guard let officer = try await officer(login: login) else {
            throw Spoken(ValidationError("There is no active account “\(login)”."))
        }
        return Caller(officer: officer, origin: .terminal)
    }

    private func chosenAgency(_ code: String?) async throws -> Agency {
        let all = try await agencies()
        if let code {
            guard let agency = all.first(where: { $0.code == code }) else {
                throw Spoken(ValidationError("There is no agency “\(code)”; “congvan agency list” shows all."))
            }
            return agency
        }
        guard all.count == 1 else {
            throw Spoken(ValidationError("There are \(all.count) agencies: name one with --agency."))
        }
        return all[0]
    }
}

extension Origin {
    /// The command line; the trail keeps, apart, the machine's account that typed it, for it acts in an officer's name.
    static var terminal: Origin {
        let sudo = ProcessInfo.processInfo.environment["SUDO_USER"].map { " for \($0)" } ?? ""
        return Origin(channel: .command, source: nil, agent: "account \(NSUserName())\(sudo)")
    }
}
