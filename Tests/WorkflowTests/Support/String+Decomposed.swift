import Foundation

extension String {
    /// The same text as another keyboard sends it (NFD).
    var decomposed: String { decomposedStringWithCanonicalMapping }
}
