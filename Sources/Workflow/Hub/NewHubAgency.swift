/// An agency to enter in the directory.
public struct NewHubAgency: Sendable, Hashable {
    public let code: String
    public let name: String
    public let parentCode: String
    public let mail: String
    /// The system that sends and fetches for it; empty leaves that as it is.
    public let system: String

    public init(code: String, name: String, parentCode: String = "", mail: String = "", system: String = "") {
        self.code = code
        self.name = name
        self.parentCode = parentCode
        self.mail = mail
        self.system = system
    }

    var isWellFormed: Bool {
        code.wholeMatch(of: /[A-Za-z0-9._\-]{1,64}/) != nil && name.contains { !$0.isWhitespace }
            && [name, parentCode, mail].allSatisfy { text in
                text.utf8.count <= 600 && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
            }
    }

    /// Reads a list as spreadsheets write it (RFC 4180): code, name and, where there are, the parent's code and a mail address.
    ///
    /// A first line that begins with `code` or `mã` is a heading. A mark of byte order is skipped.
    ///
    /// - Returns: `nil` where quotes do not match, a line has fewer than two fields, or a code or name cannot be one.
    public static func list(csv text: String) -> [NewHubAgency]? {
        guard var lines = fields(text) else { return nil }
        if let head = lines.first?.first?.lowercased(), ["code", "mã", "mã định danh"].contains(head) {
            lines.removeFirst()
        }
        var agencies: [NewHubAgency] = []
        for line in lines where line != [""] {
            guard line.count >= 2 else { return nil }
            let agency = NewHubAgency(
                code: line[0], name: line[1], parentCode: line.count > 2 ? line[2] : "",
                mail: line.count > 3 ? line[3] : "")
            guard agency.isWellFormed else { return nil }
            agencies.append(agency)
        }
        return agencies
    }

    private static func fields(_ text: String) -> [[String]]? {
        var lines: [[String]] = []
        var line: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var wasQuote = false
        func end() -> String { String(field).trimming }
        for scalar in text.unicodeScalars where scalar != "\u{FEFF}" && (scalar != "\r" || isQuoted) {
            switch scalar {
            case "\"" where isQuoted && !wasQuote: wasQuote = true
            case "\"" where isQuoted:
                field.append(scalar)
                wasQuote = false
            case "\"" where field.isEmpty: isQuoted = true
            case "," where !isQuoted || wasQuote, "\n" where !isQuoted || wasQuote:
                line.append(end())
                field = .init()
                (isQuoted, wasQuote) = (false, false)
                if scalar == "\n" {
                    lines.append(line)
                    line = []
                }
            default:
                guard !wasQuote else { return nil }
                field.append(scalar)
            }
        }
        guard !isQuoted || wasQuote else { return nil }
        if !line.isEmpty || !field.isEmpty { lines.append(line + [end()]) }
        return lines
    }
}

extension String {
    fileprivate var trimming: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
