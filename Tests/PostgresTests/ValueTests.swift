import Foundation
import Testing

@testable import Postgres

@Suite("A value")
struct ValueTests {
    /// Sends values as the type, and returns what comes back.
    private func echo<Value: SQLValue>(_ values: [Value], as type: SQL) async throws -> [Value] {
        let test = try TestDatabase.common()
        return try await Database.with(test.configuration(connections: 1)) { database in
            try await database.read { transaction in
                try values.flatMap { value in
                    try transaction.rows("SELECT \(value)::\(type) AS value") { row -> Value in try row["value"] }
                }
            }
        }
    }

    @Test func ofTextComesBackByteForByte() async throws {
        let composed = "Ủy ban nhân dân tỉnh"
        let texts = [
            "", " ", "NULL", "'; --", "\\", "\\\\x", "\"quoted\"", "tab\tnewline\nreturn\r", "{a,b}", "$1", "%s", "🏛️",
            composed.precomposedStringWithCanonicalMapping, composed.decomposedStringWithCanonicalMapping,
            String(repeating: "Đ", count: 100_000),
        ]
        let back = try await echo(texts, as: "text")
        // Swift calls composed and decomposed text equal; the bytes are what must not change.
        #expect(back.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    }

    @Test func withNULIsRefusedInsteadOfCutOff() async throws {
        let error = await failure { try await echo(["a\0b"], as: "text") }
        #expect(error?.kind == .encoding)
        let array = await failure { try await echo([["a", "\0"]], as: "text[]") }
        #expect(array?.kind == .encoding)
    }

    @Test func ofANumberComesBack() async throws {
        #expect(try await echo([0, -1, Int.max, Int.min], as: "bigint") == [0, -1, Int.max, Int.min])
        #expect(try await echo([Int32.max, Int32.min], as: "int") == [Int32.max, Int32.min])
        #expect(try await echo([Int64.max], as: "bigint") == [Int64.max])
        let doubles = [
            0.1, -0.0, 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, 1.0 / 3,
        ]
        #expect(try await echo(doubles, as: "float8") == doubles)
        let numbers = try await echo([Double.nan], as: "float8")
        #expect(numbers[0].isNaN)
        #expect(try await echo([true, false], as: "boolean") == [true, false])
    }

    @Test func ofBytesComesBack() async throws {
        let all = (0...255).map { UInt8($0) }
        #expect(try await echo([[], [0], all], as: "bytea") == [[], [0], all])
    }

    @Test func ofAUUIDComesBackAsPsqlShowsIt() async throws {
        let uuid = UUID()
        #expect(try await echo([uuid], as: "uuid") == [uuid])
        #expect(uuid.sqlText == uuid.uuidString.lowercased())
    }

    @Test func thatIsMissingIsNULL() async throws {
        #expect(try await echo([nil, 1], as: "int") == [Int?.none, 1])
        #expect(try await echo([nil, "x"], as: "text") == [String?.none, "x"])
    }

    @Test func withARawValueIsThatRawValue() async throws {
        enum State: String, SQLValue { case received, assigned }
        struct Number: RawRepresentable, SQLValue, Equatable { let rawValue: Int }
        #expect(try await echo([State.received, .assigned], as: "text") == [.received, .assigned])
        #expect(try await echo([[State.received]], as: "text[]") == [[.received]])
        #expect(try await echo([Number(rawValue: 7)], as: "int") == [Number(rawValue: 7)])
        #expect(State(sqlText: "lost") == nil)
    }

    @Test func ofAnArrayComesBackWithWhateverIsInItsElements() async throws {
        let words = ["", "NULL", "null", "a b", "a,b", "{}", "\"", "\\", "\\\"", "é", " x ", "\n", "ắ"]
        #expect(try await echo([words, []], as: "text[]") == [words, []])
        #expect(try await echo([[1, -2, 3], []], as: "int[]") == [[1, -2, 3], []])
        #expect(try await echo([[nil, "NULL", "x"]], as: "text[]") == [[String?.none, "NULL", "x"]])
        #expect(try await echo([[1, nil]], as: "bigint[]") == [[1, Int?.none]])
        #expect(try await echo([[[1, 2], []]], as: "bytea[]") == [[[UInt8]]([[1, 2], []])])
        let dates = [Date(timeIntervalSince1970: 0.5)]
        #expect(try await echo([dates], as: "timestamptz[]") == [dates])
    }

    @Test func ofAnArrayIsReadWithAnyLowerBoundAndRefusedWithTwoDimensions() {
        #expect([Int](sqlText: "[0:2]={1,2,3}") == [1, 2, 3])
        #expect([Int](sqlText: "{{1,2},{3,4}}") == nil)
        for malformed in ["", "{", "1,2", "{1,}", "{,1}", "{\"a}", "{\"a\"b}", "{1}{2}"] {
            #expect([String](sqlText: malformed) == nil, "\(malformed)")
        }
        #expect([Int](sqlText: "{1,NULL}") == nil)
    }

    @Test func thatTheProgramDoesNotExpectNamesItsColumn() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 1)) { database in
            let null = await failure { try await database.row("SELECT NULL::int AS n") { try $0["n"] as Int } }
            #expect(null?.kind == .decoding(column: "n"))
            let text = await failure { try await database.row("SELECT 'secret' AS n") { try $0["n"] as Int } }
            #expect(text?.kind == .decoding(column: "n"))
            #expect(text?.description.contains("secret") == false)
            let absent = await failure { try await database.row("SELECT 1 AS n") { try $0["N"] as Int } }
            #expect(absent?.kind == .decoding(column: "N"))
        }
    }
}
