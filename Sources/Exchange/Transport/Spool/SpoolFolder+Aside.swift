import Crypto
import Foundation
import Glibc

extension SpoolFolder {
    /// Takes a file out of the way under a name of ours, with its reason and old name beside it.
    ///
    /// Where that fails it stays, and is judged again at the next look.
    func setAside(_ file: String, because reason: String) {
        let name = Hexadecimal.text(SHA256.hash(data: Array(file.utf8)).prefix(8)) + "-" + UUID().uuidString
        let note = "\(Self.printable(reason))\n\(Self.printable(file))\n"
        guard FileManager.default.createFile(atPath: "\(aside)/\(name).reason", contents: Data(note.utf8)) else {
            return
        }
        guard rename("\(incoming)/\(file)", "\(aside)/\(name)") == 0 else {
            unlink("\(aside)/\(name).reason")
            return
        }
    }

    /// A text that does nothing to the terminal of whoever reads it.
    private static func printable(_ text: String) -> String {
        String(
            text.unicodeScalars.prefix(300).map { $0.isASCII && $0.value >= 32 && $0.value < 127 ? Character($0) : "?" }
        )
    }
}
