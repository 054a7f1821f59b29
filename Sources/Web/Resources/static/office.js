// What script adds to pages that are complete without it: each function enhances one thing within a part of the page.
"use strict";

const failed = {
  vi: "Không gửi được. Hãy kiểm tra kết nối rồi thử lại.",
  en: "It could not be sent. Check the connection and try again.",
}[document.documentElement.lang];

/** Text without tones and in lower case, as the server compares it. */
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

/** The words of a text, compared as the server does: without tones, each from its beginning. */
const wordsOf = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** 22112026 and 22.11.26 become 22/11/2026. */
function completeDays(part) {
  for (const field of part.querySelectorAll("[data-day]")) {
    field.addEventListener("change", () => {
      const match = /^\s*(\d{1,2})[./\- ]?(\d{1,2})[./\- ]?(\d{4}|\d{2})\s*$/.exec(field.value);
      if (!match) return;
      const [, day, month, year] = match;
      field.value = `${day.padStart(2, "0")}/${month.padStart(2, "0")}/${year.length === 2 ? "20" + year : year}`;
    });
  }
}

/** A long list of people gets a box that narrows it down while one types. */
function filterPeople(part) {
  for (const list of part.querySelectorAll("[data-filter]")) {
    if (list.querySelectorAll("label.check").length < 9) continue;
    const box = document.createElement("input");
    box.type = "search";
    box.placeholder = list.dataset.filter;
    box.setAttribute("aria-label", list.dataset.filter);
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    box.addEventListener("input", () => {
      const wanted = wordsOf(box.value);
      for (const choice of list.querySelectorAll("label.check")) {
        const words = wordsOf(choice.textContent);
        const matches = wanted.every((word) => words.some((other) => other.startsWith(word)));
        choice.hidden = !matches && !choice.querySelector("input").checked;
      }
    });
    list.querySelector(".boxes").before(box);
  }
}

/** Lists follow the search box: the same address is fetched, and its results take the place of the old ones. */
function searchLive(part) {
  for (const form of part.querySelectorAll("form[data-live]")) {
    let waiting, running;
    const list = () => document.getElementById(form.dataset.live);
    const search = () => {
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
      const address = form.action + (query.size ? "?" + query : "");
      running?.abort();
      running = new XMLHttpRequest();
      running.open("GET", address);
      running.responseType = "document";
      running.onload = ({ target }) => {
        const fresh = target.response?.getElementById(form.dataset.live);
        if (!fresh) return list().removeAttribute("aria-busy");
        // What was ticked while the answer was on its way stays ticked, where it is still offered.
        for (const { name, value } of list().querySelectorAll("input:checked")) {
          const same = [...fresh.querySelectorAll("input")].find((box) => box.name === name && box.value === value);
          if (same) same.checked = true;
        }
        list().replaceWith(document.adoptNode(fresh));
        if (form.dataset.keep === undefined) history.replaceState(null, "", address);
      };
      running.onerror = () => list().removeAttribute("aria-busy");
      running.send();
    };
    form.addEventListener("input", () => {
      list().setAttribute("aria-busy", "true");
      clearTimeout(waiting);
      waiting = setTimeout(search, 250);
    });
  }
}

/**
 * Recipients are chosen without leaving the form: each step is sent as it is without script, one after the other, and its
 * answer takes the place of the old part.
 */
function chooseRecipients(part) {
  for (const form of new Set([...part.querySelectorAll("[data-chooser]")].map((chooser) => chooser.closest("form")))) {
    if (!form || form.dataset.chooses !== undefined) continue;
    form.dataset.chooses = "";
    const chooser = () => form.querySelector("[data-chooser]");
    const put = async (goal, address, body) => {
      const answer = await fetch(address, body && { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(goal);
      if (!fresh) return alert(failed);
      form.querySelector(goal).replaceWith(document.adoptNode(fresh));
    };
    let last = Promise.resolve();
    const step = (name) => {
      last = last.then(async () => {
        const sent = new FormData();
        sent.set("_csrf", form.elements._csrf.value);
        for (const field of chooser().querySelectorAll("[name]:not(button)")) {
          if (field.type !== "file") sent.append(field.name, field.value);
          else if (name === "list" && field.files.length) sent.append(field.name, field.files[0]);
        }
        sent.set("step", name);
        form.dataset.changed = "yes";
        await put("[data-chooser]", chooser().dataset.chooser, sent);
        chooser().querySelector("[data-find]").focus({ preventScroll: true });
      }).catch(() => alert(failed));
    };
    let waiting;
    const find = () => {
      clearTimeout(waiting);
      const words = form.querySelector("[data-find]").value;
      put("#found", "/correspondents?" + new URLSearchParams({ choose: "", q: words })).catch(() => {});
    };
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name !== "step") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.submitter.value === "find") find(); else step(event.submitter.value);
    });
    form.addEventListener("input", (event) => {
      if (!event.target.matches("[data-find]")) return;
      event.stopImmediatePropagation();
      clearTimeout(waiting);
      waiting = setTimeout(find, 250);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("[data-find]")) return;
      event.preventDefault();
      find();
    });
  }
}

