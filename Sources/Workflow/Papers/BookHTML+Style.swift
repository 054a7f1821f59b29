extension BookHTML {
    /// How a book looks on paper: A4 across, its head on every page, a row never over two pages where it fits on one.
    static let style = """
        @page { size: A4 landscape; margin: 15mm 10mm 18mm 10mm }
        html, body { margin: 0; color: #000; background: #fff;
            font: 9.5pt/12pt 'Times New Roman', 'Liberation Serif', 'Noto Serif', serif }
        table { table-layout: fixed; width: 277mm; border-collapse: collapse }
        thead { display: table-header-group }
        th, td { border: .2mm solid #000; padding: .7mm 1mm; vertical-align: top; overflow-wrap: anywhere;
            text-align: left; unicode-bidi: isolate }
        th { text-align: center; vertical-align: middle }
        .number th { font-weight: normal; font-style: italic; padding: 0 }
        tr { break-inside: avoid }
        .cover { break-after: page; text-align: center; font-size: 14pt; line-height: 20pt; overflow-wrap: anywhere }
        .cover p { margin: 2mm 0 }
        .above, .agency { text-transform: uppercase }
        .agency, .year { font-weight: bold }
        h1 { font-size: 26pt; line-height: 32pt; margin: 28mm 0 12mm }
        .code { width: 26mm; height: 26mm; float: right }
        .cover .code { float: none; margin-top: 8mm }
        .closing { margin-top: 6mm; break-inside: avoid; overflow-wrap: anywhere }
        .closing p { margin: 1mm 0 }
        code { font: 9pt 'Liberation Mono', monospace }
        .signing { margin-top: 6mm; clear: both; height: 30mm }
        .signing p { float: left; width: 50%; text-align: center; font-weight: bold }
        .signing i { font-weight: normal }
        """
}
