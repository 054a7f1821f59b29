import Foundation
import Hummingbird
import Logging
import Testing

@testable import Web

@Suite("The API's description")
struct OpenAPITests {
    private let document = OpenAPI.document(of: Operations.all)

    @Test func isWrittenAsJSONAndReadBack() throws {
        #expect(try JSONReader.read(document.bytes) == document)
        #expect(document["openapi"]?.string == "3.1.0")
    }

    @Test func namesNoSchemaThatIsMissingAndNoneInVain() {
        var named: Set<String> = []
        func walk(_ json: JSON) {
            switch json {
            case .object(let members):
                if let name = members["$ref"]?.string {
                    named.insert(String(name.dropFirst("#/components/schemas/".count)))
                }
                members.values.forEach(walk)
            case .array(let items): items.forEach(walk)
            default: break
            }
        }
        walk(document)
        #expect(named == Set(Schemas.all.keys))
    }

    @Test func givesEveryOperationAnAddressAndANameOfItsOwn() {
        #expect(Set(Operations.all.map(\.name)).count == Operations.all.count)
        #expect(Set(Operations.all.map { "\($0.method) \($0.path)" }).count == Operations.all.count)
    }

    /// Unsafe operations that change a document somebody saw need its version.
    @Test func asksForTheVersionWhereItMatters() {
        #expect(
            Set(Operations.all.filter(\.needsVersion).map(\.name)) == [
                "assign", "complete", "reopen", "file", "sendDispatch", "changeDispatch",
                "chooseRecipients", "discardDispatch", "reviseOutgoing", "submitOutgoing", "approveContent",
                "approveFormat", "returnOutgoing", "initialOutgoing", "signOutgoing", "recordSigned", "numberOutgoing",
                "sealOutgoing", "issueOutgoing", "cancelOutgoing", "abandonOutgoing", "fileOutgoing", "askOpinions",
                "recallOutgoing", "changeRecipientGroup", "removeRecipientGroup",
            ])
        #expect(Operations.all.filter(\.isOpen).map(\.name) == ["signIn"])
    }
}
