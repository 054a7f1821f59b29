import Testing

/// SwiftPM builds a target that imports more than its manifest says; these tests do not let it pass.
@Suite("The arrows between the targets")
struct ArrowTests {
    /// What each target may import of ours.
    static let allowed: [String: Set<String>] = [
        "CArchive": [], "CLibXML2": [], "CLibXML2System": [], "CPostgres": [], "CXMLSec": [],
        "CXMLSecSystem": [], "CZlib": [],
        "Postgres": ["CPostgres"],
        "XMLStream": ["CLibXML2"],
        "TransparencyLog": [],
        "Records": [],
        "Exchange": ["CArchive", "CXMLSec", "CZlib", "Records", "XMLStream"],
        "Workflow": ["Exchange", "Postgres", "Records", "TransparencyLog"],
        "Web": ["Records", "Workflow"],
        "Command": ["Exchange", "Postgres", "Records", "Web", "Workflow"],
    ]

    @Test("are those of the design, in every file")
    func imports() throws {
        let ours = Set(Self.allowed.keys)
        let sources = try Repository.sources()
        #expect(sources.count > 200, "this test looks at something")
        for (path, text) in sources {
            let target = String(path.split(separator: "/")[1])
            let allowed = try #require(
                Self.allowed[target], "a new target needs a decision record and a line here: \(target)")
            let imports = text.matches(
                of:
                    /(?m)^\s*(?:@[A-Za-z()]+ +)*(?:(?:public|package|internal|fileprivate|private) +)?import +(?:(?:struct|enum|class|func|protocol|typealias|var|let) +)?([A-Za-z0-9_]+)/
            )
            for name in imports.map({ String($0.1) }) where ours.contains(name) {
                #expect(allowed.contains(name), "\(path) imports \(name)")
            }
        }
    }

    @Test("are those that the manifest declares")
    func manifest() throws {
        let manifest = try Repository.text("Package.swift")
        for target in Self.allowed.keys where !target.hasPrefix("C") || target == "Command" {
            let start = try #require(
                manifest.firstRange(of: "arget(\n            name: \"\(target)\"")
                    ?? manifest.firstRange(of: "arget(name: \"\(target)\""), "\(target)")
            let rest = manifest[start.upperBound...]
            let own = rest.prefix(upTo: rest.firstRange(of: "arget(")?.lowerBound ?? rest.endIndex)
            let list = own.firstRange(of: "dependencies: [").map { own[$0.upperBound...].prefix { $0 != "]" } } ?? ""
            let declared = Set(list.matches(of: /"([A-Za-z0-9]+)"/).map { String($0.1) }).intersection(
                Self.allowed.keys)
            #expect(declared.isSubset(of: Self.allowed[target] ?? []), "\(target): \(declared)")
        }
    }

    @Test("let only Workflow, and the schema, speak SQL")
    func sql() throws {
        let statement =
            /"""?\s*(?:SELECT\s|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|WITH\s+\w+\s+AS|CREATE\s+TABLE|ALTER\s+TABLE|DROP\s+TABLE)/
        for (path, text) in try Repository.sources() {
            // Postgres speaks of transactions and of its own list of migrations; it knows no table of ours.
            guard !path.hasPrefix("Sources/Workflow/"), !path.hasPrefix("Sources/Postgres/") else { continue }
            #expect(!text.contains(statement), "\(path) holds SQL")
            #expect(!text.contains(/:\s*SQL\b/), "\(path) names SQL")
        }
        let tables = try Repository.text("schema/schema.sql").matches(of: /CREATE TABLE (?:audit\.)?(\w+)/).map {
            String($0.1)
        }
        #expect(tables.count > 15)
        for (path, text) in try Repository.sources() where path.hasPrefix("Sources/Postgres/") {
            for table in tables where table != "event" && table != "session" {
                #expect(!text.contains("FROM \(table)") && !text.contains("INTO \(table)"), "\(path) knows \(table)")
            }
        }
    }

    @Test("let only Command read the environment")
    func environment() throws {
        for (path, text) in try Repository.sources() where !path.hasPrefix("Sources/Command/") {
            #expect(
                !text.contains(/ProcessInfo\.processInfo\.environment|\bgetenv\(|CommandLine\.arguments/), "\(path)")
        }
    }
}
