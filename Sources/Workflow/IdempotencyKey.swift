import Foundation
import Postgres
import Records

/// What makes pressing twice do once (khóa chống thao tác lặp).
///
/// The answer is kept with the key in the transaction of the act: the same key with the same request gives the same
/// answer, with another request it is refused (draft-ietf-httpapi-idempotency-key-header).
public struct IdempotencyKey: Sendable {
    let key: String
    let request: [UInt8]

    /// The key of a request; `request` is the SHA-256 of what was asked: method, path and contents.
    ///
    /// - Throws: ``WorkflowError/badKey``
    public init(_ key: String, request: [UInt8]) throws {
        guard (8...200).contains(key.utf8.count), !key.utf8.contains(0) else { throw WorkflowError.badKey }
        self.key = key
        self.request = request
    }
}

extension Transaction {
    /// Keeps the answer; a second use of the key fails here and takes the whole act back with it.
    borrowing func remember(_ answer: some Encodable, under key: IdempotencyKey, of officer: Officer.ID) throws {
        let json = String(decoding: try JSONEncoder().encode(Answer(value: answer)), as: UTF8.self)
        try execute(
            """
            INSERT INTO idempotency_key (officer_id, key, request, answer)
            VALUES (\(officer), \(key.key), \(key.request), \(json)::jsonb)
            """)
    }
}

extension Workflow {
    /// The answer that was given under a key.
    ///
    /// - Throws: ``WorkflowError/keyReused`` where the key was used with another request.
    func recall<Value: Decodable & Sendable>(
        _ key: IdempotencyKey, of officer: Officer.ID, as type: Value.Type
    ) async throws -> Value? {
        let kept = try await database.row(
            "SELECT request, answer::text FROM idempotency_key WHERE officer_id = \(officer) AND key = \(key.key)"
        ) { row in
            (request: try row["request"] as [UInt8], answer: try row["answer"] as String)
        }
        guard let kept else { return nil }
        guard kept.request == key.request else { throw WorkflowError.keyReused }
        return try JSONDecoder().decode(Answer<Value>.self, from: Data(kept.answer.utf8)).value
    }
}

/// Lets a plain number be an answer.
private struct Answer<Value> {
    let value: Value
}
extension Answer: Encodable where Value: Encodable {}
extension Answer: Decodable where Value: Decodable {}
