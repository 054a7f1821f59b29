import Foundation
import Postgres
import Records
import TestOffice
import Testing

@Suite("The main job, in a browser without script", .serialized, .oneAtATime)
struct MainJobInABrowserTests {
    @Test func leadsAnEnvelopeFromItsArrivalToTheDossierAndEveryLookIsOnRecord() async throws {
        try await withRunningOffice { office, house in
            let scan = Papers.pdf()
            let document = try await registerEnvelope(office, scan)
            try await leaderAssigns(document, office)
            try await headHandsOn(document, office)
            try await specialistWorksAndFiles(document, office, scan)
            try await strangerSeesNothing(document, office)
            try await auditorSeesEverythingButTheContent(document, office)

            // A program sees the same document.
            let json = try await Program.signedIn("van.thu", to: office).get("/incoming/\(document)").json
            #expect(json["state"]?.string == "archived")
            #expect(json["details"]?["subject"]?.string == "Về việc tổ chức Ngày hội Phụ nữ khởi nghiệp")
            #expect(json["notes"]?[0]?["attachments"]?[0]?["name"]?.string == "dự thảo.txt")
            let outside = try await house.count("SELECT count(*) AS n FROM incoming_document")
            #expect(outside == 1)
        }
    }

    /// The clerk drops an envelope, finds every field filled in and the attachment beside it, and presses *Vào sổ*.
    private func registerEnvelope(_ office: RunningOffice, _ scan: [UInt8]) async throws -> Int {
        var clerk = try await Browser.signedIn("van.thu", to: office)
        var envelope = Envelope()
        envelope.files = [.init("Kế hoạch 27.pdf", scan)]
        var upload = try await clerk.open("/intakes").form(to: "/intakes")
        upload.files = [.init(name: "tu-huyen.edxml", bytes: envelope.bytes)]
        let intake = try await clerk.press(upload)
        #expect(intake.shows("Đã nhận tệp"))

        let file = try intake.link("Kế hoạch 27.pdf")
        let shown = try await clerk.open(file)
        #expect(shown.answer.body == scan)
        #expect(shown.answer["content-type"] == "application/pdf")
        #expect(shown.answer["x-content-type-options"] == "nosniff")

        let form = try intake.form(to: "/incoming")
        #expect(form["senderName"] == "Hội LHPN huyện Thử")
        #expect(form["number"] == "27")
        #expect(form["notation"] == "KH-PN")
        #expect(form["issuedOn"] == Papers.day(-1).written)
        #expect(form["dueOn"] == Papers.day(10).written)
        #expect(form["typeName"] == "Kế hoạch")
        #expect(form["subject"] == envelope.subject)
        #expect(form["signerName"] == "Lý Thị Ký")
        #expect(form["urgency"] == "1")
        #expect(form["pages"] == "3")

        let registered = try await clerk.press(form)
        #expect(registered.shows("Đã vào sổ"))
        #expect(registered.shows("1/\(Papers.day(0).year)"), "the first number of the year")
        return try #require(registered.number)
    }

    /// The leader finds it in the tray, and names a lead, a collaborator, someone to inform, a deadline and an instruction.
    private func leaderAssigns(_ document: Int, _ office: RunningOffice) async throws {
        var leader = try await Browser.signedIn("chu.tich", to: office)
        let tray = try await leader.open("/work?box=decide")
        let page = try await leader.open(tray.link("Ngày hội Phụ nữ khởi nghiệp"))
        var form = try page.form(to: "/incoming/\(document)/assignments")
        try form.choose("lead", "Ban A")
        try form.choose("support", "Vũ Thị Bích")
        try form.choose("informed", "Bùi Thị Bình")
        form["deadline"] = Papers.day(5).written
        form["instruction"] = "Ban A tham mưu, báo cáo trước ngày họp"
        let assigned = try await leader.press(form)
        #expect(assigned.shows("Đã phân công"))
        #expect(assigned.shows("Ban A tham mưu, báo cáo trước ngày họp"))
        #expect(try await leader.open("/work?box=decide").shows("Ngày hội") == false)
    }

    private func headHandsOn(_ document: Int, _ office: RunningOffice) async throws {
        var head = try await Browser.signedIn("truong.a", to: office)
        #expect(try await head.open("/work?box=lead").shows("Ngày hội Phụ nữ khởi nghiệp"))
        var form = try await head.open("/incoming/\(document)").form(to: "/incoming/\(document)/assignments")
        #expect(throws: Failed.self) { try form.choose("lead", "Vũ Thị Bích") }
        try form.choose("lead", "Đỗ Thị Ánh")
        #expect(try await head.press(form).shows("Đã phân công"))
    }

