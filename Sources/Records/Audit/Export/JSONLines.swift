/// Our own lines: everything that an event holds, with the names of the leaf in the log of evidence.
enum JSONLines {
    static func line(_ event: ExportedEvent) -> String {
        let json: JSONText = [
            "id": JSONText(event.number),
            "log": JSONText(event.log),
            "log_index": JSONText(event.index),
            "time": .text(event.timestamp),
            "event": .text(event.action),
            "outcome": .text(event.exactOutcome),
            "reason": JSONText(event.reason),
            "actor": actor(event),
            "agency": JSONText(event.agency),
            "session": JSONText(event.session),
            "source": source(event),
            "object": object(event),
            "request": JSONText(event.request),
            "detail": detail(event),
        ]
        return json.line
    }

    /// The facts of an event, sorted by name.
    static func detail(_ event: ExportedEvent) -> JSONText? {
        JSONText.object(event.sortedDetail.map { ($0.key, .text($0.value)) }).unlessEmpty
    }

    private static func actor(_ event: ExportedEvent) -> JSONText? {
        event.actor.map { actor in
            [
                "type": .text(actor.kind),
                "id": JSONText(actor.id),
                "role": JSONText(actor.role),
                "unit": JSONText(actor.unit),
            ]
        }
    }

    private static func source(_ event: ExportedEvent) -> JSONText? {
        let source: JSONText = ["ip": JSONText(event.source.ip), "network": JSONText(event.source.network)]
        return source.unlessEmpty
    }

    private static func object(_ event: ExportedEvent) -> JSONText {
        [
            "type": .text(event.object.kind),
            "id": JSONText(event.object.id),
            "document": JSONText(event.object.document),
            "register": JSONText(event.object.register),
            "sha256": JSONText(event.object.sha256),
            "bytes": JSONText(event.object.bytes),
        ]
    }
}
