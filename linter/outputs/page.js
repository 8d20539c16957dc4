"use strict";
(() => {
  const form = document.querySelector("form");
  const articles = [...document.querySelectorAll("article")];
  const KEYS = ["rule", "severity", "file", "q"];

  // filters: what the form says is what the fragment says, so that a link restores it
  const sections = [...document.querySelectorAll("section[data-file]")];
  const rows = sections.map((section) => ({
    section,
    file: section.dataset.file,
    violations: [...section.querySelectorAll("article")].map((article) => ({
      article, rule: article.dataset.rule, severity: article.dataset.severity, text: null, hidden: false,
    })),
  }));
  const controls = Object.fromEntries(KEYS.map((key) => [key, form && form.elements[key]]));

  function apply() {
    const want = Object.fromEntries(KEYS.map((key) => [key, controls[key].value]));
    const words = want.q.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      let here = 0;
      for (const violation of row.violations) {
        let show = (!want.file || row.file === want.file) && (!want.rule || violation.rule === want.rule)
          && (!want.severity || violation.severity === want.severity);
        if (show && words) {
          violation.text ??= violation.article.textContent.toLowerCase() + " " + row.file.toLowerCase();
          show = violation.text.includes(words);
        }
        if (violation.hidden === show) { violation.hidden = !show; violation.article.hidden = !show; }
        here += show;
      }
      row.section.hidden = !here;
      count += here;
    }
    const total = articles.length;
    form.querySelector("output").textContent = count === total
      ? `${total.toLocaleString("en")} violations` : `${count.toLocaleString("en")} of ${total.toLocaleString("en")} violations`;
    form.elements.reset.hidden = !KEYS.some((key) => want[key]);
  }

  function write() {
    const found = new URLSearchParams(KEYS.map((key) => [key, controls[key].value]).filter(([, value]) => value));
    history.replaceState(null, "", found.size ? "#" + found : location.pathname + location.search);
  }

  function read() {
    const text = location.hash.slice(1);
    const found = new URLSearchParams(text.includes("=") ? text : "");
    for (const key of KEYS) {
      controls[key].value = found.get(key) ?? "";
      if (controls[key].selectedIndex === -1) controls[key].value = "";  // a rule or file that is not in this report
    }
    apply();
    const target = text && !text.includes("=") && document.getElementById(text);
    if (target) target.focus({preventScroll: true});
  }

  if (form) {
    let timer = 0;
    form.addEventListener("input", (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => { apply(); write(); }, event.target.name === "q" ? 120 : 0);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { apply(); write(); }));
    addEventListener("hashchange", read);
    document.addEventListener("keydown", keys);
    read();
  }

  function keys(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing) return;
    if (event.key === "/") { event.preventDefault(); controls.q.focus(); }
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  }

  function step(way) {
    const shown = articles.filter((article) => !article.hidden);
    const at = shown.indexOf(document.activeElement);
    const next = shown[at < 0 ? (way > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + way, 0), shown.length - 1)];
    if (next) { next.focus({preventScroll: true}); next.scrollIntoView({block: "center"}); }
  }

  // graphs: a task that is chosen shows what it waits for and what waits for it; by click, or arrow keys and Enter
  for (const svg of document.querySelectorAll("svg.pl")) {
    const boxes = [...svg.querySelectorAll(".box[data-number]")];
    const wires = [...svg.querySelectorAll(".wire[data-ends]")].map((wire) => [wire, ...wire.dataset.ends.split(" ")]);
    for (const box of boxes) {
      box.setAttribute("role", "button");
      box.setAttribute("aria-pressed", "false");
      box.setAttribute("tabindex", box === boxes[0] ? "0" : "-1");
    }

    function choose(box) {
      const again = box && box.classList.contains("chosen");
      for (const on of svg.querySelectorAll(".on,.chosen")) on.classList.remove("on", "chosen");
      for (const other of boxes) other.setAttribute("aria-pressed", String(other === box && !again));
      svg.classList.toggle("near", Boolean(box) && !again);
      if (!box || again) return;
      box.classList.add("on", "chosen");
      const numbers = new Set();
      for (const [way, other] of [[1, 2], [2, 1]]) {
        const queue = [box.dataset.number];
        const seen = new Set(queue);
        while (queue.length) {
          const number = queue.pop();
          for (const wire of wires) {
            if (wire[way] !== number) continue;
            wire[0].classList.add("on");
            if (!seen.has(wire[other])) { seen.add(wire[other]); queue.push(wire[other]); }
          }
        }
        seen.forEach((number) => numbers.add(number));
      }
      for (const other of boxes) {
        if (numbers.has(other.dataset.number)) other.classList.add("on");
      }
    }

    function nearest(box, x, y) {
      const middle = (one) => { const r = one.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; };
      const [left, top] = middle(box);
      let found = box, least = Infinity;
      for (const other of boxes) {
        const [right, down] = middle(other);
        const along = (right - left) * x + (down - top) * y;
        const way = along + 3 * Math.abs((right - left) * y + (down - top) * x);
        if (along > 2 && way < least) { found = other; least = way; }
      }
      return found;
    }

    const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
    svg.addEventListener("click", (event) => choose(event.target.closest(".box[data-number]")));
    svg.parentElement.addEventListener("focusin", (event) => {  // a listener of its own would make the svg a tab stop
      if (!boxes.includes(event.target)) return;
      for (const box of boxes) box.setAttribute("tabindex", box === event.target ? "0" : "-1");
    });
    svg.addEventListener("keydown", (event) => {
      const box = event.target.closest(".box[data-number]");
      if (!box || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key in ARROWS) nearest(box, ...ARROWS[event.key]).focus();
      else if (event.key === "Enter" || event.key === " ") choose(box);
      else if (event.key === "Escape") choose(null);
      else return;
      event.preventDefault();
    });
  }
  for (const button of document.querySelectorAll("button[data-fit]")) {
    button.addEventListener("click", () => {
      const fit = button.parentElement.nextElementSibling.classList.toggle("fit");
      button.setAttribute("aria-pressed", String(fit));
    });
  }
})();
