import Testing

@testable import Web

@Suite("What a plain form says")
struct FormTextTests {
    private func fields(_ text: String) throws -> [[String]] {
        try URLEncoded.fields(Array(text.utf8)).map { [$0.name, $0.value] }
    }

    @Test func isReadAsBrowsersWriteIt() throws {
        #expect(try fields("") == [])
        #expect(try fields("a=1&b=&c&=d&&a=2") == [["a", "1"], ["b", ""], ["c", ""], ["", "d"], ["a", "2"]])
        #expect(try fields("q=Quy%E1%BA%BFt+%C4%91%E1%BB%8Bnh%2B1") == [["q", "Quyết định+1"]])
        #expect(try fields("a=b=c%26") == [["a", "b=c&"]])
    }

    @Test func isComposedAndHasPlainLineFeeds() throws {
        #expect(try fields("q=e%CC%82%CC%81")[0][1].unicodeScalars.map(\.value) == [0x1EBF])
        #expect(try fields("t=one%0D%0Atwo") == [["t", "one\ntwo"]])
    }

    @Test(arguments: [
        "a=%", "a=%4", "a=%zz", "a=%00", "a=%FF", "a=%C3", "%=1", "a=%ED%A0%80", "a=%C0%AF", "a=%F5%80%80%80",
    ])
    func isRefusedWhereItIsNoText(_ text: String) {
        #expect(throws: Problem.self) { try fields(text) }
    }

    @Test func hasAtMostTwoHundredFields() throws {
        let most = Array(repeating: "a=1", count: 200).joined(separator: "&")
        #expect(try fields(most).count == 200)
        #expect(throws: Problem.self) { try fields(most + "&b=2") }
    }

    @Test func givesTheFirstOfSeveralAndAllOfThem() throws {
        let form = Form(fields: try URLEncoded.fields(Array("x=1&x=2".utf8)))
        #expect(form["x"] == "1")
        #expect(form.all("x") == ["1", "2"])
        #expect(form["y"].isEmpty && !form.has("y"))
    }
}

@Suite("A header field with parameters")
struct HeaderValueTests {
    @Test func isReadWithItsQuotes() throws {
        let value = try #require(HeaderValue("Form-Data ; NAME=\"a;b\" ; filename=\"a \\\"b\\\" c.pdf\";x=y "))
        #expect(value.word == "form-data")
        #expect(value.parameters == ["name": "a;b", "filename": "a \"b\" c.pdf", "x": "y"])
        #expect(HeaderValue("multipart/form-data;boundary=x")?.parameters == ["boundary": "x"])
        #expect(HeaderValue("text/plain;")?.parameters == [:])
    }

    @Test func keepsTheBackslashesOfOldBrowsers() {
        #expect(HeaderValue(#"form-data; filename="C:\dir\name.pdf""#)?.parameters["filename"] == #"C:\dir\name.pdf"#)
    }

    @Test(arguments: ["", ";", "a; b", "a; b=\"c", "a; b=1; B=2", "a; =1", "a; b=\"c\"d", "a; b =c"])
    func isRefusedWhereItIsMalformed(_ text: String) {
        #expect(HeaderValue(text) == nil)
    }

    @Test func namesAFile() throws {
        func name(_ parameters: String) -> String? { HeaderValue("form-data; \(parameters)").flatMap(FileName.named) }
        #expect(name("filename=\"a%22b%0D%0Ac.pdf\"") == "a\"bc.pdf")
        #expect(name("filename=x; filename*=UTF-8''c%C3%B4ng%20v%C4%83n.pdf") == "công văn.pdf")
        #expect(name("filename=x; filename*=latin1''c%F4ng.pdf") == "x")
        #expect(name("filename=x; filename*=UTF-8''%FF") == "x")
        #expect(name("name=a") == nil)
    }
}
