"""Finds where each person signs: above the printed name, beside it in a list of names, or in rows below the text.

A box is [page from 0, left, top, right, bottom]; none touches a word, nor another box, where there is room at all.
"""
from answers import BROKEN, Refusal
from drawing import POINTS, picture
from places import above, below, names

WIDTH, HEIGHT = 45 * POINTS, 20 * POINTS
LEAST_WIDTH, LEAST_HEIGHT, LEAST_BESIDE = 20 * POINTS, 7 * POINTS, 5.5 * POINTS
MARGIN = 15 * POINTS
APART = 4 * POINTS  # between rows below the text
SEALED = 6 * POINTS  # more above the last row: the seal is higher than a signature
LAST_PAGES = 5


def signing(paper, signers, seal):
    """The box of each signer, in their order; `seal` is how many millimetres the agency's seal is wide, 0 for none."""
    found = printed(paper, [signer.get("name", "") for signer in signers])
    boxes = [signer.get("box") or place and (over(paper, signer, place, found) or beside_name(paper, place, found))
             for signer, place in zip(signers, found)]
    # In a narrow list the seal would hide who signed above: whoever it goes beside signs below the list then.
    if seal and boxes and boxes[-1] and hides(clear_of_seal([box for box in boxes if box], seal), seal):
        boxes[-1] = None
    missing = [index for index, box in enumerate(boxes) if not box]
    taken = [box for box in boxes if box]
    for index, box in zip(missing, below_text(paper, len(missing), taken)):
        boxes[index] = shaped(signers[index], box)
    return clear_of_seal(boxes, seal) if seal and boxes else boxes


def printed(paper, sought):
    """Where each name stands last in the text, a place for each, though two people be called the same."""
    found = []
    for one in sought:
        places = ((index, *place) for index in reversed(range(max(0, len(paper.pages) - LAST_PAGES), len(paper.pages)))
                  for place in reversed(names(paper.words(index), one)))
        found.append(next((place for place in places if place not in found), None))
    return found


def middle(place):
    return (place[1] + place[3]) / 2


def others(place, found):
    """The names on the same page that somebody else signs at."""
    return [other for other in found if other and other != place and other[0] == place[0]]


def over(paper, signer, place, found):
    """Above the name, as high as there is room for; `None` where there is hardly any."""
    index, left, top, right, bottom = place
    near = [abs(middle(place) - middle(other)) for other in others(place, found) if abs(other[2] - top) < HEIGHT]
    width = min([WIDTH, *(distance - 2 for distance in near)])
    words = paper.words(index)
    for half in (width / 2, min(width, max(LEAST_WIDTH, right - left)) / 2):
        box = middle(place) - half, top, middle(place) + half, bottom
        free = above(words, box)
        if top - free >= LEAST_HEIGHT + 2 and 2 * half >= LEAST_WIDTH:
            break
    else:
        return None
    height = min(HEIGHT, top - free - 2)
    up = (free + top) / 2 if top - free < 60 * POINTS else top - height / 2 - 2
    return shaped(signer, [index, box[0], up - height / 2, box[2], up + height / 2])


def beside_name(paper, place, found):
    """To the right of the name, as in a list of those who sign; `None` where something stands there."""
    index, _, top, right, bottom = place
    words, page = paper.words(index), paper.pages[index]
    line = [word.left for word in words if word.left >= right - 1 and word.top < bottom and word.bottom > top]
    start, end = right + APART, min([page.width - MARGIN, right + APART + WIDTH, *(left - 2 for left in line)])
    if end - start < LEAST_WIDTH:
        return None
    box, centre = (start, top, end, bottom), (top + bottom) / 2
    near = [abs(centre - (other[2] + other[4]) / 2) - 1 for other in others(place, found)]
    free = 2 * min(centre - above(words, box), below(words, box, page.height) - centre)
    height = min([HEIGHT, free, *(distance for distance in near if distance > 1)])
    return [index, start, centre - height / 2, end, centre + height / 2] if height >= LEAST_BESIDE else None


def below_text(paper, count, taken):
    """Rows of two on the last page, the last signer at the right of the last row (Phụ lục I: 55 mm from the edge)."""
    if not count:
        return []
    index = len(paper.pages) - 1
    page, words = paper.pages[index], paper.words(index)
    columns = [page.width - 135 * POINTS, page.width - 55 * POINTS]
    if columns[0] < WIDTH / 2 + MARGIN:
        del columns[0]
    rows = -(-count // len(columns))
    high = rows * (HEIGHT + APART) + (SEALED if rows > 1 else 0)
    end = max((word.bottom for word in words if word.bottom < page.height - MARGIN), default=0)
    standard = page.height - 70 * POINTS - (high - HEIGHT - APART)
    boxes = [[index, word.left, word.top, word.right, word.bottom] for word in words]
    boxes += taken + list(paper.added.values())
    for first in (standard, end + APART):
        block = [row_box(index, columns, first, place, count, rows) for place in range(count)]
        if first >= 0 and first + high <= page.height - 12 * POINTS and not any(
                touches(one, other) for one in block for other in boxes):
            return block
    raise Refusal("noSignatureRoom", BROKEN, f"{count} × {HEIGHT / POINTS:.0f} mm")


def row_box(index, columns, first, place, count, rows):
    row, column = divmod(place, len(columns))
    centre = columns[-1] if place == count - 1 else columns[column]
    top = first + row * (HEIGHT + APART) + (SEALED if rows > 1 and row == rows - 1 else 0)
    return [index, centre - WIDTH / 2, top, centre + WIDTH / 2, top + HEIGHT]


def shaped(signer, box):
    """The box in the shape of the signer's picture, where there is one."""
    if not signer.get("image"):
        return box
    index, left, top, right, bottom = box
    across, up = picture(signer["image"]).size
    width, height = min(right - left, (bottom - top) * across / up), min(bottom - top, (right - left) * up / across)
    centre, line = (left + right) / 2, (top + bottom) / 2
    return [index, centre - width / 2, line - height / 2, centre + width / 2, line + height / 2]


def sealing(signed, millimetres):
    """The place of a round seal of a real size beside a signature, covering a third of it on its left."""
    page, left, top, right, bottom = signed
    size, line = millimetres * POINTS, (top + bottom) / 2
    end = left + (right - left) / 3
    return [page, end - size, line - size / 2, end, line + size / 2]


def clear_of_seal(boxes, millimetres):
    """The boxes, those on the left of the last one narrow enough that the seal lies on no other signature."""
    seal = sealing(boxes[-1], millimetres)
    cleared = []
    for page, left, top, right, bottom in boxes[:-1]:
        half = seal[1] - 2 - (left + right) / 2
        if touches([page, left, top, right, bottom], seal) and LEAST_WIDTH / 2 <= half < (right - left) / 2:
            left, right = (left + right) / 2 - half, (left + right) / 2 + half
        cleared.append([page, left, top, right, bottom])
    return [*cleared, boxes[-1]]


def hides(boxes, millimetres):
    """Whether the seal beside the last signature lies on another."""
    seal = sealing(boxes[-1], millimetres)
    return any(touches(box, seal) for box in boxes[:-1])


def touches(one, other):
    return (one[0] == other[0] and one[1] < other[3] and one[3] > other[1] and one[2] < other[4] and one[4] > other[2])
