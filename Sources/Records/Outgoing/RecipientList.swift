/// Recipients as somebody keeps them in a spreadsheet (danh sách nơi nhận, tệp CSV).
///
/// The first row names the columns: `mã định danh` for agencies, `tên` and `địa chỉ` for what goes by post. It trusts nothing
/// of the file: a row has so many bytes, the list so many rows, and of faults the first hundred are told.
public struct RecipientList: Sendable {
    /// A recipient, and the line on which it stands.
    public struct Line: Sendable, Equatable {
        public let line: Int
        public let address: OutgoingAddress
    }

    /// What is wrong on a line.
    public struct Fault: Sendable, Equatable {
        public let line: Int
        public let reason: Reason

        public init(line: Int, _ reason: Reason) {
            self.line = line
            self.reason = reason
        }

        public var sentence: Phrase {
            Phrase(
                "Dòng \(line): \(reason.sentence.vietnamese)", "Line \(line): \(reason.sentence.english)")
        }
    }

    /// The largest file that is read, in bytes.
    public static let largest = 1 << 20
    /// As many faults as are told.
    public static let mostFaults = 100

    public private(set) var lines: [Line] = []
    /// Every line that cannot be taken, in order; where there is one, none of the list should be.
    public private(set) var faults: [Fault] = []

    private let takesPost: Bool
    private var columns: Columns?
    private var seen: [OutgoingAddress: Int] = [:]

    private struct TooMuch: Error {}

    /// Reads a list; `takingPost` says whether a row without a code is somebody to write to by post, or a fault.
    public init(csv bytes: [UInt8], takingPost: Bool) {
        takesPost = takingPost
        var rows = CSVRows(separator: Self.separator(of: bytes))
        do {
            try rows.feed(bytes) { try take($0, $1) }
            try rows.finish { try take($0, $1) }
        } catch {}  // A list that is too long ends where it became so, and says it.
        if columns == nil, faults.isEmpty { faults.append(Fault(line: 1, .empty)) }
        if columns != nil, faults.isEmpty, lines.isEmpty { faults.append(Fault(line: rows.line, .empty)) }
    }

    /// The separator is what the first row has most of.
    private static func separator(of bytes: [UInt8]) -> UInt8 {
        let first = bytes.prefix(CSVRows.mostBytes).prefix { $0 != UInt8(ascii: "\n") }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        func count(_ sign: UInt8) -> Int { first.count { $0 == sign } }
        return candidates.max { count($0) < count($1) || count($0) == count($1) && $0 != candidates[0] }
            ?? candidates[0]
    }

    private mutating func take(_ row: CSVRows.Row, _ line: Int) throws {
        guard case .fields(let fields) = row else {
            if case .fault(let fault) = row { try add(.unreadable(fault), line) }
            // Without the names of its columns nothing can be said of the rest.
            if columns == nil { throw TooMuch() }
            return
        }
        guard let columns else {
            guard let read = Columns(header: fields) else {
                try add(.noColumns, line)
                throw TooMuch()
            }
            return columns = read
        }
        guard fields.contains(where: { !$0.trimmed.isEmpty }) else { return }
        let address = columns.address(fields)
        if case .post = address, !takesPost { return try add(.noCode, line) }
        if let fault = OutgoingAddress.faults(in: [address]).first { return try add(.field(fault.rule), line) }
        if let first = seen.updateValue(line, forKey: address.compared) {
            seen[address.compared] = first
            return try add(.twice(first), line)
        }
        lines.append(Line(line: line, address: address))
        if lines.count > OutgoingAddress.most {
            faults.append(Fault(line: line, .tooMany))
            throw TooMuch()
        }
    }

    private mutating func add(_ reason: Reason, _ line: Int) throws {
        faults.append(Fault(line: line, reason))
        if faults.count == Self.mostFaults { throw TooMuch() }
    }
}

extension OutgoingAddress {
    /// The address in the form in which two are compared.
    fileprivate var compared: OutgoingAddress {
        switch self {
        case .agency(let code): .agency(code: CorrespondentEntry.key(code))
        case .unit: self
        case .post(let name, let address): .post(name: Folding.fold(name), address: Folding.fold(address))
        }
    }
}

/// Which column is which.
private struct Columns: Sendable {
    private let code: Int?
    private let name: Int?
    private let address: Int?

    init?(header: [String]) {
        let names = header.map { Folding.fold($0.trimmed) }
        func place(_ known: [String]) -> Int? { names.firstIndex { known.contains($0) } }
        code = place(["code", "ma", "ma dinh danh"])
        name = place(["name", "ten", "ten co quan", "noi nhan"])
        address = place(["address", "dia chi"])
        if code == nil, name == nil { return nil }
    }

    func address(_ fields: [String]) -> OutgoingAddress {
        func text(_ place: Int?) -> String {
            guard let place, fields.indices.contains(place) else { return "" }
            return fields[place].trimmed
        }
        let written = text(code)
        return written.isEmpty ? .post(name: text(name), address: text(address)) : .agency(code: written)
    }
}
