import Foundation
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    @Suite("Sending files")
    struct UploadTests {
        private static func form(_ parts: [(head: String, contents: [UInt8])], boundary: String = "x7") -> [UInt8] {
            parts.flatMap { Array("--\(boundary)\r\n\($0.head)\r\n\r\n".utf8) + $0.contents + Array("\r\n".utf8) }
                + Array("--\(boundary)--\r\n".utf8)
        }

        private static let pdf = Array("%PDF-1.4\n".utf8) + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

        @Test func storesTheirBytesAsTheyWere() async throws {
            try await withOpenOffice { house in
                let person = try await house.person("van.thu")
                let body = Self.form([
                    ("Content-Disposition: form-data; name=\"_csrf\"", Array(person.csrf.utf8)),
                    ("Content-Disposition: form-data; name=\"_key\"", Array("12345678-key".utf8)),
                    (
                        "Content-Disposition: form-data; name=\"file\"; filename=\"../công văn.pdf\"\r\nContent-Type: text/html",
                        Self.pdf
                    ),
                ])
                let own = ["Origin: http://127.0.0.1:\(house.port)"]
                let answer = try await person.send(
                    "POST", "/intakes", own, type: "multipart/form-data; boundary=x7", bytes: body)
                #expect(answer.status == 303, "\(answer.text.suffix(300))")
                let id = try #require(
                    answer["location"]?.split(separator: "/").last?.split(separator: "?").first.flatMap { Int($0) })
                let view = try await house.office.workflow.intake(id, by: house.office.caller("van.thu"))
                #expect(view.name.hasSuffix("công văn.pdf") && !view.name.contains("/"))
                let file = try #require(view.attachments.first)
                let sent = try await person.get("/attachments/\(file.id)")
                #expect(sent.body == Self.pdf)
                #expect(sent["content-type"] == "application/pdf")
                #expect(sent["content-disposition"]?.hasPrefix("inline;") == true)
                #expect(sent["x-frame-options"] == "SAMEORIGIN")
                // Pressed twice: the same line of the list, not another.
                let again = try await person.send(
                    "POST", "/intakes", own, type: "multipart/form-data; boundary=x7", bytes: body)
                #expect(again["location"] == answer["location"])
            }
        }

        /// The token comes first, or nothing is stored.
        @Test func storesNothingFromAForgedForm() async throws {
            try await withOpenOffice { house in
                let person = try await house.person("van.thu")
                let file = ("Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"", Self.pdf)
                let token = ("Content-Disposition: form-data; name=\"_csrf\"", Array(person.csrf.utf8))
                let wrong = ("Content-Disposition: form-data; name=\"_csrf\"", Array("wrong".utf8))
                for parts in [[file], [wrong, file], [file, token]] {
                    let answer = try await person.send(
                        "POST", "/intakes", ["Origin: http://127.0.0.1:\(house.port)"],
                        type: "multipart/form-data; boundary=x7", bytes: Self.form(parts))
                    #expect(answer.status == 403)
                }
                #expect(try files(in: house.office.folder) == 0)
            }
        }

        @Test func leavesNothingBehindWhereItBreaksOff() async throws {
            try await withOpenOffice { house in
                let program = try await house.program("van.thu")
                let port = house.port
                try await onThread {
                    let wire = try Wire(port: port)
                    try wire.send(
                        "POST /api/v1/intakes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(program.token ?? "")\r\n"
                            + "X-File-Name: a.pdf\r\nContent-Length: 1000000\r\n\r\n")
                    try wire.send(Self.pdf)
                    usleep(300_000)
                }
                for _ in 0..<50 where try files(in: house.office.folder) > 0 {
                    try await Task.sleep(for: .milliseconds(100))
                }
                #expect(try files(in: house.office.folder) == 0)
            }
        }

        private func files(in folder: String) throws -> Int {
            let all = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
            return all.filter { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
                    && !isFolder.boolValue
            }.count
        }

        @Test func worksThroughTheAPIInThreeWays() async throws {
            try await withOpenOffice { house in
                let program = try await house.program("van.thu")
                let raw = try await program.send(
                    "POST", "/api/v1/intakes", ["Content-Disposition: attachment; filename*=UTF-8''c%C3%B4ng.pdf"],
                    type: "application/pdf", bytes: Self.pdf)
                #expect(raw.status == 201, "\(raw.text)")
                #expect(try JSONReader.read(raw.body)["name"]?.string == "công.pdf")
                let named = try await program.send(
                    "POST", "/api/v1/intakes?name=a%C3%A1.pdf", type: "application/octet-stream", bytes: Self.pdf + [1])
                #expect(try JSONReader.read(named.body)["name"]?.string == "aá.pdf")
                let form = Self.form([
                    ("Content-Disposition: form-data; name=\"file\"; filename=\"b.pdf\"", Self.pdf + [2])
                ]
                )
                let inForm = try await program.send(
                    "POST", "/api/v1/intakes", type: "multipart/form-data; boundary=x7", bytes: form)
                #expect(try JSONReader.read(inForm.body)["name"]?.string == "b.pdf")
                let empty = try await program.send(
                    "POST", "/api/v1/intakes?name=a.pdf", type: "application/pdf", bytes: [])
                #expect(empty.status == 422)
                let program2 = try await program.send(
                    "POST", "/api/v1/intakes?name=a.pdf", type: "application/pdf",
                    bytes: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0])
                #expect(program2.status == 422, "a program that pretends to be a document")
            }
        }

        @Test func isPossibleForThoseWhoAskFirst() async throws {
            try await withOpenOffice { house in
                let program = try await house.program("van.thu")
                let port = house.port
                let answer = try await onThread {
                    let wire = try Wire(port: port)
                    try wire.send(
                        "POST /api/v1/intakes?name=a.pdf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(program.token ?? "")\r\n"
                            + "Expect: 100-continue\r\nContent-Length: \(Self.pdf.count)\r\n\r\n")
                    #expect(try wire.answer().status == 100)
                    try wire.send(Self.pdf)
                    return try wire.answer()
                }
                #expect(answer.status == 201)
            }
        }
    }
}
