/// How the office makes its own documents (cấu hình văn bản đi).
public struct OutgoingConfiguration: Sendable {
    /// Whether somebody may approve what they drafted themselves.
    public var allowsOwnContent = false
    /// So many numbers may be set aside at a time; none where it is 0.
    public var mostReserved = 0

    public init() {}
}
