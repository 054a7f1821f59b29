import Exchange
import Foundation
import Records
import TestNumbers

/// Envelopes that nobody would think of, all of which may be sent.
struct RandomEnvelope {
    private var random: Seeded
    private let folder: TestFolder

    init(seed: Int, folder: TestFolder) {
        random = Seeded(seed)
        self.folder = folder
    }

    mutating func next() -> Envelope {
        var envelope = Envelope(Envelope.Kind.allCases.randomElement(using: &random)!, from: organization())
        guard envelope.kind != .status else { return status(envelope) }
        envelope.to = (0..<Int.random(in: 1...4, using: &random)).map { number in
            var to = organization()
            to.organID = "H\(number)" + to.organID.prefix(20)
            return to
        }
        envelope.documentID = word(60)
        envelope.codeNumber = "\(Int.random(in: 1...9999, using: &random))"
        envelope.codeNotation = word(30).replacing("/", with: "-")
        envelope.promulgationPlace = maybe { $0.word(50) }
        envelope.promulgatedOn = day()
        envelope.documentType = .init(type: number(), detail: maybe { $0.number() }, name: word(100))
        envelope.subject = word(500)
        envelope.content = maybe { $0.word(500) }
        envelope.signer = .init(
            competence: maybe { $0.word(100) }, position: maybe { $0.word(100) }, fullName: word(50))
        envelope.dueOn = maybe { $0.day() }
        envelope.priority = maybe { Int.random(in: 0...3, using: &$0.random) }
        envelope.pageAmount = maybe { $0.number() }
        envelope.promulgationAmount = maybe { $0.number() }
        envelope.sphere = maybe { $0.word(100) }
        envelope.typistNotation = maybe { $0.word(10) }
        envelope.appendixes = many { $0.word(250) }
        envelope.isDirective = maybe { Bool.random(using: &$0.random) }
        envelope.replyFors = maybe { $0.word(80) }
        envelope.referenceCodes = maybe { $0.word(80) }
        envelope.responseFor = many { $0.related() }
        envelope.steeringType = maybe { Int.random(in: 0...2, using: &$0.random) }
        envelope.taskCodes = many { $0.word(40) }
        envelope.applicationType = maybe { $0.word(20) }
        envelope.toPlaces = many { $0.word(150) }
        envelope.trace = [.init(organID: envelope.from.organID, at: instant())]
        envelope.traceID = maybe { $0.word(20) }
        envelope.traceVersion = maybe { $0.word(5) }
        envelope.business = business(envelope.kind)
        envelope.attachments = many { $0.attachment() }
        return envelope
    }

    private mutating func status(_ given: Envelope) -> Envelope {
        var envelope = given
        envelope.responseFor = [related()]
        var status = Envelope.Status(
            code: ["01", "02", "03", "04", "05", "06", "13", "15", "16"].randomElement(using: &random)!,
            description: maybe { $0.word(200) }, at: instant())
        status.staff = many { $0.staff() }
        envelope.status = status
        return envelope
    }

    private mutating func business(_ kind: Envelope.Kind) -> Envelope.Business {
        let types: [Envelope.Kind: Int] = [.new: 0, .recall: 1, .update: 2, .replace: 3]
        var business = Envelope.Business(type: types[kind], reason: maybe { $0.word(200) })
        business.documentID = maybe { $0.word(60) }
        business.paper = maybe { Bool.random(using: &$0.random) }
        business.staff = many { $0.staff() }
        business.changes = many { random in
            var change = Envelope.Change()
            change.documentChanged = Bool.random(using: &random.random)
            change.receiversChanged = random.maybe { Bool.random(using: &$0.random) }
            change.receivers = random.many {
                .init(organID: $0.organization().organID, isAdded: Bool.random(using: &$0.random))
            }
            return change
        }
        if kind == .replace {
            business.replacements = [.init(documentID: word(60), organIDs: many { $0.organization().organID })]
        }
        return business
    }

