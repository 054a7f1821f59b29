import NIOCore

/// The body of `sendEdoc`: a form with small fields and the envelope, which is read while it is sent.
struct AxisForm: Sendable {
    /// No file holds it by chance: it is drawn for each request.
    let boundary: String
    private let head: ByteBuffer
    private let tail: ByteBuffer
    private let file: FileChunks

    init(fields: [AxisParameter], part: String, parcel: OutgoingParcel, boundary: String) {
        self.boundary = boundary
        var head = ""
        for field in fields {
            head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n"
        }
        head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part)\"; filename=\"\(parcel.id).edxml\"\r\n"
        head += "Content-Type: application/xml\r\n\r\n"
        self.head = ByteBuffer(string: head)
        tail = ByteBuffer(string: "\r\n--\(boundary)--\r\n")
        file = FileChunks(path: parcel.file, offset: 0, count: parcel.size)
    }

    var size: Int64 { Int64(head.readableBytes + tail.readableBytes) + file.count }

}

extension AxisForm: AsyncSequence {
    func makeAsyncIterator() -> Iterator { Iterator(head: head, tail: tail, file: file.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        var head: ByteBuffer?
        var tail: ByteBuffer?
        var file: FileChunks.Iterator

        mutating func next() async throws -> ByteBuffer? {
            if let first = head {
                head = nil
                return first
            }
            if let piece = try await file.next() { return piece }
            defer { tail = nil }
            return tail
        }
    }
}
