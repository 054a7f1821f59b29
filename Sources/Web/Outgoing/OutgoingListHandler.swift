import Foundation
import Hummingbird
import Records
import Workflow

/// `/outgoing`: what waits for its reader, tray by tray, and all outgoing documents that they may see.
struct OutgoingListHandler: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self).get("", use: list)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = try request.query()
        let counts = try await office.workflow.workCounts(by: caller)
        let done = Done.sentence(in: query, context.language)
        if let tray = OutgoingTray(rawValue: query["box"]) {
            let found = try await office.workflow.outgoingTray(tray, by: caller)
            let page = OutgoingListPage(
                tray: tray, found.items, hasMore: found.hasMore, counts: counts, done: done, context.language)
            return try await office.show(page, context, counts)
        }
        var filter = OutgoingFilter()
        filter.text = query["q"].isEmpty ? nil : query["q"]
        filter.step = OutgoingDocument.Step(rawValue: query["step"])
        let found = try await office.workflow.outgoingList(filter, after: Int(query["after"]), by: caller)
        let page = OutgoingListPage(
            filter, found.items, next: found.next, counts: counts, done: done, context.language)
        return try await office.show(page, context, counts)
    }
}

/// The page *Văn bản đi*.
struct OutgoingListPage: Page {
    static let template = "outgoing/list"

    struct Row: Sendable {
        let href: String
        let reference: String?
        let issued: String?
        let urgency: Tag?
        let subject: String
        let type: String
        let unit: String
        let drafter: String
        let step: Tag

        init(_ document: OutgoingSummary, _ language: Language) {
            href = "/outgoing/\(document.id)"
            reference = document.reference?.description
            issued = document.issuedOn?.written
            urgency = Tag.urgency(document.urgency, language)
            subject = document.subject
            type = document.typeName
            unit = document.unit
            drafter = document.draftedBy
            step = Tag.step(document.step, document.closing, language)
        }
    }

    let place: Menu.Place? = .outgoing
    let done: String?
    let tabs: [Tab]
    /// What was searched for; nothing in a tray.
    let search: String?
    let rows: [Row]
    let isEmpty: Bool
    let hasMore: Bool
    let next: String?

    init(
        tray: OutgoingTray, _ documents: [OutgoingSummary], hasMore: Bool, counts: WorkCounts, done: String?,
        _ language: Language
    ) {
        self.done = done
        tabs = Self.tabs(counts, at: tray, language)
        search = nil
        rows = documents.map { Row($0, language) }
        isEmpty = rows.isEmpty
        self.hasMore = hasMore
        next = nil
    }

    init(
        _ filter: OutgoingFilter, _ documents: [OutgoingSummary], next: Int?, counts: WorkCounts, done: String?,
        _ language: Language
    ) {
        self.done = done
        tabs = Self.tabs(counts, at: nil, language)
        search = filter.text ?? ""
        rows = documents.map { Row($0, language) }
        isEmpty = rows.isEmpty
        hasMore = false
        self.next = next.map {
            Address("/outgoing", [("q", filter.text ?? ""), ("step", filter.step?.rawValue ?? ""), ("after", "\($0)")])
                .text
        }
    }

    private static func tabs(_ counts: WorkCounts, at here: OutgoingTray?, _ language: Language) -> [Tab] {
        let all = Tab(
            href: "/outgoing", label: Phrase("Tất cả", "All")(language), count: nil, isHere: here == nil)
        return [all]
            + OutgoingTray.allCases.compactMap { tray in
                counts.outgoing[tray].map {
                    Tab(
                        href: "/outgoing?box=\(tray.rawValue)", label: tray.label(language),
                        count: $0 > 0 ? CountLabel($0).text : nil, isHere: tray == here)
                }
            }
    }
}
