import Foundation
import Mustache
import Records
import Workflow

/// A page with its frame: what the layout shows around every page.
struct Sheet {
    let language: String
    let otherLanguage: String
    let otherLanguageName: String
    let csrf: String
    let key = FreshKey()
    let person: Person?
    let menu: [Menu.Entry]
    let page: any Page
    let done: String?
    /// What somebody must see to, as sentences.
    let alarms: [String]

    init(_ page: any Page, _ context: OfficeContext, counts: WorkCounts?, alarms: [Alarm]) {
        language = context.language.rawValue
        otherLanguage = context.language == .vietnamese ? Language.english.rawValue : Language.vietnamese.rawValue
        otherLanguageName = context.language == .vietnamese ? "English" : "Tiếng Việt"
        csrf = context.csrfToken
        person = context.signedIn.map(Person.init)
        let roles = context.signedIn?.caller.officer.roles ?? []
        menu = Menu(of: roles, counts: counts, at: page.place).entries.map { Menu.Entry($0, context.language) }
        self.page = page
        done = page.done
        self.alarms =
            roles.isDisjoint(with: [.auditor, .administrator]) ? [] : alarms.map { $0.sentence(context.language) }
    }
}

/// Who is signed in, as the head of every page says.
struct Person: Sendable {
    let name: String
    let office: String
    let agency: String

    init(_ signedIn: SignedIn) {
        let officer = signedIn.caller.officer
        name = officer.name
        office = [officer.position, signedIn.unitName].filter { !$0.isEmpty }.joined(separator: ", ")
        agency = signedIn.agencyName
    }
}

/// An idempotency key, another one wherever a template asks: each form on a page is an act of its own.
struct FreshKey: MustacheCustomRenderable {
    var renderText: String { UUID().uuidString }
    var isNull: Bool { false }
}
