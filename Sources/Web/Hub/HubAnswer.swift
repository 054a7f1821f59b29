import Foundation
import Hummingbird
import NIOCore
import Records
import Workflow

/// Answers in the axis's JSON shape: `status`, `ErrorCode`, `ErrorDesc`, and what was asked for.
enum HubAnswer {
    static let done = json(.ok, [:])

    /// Our own failure: the caller tries again.
    static let fault = json(.internalServerError, ["status": "FAIL", "ErrorCode": "10", "ErrorDesc": "Loi he thong"])

    static func accepted(_ receipt: String) -> Response { json(.ok, ["DocId": .string(receipt)]) }

    static func list(_ entries: [JSON]) -> Response { json(.ok, ["data": .array(entries)]) }

    /// Clients of the axis read the code and not the status, and some give up where that is not 200.
    static func refusal(_ refusal: HubRefusal) -> Response {
        let status: HTTPResponse.Status =
            switch refusal {
            case .credentials: .unauthorized
            case .tooMany: .tooManyRequests
            case .tooLarge: .contentTooLarge
            default: .ok
            }
        return json(
            status,
            [
                "status": "FAIL", "ErrorCode": .string(refusal.code),
                "ErrorDesc": .string(refusal.sentence.vietnamese),
            ])
    }

    static func entry(_ entry: ReceivedEntry) -> JSON {
        [
            "docId": .string(entry.receipt), "from": .string(entry.sender), "to": .string(entry.recipient),
            "serviceType": "eDoc", "messageType": .string(entry.kind), "status": .string(entry.state),
            "status_desc": .string(entry.state), "hash-file": .string(entry.digest),
            "created_time": .string(time(entry.createdAt)), "updated_time": .string(time(entry.updatedAt)),
        ]
    }

    /// The sender's line of one delivery: what the hub did with it, and what its recipient did.
    static func sent(_ entry: SentEntry) -> JSON {
        [
            "senderDocId": .string(entry.receipt), "receiverDocId": .string(entry.deliveryReceipt),
            "fromCode": .string(entry.sender), "toCode": .string(entry.recipient), "serviceType": "eDoc",
            "messageType": .string(entry.kind), "notation": .string(entry.notation), "title": .string(entry.title),
            "sentTime": .string(time(entry.sentAt)), "receivedTime": .string(entry.receivedAt.map(time) ?? ""),
            "sendStatus": "done", "sendStatusDesc": "Trục đã nhận", "receiveStatus": .string(entry.state),
            "receiveStatusDesc": .string(words[entry.state] ?? entry.state),
        ]
    }

    /// The states of a delivery in words.
    private static let words = [
        "initial": "Chưa lấy danh sách", "inbox": "Đã có trong danh sách đến", "processing": "Đã lấy gói tin",
        "done": "Đã nhận", "fail": "Không nhận được",
    ]

    static func agency(_ agency: HubAgency, withUnits: Bool) -> JSON {
        var members: [String: JSON] = [
            "id": .string("\(agency.id)"), "pid": .string(agency.parentCode), "code": .string(agency.code),
            "name": .string(agency.name), "mail": .string(agency.mail),
        ]
        if withUnits {
            members["centerCode"] = .string(agency.system ?? "")
            members["version"] = .string("\(agency.version)")
            members["deleted"] = .string(agency.isActive ? "false" : "true")
        }
        return .object(members)
    }

    /// An envelope as base64 in `data`, read while it is sent; its length is said, so that a broken answer is seen.
    static func envelope(_ envelope: OpenedEnvelope) -> Response {
        let (before, after) = (Array((opening + "\"").utf8), Array("\"}".utf8))
        let length = before.count + (envelope.size + 2) / 3 * 4 + after.count
        // Whole groups of three bytes, so that the pieces of base64 join.
        let step = 192 << 10
        return response(length) { write in
            try await write(ByteBuffer(bytes: before))
            for offset in stride(from: 0, to: envelope.size, by: step) {
                let piece = try await envelope.piece(at: offset, count: step)
                try await write(ByteBuffer(string: Data(piece).base64EncodedString()))
            }
            try await write(ByteBuffer(bytes: after))
        }
    }

    /// A list in `data` that is written while it is read.
    static func pieces(
        _ body: @escaping @Sendable (_ write: (ByteBuffer) async throws -> Void) async throws -> Void
    ) -> Response {
        response(nil) { write in
            try await write(ByteBuffer(string: opening + "["))
            try await body(write)
            try await write(ByteBuffer(string: "]}"))
        }
    }

    private static let opening = #"{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":"#

    private static func response(
        _ length: Int?,
        _ body: @escaping @Sendable (_ write: (ByteBuffer) async throws -> Void) async throws -> Void
    ) -> Response {
        let pieces = ResponseBody(contentLength: length) { writer in
            var writer = writer
            try await body { try await writer.write($0) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/json; charset=utf-8"], body: pieces)
    }

    private static func json(_ status: HTTPResponse.Status, _ members: [String: JSON]) -> Response {
        let usual: [String: JSON] = ["status": "OK", "ErrorCode": "0", "ErrorDesc": ""]
        let object = JSON.object(usual.merging(members) { $1 })
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: object.buffer))
    }

    private static func time(_ date: Date) -> String {
        date.formatted(.iso8601.timeZone(separator: .colon).time(includingFractionalSeconds: false))
    }
}
