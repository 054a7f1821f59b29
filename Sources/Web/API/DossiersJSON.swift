import Records
import Workflow

extension Schemas {
    static let dossiers: [String: Schema] = [
        "DossierPlan": .object([
            .needed("code", .string), .needed("title", .string),
            .needed("retention", retention, "Years, or permanent."),
        ]),
        "DossierSummary": .object(dossierSummary),
        "DossierList": list(of: "DossierSummary"),
        "Dossier": .object(
            dossierSummary + [
                .needed(
                    "items",
                    .array(.object([.needed("ordinal", .integer), .needed("document", .named("IncomingSummary"))])),
                    "The documents in it that the caller may see.")
            ]),
        "DossierID": .object([.needed("id", .integer)]),
    ]

    private static let retention = Schema.choice(RetentionPeriod.all.map(\.rawValue))

    private static let dossierSummary: [Schema.Member] = [
        .needed("id", .integer), .needed("code", .string), .needed("title", .string), .needed("year", .integer),
        .needed("retention", retention), .needed("documents", .integer), .needed("openedBy", .string),
    ]
}

extension JSON {
    init(_ dossier: DossierSummary) {
        self = [
            "id": .integer(dossier.id), "code": .string(dossier.code), "title": .string(dossier.title),
            "year": .integer(dossier.year), "retention": .string(dossier.retention.rawValue),
            "documents": .integer(dossier.documents), "openedBy": .string(dossier.openedBy),
        ]
    }

    init(_ dossier: DossierView) {
        var members = JSON(dossier.summary).object ?? [:]
        members["items"] = .array(
            dossier.documents.map { ["ordinal": .integer($0.ordinal), "document": JSON($0.summary)] })
        self = .object(members)
    }
}
