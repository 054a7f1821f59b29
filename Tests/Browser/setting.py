"""What all tests share: the office, and browsers that are started once and signed in anew."""
from browser import Browser

office = None
screenshots = None
_browsers = {}


def browser(script=True, phone=False):
    """A browser at nobody's account."""
    if script not in _browsers:
        _browsers[script] = Browser(office.address, script)
    chosen = _browsers[script]
    chosen.forget()
    chosen.look_like_phone() if phone else chosen.look_like_desk()
    return chosen


def picture(chosen, name, whole=False):
    """Keeps what the browser shows, or the whole page, where pictures were asked for."""
    if screenshots:
        screenshots.mkdir(parents=True, exist_ok=True)
        chosen.save(screenshots / f"{name}.png", whole)


def picture_of_failure(test):
    for script, chosen in _browsers.items():
        picture(chosen, f"failed-{test.id()}-{'script' if script else 'plain'}")


def close():
    for chosen in _browsers.values():
        chosen.quit()
