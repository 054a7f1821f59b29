import XMLStream

extension FieldWriter {
    /// Writes what the envelope does and which nodes it went through, in the order of the standard's own software.
    mutating func trace(_ envelope: Envelope) throws(ExchangeError) {
        // The list has attributes, so it is begun by hand; where there is nothing to list, it is not.
        guard envelope.business != nil || !envelope.trace.isEmpty else { return }
        let id = envelope.traceID
        let version = envelope.traceVersion
        try attempt { (xml) throws(XMLWriteError) in
            switch (id, version) {
            case (let id?, let version?): try xml.start("edXML:TraceHeaderList", ["id": id, "version": version])
            case (let id?, nil): try xml.start("edXML:TraceHeaderList", ["id": id])
            case (nil, let version?): try xml.start("edXML:TraceHeaderList", ["version": version])
            case (nil, nil): try xml.start("edXML:TraceHeaderList")
            }
        }
        if let business = envelope.business { try self.business(business) }
        for node in envelope.trace {
            try group("TraceHeader") { (writer) throws(ExchangeError) in
                try writer.field("OrganId", node.organID, most: 35, isRequired: true)
                try writer.field("Timestamp", node.at.map(WrittenTime.text), isRequired: true)
            }
        }
        try attempt { (xml) throws(XMLWriteError) in try xml.end() }
    }

    private mutating func business(_ business: Envelope.Business) throws(ExchangeError) {
        try group("Bussiness") { (writer) throws(ExchangeError) in
            try writer.field("DocumentId", business.documentID, most: 200)
            try writer.field("BussinessDocType", business.type, isRequired: true)
            try writer.field("BussinessDocReason", business.reason, most: 500)
            try writer.field("Paper", business.paper)
            for change in business.changes { try writer.change(change) }
            try writer.group("ReplacementInfoList") { (writer) throws(ExchangeError) in
                for replacement in business.replacements { try writer.replacement(replacement) }
            }
            for clerk in business.staff { try writer.staff(clerk) }
        }
    }

    private mutating func change(_ change: Envelope.Change) throws(ExchangeError) {
        try group("BussinessDocumentInfo") { (writer) throws(ExchangeError) in
            try writer.field("DocumentInfo", change.documentChanged)
            try writer.field("DocumentReceiver", change.receiversChanged)
            try writer.group("ReceiverList") { (writer) throws(ExchangeError) in
                for receiver in change.receivers {
                    try writer.group("Receiver") { (writer) throws(ExchangeError) in
                        try writer.field("OrganId", receiver.organID, most: 35, isRequired: true)
                        try writer.field("ReceiverType", receiver.isAdded.map { $0 ? 1 : 0 }, isRequired: true)
                    }
                }
            }
        }
    }

    private mutating func replacement(_ replacement: Envelope.Replacement) throws(ExchangeError) {
        try group("ReplacementInfo") { (writer) throws(ExchangeError) in
            try writer.field("DocumentId", replacement.documentID, most: 200, isRequired: true)
            try writer.group("OrganIdList") { (writer) throws(ExchangeError) in
                for organID in replacement.organIDs { try writer.field("OrganId", organID, most: 35) }
            }
        }
    }

    mutating func staff(_ staff: Envelope.Staff) throws(ExchangeError) {
        try group("StaffInfo") { (writer) throws(ExchangeError) in
            try writer.field("Department", staff.department, most: 250)
            try writer.field("DepartmentId", staff.departmentID, most: 50)
            try writer.field("Staff", staff.name, most: 100)
            try writer.field("StaffId", staff.staffID, most: 50)
            try writer.field("Email", staff.email, most: 100)
            try writer.field("Mobile", staff.mobile, most: 100)
        }
    }

    /// Writes the header of a status message, which has nothing else.
    mutating func status(_ status: Envelope.Status, of envelope: Envelope) throws(ExchangeError) {
        try organization("From", envelope.from)
        for document in envelope.responseFor { try response(document) }
        for clerk in status.staff { try staff(clerk) }
        try field("StatusCode", status.code, most: 2, isRequired: true)
        try field("Description", status.description, most: 500)
        try field("Timestamp", status.at.map(WrittenTime.text), isRequired: true)
    }
}
