import Foundation
import Records
import Testing

@Suite("The number and symbol of a document")
struct ReferenceTests {
    @Test(
        "are the same in every way people write them",
        arguments: [
            "7/SNV-VP", "07/SNV-VP", "007/snv-vp", " 7 / SNV-VP ", "7/SNV -VP",
            "07/SNV-VP".decomposedStringWithCanonicalMapping,
        ])
    func same(text: String) {
        #expect(Reference(text).canonical == Reference(number: "7", notation: "SNV-VP").canonical)
    }

    @Test("are the same composed or decomposed, and with đ as d")
    func composed() {
        let written = Reference("15/QĐ-UBND")
        #expect(Reference("15/QĐ-UBND".decomposedStringWithCanonicalMapping).canonical == written.canonical)
        #expect(Reference("15/qd-ubnd").canonical == written.canonical)
        #expect(
            Reference("12/TTr-HĐND").canonical
                == Reference("12/ttr-hđnd".decomposedStringWithCanonicalMapping).canonical)
    }

    @Test(
        "differ where number or symbol differ",
        arguments: ["70/SNV-VP", "7a/SNV-VP", "7/SNV-VB", "7", "/SNV-VP", "17/SNV-VP"])
    func different(text: String) { #expect(Reference(text).canonical != Reference("7/SNV-VP").canonical) }

    @Test("are read from a line, and written as one")
    func read() {
        let reference = Reference(" 15 / QĐ-UBND/2026 ")
        #expect(
            reference.number == "15" && reference.notation == "QĐ-UBND/2026"
                && reference.description == "15/QĐ-UBND/2026")
        #expect(Reference("15").description == "15" && Reference("").canonical == "/")
        #expect(Reference("000").canonical == "/" && Reference("0a").canonical == "a/")
    }
}

@Suite("The types of documents")
struct DocumentTypeTests {
    @Test("are the 29 of Decree 30, each once")
    func decree() {
        #expect(DocumentType.all.count == 29)
        #expect(Set(DocumentType.all.map(\.name)).count == 29)
        let abbreviations = DocumentType.all.compactMap(\.abbreviation)
        #expect(abbreviations.count == 27 && Set(abbreviations).count == 27)
    }

    @Test("are known by their symbol; where it names none, nothing is said")
    func notation() {
        for type in DocumentType.all {
            guard let abbreviation = type.abbreviation else { continue }
            #expect(DocumentType.named(inNotation: abbreviation) == type)
            #expect(DocumentType.named(inNotation: "\(abbreviation)-UBND") == type)
        }
        #expect(DocumentType.named(inNotation: "QĐ-UBND".decomposedStringWithCanonicalMapping)?.name == "Quyết định")
        for notation in ["", "-", "UBND-VP", "SNV-TCBC", "qđ-ubnd", "QyD-X", "UBND-QĐ"] {
            #expect(DocumentType.named(inNotation: notation) == nil, "\(notation)")
        }
    }
}
