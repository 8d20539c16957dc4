// A page that is opened from disk (file://) cannot fetch other pages: search takes the texts of its results from a script.
if (location.protocol === "file:") {
  const texts = new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = "_static/search-texts.js";
    script.onload = () => resolve(SEARCH_TEXTS);
    document.head.append(script);
  });
  window.fetch = async (url) => ({ text: async () => (await texts)[url.replace(/^\.\//, "")] ?? "" });
}
