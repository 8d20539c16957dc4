(() => {
  "use strict";
  const input = document.querySelector("input"), list = document.getElementById("found");
  const links = [...document.querySelectorAll("nav a")].map((a) => {
    const title = a.textContent, words = a.dataset.words || "";
    return { href: a.href, title, words, text: (title + " " + words).toLowerCase() };
  });
  if (location.protocol !== "file:")
    for (const a of document.querySelectorAll("a[href*='index.html']"))
      if (a.host === location.host) a.href = a.href.replace(/index\.html(?=#|$)/, "");
  const rank = (link, query) => {
    const title = link.title.toLowerCase();
    return title === query ? 0 : title.startsWith(query) ? 1 : title.includes(query) ? 2 : 3;
  };
  const show = () => {
    const query = input.value.trim().toLowerCase(), words = query.split(/[\s_-]+/).filter(Boolean);
    const found = links.filter((link) => words.every((word) => link.text.includes(word)));
    found.sort((a, b) => rank(a, query) - rank(b, query));
    list.replaceChildren(...found.slice(0, 12).map((link) => {
      const item = document.createElement("li"), a = document.createElement("a"), small = document.createElement("small");
      a.href = link.href;
      a.textContent = link.title;
      small.textContent = link.words;
      a.append(small);
      item.append(a);
      return item;
    }));
    if (!found.length) list.append(Object.assign(document.createElement("li"), { textContent: "No page of that name." }));
    list.hidden = !query;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  input.addEventListener("input", show);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  document.addEventListener("keydown", (event) => {
    const inside = input.form.contains(document.activeElement);
    if (event.key === "/" && !inside && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && inside) {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.focus();
    } else if (inside && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const stops = [input, ...list.querySelectorAll("a")];
      const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) next.focus();
      event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    if (!input.form.contains(event.target)) list.hidden = true;
  });
  const nav = document.querySelector("nav"), here = nav.querySelector("[aria-current]");
  if (here) nav.scrollTop = here.offsetTop - nav.clientHeight / 3;
})();
