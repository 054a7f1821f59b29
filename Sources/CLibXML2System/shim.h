// Empty on purpose: libxml2's own headers must not reach Swift, where they clash with Foundation's ICU.
// This target only finds the library, so that CLibXML2 compiles and links.
