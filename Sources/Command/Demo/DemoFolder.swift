import ArgumentParser
import Foundation

/// The folder of the demonstration agency; its README says what each file holds.
struct DemoFolder: Sendable {
    let path: String
    let agency: DemoAgency
    let documents: [DemoDocument]
    let outgoing: [DemoOutgoing]
    /// The envelopes that wait to be registered, by path.
    let envelopes: [String]

    init(_ path: String) throws {
        self.path = path
        agency = try Self.read("\(path)/agency.json")
        documents = try Self.read("\(path)/documents.json")
        outgoing = try Self.read("\(path)/outgoing.json")
        envelopes =
            (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/envelopes"))?
            .sorted().map { "\(path)/envelopes/\($0)" } ?? []
    }

    private static func read<Value: Decodable>(_ path: String) throws -> Value {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("\(path) cannot be read.")
        }
        do { return try JSONDecoder().decode(Value.self, from: data) } catch {
            throw ValidationError("\(path) is not what it should be: \(error)")
        }
    }
}
