"""Says what is in a PDF, before anybody trusts it with anything."""
from opening import pages, size, tolerant
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import enumerate_sig_fields

# Actions that do more than to move within the document.
ACTIONS = {"/JavaScript": "javascript", "/Launch": "launch", "/ImportData": "launch", "/SubmitForm": "submit",
           "/GoToE": "embedded", "/Rendition": "media", "/Movie": "media", "/Sound": "media"}
# What a person who signs could not see, or what could show something else later.
ACTIVE = {"javascript", "launch", "submit", "xfa"}


def inspect(path):
    read, strict = tolerant(path)
    shown = pages(read)
    return {
        "bytes": size(path), "pages": len(shown), "strict": strict, "revisions": read.xrefs.total_revisions,
        "sizes": [[round(page.width, 1), round(page.height, 1)] for page in shown],
        "contents": sorted(contents(read)),
        "signatures": sum(1 for _ in enumerate_sig_fields(read, filled_status=True)),
        "fields": [name for name, _, _ in enumerate_sig_fields(read, filled_status=False)],
    }


def contents(read):
    """Words for what is in it besides pages, in any object that its last revision reaches."""
    found = set()
    root = read.root
    if "/XFA" in _dictionary(root.get("/AcroForm")):
        found.add("xfa")
    open_objects, seen = [root], set()
    while open_objects:
        thing = open_objects.pop()
        if isinstance(thing, generic.IndirectObject):
            key = (thing.idnum, thing.generation)
            if key in seen:
                continue
            seen.add(key)
            thing = thing.get_object()
        if isinstance(thing, generic.DictionaryObject):
            action = thing.get("/S") if not isinstance(thing, generic.StreamObject) else None
            if isinstance(action, str) and action in ACTIONS:
                found.add(ACTIONS[action])
            if "/JS" in thing:
                found.add("javascript")
            if "/EF" in thing or "/EmbeddedFiles" in thing:
                found.add("embedded")
            open_objects += [thing.raw_get(name) for name in thing]
        elif isinstance(thing, generic.ArrayObject):
            open_objects += [thing.raw_get(index) for index in range(len(thing))]
    return found


def _dictionary(thing):
    thing = thing.get_object() if isinstance(thing, generic.IndirectObject) else thing
    return thing if isinstance(thing, generic.DictionaryObject) else {}
