import Foundation
import Hummingbird
import Mustache
import Records
import Workflow

/// The pages of the office, read once when the service starts.
///
/// There is one set of templates for each language, with its words already in place, so that a page costs nothing for
/// being bilingual.
public struct Pages: Sendable {
    private let libraries: [Language: MustacheLibrary]

    public init() throws {
        let folder = Bundle.module.bundleURL.appending(path: "Resources")
        let templates = try TemplateFolder(folder.appending(path: "Templates"))
        var libraries: [Language: MustacheLibrary] = [:]
        for language in Language.allCases {
            let texts = try Texts(file: folder.appending(path: "texts/\(language.rawValue).json"))
            libraries[language] = MustacheLibrary(
                templates: try templates.sources.mapValues { try MustacheTemplate(string: texts.placed(in: $0)) })
        }
        self.libraries = libraries
    }

    /// A page within the frame that all pages share: menu, language, who is signed in.
    ///
    /// The menu shows what waits for the person where `counts` says it; alarms are for those who keep the office or its
    /// trail.
    func render(
        _ page: some Page, _ context: OfficeContext, counts: WorkCounts? = nil, alarms: [Alarm] = [],
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let sheet = Sheet(page, context, counts: counts, alarms: alarms)
        let name = type(of: page).template
        guard let html = libraries[context.language]?.render(Scope(sheet), withTemplate: name) else {
            throw PageError.noTemplate(name)
        }
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .contentLanguage: context.language.rawValue],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }
}

/// What a template shows.
///
/// Properties are named as the template names them, and hold finished text.
protocol Page: Sendable {
    /// The template's path below `Templates`, without its ending.
    static var template: String { get }
    /// The entry of the menu that the page belongs to.
    var place: Menu.Place? { get }
    /// What the last act of the person came to, told once at the top.
    var done: String? { get }
}

extension Page {
    var place: Menu.Place? { nil }
    var done: String? { nil }
}

/// A page that cannot be made; the repository's tests find it before a person does.
enum PageError: Error {
    case noTemplate(String)
    case noText(String)
}
