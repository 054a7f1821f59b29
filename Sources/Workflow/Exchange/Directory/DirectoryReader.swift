import Foundation
import Glibc
import Records

/// A line of a list that cannot be entered.
public struct DirectoryFault: Error, Sendable, Hashable {
    /// From 1; the line on which the row begins.
    public let line: Int
    /// The rule that it breaks, by its name for programs, with the field where it is one's.
    public let rule: String
    /// The agency's, where it can be told.
    public var code = ""
}

/// Reads a list of agencies from a CSV file; no more than a piece of it is ever in memory.
final class DirectoryReader {
    enum Line {
        case entry(CorrespondentEntry)
        case fault(DirectoryFault)
    }

    /// How many bytes were read so far.
    private(set) var bytes = 0
    private let file: Int32
    private var rows = CSVRows()
    private var columns: DirectoryColumns?
    private var ready: [(row: CSVRows.Row, line: Int)] = []
    private var next = 0
    private var isAtEnd = false
    private var codes: Set<String> = []

    init(_ path: String) throws {
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileStore.failure() }
    }

    deinit { close(file) }

    /// The codes that came so far, in the form in which they are compared.
    var seen: Set<String> { codes }

    /// The next line; `nil` after the last.
    ///
    /// - Throws: ``DirectoryFault`` where the first row does not say which column is which, or there are too many.
    func line() throws -> Line? {
        if columns == nil { columns = try header() }
        guard let columns, let (row, line) = try row() else { return nil }
        guard case .fields(let fields) = row else { return .fault(Self.fault(row, line)) }
        do throws(DirectoryColumns.Refusal) {
            let entry = try columns.entry(fields)
            guard codes.insert(CorrespondentEntry.key(entry.code)).inserted else {
                return .fault(DirectoryFault(line: line, rule: "code: chosen-twice"))
            }
            return codes.count > Workflow.mostCorrespondents
                ? .fault(DirectoryFault(line: line, rule: "too-many")) : .entry(entry)
        } catch {
            return .fault(DirectoryFault(line: line, rule: error.code))
        }
    }

    private func header() throws -> DirectoryColumns {
        guard let (row, line) = try row() else { throw DirectoryFault(line: 1, rule: "empty") }
        guard case .fields(let fields) = row else { throw Self.fault(row, line) }
        do throws(DirectoryColumns.Refusal) {
            return try DirectoryColumns(header: fields)
        } catch {
            throw DirectoryFault(line: line, rule: error.code)
        }
    }

    private static func fault(_ row: CSVRows.Row, _ line: Int) -> DirectoryFault {
        guard case .fault(let fault) = row else { return DirectoryFault(line: line, rule: "row") }
        return DirectoryFault(line: line, rule: fault.rawValue)
    }

    private func row() throws -> (CSVRows.Row, Int)? {
        while next == ready.count, !isAtEnd {
            ready.removeAll(keepingCapacity: true)
            next = 0
            try readMore()
        }
        guard next < ready.count else { return nil }
        defer { next += 1 }
        return ready[next]
    }

    private func readMore() throws {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(file, &piece, piece.count)
        guard count >= 0 else { throw FileStore.failure() }
        bytes += count
        isAtEnd = count == 0
        if isAtEnd {
            rows.finish { ready.append(($0, $1)) }
        } else {
            rows.feed(piece[..<count]) { ready.append(($0, $1)) }
        }
    }
}
