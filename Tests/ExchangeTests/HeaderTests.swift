import Exchange
import Foundation
import Records
import Testing

@Suite("The header of an envelope")
struct HeaderTests {
    let folder = TestFolder()

    func read(_ change: (inout Draft) -> Void) throws(ExchangeError) -> Envelope {
        var draft = Draft()
        change(&draft)
        return try EnvelopeReader().read(draft.bytes, into: folder)
    }

    func refusal(_ change: (inout Draft) -> Void) -> ExchangeError? {
        do throws(ExchangeError) {
            _ = try read(change)
            return nil
        } catch {
            return error
        }
    }

    @Test("joins number and symbol as people write them")
    func joinsReference() throws {
        #expect(try read { _ in }.reference == "07/SM-VP")
        let code = { (number: String, rest: String) in "<Code><CodeNumber>\(number)</CodeNumber>\(rest)</Code>" }
        #expect(try read { $0.code = code("7", "<CodeNotation>/QĐ-UBND</CodeNotation>") }.reference == "7/QĐ-UBND")
        #expect(try read { $0.code = code("7/SM", "<CodeNotation>SM</CodeNotation>") }.reference == "7/SM")
        #expect(try read { $0.code = code("7", "") }.reference == "7")
        #expect(try read { $0.code = "" }.reference == nil)
    }

