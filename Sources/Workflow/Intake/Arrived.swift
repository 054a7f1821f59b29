import Exchange
import Records

/// What was found in a file that arrived.
struct Arrived: Sendable {
    var kind: Intake.Kind
    var reading = Intake.Reading()
    var attachments: [ReceivedFile] = []
    var damaged: Set<[UInt8]> = []
    var business = Intake.Business.new
    var senderCode = ""
    var senderDocumentCode = ""
    /// The identifiers of the documents that a request is about.
    var concerns: [String] = []
    /// The verdict on its signature, in a word.
    var signature = ""
    /// The fault's name, where it is the signature's.
    var signatureFault: String?
    var fault: Fault?
    /// What it says, where it is a status message and no document.
    var status: Envelope?

    init(kind: Intake.Kind) { self.kind = kind }

    /// The beginning of a file that is larger than the limit, in bytes.
    init(cut file: ReceivedFile, limit: Int) {
        kind = file.isEnvelope ? .envelope : .scan
        fault = Fault(
            "too-large",
            Phrase(
                """
                Tệp lớn hơn giới hạn \(limit >> 20) MB nên chỉ giữ phần đầu. Hãy đề nghị nơi gửi chia nhỏ hoặc gửi bản giấy.
                """,
                """
                The file is larger than the limit of \(limit >> 20) MB, so only its beginning is kept. Ask the sender to send \
                it in parts or on paper.
                """))
    }
}

/// What is wrong with an envelope.
struct Fault: Sendable {
    /// The rule's name for programs.
    let code: String
    let sentence: Phrase

    init(_ code: String, _ sentence: Phrase) {
        self.code = code
        self.sentence = sentence
    }
}

extension Intake.Business {
    init(_ kind: Envelope.Kind) {
        switch kind {
        case .new, .status: self = .new
        case .recall: self = .recall
        case .update: self = .update
        case .replace: self = .replace
        }
    }
}
