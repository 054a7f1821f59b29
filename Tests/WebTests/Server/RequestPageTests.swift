import Foundation
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    @Suite("The page of what a sender asks")
    struct RequestPageTests {
        /// An envelope of the demonstration's sender.
        private static func envelope(_ kind: Int, subject: String, reason: String = "") -> [UInt8] {
            let name = "edXML"
            let space = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
            return Array(
                """
                <?xml version="1.0" encoding="UTF-8"?><\(name) xmlns="\(space)"><edXML:edXMLEnvelope xmlns:edXML="\(space)">\
                <edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>H01.02</edXML:OrganId>\
                <edXML:OrganName>Sở Nội vụ</edXML:OrganName></edXML:From><edXML:To><edXML:OrganId>H99.18</edXML:OrganId>\
                <edXML:OrganName>Hội</edXML:OrganName></edXML:To><edXML:DocumentId>vb-15</edXML:DocumentId>\
                <edXML:Code><edXML:CodeNumber>15</edXML:CodeNumber><edXML:CodeNotation>SNV-VP</edXML:CodeNotation></edXML:Code>\
                <edXML:PromulgationInfo><edXML:PromulgationDate>2026/11/01</edXML:PromulgationDate></edXML:PromulgationInfo>\
                <edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>\
                <edXML:Subject>\(subject)</edXML:Subject></edXML:MessageHeader><edXML:TraceHeaderList><edXML:Bussiness>\
                <edXML:BussinessDocType>\(kind)</edXML:BussinessDocType><edXML:BussinessDocReason>\(reason)</edXML:BussinessDocReason>\
                </edXML:Bussiness></edXML:TraceHeaderList></edXML:edXMLHeader></edXML:edXMLEnvelope></\(name)>
                """.utf8)
        }

        private func deliver(_ bytes: [UInt8], to house: OpenOffice) async throws -> Int {
            let clerk = try await house.office.caller("van.thu")
            let agency = Agency(id: clerk.officer.agency, code: "H99.18", name: "Hội")
            let delivery = Delivery(
                peer: "truc-tinh", messageID: UUID().uuidString, sender: "H01.02",
                file: try house.office.file("goi.edxml", bytes))
            return try #require(try await house.office.workflow.receiveEnvelope(delivery, for: agency).intake)
        }

        private func register(_ intake: Int, in house: OpenOffice) async throws -> Int {
            let clerk = try await house.office.caller("van.thu")
            let view = try await house.office.workflow.intake(intake, by: clerk)
            return try await house.office.workflow.registerIncoming(
                Registration(details: view.details, intake: intake), by: clerk
            ).document
        }

        @Test("shows where an envelope comes from, with its signature's sentence and how often it came")
        func origin() async throws {
            try await withOpenOffice { house in
                let bytes = Self.envelope(0, subject: "Tập huấn")
                let intake = try await deliver(bytes, to: house)
                _ = try await deliver(bytes, to: house)
                let clerk = try await house.person("van.thu")
                let page = try await clerk.get("/intakes/\(intake)").text
                for words in ["truc-tinh", "H01.02", "vb-15", "Gói tin không có chữ ký số.", "2 lần", "Văn bản mới"] {
                    #expect(page.contains(words), "\(words)")
                }
                let list = try await clerk.get("/intakes").text
                #expect(list.contains("truc-tinh") && list.contains("×2"))
            }
        }

        @Test("sets an update beside the document, and agreeing leads to the list with what was done")
        func update() async throws {
            try await withOpenOffice { house in
                let document = try await register(
                    try await deliver(Self.envelope(0, subject: "Tập huấn"), to: house), in: house)
                let request = try await deliver(Self.envelope(2, subject: "Hội nghị", reason: "Sửa tên"), to: house)
                let clerk = try await house.person("van.thu")
                let page = try await clerk.get("/intakes/\(request)")
                #expect(page.status == 200)
                for words in [
                    "Yêu cầu cập nhật", "Sửa tên", "<td>Tập huấn</td>", "<ins>Hội nghị</ins>", "Đồng ý cập nhật",
                ] {
                    #expect(page.text.contains(words), "\(words)")
                }
                #expect(page.text.contains("href=\"/incoming/\(document)\""))
                #expect(try await clerk.get("/incoming/\(document)").text.contains("href=\"/intakes/\(request)\""))
                let leader = try await house.person("chu.tich")
                let leaders = try await leader.get("/incoming/\(document)").text
                #expect(leaders.contains("Yêu cầu cập nhật") && !leaders.contains("href=\"/intakes/\(request)\""))
                let stale = try await clerk.post(
                    "/intakes/\(request)/acceptance", [("version", "9"), ("_key", "khoa-cua-trang-1")])
                #expect(stale.status == 409)
                let done = try await clerk.post(
                    "/intakes/\(request)/acceptance",
                    [("version", "1"), ("_asked", "update"), ("_key", "khoa-cua-trang-2")])
                #expect(done.status == 303 && done["location"] == "/intakes?done=updated", "\(done.text)")
                let again = try await clerk.post(
                    "/intakes/\(request)/acceptance",
                    [("version", "1"), ("_asked", "update"), ("_key", "khoa-cua-trang-2")])
                #expect(again.status == 303, "pressed twice, done once")
                #expect(try await clerk.get("/incoming/\(document)").text.contains("Hội nghị"))
            }
        }

        @Test("marks a recalled document wherever it stands, and asks for a reason before it declines")
        func recall() async throws {
            try await withOpenOffice { house in
                let document = try await register(
                    try await deliver(Self.envelope(0, subject: "Tập huấn"), to: house), in: house)
                let clerk = try await house.person("van.thu")
                let first = try await deliver(Self.envelope(1, subject: "Tập huấn", reason: "Lần một"), to: house)
                let bare = try await clerk.post(
                    "/intakes/\(first)/refusal", [("reason", ""), ("_key", "khoa-cua-trang-1")])
                #expect(
                    bare.status == 422 && bare.text.contains("Yêu cầu thu hồi") && bare.text.contains("Đồng ý thu hồi"))
                let declined = try await clerk.post(
                    "/intakes/\(first)/refusal",
                    [("reason", "Đã giải quyết"), ("_asked", "yes"), ("_key", "khoa-cua-trang-2")])
                #expect(declined["location"] == "/intakes?done=declined")
                let second = try await deliver(Self.envelope(1, subject: "Tập huấn", reason: "Lần hai"), to: house)
                let accepted = try await clerk.post(
                    "/intakes/\(second)/acceptance",
                    [("version", "1"), ("_asked", "recall"), ("_key", "khoa-cua-trang-3")])
                #expect(accepted["location"] == "/intakes?done=withdrawn")
                for path in ["/incoming", "/incoming/\(document)", "/incoming?q=tap+huan"] {
                    #expect(try await clerk.get(path).text.contains("Đã thu hồi"), "\(path)")
                }
                let program = try await house.program("van.thu")
                let json = try JSONReader.read(try await program.get("/api/v1/incoming/\(document)").body)
                #expect(Schema.named("Incoming").faults(in: json).isEmpty && json["closing"]?.string == "withdrawn")
            }
        }

        @Test("says that a request waits for its document, and tells programs the same")
        func parked() async throws {
            try await withOpenOffice { house in
                let request = try await deliver(Self.envelope(2, subject: "Hội nghị"), to: house)
                let clerk = try await house.person("van.thu")
                #expect(try await clerk.get("/intakes").text.contains("Chờ văn bản gốc"))
                let page = try await clerk.get("/intakes/\(request)").text
                #expect(page.contains("id=\"parked\"") && !page.contains("/acceptance"))
                #expect(page.contains("/intakes/\(request)?register"))
                #expect(try await clerk.get("/intakes/\(request)?register").text.contains("name=\"subject\""))
                let program = try await house.program("van.thu")
                let json = try JSONReader.read(try await program.get("/api/v1/intakes/\(request)").body)
                #expect(Schema.named("Intake").faults(in: json).isEmpty, "\(Schema.named("Intake").faults(in: json))")
                #expect(json["request"]?["parked"] == .bool(true) && json["business"]?.string == "update")
                let list = try JSONReader.read(try await program.get("/api/v1/intakes").body)
                #expect(Schema.named("IntakeList").faults(in: list).isEmpty)
                let refused = try await program.send(
                    "POST", "/api/v1/intakes/\(request)/acceptance", type: "application/json", "{}")
                #expect(refused.status == 409)
            }
        }
    }
}
