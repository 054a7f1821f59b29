import XMLStream

extension FieldWriter {
    /// Writes the list of files, in the order that the files follow in.
    mutating func manifest(_ parcels: [Parcel]) throws(ExchangeError) {
        try attempt { (xml) throws(XMLWriteError) in
            try xml.start("edXML:edXMLBody")
            try xml.start("edXML:edXMLManifest", ["version": "1.0"])
        }
        for parcel in parcels {
            try group("Reference") { (writer) throws(ExchangeError) in
                try writer.field("ContentId", parcel.contentID)
                try writer.field("ContentType", parcel.contentType)
                try writer.field("Description", parcel.description)
                try writer.field("AttachmentName", parcel.name)
            }
        }
        try attempt { (xml) throws(XMLWriteError) in
            try xml.end()
            try xml.end()
        }
    }

    /// Writes the files, whose elements have no prefix but for the content itself.
    mutating func attachments(_ parcels: [Parcel]) throws(ExchangeError) {
        try attempt { (xml) throws(XMLWriteError) in try xml.start("AttachmentEncoded") }
        for parcel in parcels {
            try attempt { (xml) throws(XMLWriteError) in try xml.start("Attachment") }
            try bare("ContentId", parcel.contentID)
            try bare("AttachmentName", parcel.name)
            try bare("Description", parcel.description)
            try bare("FieldName", parcel.fieldName)
            try bare("MimeType", parcel.mimeType)
            try bare("ContentType", parcel.contentType)
            try attempt { (xml) throws(XMLWriteError) in
                try xml.start("edXML:ContentTransferEncoded", ["xmlns:edXML": Self.namespace])
            }
            try content(parcel)
            try attempt { (xml) throws(XMLWriteError) in
                try xml.end()
                try xml.end()
            }
        }
        try attempt { (xml) throws(XMLWriteError) in try xml.end() }
    }

    private mutating func bare(_ name: String, _ text: String?) throws(ExchangeError) {
        guard let text = text?.trimmed, !text.isEmpty else { return }
        do throws(XMLWriteError) {
            try xml.start(name)
            try xml.text(text)
            try xml.end()
        } catch {
            guard case .scalar(let scalar) = error else { throw ExchangeError(error) }
            throw ExchangeError(.field("Attachment/" + name, .character(scalar)))
        }
    }

    /// Streams the file through the packing, if there is one, and base64 into the element that is open.
    private mutating func content(_ parcel: Parcel) throws(ExchangeError) {
        let input = try InputFile(parcel.file)
        var base64 = Base64Line()
        var size: Int64 = 0
        if let entry = parcel.entry {
            var zip = try ZIPEncoder(entry: entry)
            try zip.begin { (bytes) throws(ExchangeError) in try base64.take(bytes, &xml) }
            while try input.next({ (bytes) throws(ExchangeError) in
                size += Int64(bytes.count)
                try zip.take(bytes) { (bytes) throws(ExchangeError) in try base64.take(bytes, &xml) }
            }) {}
            try zip.finish { (bytes) throws(ExchangeError) in try base64.take(bytes, &xml) }
        } else {
            while try input.next({ (bytes) throws(ExchangeError) in
                size += Int64(bytes.count)
                try base64.take(bytes.span, &xml)
            }) {}
        }
        try base64.finish(&xml)
        // Half of one version of a file and half of another is neither.
        guard size == parcel.size else { throw ExchangeError(.storage("a file changed while it was read")) }
    }
}
