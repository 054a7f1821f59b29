import Subprocess
import SystemPackage

/// The text of a born-digital PDF, by poppler's pdftotext in a limited process.
enum PDFText {
    /// The first pages' text in the layout of the page; `nil` where there is none, or the file is too much for a few
    /// seconds and 512 MB.
    static func read(_ path: String) async -> String? {
        let limits = ["--as=536870912", "--cpu=10", "--fsize=16777216", "--nofile=64"]
        do {
            let result = try await run(
                .name("prlimit"),
                arguments: Arguments(
                    limits + ["timeout", "15", "pdftotext", "-layout", "-enc", "UTF-8", "-f", "1", "-l", "3", path, "-"]),
                environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]),
                output: .string(limit: 1_000_000), error: .discarded)
            guard result.terminationStatus.isSuccess else { return nil }
            let text = result.standardOutput
            return text.contains { $0.isLetter } ? text : nil
        } catch {
            // A PDF that cannot be read proposes nothing; the registrar types what the scan shows.
            return nil
        }
    }
}
