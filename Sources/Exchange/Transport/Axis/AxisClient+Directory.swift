import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

extension AxisClient {
    /// The agencies that the platform reaches (danh mục cơ quan liên thông), as it lists them: nothing is judged here.
    ///
    /// `progress` is told how many came so far.
    ///
    /// - Throws: ``ExchangeError`` of the kind `transport`; a list that ends early or is too long is none.
    public func agencies(_ progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> [AxisAgency] {
        let limits = limits
        let dialect = dialect
        let patience = limits.patience(bytes: Int64(limits.directoryBytes))
        return try await door.ask(dialect.path(dialect.directoryCall), patience: patience, request([])) { response in
            var list = AgencyList(limits)
            for try await piece in response.body {
                try list.feed(piece)
                progress(list.agencies.count)
            }
            return try list.finish(status: Int(response.status.code), dialect)
        }
    }
}

/// A directory while it arrives.
private struct AgencyList {
    /// So many are read as JSON together, which is several times as fast as one by one.
    private static let portion = 500

    private(set) var agencies: [AxisAgency] = []
    private let limits: TransportLimits
    private var bytes = 0
    private var items = DataItems()
    private var waiting: [UInt8] = []
    private var waitingCount = 0

    init(_ limits: TransportLimits) { self.limits = limits }

    mutating func feed(_ piece: ByteBuffer) throws(ExchangeError) {
        bytes += piece.readableBytes
        guard bytes <= limits.directoryBytes else {
            throw ExchangeError(.transport(.answerTooLong(bytes: limits.directoryBytes)))
        }
        var items = items
        var found: [[UInt8]] = []
        let piece = Array(piece.readableBytesView)
        try piece.withUnsafeBufferPointer { piece throws(ExchangeError) in
            try items.feed(piece, limit: limits.answerBytes) { item throws(ExchangeError) in found.append(item) }
        }
        self.items = items
        for item in found {
            waiting.append(UInt8(ascii: waiting.isEmpty ? "[" : ","))
            waiting += item
            waitingCount += 1
            if waitingCount == Self.portion { try read() }
        }
    }

    /// All of them, if the answer is whole and a success.
    mutating func finish(status: Int, _ dialect: AxisDialect) throws(ExchangeError) -> [AxisAgency] {
        let _: AxisAnswer<AxisAgency> = try dialect.answer(items.rest, status: status)
        if waitingCount > 0 { try read() }
        return agencies
    }

    private mutating func read() throws(ExchangeError) {
        waiting.append(UInt8(ascii: "]"))
        guard let more = try? JSONDecoder().decode([AxisAgency].self, from: Data(waiting)) else {
            throw ExchangeError(.transport(.answerMalformed))
        }
        agencies += more
        waiting = []
        waitingCount = 0
    }
}
