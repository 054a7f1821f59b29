/// Reads PostgreSQL's text format of arrays.
enum ArrayText {
    /// The texts of the elements, `nil` for `NULL`; or `nil` if this is no array of one dimension.
    static func elements(of text: String) -> [String?]? {
        var bytes = text.utf8[...]
        // An array that does not start at 1 says so first: [0:2]={a,b,c}.
        if bytes.first == UInt8(ascii: "["), let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
            bytes = bytes[bytes.index(after: equals)...]
        }
        guard bytes.popFirst() == UInt8(ascii: "{"), bytes.popLast() == UInt8(ascii: "}") else { return nil }

        var elements: [String?] = []
        while !bytes.isEmpty {
            let isQuoted = bytes.first == UInt8(ascii: "\"")
            guard let element = isQuoted ? quoted(&bytes) : plain(&bytes) else { return nil }
            elements.append(isQuoted || element != "NULL" ? element : nil)
            guard !bytes.isEmpty else { break }
            guard bytes.popFirst() == UInt8(ascii: ","), !bytes.isEmpty else { return nil }
        }
        return elements
    }

    private static func plain(_ bytes: inout Substring.UTF8View) -> String? {
        let end = bytes.firstIndex(of: UInt8(ascii: ",")) ?? bytes.endIndex
        let element = bytes[..<end]
        bytes = bytes[end...]
        guard !element.isEmpty, !element.contains(UInt8(ascii: "{")) else { return nil }
        return String(element)
    }

    private static func quoted(_ bytes: inout Substring.UTF8View) -> String? {
        var element: [UInt8] = []
        bytes.removeFirst()
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: element, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = bytes.popFirst() else { return nil }
                element.append(escaped)
            default: element.append(byte)
            }
        }
        return nil
    }
}
