"""Whom the office trusts, what it seals with, and what people sign with outside it: made for this run, of a test root."""
import pathlib
import subprocess

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = CHECKOUT / ".tools/pdf"
PERSON = "Nguyễn Thị Ngọc Lan"


class Certificates:
    def __init__(self, folder, agency):
        self.folder = pathlib.Path(folder)
        run("certificates", self.folder, PERSON, agency)
        for picture in ["seal", "handwriting"]:
            run("papers", picture, self.folder / f"{picture}.png")

    @property
    def settings(self):
        """The office's, with which it judges signatures and seals."""
        return {"CONGVAN_PDF_TOOLS": str(TOOLS), "CONGVAN_SIGNATURES_ROOTS": f"{self.folder}/roots",
                "CONGVAN_SEAL_PKCS12": f"{self.folder}/agency.p12",
                "CONGVAN_SEAL_PASSPHRASE_FILE": f"{self.folder}/passphrase",
                "CONGVAN_SEAL_IMAGE": f"{self.folder}/seal.png"}

    def sign(self, paper, key="person", field="nguoiky1"):
        """The paper with one more signature, by somebody's own key."""
        signed = paper.with_name(f"{paper.stem}-{key}.pdf")
        run("outside", paper, signed, field, self.folder / f"{key}.p12", self.folder / "passphrase",
            self.folder / "handwriting.png")
        return signed

    def change(self, paper, what="changed"):
        """The paper after somebody did to it what must be found (Tests/Papers/papers.py)."""
        changed = paper.with_name(f"{paper.stem}-{what}.pdf")
        run("papers", what, changed, paper)
        return changed


def run(script, *arguments):
    if not (TOOLS / "bin/python").exists():
        raise RuntimeError("What signs PDF papers is not there: deploy/install --test makes it.")
    subprocess.run([TOOLS / "bin/python", "-B", CHECKOUT / f"Tests/Papers/{script}.py", *arguments], check=True)