/** Of several lines that are the same, the empty ones are shown as they are asked for, and more are made. */
function addLines(part) {
  for (const list of part.querySelectorAll("[data-lines]")) {
    const lines = () => [...list.querySelectorAll(".signer")];
    const isEmpty = (line) => !line.querySelector("select").value;
    lines().forEach((line, place) => { line.hidden = place > 0 && isEmpty(line); });
    const more = document.createElement("button");
    more.type = "button";
    more.textContent = list.dataset.more;
    const settle = () => { more.hidden = lines().length >= Number(list.dataset.lines) && lines().every((line) => !line.hidden); };
    more.addEventListener("click", () => {
      let line = lines().find((one) => one.hidden);
      if (!line) {
        const old = lines().at(-1), place = lines().length;
        line = old.cloneNode(true);
        for (const field of line.querySelectorAll("select")) {
          field.name = field.id = field.name.replace(/\d+$/, place + 1);
          field.selectedIndex = 0;
        }
        for (const label of line.querySelectorAll("label")) {
          label.htmlFor = label.htmlFor.replace(/\d+$/, place + 1);
          label.textContent = label.textContent.replace(/\d+$/, place + 1);
        }
        old.after(line);
      }
      line.hidden = false;
      line.querySelector("select").focus();
      settle();
    });
    lines().at(-1).after(more);
    settle();
  }
}

/** Files can be dropped on the whole box around their field. */
function takeDrops(part) {
  for (const zone of part.querySelectorAll("[data-drop]")) {
    const field = zone.querySelector("input[type=file]");
    const mark = (over) => (event) => { event.preventDefault(); zone.classList.toggle("over", over); };
    zone.addEventListener("dragover", mark(true));
    zone.addEventListener("dragleave", mark(false));
    zone.addEventListener("drop", (event) => {
      mark(false)(event);
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

/** What was typed and not sent is not lost by a slip. */
function guardForms(part) {
  for (const form of part.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => { form.dataset.changed = "yes"; });
    form.addEventListener("submit", () => { delete form.dataset.changed; });
  }
}

/** A form is sent once, and files show how far they are. */
function sendOnce(part) {
  for (const form of part.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter ?? form.querySelector("button");
      const holdsFiles = [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
      if (form.dataset.upload !== undefined && holdsFiles) {
        event.preventDefault();
        upload(form, button);
      }
      // Not before the browser has read the form: a disabled button would not be sent with it.
      setTimeout(() => { button.disabled = true; });
    });
  }
}

function upload(form, button) {
  const bar = document.createElement("progress");
  button.closest(".buttons").after(bar);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.upload.onprogress = (event) => { bar.max = event.total; bar.value = event.loaded; };
  const giveUp = () => {
    bar.remove();
    button.disabled = false;
    form.dataset.changed = "yes";
    alert(failed);
  };
  request.onload = () => {
    if (request.status < 400) return location.assign(request.responseURL);
    if (!request.response?.body) return giveUp();
    document.body.replaceWith(document.adoptNode(request.response.body));
    enhance(document);
  };
  request.onerror = giveUp;
  const sent = new FormData(form);
  if (button.name) sent.append(button.name, button.value);
  request.send(sent);
}

/** What went wrong is read and seen first. */
function showFaults(part) {
  const notice = part.querySelector("[data-focus]");
  if (!notice) return;
  notice.focus();
  notice.scrollIntoView({ block: "nearest" });
}

/** A file is compared with a digest where it lies: it never leaves the machine of whoever asks. */
function compareFiles(part) {
  for (const form of part.querySelectorAll("form[data-digest]")) {
    if (!crypto.subtle) continue; // browsers have it over TLS alone
    const field = form.querySelector("[data-file]");
    field.hidden = false;
    field.querySelector("input").addEventListener("change", async ({ target }) => {
      if (!target.files.length) return;
      const digest = await crypto.subtle.digest("SHA-256", await target.files[0].arrayBuffer());
      const typed = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      form.elements.digest.value = typed;
      const result = typed === form.dataset.digest ? "equal" : "other";
      for (const notice of form.querySelectorAll("[data-when]")) notice.hidden = notice.dataset.when !== result;
    });
  }
}

function enhance(part) {
  const steps = [
    completeDays, filterPeople, searchLive, chooseRecipients, addLines, takeDrops, guardForms, sendOnce, showFaults, compareFiles,
  ];
  for (const step of steps) step(part);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const goal = { "/": "[data-search]", n: "[data-new]" }[event.key];
  const found = goal && document.querySelector(goal);
  if (!found) return;
  event.preventDefault();
  if (event.key === "/") found.focus(); else found.click();
});

addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]")) event.preventDefault();
});

// A page taken back from the browser's memory would show old counts and a spent form.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

enhance(document);
