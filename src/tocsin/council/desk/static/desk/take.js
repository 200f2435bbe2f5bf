// Fills the form from the words selected in the text; without it they are copied and pasted.
(() => {
  const text = document.getElementById("text");
  const words = document.getElementById("take").dataset;

  // The text before and within a range as it is in the report: without the numbers that the page adds.
  function plain(range) {
    const copy = range.cloneContents();
    copy.querySelectorAll("a.no").forEach((number) => number.remove());
    return copy.textContent;
  }

  function selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const raw = plain(range);
    const lead = raw.length - raw.replace(/^[^\S\ufeff]+/u, "").length;
    const found = raw.slice(lead).replace(/[^\S\ufeff]+$/u, "");
    return { words: found, start: plain(before).length + lead };
  }

  // Which occurrence starts there, as the server counts: any blanks alike, and whole words first.
  function nth(found) {
    const parts = found.words.split(/[^\S\ufeff]+/u);
    const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&"));
    const asked = escaped.join("[^\\S\\ufeff]+");
    const before = /^[\p{L}\p{N}]/u.test(found.words) ? "(?<![\\p{L}\\p{N}_])" : "";
    const after = /[\p{L}\p{N}]$/u.test(found.words) ? "(?![\\p{L}\\p{N}_])" : "";
    const everything = document.createRange();
    everything.selectNodeContents(text);
    const report = plain(everything);
    const starts = (pattern) =>
      [...report.matchAll(new RegExp(`(?=${pattern})`, "gu"))].map((match) => match.index);
    const whole = starts(before + asked + after);
    return (whole.length ? whole : starts(asked)).indexOf(found.start) + 1;
  }

  function take(role) {
    const found = selected();
    if (!found || !found.words) return;
    document.getElementById(`id_${role}`).value = found.words;
    document.getElementById(`id_${role}_nth`).value = nth(found) || "";
  }

  const bar = document.createElement("div");
  bar.className = "buttons take";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-labelledby", "take-label");
  const label = document.createElement("span");
  label.id = "take-label";
  label.textContent = words.label;
  bar.append(label);
  for (const role of ["content", "cue", "source"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second";
    button.textContent = words[role];
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => take(role));
    bar.append(button);
  }
  document.getElementById("mark").prepend(bar);
})();
