import Foundation
import Records
import Workflow

extension Schemas {
    static let accounts: [String: Schema] = [
        "Credentials": .object([.needed("login", .string), .needed("password", .string)]),
        "PasswordChange": .object([
            .needed("current", .string), .needed("new", .string, "12 to 128 characters of any kind."),
        ]),
        "Session": .object([
            .needed("token", .string, "Send it as Authorization: Bearer; it is shown once."),
            .needed("expiresAt", .instant), .needed("officer", .named("Officer")),
        ]),
        "Officer": .object([
            .needed("id", .integer), .needed("login", .string), .needed("name", .string), .needed("position", .string),
            .needed("roles", .array(.choice(Role.self))),
        ]),
        "Me": .object([
            .needed("officer", .named("Officer")), .needed("agencyName", .string), .needed("agencyCode", .string),
            .needed("unitName", .string),
        ]),
    ]

    static let directory: [String: Schema] = [
        "Directory": .object([
            .needed("units", .array(.named("DirectoryUnit"))),
            .needed("leaders", .array(.named("DirectoryOfficer")), "People of no unit, such as the leaders."),
        ]),
        "DirectoryUnit": .object([
            .needed("id", .integer), .needed("name", .string), .needed("officers", .array(.named("DirectoryOfficer"))),
        ]),
        "DirectoryOfficer": .object([
            .needed("id", .integer), .needed("name", .string), .needed("position", .string),
            .needed("roles", .array(.choice(Role.self))),
        ]),
        "Register": .object([
            .needed("id", .integer), .needed("name", .string),
            .needed("nextNumber", .integer, "What the next number would be now."),
        ]),
        "Registers": list(of: "Register"),
    ]
}

extension JSON {
    init(_ roles: Set<Role>) { self = .array(roles.map(\.rawValue).sorted().map(JSON.string)) }

    init(_ instant: Date) { self = .string(Instant.text(instant)) }

    init(_ day: Day?) { self = day.map { .string($0.description) } ?? .null }

    init(_ text: String?) { self = text.map(JSON.string) ?? .null }

    init(_ number: Int?) { self = number.map(JSON.integer) ?? .null }

    init(_ officer: Officer) {
        self = [
            "id": .integer(officer.id), "login": .string(officer.login), "name": .string(officer.name),
            "position": .string(officer.position), "roles": JSON(officer.roles),
        ]
    }

    init(_ signedIn: SignedIn) {
        self = [
            "officer": JSON(signedIn.caller.officer), "agencyName": .string(signedIn.agencyName),
            "agencyCode": .string(signedIn.agencyCode), "unitName": .string(signedIn.unitName),
        ]
    }

    init(_ session: OpenSession) {
        self = [
            "token": .string(session.token), "expiresAt": JSON(session.expiresAt),
            "officer": JSON(session.caller.officer),
        ]
    }

    init(_ officer: DirectoryOfficer) {
        self = [
            "id": .integer(officer.id), "name": .string(officer.name), "position": .string(officer.position),
            "roles": JSON(officer.roles),
        ]
    }

    init(_ directory: Directory) {
        let units = directory.units.map { unit -> JSON in
            ["id": .integer(unit.id), "name": .string(unit.name), "officers": .array(unit.officers.map(JSON.init))]
        }
        self = ["units": .array(units), "leaders": .array(directory.leaders.map(JSON.init))]
    }

    init(_ register: RegisterChoice) {
        self = [
            "id": .integer(register.id), "name": .string(register.name), "nextNumber": .integer(register.nextNumber),
        ]
    }
}
