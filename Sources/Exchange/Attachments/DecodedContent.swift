/// A decoded attachment, and what its bytes turn out to be.
struct DecodedContent {
    private let file: Base64File
    private let number: Int
    /// The extension of the name that the sender gave, in lower case.
    private let givenExtension: String
    private(set) var mediaType: MediaType
    private(set) var size: Int64
    private(set) var wasZipped = false
    private(set) var isDamaged: Bool
    private(set) var couldNotBeUnpacked = false

    init(_ file: Base64File, number: Int, givenExtension: String) {
        self.file = file
        self.number = number
        self.givenExtension = givenExtension
        mediaType = MediaType(head: file.head)
        size = file.output.size
        isDamaged = file.isDamaged && Self.isBinary(mediaType)
    }

    /// Unpacks the file if it is a ZIP around another one, as the standard's own software wraps most kinds.
    ///
    /// The sender's declaration does not count: of the wrapped files that circulate nearly half are declared as text.
    mutating func unpackIfWrapped(into folder: AttachmentFolder, limits: EnvelopeLimits) throws(ExchangeError) {
        guard mediaType == .zip else { return }
        let zip = ZIP(path: file.output.path)
        switch zip.kind {
        case .document(let type): mediaType = type
        case .archive: break
        case .unreadable: couldNotBeUnpacked = !isZIPByName
        case .single(let inner):
            // Old senders wrapped even what is a ZIP by nature: then the same extension stands inside.
            guard !isZIPByName || (givenExtension != "zip" && inner == givenExtension) else { return }
            try unpack(zip, into: folder, limits: limits)
        }
    }

    private mutating func unpack(
        _ zip: ZIP, into folder: AttachmentFolder, limits: EnvelopeLimits
    ) throws(ExchangeError) {
        let output = try folder.create("\(number).unpacked")
        // Small files may grow by more: a page of blanks packs well.
        let (product, isHuge) = size.multipliedReportingOverflow(by: limits.unpackRatio)
        let most = isHuge ? Int64.max : max(1024 * 1024, product)
        var head: [UInt8] = []
        var damaged = false
        let isWhole = try zip.unpackFirstEntry { bytes throws(ExchangeError) in
            guard output.size + Int64(bytes.count) <= most else { throw ExchangeError(.limit(.unpackRatio)) }
            try folder.count(bytes.count, size: output.size)
            if output.size == 0 {
                let first = bytes.withUnsafeBufferPointer { Array($0) }
                head = Array(first.prefix(Base64File.headSize))
                damaged = Damage.isVisible(in: first[...])
            }
            try output.write(bytes)
        }
        try output.close()
        guard isWhole, output.size > 0 else {
            folder.remove(output.path)
            couldNotBeUnpacked = true
            return
        }
        try folder.replace(file.output.path, with: output.path)
        mediaType = MediaType(head: head)
        if mediaType == .zip, case .document(let type) = ZIP(path: file.output.path).kind { mediaType = type }
        size = output.size
        wasZipped = true
        isDamaged = damaged && Self.isBinary(mediaType)
    }

    /// Names of files that are ZIPs and are meant to be.
    private var isZIPByName: Bool {
        ["zip", "docx", "docm", "xlsx", "xlsm", "pptx", "pptm", "odt", "ods", "odp", "odg", "jar", "epub", "kmz"]
            .contains(givenExtension)
    }

    /// Text may hold U+FFFD and be as its author wrote it.
    private static func isBinary(_ type: MediaType) -> Bool {
        switch type {
        case .text, .xml, .html, .svg: false
        default: true
        }
    }
}
