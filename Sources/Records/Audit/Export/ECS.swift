/// Lines of the Elastic Common Schema, version 8.11.0.
///
/// The schema has no field for the session of an application. Facts of our own are kept apart under the program's name.
enum ECS {
    static func line(_ event: ExportedEvent, from product: ExportingProduct) -> String {
        let json: JSONText = [
            "@timestamp": .text(event.timestamp),
            "ecs": ["version": "8.11.0"],
            "event": facts(of: event, from: product),
            "user": user(of: event),
            "organization": event.agency.map { ["id": .text($0)] },
            "source": source(of: event),
            "file": event.concernsFile ? file(event.object) : nil,
            "http": event.request.map { ["request": ["id": .text($0)]] },
            "labels": labels(of: event),
            product.name: JSONLines.detail(event).map { ["detail": $0] },
        ]
        return json.line
    }

    private static func facts(of event: ExportedEvent, from product: ExportingProduct) -> JSONText {
        [
            "kind": "event",
            "category": [.text(event.meaning.category)],
            "type": .list(event.meaning.types.map { .text($0) }),
            "action": .text(event.action),
            "outcome": .text(event.plainOutcome),
            "reason": JSONText(event.reason),
            "id": (event.number ?? event.index).map { .text(String($0)) },
            "sequence": JSONText(event.index),
            "module": .text(product.name),
            "dataset": .text("\(product.name).audit"),
            // Where people read the clock; the timestamp itself is UTC.
            "timezone": "+07:00",
        ]
    }

    private static func user(of event: ExportedEvent) -> JSONText? {
        let isAboutAccount = event.object.kind == "officer"
        let user: JSONText = [
            "id": JSONText(event.actor?.reference),
            "roles": JSONText.list(event.actor?.roles.map { .text($0) } ?? []).unlessEmpty,
            "group": event.actor?.unit.map { ["id": .text($0)] },
            "target": isAboutAccount ? event.object.id.map { ["id": .text($0)] } : nil,
        ]
        return user.unlessEmpty
    }

    /// A network is no address: ECS wants it where ambiguous sources go.
    private static func source(of event: ExportedEvent) -> JSONText? {
        let source: JSONText = ["address": JSONText(event.source.network), "ip": JSONText(event.source.ip)]
        return source.unlessEmpty
    }

    private static func file(_ object: ExportedEvent.Object) -> JSONText {
        [
            "name": .text(object.id ?? object.kind),
            "size": JSONText(object.bytes),
            "hash": object.sha256.map { ["sha256": .text($0)] },
        ]
    }

    private static func labels(of event: ExportedEvent) -> JSONText? {
        let labels: JSONText = [
            "document": JSONText(event.object.document),
            "register": JSONText(event.object.register),
            "object": event.concernsFile ? nil : .text(event.object.reference),
        ]
        return labels.unlessEmpty
    }
}