    @Test("is needed only as far as the document could not be known without it")
    func isNeeded() throws {
        #expect(
            try read {
                $0.code = ""; $0.promulgation = ""
            }.documentID == "id-1")
        #expect(try read { $0.documentID = "" }.reference == "07/SM-VP")
        #expect(
            refusal {
                $0.documentID = ""; $0.promulgation = ""
            }?.kind == .missing(element: "DocumentId"))
        #expect(refusal { $0.from = "" }?.kind == .missing(element: "From"))
        #expect(refusal { $0.from = "<From><OrganId> </OrganId></From>" }?.kind == .missing(element: "From/OrganId"))
        #expect(try read { $0.to = "" }.warnings == [.missing(path: "MessageHeader/To")])
    }

    @Test("may nest the sender in itself, as some samples do")
    func nestsSender() throws {
        let envelope = try read { $0.from = "<From><From><OrganId>H99.01</OrganId></From></From>" }
        #expect(envelope.from.organID == "H99.01")
    }

    @Test(
        "reads dates of every form in use",
        arguments: [
            "2026/11/20", "2026-11-20", "20/11/2026", " 20-11-2026 ", "2026-11-20T00:00:00", "2026/11/20 08:00:00",
        ])
    func readsDates(text: String) throws {
        let envelope = try read {
            $0.promulgation = "<PromulgationInfo><PromulgationDate>\(text)</PromulgationDate></PromulgationInfo>"
        }
        #expect(envelope.promulgatedOn == Day(year: 2026, month: 11, day: 20))
    }

    @Test(
        "is refused with a date of the document that is none",
        arguments: [
            "2026/02/30", "2026/13/01", "20/11/26", "hôm nay", "0001/01/01", "2026/11/20/1", "2026//11/20",
            "٢٠٢٦/11/20",
        ])
    func refusesDates(text: String) {
        let error = refusal {
            $0.promulgation = "<PromulgationInfo><PromulgationDate>\(text)</PromulgationDate></PromulgationInfo>"
        }
        #expect(error?.kind == .date)
        #expect(error?.place.path == "MessageHeader/PromulgationInfo/PromulgationDate")
    }

    @Test("loses a value that cannot be read, and says so")
    func losesUnreadable() throws {
        let envelope = try read {
            $0.more = """
                <DueDate>2026/02/30</DueDate><SteeringType>x</SteeringType>
                <OtherInfo><Priority>9</Priority><PageAmount>-1</PageAmount><Direction>có</Direction></OtherInfo>
                """
        }
        #expect(envelope.dueOn == nil && envelope.priority == nil && envelope.pageAmount == nil)
        #expect(
            Set(envelope.warnings) == [
                .unreadable(path: "MessageHeader/DueDate"), .unreadable(path: "MessageHeader/SteeringType"),
                .unreadable(path: "OtherInfo/Priority"), .unreadable(path: "OtherInfo/PageAmount"),
                .unreadable(path: "OtherInfo/Direction"),
            ])
    }

    @Test("keeps the first of what is repeated and names what it does not know")
    func keepsFirst() throws {
        let envelope = try read { $0.more = "<Subject>một</Subject><Subject>hai</Subject><NoSuch>x</NoSuch>" }
        #expect(envelope.subject == "một")
        #expect(
            envelope.warnings == [
                .repeatedElement(path: "MessageHeader/Subject"), .unknownElement(path: "MessageHeader/NoSuch"),
            ])
    }

    @Test("gives the subject whole, though a comment stands in it")
    func subjectIsWhole() throws {
        let envelope = try read { $0.more = "<Subject>không <!-- x -->được <![CDATA[<bỏ>]]></Subject>" }
        #expect(envelope.subject == "không được <bỏ>")
    }

    @Test(
        "is refused with a code of an agency that only looks like one",
        arguments: ["H99.\u{200B}01", "Н99.01", "Ｈ99.01", "H99 .01", "H99.\n01", String(repeating: "H", count: 65)])
    func refusesOrganID(code: String) {
        #expect(refusal { $0.from = "<From><OrganId>\(code)</OrganId></From>" }?.kind == .organID)
        #expect(refusal { $0.to = "<To><OrganId>\(code)</OrganId></To>" }?.kind == .organID)
    }

    @Test("accepts the codes that circulate, and warns of the odd ones")
    func acceptsOrganIDs() throws {
        for code in ["000.00.00.G22", "01.02.G22", "H37.DN.001", "vxp.saas.03", "001.00.20.TT2"] {
            #expect(try read { $0.from = "<From><OrganId>\(code)</OrganId></From>" }.warnings.isEmpty)
        }
        let odd = try read { $0.from = "<From><OrganId>H99-01</OrganId></From>" }
        #expect(odd.warnings == [.unusualOrganID(path: "MessageHeader/From/OrganId")])
    }

    @Test("is refused with a number that would break a register or a log")
    func refusesCodes() {
        let code = { (text: String) in "<Code><CodeNumber>\(text)</CodeNumber></Code>" }
        for text in ["7&#10;8", "7&#x9;8", "7\u{2028}8", "7\u{85}8", String(repeating: "9", count: 33)] {
            #expect(refusal { $0.code = code(text) }?.kind == .code)
        }
        #expect(refusal { $0.documentID = "<DocumentId>a&#10;b</DocumentId>" }?.kind == .code)
        #expect(refusal { $0.more = "<StatusCode>xong</StatusCode>" }?.kind == .code)
    }

    @Test("must name this agency, if it is known which that is")
    func mustNameUs() throws {
        let bytes = Draft().bytes
        #expect(throws: Never.self) { try EnvelopeReader(recipient: ["x", "h99.02"]).read(bytes, into: folder) }
        #expect { try EnvelopeReader(recipient: ["H99"]).read(bytes, into: folder) } throws: {
            ($0 as? ExchangeError)?.kind == .recipient
        }
    }

    @Test("tells new, update and replacement apart, and what they change")
    func tellsKindsApart() throws {
        let kind = { (type: String) in "<Bussiness><BussinessDocType>\(type)</BussinessDocType></Bussiness>" }
        #expect(try read { $0.trace = kind("0") }.kind == .new)
        #expect(try read { $0.trace = kind("1").replacing("Bussiness>", with: "Business>") }.kind == .recall)
        let unknown = try read { $0.trace = kind("7") }
        #expect(unknown.kind == .new && unknown.warnings == [.unknownBusiness])
        #expect(try read { $0.trace = kind("mới") }.warnings == [.unknownBusiness])

        let update = try read {
            $0.trace = """
                <Bussiness><DocumentId>cũ</DocumentId><BussinessDocType>2</BussinessDocType><BussinessDocumentInfo>
                <DocumentInfo>1</DocumentInfo><DocumentReceiver>0</DocumentReceiver><ReceiverList>
                <Receiver><OrganId>A</OrganId><ReceiverType>1</ReceiverType></Receiver>
                <Receiver><OrganId>B</OrganId><ReceiverType>0</ReceiverType></Receiver>
                </ReceiverList></BussinessDocumentInfo></Bussiness>
                """
        }
        #expect(update.kind == .update && update.business?.documentID == "cũ")
        #expect(update.business?.changes.first?.documentChanged == true)
        #expect(update.business?.changes.first?.receivers.map(\.isAdded) == [true, false])

        let replace = try read {
            $0.trace = """
                <Bussiness><BussinessDocType>3</BussinessDocType><ReplacementInfoList><ReplacementInfo>
                <DocumentId>cũ</DocumentId><OrganIdList><OrganId>A</OrganId><OrganId>B</OrganId></OrganIdList>
                </ReplacementInfo></ReplacementInfoList></Bussiness>
                """
        }
        #expect(replace.kind == .replace && replace.warnings.isEmpty)
        #expect(replace.business?.replacements.first?.organIDs == ["A", "B"])
    }

    @Test("reads the times at which nodes handled it")
    func readsTrace() throws {
        let header = { (organID: String, time: String) in
            "<TraceHeader><OrganId>\(organID)</OrganId><Timestamp>\(time)</Timestamp></TraceHeader>"
        }
        let envelope = try read {
            $0.trace =
                header("null", "2026/11/20 09:15:00") + header("H1", "2026-11-20T02:15:00.5Z")
                + header("H2", "2026-11-20T09:15+07:00") + header("H3", "25:99")
        }
        let time = Date(timeIntervalSince1970: 1_795_140_900)
        #expect(envelope.trace.map(\.organID) == [nil, "H1", "H2", "H3"])
        #expect(envelope.trace.map(\.at) == [time, time, time, nil])
        #expect(envelope.warnings == [.unreadable(path: "TraceHeader/Timestamp")])
    }

    @Test("normalises the code of a status, and wants to know of what")
    func normalisesStatus() throws {
        let response = "<ResponseFor><Code>07/SM-VP</Code></ResponseFor><ResponseFor/>"
        let status = try read {
            $0.to = ""; $0.documentID = ""; $0.more = response + "<StatusCode>3</StatusCode>"
        }
        #expect(status.kind == .status && status.status?.code == "03" && status.responseFor.count == 1)
        #expect(refusal { $0.more = "<StatusCode>03</StatusCode>" }?.kind == .missing(element: "ResponseFor"))
    }

    @Test("may stand only once, wherever a second one hides")
    func standsOnce() {
        let second = "<MessageHeader><From><OrganId>X</OrganId></From></MessageHeader>"
        for change: (inout Draft) -> Void in [
            { $0.more = second }, { $0.trace = second }, { $0.trace = "<Extension>\(second)</Extension>" },
            { $0.from += $0.from }, { $0.manifest = "<edXMLHeader/>" }, { $0.manifest = "<edXMLBody/><edXMLBody/>" },
            { $0.manifest = "<AttachmentEncoded/>" },
        ] {
            guard case .schema = refusal(change)?.kind else {
                Issue.record("accepted")
                continue
            }
        }
    }

    @Test("is refused at once with more recipients than anyone has")
    func tooManyRecipients() {
        let error = refusal { $0.to = String(repeating: "<To><OrganId>H1</OrganId></To>", count: 2001) }
        #expect(error?.kind == .limit(.recipients))
        #expect(error?.place.path == "edXML/edXMLEnvelope/edXMLHeader/MessageHeader/To")
    }

    @Test("is not the header of something else")
    func isNotSomethingElse() {
        func kind(_ text: String) -> ExchangeError.Kind? {
            do throws(ExchangeError) {
                _ = try EnvelopeReader().read(Array(text.utf8), into: folder)
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(kind("<html/>") == .schema("the root element is “html”"))
        #expect(kind("<edXML/>") == .missing(element: "MessageHeader"))
        #expect(kind("<edXML><MessageHeader/></edXML>") == .missing(element: "MessageHeader"))
    }
}
