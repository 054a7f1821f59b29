import Foundation
import Hummingbird
import Logging
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    @Suite("Every route, tried by everyone")
    struct RouteTableTests {
        private static let logins = [
            "van.thu", "chu.tich", "truong.a", "chuyen.a", "kiem.tra", "quan.tri",
        ]

        private func routes(_ office: TestOffice) throws -> [(method: String, path: String)] {
            let router = Router(context: OfficeContext.self)
            try addRoutes(
                to: router, of: Office(workflow: office.workflow, pages: try Pages(), configuration: WebConfiguration())
            )
            return router.routes.map { ($0.method.rawValue, $0.path.description) }.sorted {
                ($0.1, $0.0) < ($1.1, $1.0)
            }
        }

        @Test func theAPIIsExactlyWhatItsDescriptionSays() async throws {
            try await withOffice { office in
                let served = try routes(office).filter { $0.path.hasPrefix("/api/v1") }.map {
                    "\($0.method) \($0.path)"
                }
                var described: [String] = []
                for (path, methods) in OpenAPI.document(of: Operations.all)["paths"]?.object ?? [:] {
                    for method in methods.object?.keys.sorted() ?? [] {
                        described.append("\(method.uppercased()) \(path)")
                    }
                }
                #expect(Set(served) == Set(described))
                #expect(served.count == described.count)
            }
        }

        /// The status that a stranger, the registrar, the leader, a head of unit, a specialist, the auditor and the
        /// administrator get, on a document that none of the last four has to do with.
        ///
        /// It may be changed in review only: a route that is not here fails the test, and so does one that opens.
        static let table = """
            GET / 303 303 303 303 303 303 303
            GET /api/openapi.json 200 200 200 200 200 200 200
            GET /api/v1/attachments/{id} 401 200 403 403 403 403 403
            GET /api/v1/audit 401 403 403 403 403 200 403
            GET /api/v1/book-prints 401 200 200 403 403 200 403
            POST /api/v1/book-prints 401 409 409 403 403 409 403
            GET /api/v1/book-prints/{id} 401 404 404 403 403 404 403
            GET /api/v1/books 401 200 200 403 403 200 403
            POST /api/v1/books/{id}/closings 401 422 403 403 403 403 403
            GET /api/v1/books/{id}/proof/{year} 401 200 200 403 403 200 403
            GET /api/v1/correspondents 401 200 200 200 200 403 403
            GET /api/v1/directory 401 200 200 200 200 403 403
            GET /api/v1/dispatches 401 200 200 200 403 403 403
            POST /api/v1/dispatches 401 422 403 403 403 403 403
            GET /api/v1/dispatches/{id} 401 200 200 200 403 403 403
            POST /api/v1/dispatches/{id}/details 401 422 403 403 403 403 403
            POST /api/v1/dispatches/{id}/discarding 401 204 403 403 403 403 403
            POST /api/v1/dispatches/{id}/follow-ups 401 409 403 403 403 403 403
            POST /api/v1/dispatches/{id}/recipients 401 422 403 403 403 403 403
            POST /api/v1/dispatches/{id}/sending 401 422 403 403 403 403 403
            GET /api/v1/dossiers 401 200 200 200 200 403 403
            POST /api/v1/dossiers 401 422 403 422 422 403 403
            GET /api/v1/dossiers/{id} 401 200 200 200 200 403 403
            GET /api/v1/envelopes/dead 401 200 403 403 403 403 200
            POST /api/v1/envelopes/{id}/resending 401 404 403 403 403 403 404
            GET /api/v1/incoming 401 200 200 200 200 403 403
            POST /api/v1/incoming 401 422 403 403 403 403 403
            GET /api/v1/incoming/{id} 401 200 200 404 404 404 404
            POST /api/v1/incoming/{id}/acknowledgement 401 403 403 404 404 404 404
            POST /api/v1/incoming/{id}/assignments 401 403 422 404 404 404 404
            POST /api/v1/incoming/{id}/completion 401 403 403 404 404 404 404
            POST /api/v1/incoming/{id}/filings 401 409 403 404 404 404 404
            POST /api/v1/incoming/{id}/notes 401 403 403 404 404 404 404
            GET /api/v1/incoming/{id}/readers 401 200 200 404 404 404 404
            POST /api/v1/incoming/{id}/reopening 401 403 409 404 404 404 404
            GET /api/v1/incoming/{id}/timeline 401 200 200 404 404 404 404
            GET /api/v1/intakes 401 200 403 403 403 403 403
            POST /api/v1/intakes 401 201 403 403 403 403 403
            GET /api/v1/intakes/{id} 401 200 403 403 403 403 403
            POST /api/v1/intakes/{id}/acceptance 401 404 403 403 403 403 403
            POST /api/v1/intakes/{id}/refusal 401 422 403 403 403 403 403
            GET /api/v1/me 401 200 200 200 200 200 200
            POST /api/v1/me/password 401 422 422 422 422 422 422
            GET /api/v1/outgoing 401 200 200 200 200 403 403
            POST /api/v1/outgoing 401 422 422 422 422 403 403
            GET /api/v1/outgoing-registers 401 200 200 200 200 200 200
            POST /api/v1/outgoing-registers/{id}/reservations 401 422 403 403 403 403 403
            POST /api/v1/outgoing-registers/{id}/returns 401 422 403 403 403 403 403
            GET /api/v1/outgoing/{id} 401 200 200 404 404 404 404
            POST /api/v1/outgoing/{id}/abandonment 401 422 403 404 404 404 404
            POST /api/v1/outgoing/{id}/cancellation 401 409 403 404 404 404 404
            POST /api/v1/outgoing/{id}/comments 401 422 422 404 404 404 404
            POST /api/v1/outgoing/{id}/content-approval 401 403 409 404 404 404 404
            POST /api/v1/outgoing/{id}/copies 401 409 403 404 404 404 404
            GET /api/v1/outgoing/{id}/copies/{copy} 401 404 404 404 404 404 404
            POST /api/v1/outgoing/{id}/filings 401 409 403 404 404 404 404
            POST /api/v1/outgoing/{id}/format-approval 401 409 403 404 404 404 404
            POST /api/v1/outgoing/{id}/initials 401 403 409 404 404 404 404
            GET /api/v1/outgoing/{id}/issue 401 409 403 404 404 404 404
            POST /api/v1/outgoing/{id}/issue 401 409 403 404 404 404 404
            POST /api/v1/outgoing/{id}/number 401 409 403 404 404 404 404
            POST /api/v1/outgoing/{id}/opinion 401 403 403 404 404 404 404
            POST /api/v1/outgoing/{id}/opinions 401 422 422 404 404 404 404
            POST /api/v1/outgoing/{id}/paper-returns 401 404 403 404 404 404 404
            POST /api/v1/outgoing/{id}/paper-signatures 401 409 403 404 404 404 404
            POST /api/v1/outgoing/{id}/postings 401 422 403 403 403 403 403
            GET /api/v1/outgoing/{id}/recall 401 409 409 404 404 404 404
            POST /api/v1/outgoing/{id}/recall 401 409 409 404 404 404 404
            POST /api/v1/outgoing/{id}/return 401 409 409 404 404 404 404
            POST /api/v1/outgoing/{id}/revisions 401 422 403 404 404 403 403
            POST /api/v1/outgoing/{id}/seal 401 409 403 404 404 404 404
            POST /api/v1/outgoing/{id}/signatures 401 403 409 404 404 404 404
            POST /api/v1/outgoing/{id}/submission 401 409 403 404 404 404 404
            GET /api/v1/outgoing/{id}/template 401 409 409 404 404 404 404
            GET /api/v1/outgoing/{id}/texts/{ordinal} 401 200 200 404 404 404 404
            GET /api/v1/recipient-groups 401 200 200 200 200 403 403
            POST /api/v1/recipient-groups 401 422 422 422 422 403 403
            POST /api/v1/recipient-groups/{id}/details 401 422 422 422 422 403 403
            POST /api/v1/recipient-groups/{id}/removal 401 404 404 404 404 403 403
            GET /api/v1/registers 401 200 200 200 200 200 200
            POST /api/v1/sessions 401 401 401 401 401 429 429
            GET /api/v1/work 401 200 200 200 200 200 200
            GET /api/v1/work/{box} 401 200 200 200 200 403 403
            GET /api/v1/work/outgoing/{tray} 401 200 200 200 200 403 403
            GET /account 303 200 200 200 200 200 200
            POST /account/password 401 422 422 422 422 422 422
            GET /attachments/{id} 303 200 403 403 403 403 403
            GET /audit 303 403 403 403 403 200 403
            GET /audit.csv 303 403 403 403 403 200 403
            GET /audit/export 303 403 403 403 403 200 403
            POST /audit/questions 401 403 403 403 403 422 403
            POST /audit/questions/{id}/removal 401 403 403 403 403 404 403
            GET /correspondents 303 200 200 200 200 403 403
            GET /dispatches 303 200 200 200 403 403 403
            POST /dispatches 401 422 403 403 403 403 403
            GET /dispatches/new 303 200 403 403 403 403 403
            GET /dispatches/{id} 303 200 200 200 403 403 403
            POST /dispatches/{id}/acknowledgement 401 409 403 403 403 403 403
            POST /dispatches/{id}/details 401 409 403 403 403 403 403
            POST /dispatches/{id}/discarding 401 409 403 403 403 403 403
            POST /dispatches/{id}/follow-ups 401 422 403 403 403 403 403
            POST /dispatches/{id}/recipients 401 409 403 403 403 403 403
            POST /dispatches/{id}/sending 401 409 403 403 403 403 403
            GET /dossiers 303 200 200 200 200 403 403
            POST /dossiers 401 422 403 422 422 403 403
            GET /dossiers/{id} 303 200 200 200 200 403 403
            GET /envelopes/dead 303 200 403 403 403 403 200
            POST /envelopes/{id}/resending 401 404 403 403 403 403 404
            HEAD /exchange/parcels/{digest} 401 401 401 401 401 401 401
            PATCH /exchange/parcels/{digest} 401 401 401 401 401 401 401
            GET /health 200 200 200 200 200 200 200
            GET /help 303 200 200 200 200 200 200
            GET /help/{role} 303 200 200 200 200 200 200
            GET /incoming 303 200 200 200 200 403 403
            POST /incoming 401 422 403 403 403 403 403
            GET /incoming/new 303 200 403 403 403 403 403
            GET /incoming/{id} 303 200 200 404 404 404 404
            POST /incoming/{id}/acknowledgement 401 403 403 404 404 404 404
            POST /incoming/{id}/assignments 401 403 409 404 404 404 404
            POST /incoming/{id}/completion 401 403 403 404 404 404 404
            POST /incoming/{id}/filings 401 422 422 404 404 404 404
            POST /incoming/{id}/notes 401 403 403 404 404 404 404
            GET /incoming/{id}/readers 303 200 200 404 404 404 404
            POST /incoming/{id}/reopening 401 403 409 404 404 404 404
            GET /incoming/{id}/stamped 303 409 409 404 404 404 404
            GET /intakes 303 200 403 403 403 403 403
            POST /intakes 401 422 403 403 403 403 403
            GET /intakes/{id} 303 200 403 403 403 403 403
            POST /intakes/{id}/acceptance 401 404 403 403 403 403 403
            POST /intakes/{id}/refusal 401 422 403 403 403 403 403
            POST /language 400 400 400 400 400 400 400
            GET /metrics 200 200 200 200 200 200 200
            GET /outgoing 303 200 200 200 200 403 403
            POST /outgoing 401 422 422 422 422 403 403
            GET /outgoing/new 303 200 200 200 200 403 403
            GET /outgoing/{id} 303 200 200 404 404 404 404
            POST /outgoing/{id}/abandonment 401 409 403 404 404 404 404
            POST /outgoing/{id}/cancellation 401 409 403 404 404 404 404
            POST /outgoing/{id}/comments 401 422 422 404 404 404 404
            POST /outgoing/{id}/content-approval 401 403 409 404 404 404 404
            POST /outgoing/{id}/archive-uses 401 409 403 404 404 404 404
            POST /outgoing/{id}/archive-uses/{use}/return 401 404 403 403 403 403 403
            POST /outgoing/{id}/copies 401 409 403 404 404 404 404
            GET /outgoing/{id}/copies/{copy} 303 404 404 404 404 404 404
            POST /outgoing/{id}/filings 401 422 422 404 404 404 404
            POST /outgoing/{id}/format-approval 401 409 403 404 404 404 404
            POST /outgoing/{id}/initials 401 403 409 404 404 404 404
            POST /outgoing/{id}/issue 401 409 403 404 404 404 404
            POST /outgoing/{id}/number 401 409 403 404 404 404 404
            POST /outgoing/{id}/opinion 401 422 422 404 404 404 404
            POST /outgoing/{id}/opinions 401 409 409 404 404 404 404
            POST /outgoing/{id}/paper-returns 401 404 403 404 404 404 404
            POST /outgoing/{id}/paper-signatures 401 409 403 404 404 404 404
            POST /outgoing/{id}/postings 401 422 403 403 403 403 403
            POST /outgoing/{id}/return 401 409 409 404 404 404 404
            POST /outgoing/{id}/revisions 401 409 403 404 404 404 404
            POST /outgoing/{id}/seal 401 409 403 404 404 404 404
            POST /outgoing/{id}/submission 401 409 403 404 404 404 404
            POST /outgoing/{id}/signatures 401 422 422 404 404 404 404
            GET /outgoing/{id}/issue 303 409 403 404 404 404 404
            GET /outgoing/{id}/recall 303 409 409 404 404 404 404
            POST /outgoing/{id}/recall 401 409 409 404 404 404 404
            GET /outgoing/{id}/template 303 409 409 404 404 404 404
            GET /outgoing/{id}/versions/{ordinal} 303 200 200 404 404 404 404
            GET /outgoing/{id}/versions/{ordinal}/changes 303 404 404 404 404 404 404
            GET /problems/{name} 200 200 200 200 200 200 200
            GET /recipient-groups 303 200 200 200 200 403 403
            POST /recipient-groups 401 422 422 422 422 403 403
            POST /recipient-groups/choice 401 200 200 200 200 403 403
            GET /recipient-groups/new 303 200 200 200 200 403 403
            GET /recipient-groups/{id} 303 200 200 200 200 403 403
            POST /recipient-groups/{id} 401 422 422 422 422 403 403
            POST /recipient-groups/{id}/removal 401 409 409 409 409 403 403
            GET /registers 303 200 200 403 403 200 403
            GET /registers/prints 303 200 200 403 403 200 403
            POST /registers/prints 401 422 422 403 403 422 403
            GET /registers/prints/{id} 303 404 404 403 403 404 403
            GET /registers/{book} 303 200 200 403 403 200 403
            POST /registers/{book}/closing 401 422 403 403 403 403 403
            GET /registers/{book}/proof 303 200 200 403 403 200 403
            GET /sign-in 200 303 303 303 303 303 303
            POST /sign-in 401 401 401 401 401 429 429
            GET /static/{name} 200 200 200 200 200 200 200
            GET /work 303 200 200 200 200 403 403
            GET /xac-nhan/{code} 404 404 404 404 404 404 404
            DELETE /api/v1/sessions/current 401 204 204 204 204 204 204
            POST /sign-out 303 303 303 303 303 303 303
            """

        @Test func givesEachWhatTheTableSays() async throws {
            let lines = try await withOpenOffice { house in
                let scene = try await RouteScene(house)
                var people = [house.visitor()]
                var programs = [house.visitor()]
                for login in Self.logins {
                    people.append(try await house.person(login))
                    programs.append(try await house.program(login))
                }
                var lines: [String] = []
                // What ends a session comes last.
                let routes = try routes(house.office)
                let (last, first) = (routes.filter(Self.endsSession), routes.filter { !Self.endsSession($0) })
                for (method, path) in first + last {
                    var statuses: [String] = []
                    for visitor in path.hasPrefix("/api/") ? programs : people {
                        statuses.append(String(try await scene.ask(method, path, as: visitor).status))
                    }
                    lines.append("\(method) \(path) \(statuses.joined(separator: " "))")
                }
                return lines
            }
            let expected = Self.table.split(separator: "\n").map(String.init)
            for line in lines where !expected.contains(line) { Issue.record("not in the table: \(line)") }
            for line in expected where !lines.contains(line) { Issue.record("only in the table: \(line)") }
        }

        /// What shows nothing of anybody's work and changes nothing, and so leaves no event; each with its reason.
        static let silent = [
            "GET /": "leads on to the first page",
            "GET /health": "monitors ask it every second", "GET /metrics": "monitors ask it every second",
            "GET /static/{name}": "the same for everybody", "GET /problems/{name}": "the same for everybody",
            "GET /api/openapi.json": "the same for everybody", "GET /help": "leads on to one's role",
            "GET /help/{role}": "the same for everybody", "GET /sign-in": "is where one comes in",
            "GET /incoming/new": "an empty form", "GET /outgoing/new": "an empty form",
            "GET /dispatches/new": "an empty form", "GET /recipient-groups/new": "an empty form",
            "GET /recipient-groups": "names of groups, beside a form",
            "GET /recipient-groups/{id}": "names of agencies, as in public lists",
            "POST /recipient-groups/choice": "names of agencies, as in public lists",
            "GET /correspondents": "names of agencies, as in public lists",
            "GET /api/v1/correspondents": "the same for a program",
            "POST /language": "chooses a language for the browser alone",
            "GET /account": "shows what the holder of the session is", "GET /api/v1/me": "the same for a program",
            "GET /api/v1/directory": "the names of units and colleagues, as on the door",
            "GET /api/v1/registers": "the names of the registers", "GET /api/v1/work": "counts without a subject",
            "GET /api/v1/outgoing-registers": "the names of the registers",
            "GET /api/v1/recipient-groups": "names of groups, beside a form",
            "POST /sign-out": "without a session there is none to end",
        ]

        @Test func leavesAnEventForEveryAnswerThatIsNotSilent() async throws {
            let missing = try await withOpenOffice { house in
                let scene = try await RouteScene(house)
                var people: [(String, page: Visitor, program: Visitor)] = [
                    ("stranger", house.visitor(), house.visitor())
                ]
                for login in Self.logins {
                    people.append((login, try await house.person(login), try await house.program(login)))
                }
                let events: SQL = "SELECT count(*) AS n FROM audit.event"
                var missing: [String] = []
                let routes = try routes(house.office)
                for (method, path) in routes.filter({ !Self.endsSession($0) }) + routes.filter(Self.endsSession) {
                    for person in people {
                        // What was counted in this minute begins anew, so that each refusal is a first one.
                        try await house.office.workflow.tallyRefusals()
                        let before = try await house.office.count(events)
                        let visitor = path.hasPrefix("/api/") ? person.program : person.page
                        let answer = try await scene.ask(method, path, as: visitor)
                        let left = try await house.office.count(events) - before
                        // A stranger is only shown where to sign in; a form with faults shows what was sent.
                        let isShownTheWay = person.0 == "stranger" && answer.status == 303
                        if left == 0, Self.silent["\(method) \(path)"] == nil, !isShownTheWay {
                            missing.append("\(method) \(path) \(person.0) \(answer.status)")
                        }
                    }
                }
                return missing
            }
            for line in missing { Issue.record("leaves no event: \(line)") }
        }

        private static func endsSession(_ route: (method: String, path: String)) -> Bool {
            route.path.hasSuffix("/sign-out") || route.path.hasSuffix("/current")
        }
    }
}
