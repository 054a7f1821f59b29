import Subprocess
import SystemPackage

/// What poppler's tools say about a PDF, each in a process that may use a few seconds and 512 MB and write nothing.
///
/// A PDF that they cannot read proposes nothing; the registrar types what the scan shows.
enum PDFText {
    /// The first pages' text in the layout of the page; `nil` where there is none, as in a scan.
    static func read(_ path: String) async -> String? {
        let text = await output(of: "pdftotext", ["-layout", "-enc", "UTF-8", "-f", "1", "-l", "3", path, "-"])
        // Fonts may map to NUL, which no row can hold.
        return text.flatMap { $0.contains { $0.isLetter } ? $0.replacing("\0", with: " ") : nil }
    }

    /// How many pages it has.
    static func pages(_ path: String) async -> Int? {
        await output(of: "pdfinfo", [path])?
            .firstMatch(of: #/(?m)^Pages:\s+(\d{1,6})$/#).flatMap { Int($0.1) }
    }

    private static func output(of tool: String, _ arguments: [String]) async -> String? {
        let limits = ["--as=536870912", "--cpu=10", "--fsize=0", "--nofile=64", "timeout", "15"]
        do {
            let result = try await run(
                .name("prlimit"), arguments: Arguments(limits + [tool] + arguments),
                environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]),
                output: .string(limit: 1_000_000), error: .discarded)
            return result.terminationStatus.isSuccess ? result.standardOutput : nil
        } catch {
            return nil
        }
    }
}
