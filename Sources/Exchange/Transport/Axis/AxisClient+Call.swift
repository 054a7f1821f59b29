import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

extension AxisClient {
    /// Makes a call and reads its answer, which is a success.
    ///
    /// `answerBytes` says how long the answer may be, where it is longer than most.
    func call<Item: Decodable & Sendable>(
        _ name: String, _ parameters: [AxisParameter], parcel: OutgoingParcel? = nil, answerBytes: Int? = nil
    ) async throws -> AxisAnswer<Item> {
        let limit = answerBytes ?? limits.answerBytes
        let patience = limits.patience(bytes: (parcel?.size ?? 0) + Int64(limit))
        let dialect = dialect
        let request = request(parameters, parcel: parcel)
        return try await door.ask(dialect.path(name), patience: patience, request) { response in
            var body: [UInt8] = []
            for try await piece in response.body {
                guard body.count + piece.readableBytes <= limit else {
                    throw ExchangeError(.transport(.answerTooLong(bytes: limit)))
                }
                body += piece.readableBytesView
            }
            return try dialect.answer(body, status: Int(response.status.code))
        }
    }

    /// What makes a request of a call: parameters and proof where the dialect has them, and the body.
    func request(
        _ parameters: [AxisParameter], parcel: OutgoingParcel? = nil
    ) -> @Sendable (inout HTTPClientRequest) -> Void {
        let headers: [AxisParameter]
        let fields: [AxisParameter]
        switch dialect.proof {
        case .signedHeaders(let signature):
            headers = signature.headers(parameters, account, at: time())
            fields = []
        case .secretHeader(let systemID, let secret):
            headers = [.init(name: systemID, value: account.systemID), .init(name: secret, value: account.secret)]
            fields = parameters
        }
        let part = dialect.filePart
        let json = Self.json(parameters)
        return { request in
            request.method = .POST
            for header in headers { request.headers.replaceOrAdd(name: header.name, value: header.value) }
            guard let parcel else {
                request.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
                request.body = .bytes(json)
                return
            }
            let form = AxisForm(fields: fields, part: part, parcel: parcel, boundary: "congvan-\(UUID().uuidString)")
            request.headers.add(name: "Content-Type", value: "multipart/form-data; boundary=\(form.boundary)")
            request.body = .stream(form, length: .known(form.size))
        }
    }

    /// The parameters as a JSON object: for platforms that read them there.
    private static func json(_ parameters: [AxisParameter]) -> [UInt8] { AxisSignature.message(parameters) }
}

extension AxisDialect {
    func path(_ call: String) -> String { "\(pathPrefix)/\(call)" }

    /// Reads an answer, and throws what it refuses.
    func answer<Item: Decodable & Sendable>(_ body: [UInt8], status: Int) throws(ExchangeError) -> AxisAnswer<Item> {
        let answer: AxisAnswer<Item>
        do { answer = try JSONDecoder().decode(AxisAnswer<Item>.self, from: Data(body)) } catch {
            throw ExchangeError(.transport((200...299).contains(status) ? .answerMalformed : fault(of: status)))
        }
        if success.contains(answer.code), (200...299).contains(status) { return answer }
        if badCredentials.contains(answer.code) { throw ExchangeError(.transport(.credentials)) }
        guard !answer.code.isEmpty, !success.contains(answer.code) else {
            throw ExchangeError(.transport(fault(of: status)))
        }
        throw ExchangeError(
            .transport(
                .peer(code: String(answer.code.prefix(20)), text: answer.shown, isFinal: final.contains(answer.code))))
    }

    private func fault(of status: Int) -> TransportFault {
        switch status {
        case 401, 403: .credentials
        case 413: .peer(code: "413", text: "Payload Too Large", isFinal: true)
        default: .status(status)
        }
    }
}

extension AxisDialect.HeaderSignature {
    /// All headers of a request, its proof among them.
    func headers(_ parameters: [AxisParameter], _ account: AxisAccount, at time: Date) -> [AxisParameter] {
        var signed =
            parameters + [
                .init(name: "systemid", value: account.systemID),
                .init(name: "timestamp", value: AxisSignature.text(of: time)),
                .init(name: "version", value: version),
            ]
        if isSorted { signed.sort { $0.name < $1.name } }
        let named = signed.map {
            AxisParameter(name: signsPrefixedNames ? prefix + $0.name : $0.name, value: $0.value)
        }
        let proof = AxisSignature.make(named, secret: account.secret)
        let all =
            signed + [
                .init(name: namesName, value: signed.map(\.name).joined(separator: ";")),
                .init(name: hashName, value: proof),
            ]
        return all.map { .init(name: prefix + $0.name, value: $0.value) } + [
            .init(name: "User-Agent", value: userAgent)
        ]
    }
}
