/// Why a document could not be written.
public enum XMLWriteError: Error, Hashable, Sendable {
    /// A character that XML cannot hold, not even as a reference: most controls, U+FFFE and U+FFFF.
    case scalar(Unicode.Scalar)
    /// A byte that needs escaping, in a text that was said to need none.
    case byte(UInt8)
    case undeclaredPrefix(String)
    /// An element ends that was not begun, or the document ends before all of its elements.
    case unbalanced
    /// The operating system refused, with its error number.
    case system(Int32)
}
