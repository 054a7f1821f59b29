import Foundation
import Workflow

/// Makes a form of its parts: texts are kept, files go to the store.
struct PartCollector {
    private(set) var form = Form()
    private let textLimit: Int
    /// Begins a file, given its name and the form as far as it is known.
    private let begin: (String, Form) throws -> FileUpload
    private var head: PartHead?
    private var text: [UInt8] = []
    private var textSize = 0
    private var upload: FileUpload?

    init(textLimit: Int, begin: @escaping (String, Form) throws -> FileUpload) {
        self.textLimit = textLimit
        self.begin = begin
    }

    mutating func take(_ event: MultipartParser.Event) throws {
        switch event {
        case .part(let head):
            self.head = head
            if let name = head.fileName, !name.isEmpty { upload = try begin(name, form) }
        case .bytes(let bytes): try take(bytes)
        case .end: try end()
        }
    }

    /// Keeps the beginning of the file that is arriving; `false` where none is.
    mutating func cut() throws -> Bool {
        guard let upload, let head else { return false }
        self.upload = nil
        form.files.append(try upload.finish(cut: true))
        form.fileFields.append(head.field)
        return true
    }

    /// Throws away a file that did not arrive completely.
    mutating func abandon() {
        upload?.abandon()
        upload = nil
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) throws {
        if head?.fileName == nil {
            textSize += bytes.count
            guard textSize <= textLimit else { throw Problem.tooLarge(textLimit) }
            text.append(contentsOf: bytes)
        } else if upload != nil {
            try upload?.write(bytes)
        } else {
            throw Problem.malformedForm
        }
    }

    private mutating func end() throws {
        guard let head else { return }
        if head.fileName == nil {
            guard let value = FormText.text(text) else { throw Problem.malformedForm }
            form.fields.append(.init(name: head.field, value: value))
            text = []
        } else if let upload {
            self.upload = nil
            form.files.append(try upload.finish())
            form.fileFields.append(head.field)
        }
        // A part with an empty name and no contents is a file field in which nothing was chosen.
        self.head = nil
    }
}
