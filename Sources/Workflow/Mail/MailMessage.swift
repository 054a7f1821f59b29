import Foundation
import Records

/// A mail as the sendmail program takes it: headers of ASCII alone, text as base64 of UTF-8.
///
/// Whatever a person typed is encoded, so that no line of it can become a header.
struct MailMessage: Sendable {
    let from: MailAddress
    let to: MailAddress
    let subject: String
    /// What tells this mail from all others; letters, digits and dots.
    let name: String
    let at: Date
    let text: String

    var serialized: String {
        let host = from.description.split(separator: "@").last ?? "localhost"
        let headers = [
            "From: \(from)", "To: \(to)", "Subject: \(Self.encoded(subject))", "Date: \(Self.written(at))",
            "Message-ID: <\(name)@\(host)>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
        ]
        let body = Data(text.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n").utf8)
            .base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        return headers.joined(separator: "\n") + "\n\n" + body + "\n"
    }

    /// Encoded words (RFC 2047), each of whole characters and at most 75 columns.
    static func encoded(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if word.utf8.count + String(scalar).utf8.count > 42 {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(scalar)
        }
        if !word.isEmpty { words.append(word) }
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\n ")
    }

    /// `Sun, 22 Nov 2026 14:05:06 +0700` (RFC 5322).
    private static func written(_ instant: Date) -> String {
        let day = Day(in: instant)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(day.day) \(months[day.month - 1]) \(day.year) \(instant.clock(seconds: true)) +0700"
    }
}
