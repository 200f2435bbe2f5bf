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
    const lead = raw.length - raw.trimStart().length;
    return { words: raw.trim(), start: plain(before).length + lead };
  }

  // Which occurrence starts there, blanks being as good as any others, as on the server.
  function nth(found) {
    const asked = found.words.split(/\s+/u).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
    const whole = document.createRange();
    whole.selectNodeContents(text);
    const starts = [...plain(whole).matchAll(new RegExp(`(?=${asked})`, "g"))].map((match) => match.index);
    return starts.indexOf(found.start) + 1;
  }

  function take(role) {
    const found = selected();
    if (!found || !found.words) return;
    document.getElementById(`id_${role}`).value = found.words;
    document.getElementById(`id_${role}_nth`).value = nth(found) || "";
  }

  const bar = document.createElement("p");
  bar.className = "buttons take";
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
