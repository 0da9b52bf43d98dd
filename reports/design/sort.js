// Tables of a page sort by a column where that does no harm. Without this script they stand in their own order.
(() => {
  const key = (cell) => {
    const marked = cell.querySelector("data, time");
    if (marked) return marked.tagName === "TIME" ? marked.dateTime : Number(marked.value);
    return cell.textContent.trim();
  };
  const compare = (one, other) => {
    if (typeof one === typeof other) {
      return typeof one === "number" ? one - other : one.localeCompare(other, document.documentElement.lang);
    }
    return typeof one === "number" ? -1 : 1;
  };
  for (const table of document.querySelectorAll("table:not([data-order])")) {
    const body = table.tBodies[0];
    if (!body || body.rows.length < 3) continue;
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const falls = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", falls ? "descending" : "ascending");
        const rows = [...body.rows].map((row) => [key(row.cells[column]), row]);
        rows.sort(([one], [other]) => compare(one, other) * (falls ? -1 : 1));
        body.append(...rows.map(([, row]) => row));
      });
    });
  }
})();
