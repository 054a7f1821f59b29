import Foundation
import Testing

@Suite("The schema")
struct SchemaTests {
    /// A scratch cluster of this machine, as the other suites use it.
    private static let conninfo = ProcessInfo.processInfo.environment["CONGVAN_TEST_DATABASE"]

    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) \(arguments)")
        return String(decoding: data, as: UTF8.self)
    }

    /// What pg_dump says of a database that these files made.
    private func dump(_ files: [String]) throws -> String {
        let conninfo = try #require(
            Self.conninfo, "CONGVAN_TEST_DATABASE is not set: run deploy/test, which starts a scratch cluster")
        let name = "schema_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let database = "\(conninfo) dbname=\(name)"
        _ = try run("psql", ["-X", "-q", "-d", "\(conninfo) dbname=postgres", "-c", "CREATE DATABASE \(name)"])
        defer {
            _ = try? run("psql", ["-X", "-q", "-d", "\(conninfo) dbname=postgres", "-c", "DROP DATABASE \(name)"])
        }
        for file in files {
            _ = try run(
                "psql",
                [
                    "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", database, "-f",
                    Repository.root.appending(path: file).path,
                ])
        }
        // Newer versions write a random key around the dump.
        return try run("pg_dump", ["--schema-only", "-d", database]).split(separator: "\n")
            .filter { !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict") }.joined(separator: "\n")
    }

    private var migrations: [String] { Repository.files(below: "Sources/Workflow/migrations", ending: ".sql") }

    @Test("is the same whether it is read or migrated to")
    func same() throws {
        let whole = try dump(["schema/schema.sql"])
        #expect(whole.contains("CREATE TABLE public.incoming_document"))
        #expect(whole == (try dump(migrations)))
    }

    @Test("has migrations that are numbered without a gap, and are what schema/migrations shows")
    func numbering() throws {
        let names = migrations.map { ($0 as NSString).lastPathComponent }
        #expect(names.map { String($0.prefix(5)) } == (1...max(1, names.count)).map { String(format: "%04d_", $0) })
        let shown = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appending(path: "schema/migrations").path)
        #expect(shown.filter { $0.hasSuffix(".sql") }.sorted() == names)
    }

    @Test("names every constraint, so that an error says which rule was broken, and explains every table")
    func names() throws {
        let text = try Repository.text("schema/schema.sql")
        for line in text.split(separator: "\n") where line.contains(/^\s+(?:CHECK|UNIQUE|FOREIGN KEY)\b/) {
            let above = text[..<line.startIndex].split(separator: "\n").last ?? ""
            #expect(above.contains("CONSTRAINT"), "\(line)")
        }
        for table in text.matches(of: /CREATE TABLE ([\w.]+) \(/).map({ String($0.1) }) {
            #expect(text.contains("COMMENT ON TABLE \(table) IS"), "\(table)")
        }
    }
}
