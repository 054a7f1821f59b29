import TestOffice
import Testing

/// A page as a browser shows it.
struct WebPage: Sendable {
    let answer: Answer
    /// Where the browser ended up.
    let address: String
    let html: String

    init(_ answer: Answer, at address: String) {
        self.answer = answer
        self.address = address
        html = answer.text
    }

    var status: Int { answer.status }

    /// The number at the end of the address, such as 42 of `/incoming/42?done=registered`.
    var number: Int? { address.prefix { $0 != "?" }.split(separator: "/").last.flatMap { Int($0) } }

    /// What a person reads, with single blanks.
    var text: String {
        HTMLTag.all(in: html).map(\.text).joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
    }

    func shows(_ words: String) -> Bool { text.contains(words) }

    /// The lines of the page's tables, without their heads.
    var lines: [String] {
        var lines: [String] = []
        var isBody = false
        for tag in HTMLTag.all(in: html) {
            if tag.name == "tbody" || tag.name == "/tbody" { isBody = tag.name == "tbody" }
            guard isBody else { continue }
            if tag.name == "tr" { lines.append("") }
            if !lines.isEmpty { lines[lines.count - 1] += tag.text.withoutBlanksAround + " " }
        }
        return lines
    }

    /// What stands in red beside a field.
    func fault(of field: String) -> String? {
        HTMLTag.all(in: html).first { $0.attributes["id"] == "\(field)-fault" }?.text
    }

    /// Where a link with these words leads.
    func link(_ words: String) throws -> String {
        guard
            let link = HTMLTag.all(in: html).first(where: { $0.name == "a" && $0.text.contains(words) })?.attributes[
                "href"]
        else { throw Failed("\(address) has no link “\(words)”: \(text.prefix(400))") }
        return link
    }

    /// The form that is sent to an address, as it is filled in when the page opens.
    func form(to action: String) throws -> PageForm {
        let tags = HTMLTag.all(in: html)
        guard
            let start = tags.firstIndex(where: {
                $0.name == "form" && $0.attributes["action"] == action && $0.attributes["method"] == "post"
            })
        else { throw Failed("\(address) (\(status)) has no form to \(action): \(text.prefix(600))") }
        return PageForm(tags[start...].prefix { $0.name != "/form" })
    }
}

/// A form that a person fills in.
struct PageForm: Sendable {
    struct Choice: Sendable {
        let field: String
        let value: String
        let label: String
    }

    struct File: Sendable {
        let name: String
        let bytes: [UInt8]
    }

    let action: String
    let isMultipart: Bool
    private(set) var fields: [(name: String, value: String)] = []
    /// What can be chosen or ticked.
    private(set) var choices: [Choice] = []
    var files: [File] = []

    init(_ tags: some Collection<HTMLTag>) {
        action = tags.first?.attributes["action"] ?? ""
        isMultipart = tags.first?.attributes["enctype"] == "multipart/form-data"
        var select = ""
        for tag in tags {
            let name = tag.attributes["name"] ?? ""
            switch tag.name {
            case "input" where tag.attributes["type"] == "file": break
            case "input" where tag.attributes["type"] == "checkbox":
                let choice = Choice(
                    field: name, value: tag.attributes["value"] ?? "", label: tag.text.withoutBlanksAround)
                choices.append(choice)
                if tag.attributes["checked"] != nil { fields.append((name, choice.value)) }
            case "input": fields.append((name, tag.attributes["value"] ?? ""))
            case "textarea": fields.append((name, tag.text))
            case "select":
                select = name
            case "option":
                let choice = Choice(
                    field: select, value: tag.attributes["value"] ?? "", label: tag.text.withoutBlanksAround)
                choices.append(choice)
                let isFirst = !fields.contains { $0.name == select }
                if isFirst || tag.attributes["selected"] != nil { self[select] = choice.value }
            default: break
            }
        }
    }

    subscript(name: String) -> String {
        get { fields.first { $0.name == name }?.value ?? "" }
        set {
            if let place = fields.firstIndex(where: { $0.name == name }) {
                fields[place].value = newValue
            } else {
                fields.append((name, newValue))
            }
        }
    }

    /// Chooses from a list, or ticks a box, by the words that a person sees.
    mutating func choose(_ field: String, _ words: String) throws {
        guard let choice = choices.first(where: { $0.field == field && $0.label.contains(words) }) else {
            let all = choices.filter { $0.field == field }.map(\.label)
            throw Failed("“\(words)” cannot be chosen for \(field), only \(all)")
        }
        if fields.contains(where: { $0.name == field }), choices.first(where: { $0.field == field })?.isBox == false {
            self[field] = choice.value
        } else {
            fields.append((field, choice.value))
        }
    }

    /// The form as a browser sends it.
    var request: Request {
        var request = Request("POST", action)
        if isMultipart {
            let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
            request.headers.append(("Content-Type", "multipart/form-data; boundary=\(boundary)"))
            request.body = multipart(boundary)
        } else {
            request.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
            request.body = Array(
                fields.map { "\($0.name.urlEncoded)=\($0.value.urlEncoded)" }.joined(separator: "&").utf8)
        }
        return request
    }

    private func multipart(_ boundary: String) -> [UInt8] {
        var body: [UInt8] = []
        for field in fields {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n".utf8)
            body += Array("\(field.value)\r\n".utf8)
        }
        for file in files {
            let name = file.name.replacing("\"", with: "%22")
            let head = "Content-Disposition: form-data; name=\"files\"; filename=\"\(name)\""
            body += Array("--\(boundary)\r\n\(head)\r\nContent-Type: application/octet-stream\r\n\r\n".utf8)
            body += file.bytes + Array("\r\n".utf8)
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }
}

extension PageForm.Choice {
    /// Boxes can be ticked several at a time; of a list one line is chosen.
    fileprivate var isBox: Bool { field == "support" || field == "informed" || field == "acknowledgeDuplicates" }
}

extension String {
    var urlEncoded: String {
        utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 0x80 && (Character(scalar).isLetter || Character(scalar).isNumber)
            return isPlain ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}

extension WebPage: CustomTestStringConvertible {
    var testDescription: String { "\(address) (\(status)): \(text.prefix(600))" }
}