    private func specialistWorksAndFiles(_ document: Int, _ office: RunningOffice, _ scan: [UInt8]) async throws {
        var specialist = try await Browser.signedIn("chuyen.a", to: office)
        let page = try await specialist.open(try await specialist.open("/work?box=lead").link("Ngày hội"))
        #expect(try await specialist.open(page.link("Kế hoạch 27.pdf")).answer.body == scan)

        var note = try page.form(to: "/incoming/\(document)/notes")
        note["text"] = "Đã soạn dự thảo"
        note.files = [.init(name: "dự thảo.txt", bytes: Array("Kính gửi …".utf8))]
        let noted = try await specialist.press(note)
        #expect(noted.shows("Đã soạn dự thảo"))

        var completion = try noted.form(to: "/incoming/\(document)/completion")
        completion["result"] = "Đã trình ký kế hoạch phối hợp"
        let completed = try await specialist.press(completion)
        #expect(completed.shows("Đã hoàn thành"))
        #expect(completed.shows("Đã xử lý"))

        var dossier = try await specialist.open("/dossiers?document=\(document)").form(to: "/dossiers")
        dossier["code"] = "05.BA"
        dossier["title"] = "Ngày hội Phụ nữ khởi nghiệp"
        try dossier.choose("retention", "10")
        let opened = try await specialist.press(dossier)
        #expect(opened.shows("Đã mở hồ sơ"))
        var filing = try opened.form(to: "/incoming/\(document)/filings")
        try filing.choose("dossier", "05.BA")
        let filed = try await specialist.press(filing)
        #expect(filed.shows("Đã lưu vào hồ sơ"))
        #expect(filed.shows("Đã lưu hồ sơ"))
        #expect(
            try await specialist.open("/incoming?q=ngay hoi khoi nghiep".replacing(" ", with: "+")).shows("27/KH-PN"))
    }

    private func strangerSeesNothing(_ document: Int, _ office: RunningOffice) async throws {
        for login in ["chuyen.a2", "van.thu.khac", "chu.tich.khac"] {
            var stranger = try await Browser.signedIn(login, to: office)
            let page = try await stranger.open("/incoming/\(document)")
            #expect(page.status == 404, "\(login)")
            #expect(!page.shows("khởi nghiệp"))
            #expect(try await stranger.open("/attachments/1").status == 404)
        }
        var nobody = Browser(office)
        #expect(try await nobody.open("/incoming/\(document)").address.hasPrefix("/sign-in"))
    }

    private func auditorSeesEverythingButTheContent(_ document: Int, _ office: RunningOffice) async throws {
        var auditor = try await Browser.signedIn("kiem.tra", to: office)
        let trail = try await auditor.open("/audit?document=\(document)")
        let acts = [
            "Trần Thị Văn", "Nguyễn Thị Lan", "Phạm Thị An", "Đỗ Thị Ánh", "Từ chối", "127.0.0.1",
        ]
        for words in acts { #expect(trail.shows(words), "\(words)") }
        #expect(!trail.shows("Ngày hội"), "the trail holds no content")
        let refused = try await auditor.open("/audit?document=\(document)&outcome=refused").events
        #expect(refused.contains { $0.contains("Đặng Thị Ái") }, "who was refused is on record")
        #expect(!refused.contains { $0.contains("Phạm Thị An") })
        let assigned = try await auditor.open("/audit?document=\(document)&action=incoming.assigned").events
        #expect(assigned.count == 2)
        #expect(assigned[0].contains("Phạm Thị An"), "newest first")
        #expect(assigned[1].contains("Nguyễn Thị Lan"))

        let csv = try await auditor.open(trail.link("CSV")).answer
        #expect(csv.status == 200)
        #expect(csv["content-type"]?.hasPrefix("text/csv") == true)
        for action in [
            "incoming.registered", "incoming.assigned", "incoming.viewed", "file.opened", "incoming.progress-reported",
            "incoming.completed", "incoming.filed",
        ] { #expect(csv.text.contains(",\(action),allowed,"), "\(action)") }
        #expect(csv.text.contains(",incoming.viewed,refused,not-found,"))

        #expect(try await auditor.open("/incoming/\(document)").status != 200)
        #expect(try await auditor.open("/attachments/1").status != 200)
        #expect(try await auditor.open("/audit").text.contains("Xuất nhật ký"), "the export itself is on record")
        var clerk = try await Browser.signedIn("van.thu", to: office)
        #expect(try await clerk.open("/audit").status == 403)
    }
}

extension WebPage {
    /// The lines of the trail, without those of the charts beside it.
    fileprivate var events: [String] { lines.filter { $0.contains("Số đến") } }
}
