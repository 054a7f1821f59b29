/// Lines of the Open Cybersecurity Schema Framework, version 1.4.0.
enum OCSF {
    static func line(_ event: ExportedEvent, from product: ExportingProduct) -> String {
        let activity = event.meaning.activity
        var json: [(name: String, value: JSONText?)] = [
            ("class_uid", .number(activity.family.rawValue)),
            ("class_name", .text(activity.family.name)),
            ("category_uid", .number(activity.family.category)),
            ("activity_id", .number(activity.number)),
            ("activity_name", activity.number == ActionMeaning.Activity.other ? .text(event.title) : nil),
            ("type_uid", .number(activity.type)),
            ("severity_id", .number(level(event.severity))),
            ("status_id", .number(event.outcome == .allowed ? 1 : 2)),
            ("status_detail", JSONText(event.reason)),
            ("time", .number(event.milliseconds)),
            // Vietnam's clock, in minutes: it is the same all year.
            ("timezone_offset", 420),
            ("metadata", metadata(of: event, from: product)),
            ("actor", actor(of: event)),
            ("src_endpoint", event.source.ip.map { ["ip": .text($0)] }),
        ]
        json += subject(of: event, from: product)
        json.append(("unmapped", unmapped(of: event)))
        return JSONText.object(json.compactMap { name, value in value.map { (name, $0) } }).line
    }

    private static func level(_ severity: ActionMeaning.Severity) -> Int {
        switch severity {
        case .informational: 1
        case .warning: 3
        case .critical: 5
        }
    }

    private static func metadata(of event: ExportedEvent, from product: ExportingProduct) -> JSONText {
        [
            "version": "1.4.0",
            "product": software(product),
            "uid": (event.number ?? event.index).map { .text(String($0)) },
            "sequence": JSONText(event.index),
            "log_name": "audit",
            "correlation_uid": JSONText(event.request),
        ]
    }

    private static func software(_ product: ExportingProduct) -> JSONText {
        [
            "name": .text(product.name),
            "vendor_name": .text(product.vendor.lowercased()),
            "version": .text(product.version),
        ]
    }

    private static func actor(of event: ExportedEvent) -> JSONText? {
        let user = event.actor.map { actor -> JSONText in
            let unit = actor.unit.map { [group($0, "unit")] } ?? []
            return [
                "uid": .text(actor.reference),
                // 1 is a person, 3 the system.
                "type_id": actor.kind == "user" ? 1 : 3,
                "groups": JSONText.list(unit + actor.roles.map { group($0, "role") }).unlessEmpty,
                "org": event.agency.map { ["uid": .text($0)] },
            ]
        }
        let actor: JSONText = ["user": user, "session": event.session.map { ["uid": .text($0)] }]
        return actor.unlessEmpty
    }

    private static func group(_ id: String, _ type: String) -> JSONText { ["uid": .text(id), "type": .text(type)] }

    /// What the event is about, under the name that its class has for it.
    private static func subject(
        of event: ExportedEvent, from product: ExportingProduct
    ) -> [(name: String, value: JSONText?)] {
        let object = event.object
        let resource: JSONText = [
            "uid": JSONText(object.id), "name": .text(object.reference), "type": .text(object.kind),
        ]
        return switch event.meaning.activity.family {
        case .fileHosting: [("file", file(object))]
        case .webResources: [("web_resources", [resource])]
        case .api: [("api", ["operation": .text(event.action)]), ("resources", [resource])]
        case .accountChange, .authentication, .userAccess:
            [("user", ["uid": JSONText(object.id), "name": .text(object.reference)])]
        case .applicationLifecycle: [("app", software(product))]
        case .eventLog: [("log_name", "audit")]
        }
    }

    private static func file(_ object: ExportedEvent.Object) -> JSONText {
        // 1 is a regular file, 3 is SHA-256.
        let hashes = object.sha256.map { digest -> JSONText in
            [["algorithm_id": 3, "algorithm": "SHA-256", "value": .text(digest)]]
        }
        return [
            "name": .text(object.id ?? object.kind), "type_id": 1, "uid": JSONText(object.id),
            "size": JSONText(object.bytes), "hashes": hashes,
        ]
    }

    private static func unmapped(of event: ExportedEvent) -> JSONText? {
        let unmapped: JSONText = [
            "document": JSONText(event.object.document), "register": JSONText(event.object.register),
            "source_network": JSONText(event.source.network), "detail": JSONLines.detail(event),
        ]
        return unmapped.unlessEmpty
    }
}
