import XMLStream

extension FieldWriter {
    /// Writes the whole envelope: §2 of the standard's skeleton.
    mutating func envelope(_ envelope: Envelope, _ parcels: [Parcel]) throws(ExchangeError) {
        try attempt { (xml) throws(XMLWriteError) in
            try xml.declaration()
            try xml.start("edXML", ["xmlns": Self.namespace])
            try xml.start("edXML:edXMLEnvelope", ["xmlns:edXML": Self.namespace])
            try xml.start("edXML:edXMLHeader")
        }
        try group("MessageHeader") { (writer) throws(ExchangeError) in
            if let status = envelope.status {
                try writer.status(status, of: envelope)
            } else {
                try writer.document(envelope)
            }
        }
        if envelope.status == nil { try trace(envelope) }
        try attempt { (xml) throws(XMLWriteError) in try xml.end() }
        if !parcels.isEmpty { try manifest(parcels) }
        try attempt { (xml) throws(XMLWriteError) in try xml.end() }
        if !parcels.isEmpty { try attachments(parcels) }
        try attempt { (xml) throws(XMLWriteError) in
            try xml.end()
            try xml.finish()
        }
    }
}