    private mutating func organization() -> Envelope.Organization {
        let codes = [
            "000.00.00.H41", "H37.DN.001", "01.02.G22", "vxp.saas.03", "H\(Int.random(in: 10...99, using: &random))",
        ]
        var organization = Envelope.Organization(organID: codes.randomElement(using: &random)!, name: word(200))
        organization.inCharge = maybe { $0.word(200) }
        organization.address = maybe { $0.word(250) }
        organization.email = maybe { $0.word(100) }
        organization.telephone = maybe { $0.word(20) }
        organization.fax = maybe { $0.word(20) }
        organization.website = maybe { $0.word(20) }
        return organization
    }

    private mutating func related() -> Envelope.RelatedDocument {
        .init(
            organID: maybe { $0.word(13) }, code: maybe { $0.word(40) }, documentID: word(60),
            promulgatedOn: maybe { $0.day() })
    }

    private mutating func staff() -> Envelope.Staff {
        var staff = Envelope.Staff()
        staff.department = maybe { $0.word(250) }
        staff.departmentID = maybe { $0.word(20) }
        staff.name = word(100)
        staff.staffID = maybe { $0.word(20) }
        staff.email = maybe { $0.word(100) }
        staff.mobile = maybe { $0.word(20) }
        return staff
    }

    private mutating func attachment() -> Exchange.Attachment {
        let endings = ["pdf", "doc", "docx", "xls", "xlsx", "txt", "p7m", "png", "zip", "PDF", "odt", ""]
        let ending = endings.randomElement(using: &random)!
        let number = UInt64.random(in: 0...UInt64.max, using: &random)
        let path = folder.path + "/source-\(number)"
        _ = FileManager.default.createFile(atPath: path, contents: Data(content(ending.lowercased())))
        var attachment = Exchange.Attachment(
            name: "Văn bản \(number)" + (ending.isEmpty ? "" : "." + ending), file: path,
            contentID: maybe { "id-\($0.number())-\(number)" })
        attachment.description = maybe { $0.word(100) }
        attachment.fieldName = maybe { $0.word(20) }
        attachment.mimeType = maybe { $0.word(20) }
        return attachment
    }

    /// What the name says, and sometimes something else.
    private mutating func content(_ ending: String) -> [UInt8] {
        let body = random.bytes(Int.random(in: 1...200_000, using: &random))
        switch (ending, Int.random(in: 0..<5, using: &random)) {
        case (_, 0): return [0xFE] + body
        case (_, 1): return ZIPMaker.zip(.init("x." + ending, body))
        case ("pdf", _): return Array("%PDF-1.7\n".utf8) + body
        case ("doc", _): return [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + body
        case ("docx", _): return ZIPMaker.zip(.init("[Content_Types].xml", body), .init("word/document.xml", body))
        case ("txt", _): return [UInt8](repeating: UInt8(ascii: " "), count: 2_000_000)
        case ("p7m", _): return random.bytes(700_000) + [UInt8](repeating: 0, count: 700_000)
        case ("zip", _): return ZIPMaker.zip(.init("a.txt", body), .init("b.txt", body))
        default: return [0xFE] + body
        }
    }

    // MARK: parts

    /// A text without blanks at its ends, of letters, marks that XML gives a meaning to, and line ends.
    private mutating func word(_ most: Int) -> String {
        let letters = Array("aăâbcdđeêghiklmnoôơpqrstuưvxyạảãẹỉịụứỳ0129/-.,()<>&\"'; \u{1F600}\u{E000}é")
        let count = Int.random(in: 1...min(most, 30), using: &random)
        let text = String((0..<count).map { _ in letters.randomElement(using: &random)! })
            .split(separator: " ").joined(separator: " ")
        return text.isEmpty ? "x" : text
    }

    private mutating func number() -> Int { Int.random(in: 0...999, using: &random) }

    private mutating func day() -> Day {
        Day(
            year: Int.random(in: 1950...2199, using: &random), month: Int.random(in: 1...12, using: &random),
            day: Int.random(in: 1...28, using: &random))!
    }

    private mutating func instant() -> Date {
        Date(timeIntervalSince1970: Double(Int.random(in: 0...4_000_000_000, using: &random)))
    }

    private mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? {
        Bool.random(using: &random) ? make(&self) : nil
    }

    private mutating func many<Value>(_ make: (inout Self) -> Value) -> [Value] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in make(&self) }
    }
}
