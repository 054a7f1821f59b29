import Hummingbird
import Records

/// One thing that a program can ask for: a row of the table from which both the routes and their description are made.
struct Operation: Sendable {
    /// Where something stands in the address.
    struct Parameter: Sendable {
        let name: String
        let schema: Schema
        let note: String
    }

    /// What the body of a request is.
    enum Body: Sendable {
        case none
        /// A JSON document of this schema.
        case json(String)
        /// A JSON document, or a form whose part `request` is one and whose other parts are files.
        case jsonWithFiles(String)
        /// The same, where a part `text` is the text of what is drafted.
        case jsonWithText(String)
        /// A file, as it is or in a form.
        case file
    }

    /// What the answer is where all went well.
    enum Answer: Sendable {
        case json(String, HTTPResponse.Status)
        case nothing
        case file
    }

    let method: HTTPRequest.Method
    /// Below `/api/v1`, with captures as OpenAPI writes them: `/incoming/{id}`.
    let path: String
    /// Its name for generated clients.
    let name: String
    let summary: String
    var query: [Parameter] = []
    var body = Body.none
    let answer: Answer
    /// Whether it changes something that the caller must have seen: then `If-Match` is needed.
    var needsVersion = false
    /// What the caller must be allowed to do at all, asked before a body with files is read.
    var admits: Act?
    /// Whether it answers to strangers.
    var isOpen = false
    let serve: @Sendable (Call) async throws -> Reply

    /// The path as the router writes it.
    var route: RouterPath { RouterPath("/api/v1" + path.replacing("{", with: ":").replacing("}", with: "")) }
}

extension Operation.Parameter {
    static let after = Self(
        name: "after", schema: .string, note: "Where the page begins; from next of the page before.")

    static func text(_ name: String, _ note: String = "") -> Self { Self(name: name, schema: .string, note: note) }
    static func day(_ name: String, _ note: String = "") -> Self { Self(name: name, schema: .day, note: note) }
    static func integer(_ name: String, _ note: String = "") -> Self { Self(name: name, schema: .integer, note: note) }
    static func choice(_ name: String, _ words: [String], _ note: String = "") -> Self {
        Self(name: name, schema: .choice(words), note: note)
    }
}

/// The answer to a call.
enum Reply: Sendable {
    case json(JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:])
    case response(Response)
    case nothing
}
