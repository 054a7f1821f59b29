public import Records

/// Why a Word file is not taken.
public enum WordFault: Error, Sendable, Equatable {
    /// It is no ZIP, or holds no document of Word.
    case noWordFile
    case encrypted
    /// It has macros, or is of the kind that may have them (`.docm`, `.dotm`).
    case macros
    /// It has an object of another program in it (OLE, ActiveX), or another document whole.
    case embedded
    /// It fetches something from elsewhere: a picture, a template, data.
    case external
    /// A field that fetches or runs something, such as `DDEAUTO`.
    case field(String)
    /// A part that is neither XML nor a picture of a kind that is taken, such as SVG.
    case picture(String)
    /// A part is not what it should be, so that programs would disagree about it.
    case damaged
    /// It unpacks to more than an office writes.
    case tooLarge
    /// The copy could not be written: a fault of this machine.
    case notWritten

    /// What is wrong and what to take out.
    public var sentence: Phrase {
        switch self {
        case .noWordFile:
            Phrase(
                "Tệp không phải văn bản Word (.docx). Hãy lưu lại dưới dạng .docx hoặc PDF.",
                "The file is no text document of Word (.docx). Save it as .docx or PDF.")
        case .encrypted:
            Phrase(
                "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.", "The file has a password. Remove it and try again."
            )
        case .macros:
            Phrase(
                "Tệp có macro. Hãy lưu lại dưới dạng .docx (không có macro).",
                "The file has macros. Save it as .docx, without macros.")
        case .embedded:
            Phrase(
                "Tệp có đối tượng nhúng của chương trình khác (OLE, ActiveX hoặc văn bản lồng). Hãy thay bằng ảnh hoặc xóa đi.",
                "The file has an object of another program in it (OLE, ActiveX, a nested document). Make it a picture, or delete it."
            )
        case .external:
            Phrase(
                "Tệp lấy nội dung từ nơi khác (ảnh liên kết, mẫu hoặc dữ liệu ngoài). Hãy chèn hẳn vào tệp hoặc xóa liên kết.",
                "The file takes contents from elsewhere (a linked picture, template or data). Put them in, or delete the link."
            )
        case .field(let name):
            Phrase(
                "Tệp có trường “\(name)”, vốn tự lấy dữ liệu ngoài hoặc chạy chương trình. Hãy xóa trường này.",
                "The file has a field “\(name)”, which fetches data or runs a program. Delete the field.")
        case .picture(let name):
            Phrase(
                "Tệp có phần “\(name)” không phải ảnh PNG, JPEG, GIF, TIFF, BMP, EMF hoặc WMF. Hãy thay bằng ảnh PNG hoặc xóa đi.",
                "The file holds “\(name)”, which is no PNG, JPEG, GIF, TIFF, BMP, EMF or WMF. Put a PNG there, or delete it."
            )
        case .damaged:
            Phrase(
                "Tệp Word bị hỏng. Hãy mở và lưu lại bằng Word hoặc LibreOffice rồi tải lên lại.",
                "The Word file is damaged. Open it and save it anew with Word or LibreOffice, then try again.")
        case .tooLarge:
            Phrase(
                "Tệp Word giải nén ra quá lớn. Hãy giảm cỡ ảnh hoặc tách phụ lục.",
                "The Word file unpacks to too much. Make its pictures smaller, or split off an annex.")
        case .notWritten:
            Phrase("Chưa lưu được tệp. Hãy thử lại.", "The file could not be saved. Try again.")
        }
    }
}
