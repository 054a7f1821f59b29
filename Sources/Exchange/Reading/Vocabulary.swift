/// The elements of an envelope, as QCVN 102:2016/BTTTT and what senders really write have them.
enum Vocabulary {
    static let roots: Set<String> = ["edXML", "EdXML", "EdXMLEnvelope", "edXMLEnvelope"]
    static let envelopes: Set<String> = ["edXMLEnvelope", "EdXMLEnvelope"]
    static let headers: Set<String> = ["edXMLHeader", "EdXMLHeader"]
    static let bodies: Set<String> = ["edXMLBody", "EdXMLBody"]
    static let manifests: Set<String> = ["edXMLManifest", "Manifest"]
    static let reference = "Reference"
    static let traceList = "TraceHeaderList"
    static let content = "ContentTransferEncoded"

    /// Elements that may stand only once in the whole envelope.
    static let single: Set<String> = envelopes.union(headers).union(bodies).union(manifests)
        .union(["MessageHeader", "TraceHeaderList", "AttachmentEncoded", "StatusCode"])

    /// What a header holds in a status message only.
    static let ofStatus: Set<String> = ["StaffInfo", "Description", "Timestamp"]

    /// What an element may hold.
    struct Child {
        let name: String
        var repeats = false
        /// The most characters that the standard allows.
        var most: Int?

        static func one(_ name: String, most: Int? = nil) -> Child { Child(name: name, most: most) }
        static func many(_ name: String, most: Int? = nil) -> Child { Child(name: name, repeats: true, most: most) }
    }

    /// By the name of the element that holds them.
    ///
    /// Elements that are not here hold text only.
    static let children: [String: [Child]] = [
        "MessageHeader": [
            .one("From"), .many("To"), .one("DocumentId"), .one("Code"), .one("PromulgationInfo"), .one("DocumentType"),
            .one("Subject", most: 500), .one("Content", most: 500), .one("SignerInfo"), .one("DueDate"),
            .one("OtherInfo"), .many("ResponseFor"), .one("SteeringType"), .many("ResponseForTask"),
            .one("ApplicationType"), .one("ToPlaces"), .many("StaffInfo"), .one("StatusCode"), .one("Description"),
            .one("Timestamp"),
        ],
        "From": organization, "To": organization,
        "Code": [.one("CodeNumber", most: 11), .one("CodeNotation", most: 30)],
        "PromulgationInfo": [.one("Place", most: 50), .one("PromulgationDate")],
        "DocumentType": [.one("Type"), .one("TypeDetail"), .one("TypeName", most: 100)],
        "SignerInfo": [.one("Competence", most: 100), .one("Position", most: 100), .one("FullName", most: 50)],
        "OtherInfo": [
            .one("Priority"), .one("SphereOfPromulgation", most: 100), .one("TyperNotation", most: 10),
            .one("PromulgationAmount"), .one("PageAmount"), .one("ReplyFors"), .one("Direction"),
            .one("ReferenceCodes"), .one("Appendixes"),
        ],
        "Appendixes": [.many("Appendix", most: 250)],
        "ResponseFor": [.one("OrganId"), .one("Code"), .one("DocumentId"), .one("PromulgationDate")],
        "ResponseForTask": [.many("TaskCode")],
        "ToPlaces": [.many("Place", most: 150)],
        "StaffInfo": [
            .one("Department"), .one("DepartmentId"), .one("Staff"), .one("StaffId"), .one("Email"), .one("Mobile"),
        ],
        "TraceHeaderList": [.many("TraceHeader"), .one("Bussiness"), .one("Business"), .one("Paper")],
        "TraceHeader": [.one("OrganId"), .one("Timestamp")],
        "Bussiness": business, "Business": business,
        "BussinessDocumentInfo": [.one("DocumentInfo"), .one("DocumentReceiver"), .one("ReceiverList")],
        "ReceiverList": [.many("Receiver")],
        "Receiver": [.one("OrganId"), .one("ReceiverType")],
        "ReplacementInfoList": [.many("ReplacementInfo")],
        "ReplacementInfo": [.one("DocumentId"), .one("OrganIdList")],
        "OrganIdList": [.many("OrganId")],
    ]

    /// Inside `ResponseFor`, `Code` is number and symbol in one text.
    static func holdsTextOnly(_ name: String, in parent: String) -> Bool {
        children[name] == nil || (name == "Code" && parent == "ResponseFor")
    }

    private static let organization: [Child] = [
        .one("OrganId", most: 35), .one("OrganizationInCharge", most: 200), .one("OrganName", most: 200),
        .one("OrganAdd", most: 250), .one("Email", most: 100), .one("Telephone", most: 50), .one("Fax", most: 50),
        .one("Website", most: 100),
    ]

    private static let business: [Child] = [
        .one("DocumentId"), .one("BussinessDocType"), .one("BussinessDocReason"), .one("Paper"),
        .many("BussinessDocumentInfo"), .one("ReplacementInfoList"), .many("StaffInfo"),
    ]
}
