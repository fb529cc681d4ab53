// SPDX-License-Identifier: Apache-2.0
// Pictures and tables as files. A saved picture looks as on the page, needs no style sheet, and
// says below it of which day it is and what it is not.

export type Cell = string | number | boolean | null | undefined;

export interface Table {
  columns: string[];
  rows: Cell[][];
}

const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
  "stroke-opacity", "opacity", "font-family", "font-size", "font-weight", "text-anchor",
  "dominant-baseline",
] as const;

const FOOT_HEIGHT = 34;

export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) {
    return "";
  }
  // A text that a spreadsheet would take for a formula is kept a text.
  const text = typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf(table: Table): string {
  return [table.columns, ...table.rows].map((row) => row.map(cellText).join(",")).join("\r\n") + "\r\n";
}

export function saveCsv(name: string, table: Table): void {
  saveFile(`${name}.csv`, new Blob([csvOf(table)], { type: "text/csv;charset=utf-8" }));
}

function copyStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  // As attributes: the pages' policy forbids styles that stand in elements.
  STYLES.forEach((name) => to.setAttribute(name, style.getPropertyValue(name)));
  to.removeAttribute("class");
  Array.from(from.children).forEach((child, index) => {
    const other = to.children[index];
    if (other !== undefined) {
      copyStyles(child, other);
    }
  });
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, String(value));
  }
  return made;
}

function alone(svg: SVGSVGElement, foot: string[]): { svg: SVGSVGElement; width: number; height: number } {
  const box = svg.viewBox.baseVal;
  const width = box.width;
  const height = box.height + FOOT_HEIGHT;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copyStyles(svg, copy);
  const page = getComputedStyle(document.documentElement);
  const ink = page.getPropertyValue("--ink").trim();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `${box.x} ${box.y} ${width} ${height}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.prepend(element("rect", {
    x: box.x, y: box.y, width, height, fill: page.getPropertyValue("--paper").trim(),
  }));
  foot.forEach((line, index) => {
    const text = element("text", {
      x: box.x + 8, y: box.y + box.height + 12 + 14 * index, fill: ink, "font-size": 10,
      "font-family": "sans-serif",
    });
    text.textContent = line;
    copy.append(text);
  });
  return { svg: copy, width, height };
}

function textOf(svg: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

export function saveSvg(name: string, svg: SVGSVGElement, foot: string[]): void {
  saveFile(`${name}.svg`, new Blob([textOf(alone(svg, foot).svg)], { type: "image/svg+xml" }));
}

export async function savePng(name: string, svg: SVGSVGElement, foot: string[]): Promise<void> {
  const drawn = alone(svg, foot);
  const address = URL.createObjectURL(new Blob([textOf(drawn.svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = drawn.width * 2;
    canvas.height = drawn.height * 2;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (content === null) {
      throw new Error("the browser made no picture of it");
    }
    saveFile(`${name}.png`, content);
  } finally {
    URL.revokeObjectURL(address);
  }
}
