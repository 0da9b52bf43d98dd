// The archive narrows to what is typed. Without this script it lists everything, and the box isn't there.
(() => {
  const box = document.getElementById("search");
  const said = document.getElementById("found");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...document.querySelectorAll("[data-find]")].map((row) => [plain(row.dataset.find), row]);
  box.closest("[hidden]").hidden = false;
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [text, row] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) count += 1;
    }
    for (const week of document.querySelectorAll("[data-week]")) {
      week.hidden = !week.querySelector("[data-find]:not([hidden])");
    }
    said.textContent = said.dataset.label + " " + count;
  });
})();
