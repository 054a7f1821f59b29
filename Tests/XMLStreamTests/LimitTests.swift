import Testing
import XMLStream

@Suite("A document that is too much")
struct LimitTests {
    func limit(_ document: String, _ limits: XMLLimits = .standard) -> XMLError.Limit? {
        guard case .limit(let limit) = refusal(document, limits: limits)?.kind else { return nil }
        #expect(refusal(document, chunk: 1, limits: limits)?.kind == .limit(limit), "in small chunks too")
        return limit
    }

    func attributes(_ count: Int) -> String { (0..<count).map { " a\($0)=''" }.joined() }

    @Test("is refused at each of its limits, and read just below")
    func isRefusedAtEachLimit() {
        let nested = { String(repeating: "<a>", count: $0) + String(repeating: "</a>", count: $0) }
        let namespaces = { (0..<$0).map { " xmlns:n\($0)='u'" }.joined() }
        #expect(limit(nested(65)) == .depth)
        #expect(refusal(nested(64)) == nil)
        #expect(limit("<a\(attributes(65))/>") == .attributes)
        #expect(refusal("<a\(attributes(64))/>") == nil)
        #expect(limit("<a\(namespaces(20))><b xmlns:m='v'\(namespaces(12))/></a>") == .namespaces)
        #expect(refusal("<a\(namespaces(20))><b\(namespaces(12))/><b\(namespaces(12))/></a>") == nil)
        #expect(limit("<\(String(repeating: "n", count: 256))/>") == .nameLength)
        #expect(refusal("<\(String(repeating: "n", count: 255))/>") == nil)
        #expect(limit("<a><b/><b/></a>", limits { $0.elements = 2 }) == .elements)
        #expect(limit("<a><b>12345</b></a>", limits { $0.textLength = 4 }) == .textLength)
        #expect(limit("<a>123<b>456</b>7</a>", limits { $0.totalText = 6 }) == .totalText)
        #expect(limit("<ignored>1234567</ignored>", limits { $0.totalText = 6 }) == .totalText)
        #expect(limit("<a>1234567890</a>", limits { $0.totalBytes = 16 }) == .totalBytes)
        #expect(refusal("<a>1234567890</a>", limits: limits { $0.totalBytes = 17 }) == nil)
        #expect(limit("<a/>", limits { $0.time = .zero }) == .time)
    }

    @Test("keeps nothing long that libxml2 would keep whole", arguments: ["<a b='", "<a><!--", "<a><?p ", "<a "])
    func keepsNothingLong(opening: String) {
        #expect(limit(opening + String(repeating: " ", count: 70_000)) == .markupLength)
    }

    @Test("does not wait for the end of a reference")
    func doesNotWait() {
        #expect(refusal("<a>&" + String(repeating: "x", count: 300))?.kind == .malformed)
    }

    @Test("costs little: 100 000 attributes in one tag")
    func attributesCostLittle() {
        let document = Array("<a\(attributes(100_000))/>".utf8)
        let time = processorTime { #expect(refusal(document)?.kind == .limit(.attributes)) }
        #expect(time < 1)
    }

    @Test("costs little: many tags of 64 attributes that differ in their last letter")
    func tagsCostLittle() {
        let name = String(repeating: "n", count: 200)
        let tag = "<a" + (0..<64).map { " \(name)\($0)=''" }.joined() + "/>"
        let document = Array(("<r>" + String(repeating: tag, count: 200) + "</r>").utf8)
        let time = processorTime { #expect(refusal(document) == nil) }
        #expect(time < 5)
    }

    @Test("is stopped early: 10 000 levels, or as many namespaces")
    func isStoppedEarly() {
        #expect(limit(String(repeating: "<a>", count: 10_000)) == .depth)
        #expect(limit("<a" + (0..<10_000).map { " xmlns:n\($0)='u'" }.joined() + "/>") == .attributes)
    }
}
