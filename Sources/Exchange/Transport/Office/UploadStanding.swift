/// How much of an envelope an office has, as it says in its answers.
public struct UploadStanding: Sendable, Hashable {
    public let offset: Int64
    /// Whether it has all of it, and is answerable for it.
    public let isComplete: Bool
    /// The largest envelope that it takes, in bytes.
    public let limit: Int64?

    public init(offset: Int64, isComplete: Bool, limit: Int64?) {
        self.offset = offset
        self.isComplete = isComplete
        self.limit = limit
    }

    /// The fields of an answer.
    public var fields: [(name: String, value: String)] {
        var fields = [("Upload-Offset", "\(offset)"), ("Upload-Complete", isComplete ? "?1" : "?0")]
        if let limit { fields.append(("Upload-Limit", "max-size=\(limit)")) }
        return fields.map { (name: $0.0, value: $0.1) }
    }

    /// Reads an answer; `409` says where to go on, and every refusal is an error.
    init(status: Int, _ headers: [(name: String, value: String)]) throws(ExchangeError) {
        func field(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        limit = field("upload-limit").flatMap { $0.wholeMatch(of: #/max-size=([0-9]{1,15})/#) }.flatMap { Int64($0.1) }
        let said = field("upload-offset").flatMap { $0.utf8.count <= 15 ? Int64($0) : nil }
        switch status {
        case 200...204: break
        case 401, 403: throw ExchangeError(.transport(.credentials))
        case 409:
            guard let said, said >= 0 else { throw ExchangeError(.transport(.answerMalformed)) }
            throw ExchangeError(.transport(.otherOffset(said)))
        case 413: throw ExchangeError(.transport(.tooLarge(limit: limit ?? 0)))
        case 422: throw ExchangeError(.transport(.peer(code: "422", text: "Unprocessable Content", isFinal: true)))
        default: throw ExchangeError(.transport(.status(status)))
        }
        guard let said, said >= 0, let complete = field("upload-complete"), ["?0", "?1"].contains(complete) else {
            throw ExchangeError(.transport(.answerMalformed))
        }
        offset = said
        isComplete = complete == "?1"
    }
}
