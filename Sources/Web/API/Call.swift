import Foundation
import Hummingbird
import Records
import Workflow

/// A request of a program, checked against its operation: what an operation works with.
struct Call: Sendable {
    let office: Office
    let request: Request
    let context: OfficeContext
    /// The parameters of the query, of the right kind each.
    var query: [String: String] = [:]
    /// The body, as its schema says it is.
    var body = JSON.null
    var files: [ReceivedFile] = []
    /// The text of a document that is drafted: the part `text` of a form, which is not among ``files``.
    var paper: ReceivedFile?
    var key: IdempotencyKey?
    /// The version that the caller has seen; there where the operation needs it.
    var seen = 0

    var workflow: Workflow { office.workflow }
    var language: Language { context.language }

    func caller() throws -> Caller { try context.caller() }

    /// The number in the path.
    ///
    /// - Throws: ``Problem`` 404, for nothing has a name that is no number.
    func id() throws -> Int {
        guard let id = context.parameters.get("id", as: Int.self) else { throw Problem(.notFound) }
        return id
    }

    /// Another number in the path.
    ///
    /// - Throws: ``Problem`` 404, for nothing has a name that is no number.
    func number(_ parameter: String) throws -> Int {
        guard let number = context.parameters.get(parameter, as: Int.self) else { throw Problem(.notFound) }
        return number
    }

    func text(_ member: String) -> String { body[member]?.string ?? "" }
}

extension Call {
    /// A page of a list, with the address of the next page where there is one.
    func list(_ items: [JSON], next: (any LosslessStringConvertible)?) -> Reply {
        var address = JSON.null
        if let next {
            var parts = query.filter { $0.key != "after" }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            parts.append(("after", Data(next.description.utf8).base64URL))
            address = .string(Address(request.uri.path, parts).text)
        }
        return .json(["items": .array(items), "next": address])
    }

    /// Where the page begins.
    func after<Cursor: LosslessStringConvertible>(_ type: Cursor.Type) throws -> Cursor? {
        guard let text = query["after"] else { return nil }
        guard let data = Data(base64URL: text), let plain = String(validating: data, as: UTF8.self),
            let cursor = Cursor(plain)
        else { throw Problem(.fields, fields: [FieldProblem(.init("after", .unknownChoice))]) }
        return cursor
    }

    /// The answer to an act that gave the document a new version.
    func version(_ version: Int) -> Reply {
        .json(["version": .integer(version)], headers: [.eTag: "\"\(version)\""])
    }
}
