import Foundation
import Hummingbird
import Records
import Workflow

/// `GET /correspondents`: the directory of agencies, searched; from a draft, to choose recipients in it.
struct DirectoryHandler: Sendable {
    let office: Office

    func search(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = try request.query()
        let found = try await office.workflow.correspondents(matching: query["q"], by: caller)
        let page = DirectoryPage(
            query["q"], found, draft: Int(query["dispatch"]), version: Int(query["version"]) ?? 0,
            isForForm: query.has("choose"), context.language)
        return try await office.show(page, context)
    }
}

/// What a search of the directory found, each with a box to choose it where that is wanted.
struct DirectoryPage: Page {
    static let template = "exchange/directory"

    let place: Menu.Place? = .dispatches
    let words: String
    let draft: Int?
    let found: FoundAgencies

    init(
        _ words: String, _ found: [Correspondent], draft: Int?, version: Int, isForForm: Bool, _ language: Language
    ) {
        self.words = words
        self.draft = draft
        let isAsked = !words.trimmed.isEmpty
        self.found =
            isForForm
            ? FoundAgencies(found, isAsked: isAsked, language)
            : FoundAgencies(found, isAsked: isAsked, draft: draft, version: version, language)
    }
}

/// The list of agencies that a search found, as it stands alone or in the page of a draft.
struct FoundAgencies: Sendable {
    let rows: [AgencyLine]
    let isNothing: Bool
    /// The draft that they can be added to.
    let draft: Int?
    let version: Int
    /// Whether they are in the form that they are added to, each with a button.
    let isInForm: Bool

    init(_ found: [Correspondent], isAsked: Bool, _ language: Language) {
        rows = found.map { AgencyLine($0, language) }
        isNothing = isAsked && found.isEmpty
        draft = nil
        version = 0
        isInForm = true
    }

    init(_ found: [Correspondent], isAsked: Bool, draft: Int?, version: Int, _ language: Language) {
        rows = found.map { AgencyLine($0, language) }
        isNothing = isAsked && found.isEmpty
        self.draft = found.isEmpty ? nil : draft
        self.version = version
        isInForm = false
    }
}

/// An agency of the directory, as a line.
struct AgencyLine: Sendable {
    let code: String
    let name: String
    let parent: String?
    let linked: String?
    /// The largest envelope it takes.
    let limit: String?
    /// Whether what is about to be sent is larger.
    let isTooLarge: Bool

    init(_ agency: Correspondent, size: Int = 0, _ language: Language) {
        code = agency.code
        name = agency.name
        parent = agency.parentName.isEmpty ? nil : agency.parentName
        linked = agency.linked.isEmpty ? nil : agency.linked
        limit = agency.largestPacket.map { WrittenSize($0, language).text }
        isTooLarge = agency.largestPacket.map { $0 < size } ?? false
    }
}
