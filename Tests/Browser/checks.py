"""What every page must keep: contrast, names, width, headings. Each returns what is wrong, in words."""

CONTRAST = r"""
const parse = (text) => {
  const numbers = text.match(/[\d.]+(e-?\d+)?/g)?.map(Number) ?? [0, 0, 0, 0];
  const scale = text.startsWith("color(") ? 255 : 1;
  const [r, g, b, a = 1] = numbers;
  return [r * scale, g * scale, b * scale, a];
};
const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3])).concat(1);
const light = (c) => c.slice(0, 3).map((v) => v / 255)
  .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const ground = (element) => {
  const layers = [];
  for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
  return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
};
const wrong = new Set();
const check = (element, text, colour) => {
  const style = getComputedStyle(element);
  const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 700;
  const least = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
  const back = ground(element), found = ratio(over(parse(colour ?? style.color), back), back);
  if (found < least) wrong.add(`${found.toFixed(2)} “${text.trim().slice(0, 40)}” ${element.tagName}.${element.className}`);
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode());) {
  const element = node.parentElement;
  if (node.data.trim() && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      && !element.closest(":disabled, option, script")) check(element, node.data);
}
for (const field of document.querySelectorAll("input, select, textarea")) {
  if (!field.checkVisibility()) continue;
  if (field.value) check(field, String(field.value));
  if (field.placeholder) check(field, field.placeholder, getComputedStyle(field, "::placeholder").color);
  const edge = parse(getComputedStyle(field).borderTopColor), back = ground(field.parentElement);
  if (ratio(edge, back) < 3 && field.type !== "checkbox") wrong.add(`edge ${ratio(edge, back).toFixed(2)} ${field.name}`);
}
return [...wrong];
"""

NAMES = r"""
const wrong = [];
const named = (e) => (e.labels?.length && [...e.labels].some((l) => l.textContent.trim())) || e.ariaLabel
  || e.getAttribute("aria-labelledby") || e.title;
for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
  if (!named(field)) wrong.push(`no label: ${field.outerHTML.slice(0, 80)}`);
for (const link of document.querySelectorAll("a, button, summary"))
  if (!link.textContent.trim() && !link.ariaLabel) wrong.push(`no words: ${link.outerHTML.slice(0, 80)}`);
for (const frame of document.querySelectorAll("iframe")) if (!frame.title) wrong.push("a frame without a title");
for (const e of document.querySelectorAll("[aria-describedby]"))
  for (const id of e.getAttribute("aria-describedby").split(" "))
    if (!document.getElementById(id)) wrong.push(`nothing is called ${id}`);
const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) wrong.push(`two things are called ${id}`);
if (document.querySelectorAll("h1").length !== 1) wrong.push("not exactly one first heading");
if (!document.documentElement.lang) wrong.push("no language");
if (!document.querySelector("a.skip")) wrong.push("nothing to skip the menu with");
return wrong;
"""

WIDTH = r"""
const wide = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= wide) return [];
return [...document.querySelectorAll("main *, header *, nav *")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > wide + 1)
  .slice(0, 5).map((e) => `${e.tagName}.${e.className} reaches ${Math.round(e.getBoundingClientRect().right)} of ${wide}`)
  .concat("the page scrolls sideways");
"""

TARGETS = r"""
return [...document.querySelectorAll("button, a.button, .menu a, .tabs a")].filter((e) => e.checkVisibility())
  .filter((e) => { const r = e.getBoundingClientRect(); return r.height < 24 || r.width < 24; })
  .map((e) => `${e.textContent.trim()} is too small to hit`);
"""


def all_of(browser):
    return [wrong for check in [CONTRAST, NAMES, WIDTH, TARGETS] for wrong in browser.driver.execute_script(check)]
