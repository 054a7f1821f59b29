import Foundation

/// The settings under which LibreOffice reads a stranger's document.
enum LibreOfficeProfile {
    /// A profile without macros, without links that update, and with a proxy for everything that nobody listens at.
    static func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder + "/user", withIntermediateDirectories: true)
        let items = settings.map { path, name, value in
            "<item oor:path=\"\(path)\"><prop oor:name=\"\(name)\" oor:op=\"fuse\"><value>\(value)</value></prop></item>"
        }
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            \(items.joined(separator: "\n"))
            </oor:items>

            """
        try Data(text.utf8).write(to: URL(filePath: folder + "/user/registrymodifications.xcu"))
    }

    private static let security = "/org.openoffice.Office.Common/Security/Scripting"
    private static let proxy = "/org.openoffice.Inet/Settings"

    private static let settings: [(path: String, name: String, value: String)] = [
        (security, "MacroSecurityLevel", "3"),
        (security, "DisableMacrosExecution", "true"),
        (security, "DisableActiveContent", "true"),
        (security, "DisableOLEAutomation", "true"),
        (security, "BlockUntrustedRefererLinks", "true"),
        // 0: links are never updated.
        ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
        ("/org.openoffice.Office.Writer/Content/Update", "Field", "false"),
        (proxy, "ooInetProxyType", "2"),
        (proxy, "ooInetHTTPProxyName", "127.0.0.1"), (proxy, "ooInetHTTPProxyPort", "9"),
        (proxy, "ooInetHTTPSProxyName", "127.0.0.1"), (proxy, "ooInetHTTPSProxyPort", "9"),
        (proxy, "ooInetFTPProxyName", "127.0.0.1"), (proxy, "ooInetFTPProxyPort", "9"),
    ]
}
